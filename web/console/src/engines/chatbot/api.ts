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
  handoff: { reason: string; summary: string; queue: string; at: string; detail?: string } | null;
}

export interface Page {
  items: Conversation[];
  next: string | null;
}

const at = (id: string) => `/v1/conversations/${encodeURIComponent(id)}`;

export const api = {
  list: (client: Client, status: string, before: string | null, signal?: AbortSignal) =>
    client.call<Page>("/v1/conversations" + query({ status, before, limit: 40 }), { signal }),
  get: (client: Client, id: string, signal?: AbortSignal) => client.call<Conversation>(at(id), { signal }),
  takeOver: (client: Client, id: string, by: string) => client.call<Conversation>(`${at(id)}/takeover`, { method: "POST", body: { by } }),
  giveBack: (client: Client, id: string) => client.call<Conversation>(`${at(id)}/release`, { method: "POST", body: {} }),
  resolve: (client: Client, id: string) => client.call<Conversation>(`${at(id)}/resolve`, { method: "POST", body: {} }),
  reply: (client: Client, id: string, text: string, messageId: string) =>
    client.call<{ seq: number }>(`${at(id)}/replies`, { method: "POST", body: { id: messageId, text } }),
};
