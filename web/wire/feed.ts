import { readEvents } from "./sse";
import type { StreamEvent } from "./types";

// paused: whoever runs the server serves nobody of this business for a while.
export type FeedState = "connecting" | "live" | "waiting" | "paused" | "gone";

export const kPausedType = "/problems/tenant/suspended";

export interface FeedOptions {
  url: string; // …/v1/conversations/{id}/events
  token: () => string; // asked for at each try, as it is renewed by use
  onToken?: (fresh: string) => void;
  trace?: boolean;
  onEvent: (event: StreamEvent) => void;
  // Live pieces before this moment are worth nothing: the stream starts over from the last stored event.
  onRestart: () => void;
  onState?: (state: FeedState, status?: number) => void;
}

// What the tab with the stream passes on, and what another tab asks of it. `before` is the last stored event that the
// speaker had when the event came: who has less has missed something.
interface Heard {
  event?: StreamEvent;
  before?: number;
  hello?: true;
  restart?: true;
  state?: FeedState;
  status?: number;
}

interface Page {
  items: ({ seq: number; type: string } & Record<string, unknown>)[];
  next: number | null; // what to ask for after; a page may hold nothing for us and still have a next
}

const kSilenceMsMax = 60_000;
const kBackoffMsMin = 500;
const kBackoffMsMax = 8_000;
const kPollMs = 2_000;

// Follows a conversation: every stored event once and in order, and the live pieces while they come.
//
// A browser opens six connections to a server at most, so of all tabs that follow the same conversation one holds the
// stream (whoever has the lock) and passes on what it hears; the others ask the server only for what they missed.
export class Feed {
  private readonly stopper = new AbortController();
  private readonly channel?: BroadcastChannel;
  private last = 0;
  private leading = false;
  private lacking = false; // in a tab without the stream: the past could not be fetched yet
  private drafts = new Map<string, string>(); // text so far by message, for tabs that come in the middle
  private failures = 0;
  private streamless = 0;
  private wake?: () => void;

  constructor(private readonly options: FeedOptions) {
    const name = `frontdesk:${options.trace ? "trace:" : ""}${options.url}`;
    const locks = navigator.locks;
    if (!locks || typeof BroadcastChannel === "undefined") {
      void this.lead();
      return;
    }
    this.channel = new BroadcastChannel(name);
    this.channel.onmessage = (heard) => this.hear(heard.data);
    locks.request(name, { signal: this.stopper.signal }, () => this.lead()).catch(() => {});
    void locks.query().then((held) => {
      if (!this.leading && held.held?.some((lock) => lock.name === name)) void this.catchUp();
    });
  }

  stop(): void {
    this.stopper.abort();
    this.channel?.close();
    this.wake?.();
  }

  // Tries at once instead of at the end of the pause: the network is back, or something was sent.
  nudge(): void {
    this.wake?.();
  }

  private get stopped(): boolean {
    return this.stopper.signal.aborted;
  }

  private async lead(): Promise<void> {
    this.leading = true;
    while (!this.stopped) {
      this.say("connecting");
      try {
        await this.connect();
        this.failures = 0;
      } catch (error) {
        if (this.stopped) return;
        const status = error instanceof Refusal ? error.status : undefined;
        if (status === 401 || status === 403 || status === 404 || status === 410) return this.say("gone", status);
        if (status === 409) this.last = 0; // the server's journal was restored to before what we have
        this.failures++;
        this.say(error instanceof Refusal && error.type === kPausedType ? "paused" : "waiting", status);
      }
      const slow = Math.min(kBackoffMsMin * 2 ** this.failures, kBackoffMsMax);
      await this.pause(this.failures ? slow * (0.5 + Math.random() / 2) : kBackoffMsMin);
    }
  }

