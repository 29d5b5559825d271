// What the server says, as its API documents it (/openapi.json).

export type Owner = "bot" | "pending_human" | "human" | "resolved";

export interface QuickReply {
  label: string;
  text: string;
  answers?: "yes" | "no" | "change"; // pressed, it answers the message's read-back
}

// A button of the read-back `to` was pressed.
export interface ReadBackAnswer {
  to: string;
  with: "yes" | "no" | "change";
}

export interface Calendar {
  title: string;
  date: string; // YYYY-MM-DD and HH:MM, in the wall time of the place
  time: string;
  minutes: number;
  place?: string;
}

export interface Card {
  kind: "read_back" | "done";
  title?: string;
  fields: { label: string; value: string }[];
  code?: string;
  calendar?: Calendar;
}

export interface Message {
  seq: number;
  id: string;
  role: "customer" | "bot" | "person" | "system";
  text: string;
  at: string;
  asks?: string;
  buttons?: QuickReply[];
  card?: Card;
  read_back?: { id: string; expires_at: string };
  by?: string;
}

// The data of a live event "typing" of somebody who is not the bot: to be shown for so long, unless it comes again.
export interface Typing {
  role: "customer" | "person";
  by?: string;
  ms: number;
}

export function typingIn({ type, data }: StreamEvent): Typing | undefined {
  return type === "typing" && (data.role === "customer" || data.role === "person") ? (data as unknown as Typing) : undefined;
}

// One numbered event of a conversation. `n` is 0 for what is stored; live pieces after it count from 1.
export interface StreamEvent {
  seq: number;
  n: number;
  type: string;
  data: Record<string, unknown>;
}

export interface ConversationKey {
  id: string;
  token: string;
}
