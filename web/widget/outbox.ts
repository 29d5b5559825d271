import { kPausedType } from "../wire/feed";
import type { ConversationKey, ReadBackAnswer } from "../wire/types";
import type { Labels } from "./labels";
import type { Memory, Waiting } from "./memory";

export interface OutboxOptions {
  api: string; // where /v1 is
  key: string; // the publishable key
  language: string; // of the guest's browser: tags, the dearest first
  labels: () => Labels;
  memory: Memory;
  onConversation: (conversation: ConversationKey | undefined) => void;
  onTaken: (message: Waiting, seq: number) => void;
  onChange: () => void;
  onPaused: () => void; // what waits is sent when the business is served again
}

const kPauseMsMin = 1_000;
const kPauseMsMax = 20_000;
const kAnswerMsMax = 20_000;

// Sends what waits, oldest first, one at a time, until the server has taken it. The same id travels with every try, so
// that a message whose answer was lost is not said twice. One tab sends at a time.
export class Outbox {
  private wake?: () => void;
  private asked = false;
  private sending = false;

  constructor(private readonly options: OutboxOptions) {}

  say(text: string, answer?: ReadBackAnswer): void {
    this.options.memory.add({ id: crypto.randomUUID?.() ?? unsafeId(), text, answer });
    this.options.onChange();
    this.drain();
  }

  // Sends what waits, now: something was written, or the network is back.
  drain(): void {
    this.asked = true;
    this.wake?.();
    if (this.sending) return;
    this.sending = true;
    const send = async () => {
      while (this.asked) {
        this.asked = false;
        await this.sendAll();
      }
    };
    const name = `frontdesk:send:${this.options.memory.place}`;
    void (navigator.locks ? navigator.locks.request(name, send) : send()).finally(() => (this.sending = false));
  }

  private async sendAll(): Promise<void> {
    const { memory, onChange } = this.options;
    for (let pause = kPauseMsMin, anew = 0; ; ) {
      const message = memory.waiting().find((waiting) => !waiting.refused);
      if (!message) return;
      const answer = await this.send(message).catch((): Answer => ({ status: 0 }));
      if (!this.isWaiting(message)) continue; // taken back, or its user has left, while it was on its way
      if (answer.seq !== undefined) {
        memory.remove(message.id);
        this.options.onTaken(message, answer.seq);
        onChange();
        pause = kPauseMsMin;
        anew = 0;
      } else if (isOver(answer) && anew++ === 0) {
        if (answer.conversation) memory.forget(answer.conversation);
        this.options.onConversation(undefined);
      } else if (isFinal(answer.status)) {
        memory.refuse(message, answer.why ?? this.options.labels().notDelivered);
        anew = 0;
        onChange();
      } else {
        if (answer.type === kPausedType) this.options.onPaused();
        await this.rest(answer.retryAfterMs ?? pause * (0.5 + Math.random() / 2));
        pause = Math.min(pause * 2, kPauseMsMax);
      }
    }
  }

  private async send(message: Waiting): Promise<Answer> {
    const { memory } = this.options;
    let conversation = memory.conversation();
    if (!conversation) {
      const made = await this.post("/v1/conversations", this.options.key, { channel: "web", language: this.options.language });
      if (!made.body?.token || !this.isWaiting(message)) return { status: made.status, why: made.why, type: made.type, retryAfterMs: made.retryAfterMs };
      conversation = memory.conversation() ?? { id: String(made.body.id), token: String(made.body.token) };
      memory.keep(conversation);
      this.options.onConversation(conversation);
    }
    const path = `/v1/conversations/${encodeURIComponent(conversation.id)}/messages`;
    const answer = await this.post(path, conversation.token, { id: message.id, text: message.text, answer: message.answer });
    if (answer.token) {
      memory.renew(conversation.id, answer.token);
      this.options.onConversation(memory.conversation());
    }
    return { ...answer, conversation: conversation.id, seq: answer.status < 300 ? Number(answer.body?.seq) : undefined };
  }

  private isWaiting({ id }: Waiting): boolean {
    return this.options.memory.waiting().some((waiting) => waiting.id === id);
  }

  private async post(path: string, token: string, body: unknown): Promise<Answer> {
    const response = await fetch(this.options.api + path, {
      method: "POST",
      headers: { "Content-Type": "application/json", Authorization: `Bearer ${token}` },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout?.(kAnswerMsMax),
    });
    const said = await response.json().catch(() => ({}));
    const seconds = Number(response.headers.get("retry-after"));
    return {
      status: response.status,
      body: response.ok ? said : undefined,
      token: response.headers.get("frontdesk-token") ?? undefined,
      why: response.ok ? undefined : said.detail ?? said.title,
      type: response.ok ? undefined : said.type,
      retryAfterMs: seconds > 0 ? Math.min(seconds, 60) * 1000 : undefined,
    };
  }

  private rest(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

interface Answer {
  status: number; // 0: no answer
  seq?: number;
  body?: Record<string, unknown>;
  why?: string;
  type?: string;
  retryAfterMs?: number;
  token?: string; // a fresh one for the conversation
  conversation?: string;
}

// The server no longer knows the conversation, or its token is no longer good: what waits begins the next one.
function isOver({ status, conversation }: Answer): boolean {
  return !!conversation && [401, 403, 404, 410].includes(status);
}

function isFinal(status: number): boolean {
  return status >= 400 && status < 500 && status !== 408 && status !== 425 && status !== 429;
}

// crypto.randomUUID exists only where the page came over TLS or from this machine.
function unsafeId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
