import { filled, labelsIn } from "./labels";
import { typingIn, type Message, type Owner, type QuickReply, type ReadBackAnswer, type StreamEvent } from "../wire/types";

export const kAwaitedMsMax = 60_000;

// What a visitor sees of a conversation, made from its events alone.
export class Chat {
  messages: Message[] = [];
  drafts = new Map<string, string>(); // replies that are still being written, by message id
  typing = false; // the bot
  writing?: { by: string; until: number }; // a person, until then unless it is told again
  owner: Owner = "bot";
  by = "";
  language: string; // that its guest speaks
  asked?: Asked; // while the visitor waits for a person

  // `language`: of the guest's browser, until the conversation says another.
  constructor(language: string) {
    this.language = language;
  }

  apply(event: StreamEvent): void {
    const { seq, type, data } = event;
    const of = String(data.message);
    const typing = typingIn(event);
    if (typing) {
      if (this.owner === "human") this.writing = { by: typing.by ?? "", until: Date.now() + typing.ms };
      return;
    }
    switch (type) {
      case "message":
        this.typing = false;
        this.add(data.message as Message);
        break;
      case "message.delta":
        this.drafts.set(of, (this.drafts.get(of) ?? "") + data.text);
        break;
      case "message.reset":
        this.drafts.delete(of);
        break;
      case "typing":
        this.typing = Boolean(data.on);
        break;
      case "language":
        this.language = String(data.language);
        break;
      case "owner":
        this.asked = data.owner === "pending_human" ? { at: String(data.at ?? ""), from: data.from as string | undefined } : undefined;
        this.hand(data.owner as Owner, data.by as string | undefined, seq, String(data.at ?? ""));
        break;
    }
  }

  // Somebody has asked and the bot has not answered yet. After a minute it no longer looks as if it were about to.
  isAwaited(): boolean {
    const last = this.messages[this.messages.length - 1];
    return this.owner === "bot" && last?.role === "customer" && Math.abs(Date.now() - Date.parse(last.at)) < kAwaitedMsMax;
  }

  // Whether a person writes at this moment, and who.
  writer(): string | undefined {
    return this.writing && this.writing.until > Date.now() ? this.writing.by || labelsIn(this.language).colleague : undefined;
  }

  // Live pieces will come again from the start.
  restart(): void {
    this.drafts.clear();
    this.writing = undefined;
    this.typing = false;
  }

  // Quick replies belong to the last word of the conversation only.
  replies(): Reply[] {
    const last = this.messages[this.messages.length - 1];
    if (this.drafts.size > 0 || last?.role !== "bot" || (this.owner !== "bot" && this.owner !== "pending_human")) return [];
    return (last.buttons ?? []).map((button) => ({ ...button, answer: answerOf(button, last) }));
  }

  private add(message: Message): void {
    this.drafts.delete(message.id);
    if (message.role === "person") this.writing = undefined;
    if (this.messages.some((known) => known.id === message.id)) return;
    // While people are spoken with it is said that this is none of them.
    const isBeside = message.role === "bot" && (this.owner === "pending_human" || this.owner === "human");
    this.messages.push(isBeside ? { ...message, by: labelsIn(this.language).bot } : message);
  }

  private hand(owner: Owner, by: string | undefined, seq: number, at: string): void {
    this.typing = false;
    this.writing = undefined;
    const changed = owner !== this.owner || (by ?? "") !== this.by;
    const line = changed ? this.ownerLine(owner, by) : "";
    this.owner = owner;
    this.by = by ?? "";
    if (line) this.add({ seq, id: `owner:${seq}`, role: "system", text: line, at });
  }

  private ownerLine(owner: Owner, by: string | undefined): string {
    const says = labelsIn(this.language);
    if (owner === "human") return filled(says.nowWith, by || says.somebody);
    if (owner === "pending_human") return this.asked?.from ? says.nowAskedAway : says.nowAsked;
    if (owner === "resolved") return says.nowClosed;
    return this.owner === "bot" ? "" : says.nowBack;
  }
}

export interface Reply extends QuickReply {
  answer?: ReadBackAnswer;
}

function answerOf({ answers }: QuickReply, { read_back }: Message): ReadBackAnswer | undefined {
  return answers && read_back ? { to: read_back.id, with: answers } : undefined;
}

// A person was asked for: when, and where nobody was in then, when somebody will be.
export interface Asked {
  at: string;
  from?: string;
}

// How it stands, in one honest line.
export function standing({ owner, by, asked, language }: Chat): string {
  const says = labelsIn(language);
  if (owner === "human") return filled(says.withPerson, by || says.somebody);
  if (owner === "resolved") return says.closed;
  if (owner !== "pending_human") return says.bot;
  const away = returning(asked, language);
  if (away) return filled(says.away, away);
  const minutes = Math.floor((Date.now() - Date.parse(asked?.at ?? "")) / 60_000);
  return filled(says.asked, minutes > 0 ? ` ${ago(minutes, language)}` : "");
}

function ago(minutes: number, language: string): string {
  const format = new Intl.RelativeTimeFormat(language, { style: "short" });
  return minutes >= 60 ? format.format(-Math.floor(minutes / 60), "hour") : format.format(-minutes, "minute");
}

// The moment from which somebody is in, where it is still to come.
function returning(asked: Asked | undefined, language: string): string {
  const from = new Date(asked?.from ?? "");
  if (!(+from > Date.now())) return "";
  const today = from.toDateString() === new Date().toDateString();
  return from.toLocaleString(language, { weekday: today ? undefined : "short", hour: "2-digit", minute: "2-digit" });
}
