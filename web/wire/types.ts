// What the server says, as its API documents it (/openapi.json).
import type { Schema } from "../contract/schema";

export type Owner = Schema<"Conversation">["status"];
export type Message = Schema<"Message">;
export type QuickReply = NonNullable<Message["buttons"]>[number];
// A button of the read-back `to` was pressed.
export type ReadBackAnswer = NonNullable<Schema<"CustomerMessage">["answer"]>;
export type Card = Schema<"Card">;
export type Calendar = NonNullable<Card["calendar"]>;

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
