import type { ConversationKey, ReadBackAnswer } from "../wire/types";

// A message that the server has not taken yet.
export interface Waiting {
  id: string;
  text: string;
  answer?: ReadBackAnswer;
  refused?: string; // why the server will never take it
}

// What this browser keeps for one business and one user: the conversation's key and the messages not yet sent.
// Every waiting message has a place of its own, so that two tabs never overwrite each other's.
export class Memory {
  private readonly store: Storage;
  private readonly session: string;
  private readonly prefix: string;

  constructor(readonly place: string) {
    this.store = storage();
    this.session = `frontdesk:${place}`;
    this.prefix = `${this.session}:out:`;
  }

  conversation(): ConversationKey | undefined {
    return parse<ConversationKey>(this.store.getItem(this.session));
  }

  keep(conversation: ConversationKey): void {
    this.store.setItem(this.session, JSON.stringify({ id: conversation.id, token: conversation.token }));
  }

  // The token that takes the place of the conversation's older one; another tab may have begun the next conversation.
  renew(id: string, token: string): void {
    if (this.conversation()?.id === id) this.keep({ id, token });
  }

  // Forgets the conversation only if it is still the given one: another tab may have begun the next.
  forget(id: string): void {
    if (this.conversation()?.id === id) this.store.removeItem(this.session);
  }

  clear(): void {
    for (const place of this.places()) this.store.removeItem(place);
    this.store.removeItem(this.session);
  }

  // In the order in which they were written, whichever tab they were written in.
  waiting(): Waiting[] {
    return this.places().flatMap((place) => parse<Waiting>(this.store.getItem(place)) ?? []);
  }

  add(message: Waiting): void {
    this.store.setItem(`${this.prefix}${String(Date.now()).padStart(15, "0")}:${message.id}`, JSON.stringify(message));
  }

  refuse(message: Waiting, why: string): void {
    const place = this.placeOf(message.id);
    if (place) this.store.setItem(place, JSON.stringify({ ...message, refused: why }));
  }

  remove(id: string): void {
    const place = this.placeOf(id);
    if (place) this.store.removeItem(place);
  }

  owns(place: string | null): boolean {
    return place === null || place === this.session || place.startsWith(this.prefix);
  }

  private placeOf(id: string): string | undefined {
    return this.places().find((place) => place.endsWith(`:${id}`));
  }

  private places(): string[] {
    return Object.keys(this.store).filter((place) => place.startsWith(this.prefix)).sort();
  }
}

function parse<T>(text: string | null): T | undefined {
  try {
    return text ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
}

// Where the page's browser allows no storage, the conversation lasts as long as the page.
function storage(): Storage {
  try {
    localStorage.setItem("frontdesk", "1");
    localStorage.removeItem("frontdesk");
    return localStorage;
  } catch {
    const values: Record<string, string> = Object.create({
      getItem(key: string) { return values[key] ?? null; },
      setItem(key: string, value: string) { values[key] = value; },
      removeItem(key: string) { delete values[key]; },
    });
    return values as unknown as Storage;
  }
}