  private async connect(): Promise<void> {
    const attempt = new AbortController();
    const giveUp = () => attempt.abort();
    this.stopper.signal.addEventListener("abort", giveUp);
    let watchdog = setTimeout(giveUp, kSilenceMsMax);
    const alive = () => {
      clearTimeout(watchdog);
      watchdog = setTimeout(giveUp, kSilenceMsMax);
    };
    try {
      // Some networks hold a stream back until it ends; then pages of events are asked for until the next try.
      if (this.streamless >= 2) {
        for (let round = 0; round < 10 && !this.stopped; round++) {
          await this.fetchPages(attempt.signal);
          this.say("live");
          await this.pause(kPollMs);
          alive();
        }
        this.streamless = 0;
        return;
      }
      const response = await this.ask("text/event-stream", attempt.signal);
      if (!response.body || !response.headers.get("content-type")?.startsWith("text/event-stream")) {
        this.streamless = 2;
        return;
      }
      this.restart();
      this.say("live");
      const before = this.last;
      const started = Date.now();
      await readEvents(response.body, alive, (event) => this.take(event));
      this.streamless = this.last === before && Date.now() - started < kPollMs ? this.streamless + 1 : 0;
    } finally {
      clearTimeout(watchdog);
      this.stopper.signal.removeEventListener("abort", giveUp);
      attempt.abort();
    }
  }

  private async ask(accept: string, signal: AbortSignal, after = this.last): Promise<Response> {
    const trace = this.options.trace ? "&trace=1" : "";
    const response = await fetch(`${this.options.url}?after=${after}${trace}`, {
      headers: { Accept: accept, Authorization: `Bearer ${this.options.token()}` },
      cache: "no-store",
      signal,
    });
    const fresh = response.headers.get("frontdesk-token");
    if (fresh) this.options.onToken?.(fresh);
    if (!response.ok) throw new Refusal(response.status, (await response.json().catch(() => ({}))).type);
    return response;
  }

  private async fetchPages(signal: AbortSignal): Promise<void> {
    for (let after: number | null = this.last; after !== null; ) {
      const page: Page = await (await this.ask("application/json", signal, after)).json();
      for (const item of page.items) this.take({ seq: item.seq, n: 0, type: item.type, data: item });
      after = page.next;
    }
  }

  private take(event: StreamEvent): void {
    const before = this.last;
    if (event.n === 0 && event.seq <= before) return;
    if (event.n === 0) this.last = event.seq;
    this.remember(event);
    this.options.onEvent(event);
    if (this.leading) this.channel?.postMessage({ event, before });
  }

  private remember({ type, data }: StreamEvent): void {
    const id = String(type === "message" ? (data.message as { id: string })?.id : data.message);
    if (type === "message.delta") this.drafts.set(id, (this.drafts.get(id) ?? "") + data.text);
    else if (type === "message.reset" || type === "message") this.drafts.delete(id);
  }

  private restart(): void {
    this.drafts.clear();
    this.options.onRestart();
    if (this.leading) this.channel?.postMessage({ restart: true });
  }

  private say(state: FeedState, status?: number): void {
    this.options.onState?.(state, status);
    if (this.leading) this.channel?.postMessage({ state, status });
  }

  // A tab that does not hold the stream: what it missed comes from the server, what comes next from the tab that does.
  private async catchUp(): Promise<void> {
    this.lacking = false;
    try {
      await this.fetchPages(this.stopper.signal);
      this.options.onState?.("live");
    } catch (error) {
      this.lacking = true;
      if (!this.stopped) this.options.onState?.("waiting", error instanceof Refusal ? error.status : undefined);
    }
    if (!this.stopped) this.channel?.postMessage({ hello: true });
  }

  private hear(heard: Heard): void {
    if (this.stopped) return;
    if (heard.hello && this.leading) {
      for (const [message, text] of this.drafts) {
        const piece = { seq: this.last, n: 1, data: { message, text } };
        this.channel?.postMessage({ event: { ...piece, type: "message.reset" } });
        this.channel?.postMessage({ event: { ...piece, type: "message.delta" } });
      }
    }
    if (this.leading) return;
    if (heard.restart) this.options.onRestart();
    if (heard.state === "live" && this.lacking) void this.catchUp();
    else if (heard.state) this.options.onState?.(heard.state, heard.status);
    if (!heard.event) return;
    if ((heard.before ?? 0) > this.last) void this.catchUpTo(heard.event);
    else this.take(heard.event);
  }

  private async catchUpTo(event: StreamEvent): Promise<void> {
    await this.fetchPages(this.stopper.signal).catch(() => {});
    if (!this.stopped) this.take(event);
  }

  private pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly type?: string,
  ) {
    super(`status ${status}`);
  }
}
