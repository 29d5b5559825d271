import type { Client } from "../../client";
import type { Cursor, Page } from "../../parts/use-pages";

export type Sign = "phone" | "email" | "external";

export interface Mark {
  sign: Sign;
  value: string;
  is_proved: boolean; // stated by the staff; else the guest said it
}

export interface Contact {
  id: string;
  name: string; // empty: not known
  marks: Mark[];
  conversations: number;
  created_at: string;
  updated_at: string;
}

export interface WholeContact extends Contact {
  notes: { author: string; words: string; at: string }[];
  latest: { id: string; status: "bot" | "pending_human" | "human" | "resolved"; turns: number; created_at: string; updated_at: string }[];
  alike: Contact[];
}

export interface Edit {
  name?: string;
  add?: { sign: Sign; value: string }[];
  drop?: { sign: Sign; value: string }[];
  note?: string;
}

const kPage = 50;
const of = (id: string) => `/v1/contacts/${encodeURIComponent(id)}`;

export const contacts = {
  list(client: Client, q: string, before: Cursor | undefined, signal: AbortSignal) {
    const query = new URLSearchParams({ limit: String(kPage), ...(q && { q }), ...(before && { before: String(before) }) });
    return client.call<Page<Contact>>(`/v1/contacts?${query}`, { signal });
  },
  show: (client: Client, id: string, signal: AbortSignal) => client.call<WholeContact>(of(id), { signal }),
  edit: (client: Client, id: string, edit: Edit) => client.call<WholeContact>(`${of(id)}/edit`, { method: "POST", body: edit }),
  join: (client: Client, id: string, other: string) => client.call<WholeContact>(`${of(id)}/join`, { method: "POST", body: { other } }),
  erase: (client: Client, id: string) => client.call<void>(of(id), { method: "DELETE" }),
};
