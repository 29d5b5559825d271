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
  private catching = false; // in a tab without the stream: what it missed is being fetched
  private wanted = 0; // the last stored event that it knows of by hearsay
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
      await this.pause(this.failures ? backoff(this.failures) : kBackoffMsMin);
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

  // A tab that does not hold the stream: what it missed, up to `seq` at least, comes from the server, tried until it does;
  // what comes next is told by the tab with the stream. Nothing is taken over a gap, so that no try loses anything.
  private async catchUp(seq = 0): Promise<void> {
    this.wanted = Math.max(this.wanted, seq);
    if (this.catching) return;
    this.catching = true;
    for (let failures = 0; !this.stopped && !this.leading; ) {
      try {
        await this.fetchPages(this.stopper.signal);
        if (this.last >= this.wanted) break;
        continue; // it was told of after the server had answered
      } catch (error) {
        if (this.stopped) break;
        const status = error instanceof Refusal ? error.status : undefined;
        if (status === 409) this.last = this.wanted = 0; // as for whoever leads
        this.options.onState?.("waiting", status);
      }
      await this.pause(backoff(++failures));
    }
    this.catching = false;
    if (this.stopped || this.leading) return;
    this.options.onState?.("live");
    this.channel?.postMessage({ hello: true });
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
    if (this.catching && heard.state === "live") this.nudge();
    else if (heard.state) this.options.onState?.(heard.state, heard.status);
    if (!heard.event) return;
    if ((heard.before ?? 0) > this.last) void this.catchUp(heard.event.n === 0 ? heard.event.seq : heard.before);
    else this.take(heard.event);
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

function backoff(failures: number): number {
  return Math.min(kBackoffMsMin * 2 ** failures, kBackoffMsMax) * (0.5 + Math.random() / 2);
}

class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly type?: string,
  ) {
    super(`status ${status}`);
  }
}
