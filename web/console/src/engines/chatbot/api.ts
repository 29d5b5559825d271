import type { Schema } from "../../../../contract/schema";
import { query, type Client } from "../../client";
import type { Cursor, Page } from "../../parts/use-pages";

export type Conversation = Schema<"Conversation">;
export type Inbox = Schema<"Inbox">;

export interface ConversationPage extends Page<Conversation> {
  is_all: boolean; // otherwise older ones are still being read for the search
}

export interface Filter {
  status?: string;
  mine?: "1";
  queue?: string;
  outcome?: string;
  from?: number; // ms
  until?: number;
  q?: string;
  order?: "waiting";
}

export interface Colleague {
  name: string;
  typing: boolean;
}

const at = (id: string) => `/v1/conversations/${encodeURIComponent(id)}`;

export const api = {
  list: (client: Client, filter: Filter, before?: Cursor, signal?: AbortSignal, limit = 40) =>
    client.call<ConversationPage>("/v1/conversations" + query({ ...filter, before, limit }), { signal }),
  inbox: (client: Client, signal?: AbortSignal) => client.call<Inbox>("/v1/inbox", { signal }),
  get: (client: Client, id: string, signal?: AbortSignal) => client.call<Conversation>(at(id), { signal }),
  // `from`: the colleague who has it now.
  takeOver: (client: Client, id: string, from?: string) => client.call<Conversation>(`${at(id)}/takeover`, { method: "POST", body: from ? { from } : {} }),
  giveBack: (client: Client, id: string) => client.call<Conversation>(`${at(id)}/release`, { method: "POST", body: {} }),
  resolve: (client: Client, id: string) => client.call<Conversation>(`${at(id)}/resolve`, { method: "POST", body: {} }),
  reply: (client: Client, id: string, text: string, messageId: string) =>
    client.call<{ seq: number }>(`${at(id)}/replies`, { method: "POST", body: { id: messageId, text } }),
  bePresent: async (client: Client, id: string, typing: boolean, signal?: AbortSignal) =>
    (await client.call<{ others: Colleague[] }>(`${at(id)}/presence`, { method: "POST", body: { typing }, signal })).others,
};

// What a guest is called where they gave no name.
export function nameOf({ guest, id }: { guest: string; id: string }): string {
  return guest || `Guest ${id.slice(-4)}`;
}
