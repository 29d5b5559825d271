import type { Owner } from "../../../../wire/types";
import { query, type Client } from "../../client";

export interface Conversation {
  id: string;
  status: Owner;
  owner: string;
  channel: string;
  created_at: string;
  updated_at: string;
  turns: number;
  last_message: { role: string; text: string; at: string } | null;
  config_version: string;
  waiting: { since: string; is_in: boolean; from: string | null; has_contact: boolean } | null;
  handoff: { reason: string; summary: string; queue: string; at: string; detail?: string } | null;
  since: string; // when its status became what it is
  queue: string;
  handoffs: number;
  contact: string;
  guest: string; // the name that they gave
  effects: number;
}

export interface Page {
  items: Conversation[];
  next: string | null;
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

export interface Inbox {
  waiting: number;
  longest_since: string | null;
  with_people: number;
  mine: number;
}

export interface Colleague {
  name: string;
  typing: boolean;
}

const at = (id: string) => `/v1/conversations/${encodeURIComponent(id)}`;

export const api = {
  list: (client: Client, filter: Filter, before: string | null, signal?: AbortSignal) =>
    client.call<Page>("/v1/conversations" + query({ ...filter, before, limit: 40 }), { signal }),
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
