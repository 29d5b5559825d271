import type { Message, StreamEvent } from "../wire/types";

export interface ModelItem {
  kind: "model";
  provider: string;
  ms?: number;
  tokens?: number;
  intent?: { name: string; confidence: number };
  flow?: string;
  tool_calls?: string[];
  error?: unknown;
}

export interface ToolItem {
  kind: "tool";
  call: string;
  name: string;
  arguments: unknown;
  effect: string;
  status: "ok" | "error";
  result?: unknown;
  error?: unknown;
  ms: number;
  attempts: number;
  key?: string;
}

export interface GuardItem {
  kind: "guard";
  guard: string;
  decision: string;
  text: string;
}

export interface HandoffItem {
  kind: "handoff";
  reason: string;
  summary: string;
  queue?: string;
}

// How the message was read: what is done with it, and what is wanted with which of its words.
export interface ReadingItem {
  kind: "reading";
  act: string;
  language: string;
  is_served?: boolean;
  wishes?: { intent: string; confidence: number; words: string }[];
  denied?: { intent: string; confidence: number; words: string }[];
  asked?: string; // within a form: the slot that was asked for
  told?: Told[];
}

// What a message told, and with which of its words.
export interface Told {
  name: string;
  value: string;
  words?: string;
}

// Where a form stands: what it took and knew when it began, what it asks for next and why, what is kept for afterwards.
export interface FormItem {
  kind: "form";
  flow?: string;
  told?: Told[];
  known?: { name: string; value: unknown }[];
  asks?: string;
  why?: "open" | "doubt" | "bounds" | "not_possible" | "instead" | "again";
  instead_of?: string;
  open?: string[];
  then?: { flow: string; words: string }[];
}

export interface UnansweredItem {
  kind: "unanswered";
  text: string;
}

export interface Step {
  kind: "step";
  step: number; // of the whole conversation, from 0
  node: string;
  ms: number;
}

export type Item =
  | ModelItem
  | ToolItem
  | GuardItem
  | HandoffItem
  | ReadingItem
  | FormItem
  | UnansweredItem
  | Step
  | { kind: "said"; message: Message }
  | { kind: "config"; version: string };

// What happened between a visitor's words and the bot's answer.
export interface Turn {
  kind: "turn";
  run: string;
  seq: number;
  at: string;
  inputs: string[];
  items: Item[];
  status: "running" | "done" | "interrupted" | "failed" | "cancelled";
  steps?: number;
  ms?: number;
}

// Something outside a turn: the conversation changed hands.
export interface Note {
  kind: "note";
  seq: number;
  at: string;
  text: string;
}

export type Entry = Turn | Note;

const kItems = new Set(["model", "tool", "guard", "handoff", "reading", "form", "unanswered", "step", "config"]);

// A conversation's stored events as turns and notes, oldest first.
export function entriesOf(events: StreamEvent[]): Entry[] {
  const entries: Entry[] = [];
  const turns = new Map<string, Turn>();
  let heard: { text: string; seq: number; at: string }[] = []; // the visitor's words that no turn has taken up yet
  let owner = "bot";

  for (const { seq, type, data } of events) {
    const run = String(data.run ?? "");
    const at = String(data.at ?? "");
    const turn = turns.get(run);
    if (type === "run.started") {
      const made: Turn = turn ?? { kind: "turn", run, seq, at, inputs: [], items: [], status: "running" };
      made.inputs.push(...heard.map(({ text }) => text));
      made.status = "running";
      heard = [];
      if (!turn) entries.push(made);
      turns.set(run, made);
    } else if (type === "run.finished" && turn) {
      turn.status = data.status as Turn["status"];
      turn.steps = data.steps as number;
      turn.ms = data.ms as number;
    } else if (type === "message") {
      const message = data.message as Message;
      if (message.role === "customer" && !isWithPeople(owner)) heard.push({ text: message.text, seq, at });
      else if (turn && message.role === "bot") turn.items.push({ kind: "said", message });
    } else if (type === "owner") {
      if (isWithPeople(owner) || isWithPeople(String(data.owner))) heard = [];
      owner = String(data.owner);
      entries.push({ kind: "note", seq, at, text: ownerNote(String(data.owner), data.by as string | undefined) });
    } else if (turn && kItems.has(type)) {
      turn.items.push({ kind: type, ...data } as Item);
    } else if (type === "contact") {
      entries.push({ kind: "note", seq, at, text: `To be reached at ${data.contact}.` });
    } else if (type === "handoff") {
      entries.push({ kind: "note", seq, at, text: `Handed over: ${data.reason}` });
    }
  }
  // A turn is told of when its first step is on disk; until then it is known by what set it off.
  const [first] = heard;
  if (first) entries.push({ kind: "turn", run: "", seq: first.seq, at: first.at, inputs: heard.map(({ text }) => text), items: [], status: "running" });
  return entries;
}

// Words to a person set no turn off.
function isWithPeople(owner: string): boolean {
  return owner === "human" || owner === "pending_human";
}

function ownerNote(owner: string, by?: string): string {
  const notes: Record<string, string> = {
    bot: by ? `${by} has given it back; the bot has the conversation again.` : "The bot has the conversation again.",
    pending_human: "The bot is silent and waits for a person.",
    human: `${by || "A person"} has taken over; the bot is silent.`,
    resolved: by ? `${by} has resolved the conversation.` : "The conversation was resolved.",
  };
  return notes[owner] ?? owner;
}
