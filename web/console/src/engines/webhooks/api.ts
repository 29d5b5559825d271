import { query, type Client } from "../../client";
import type { Cursor, Page } from "../../parts/use-pages";

export interface Webhook {
  id: string;
  url: string;
  description: string;
  types: string[]; // of the events that it is told; none: all
  state: "active" | "paused" | "disabled";
  reason: string; // why it is disabled
  old_secret_until: string | null;
  failing_since: string | null;
  added_at: string;
}

export interface EventType {
  type: string;
  version: number;
  description: string;
}

export type Outcome = "waiting" | "delivered" | "failed" | "dropped";

export interface Delivery {
  number: number;
  message: string; // its webhook-id
  type: string;
  state: Outcome;
  asked_at: string;
  settled_at: string | null;
}

export interface Attempt {
  number: number;
  at: string;
  status: number | null; // null: there was no answer
  error: string;
  took_ms: number;
}

export interface Wish {
  url: string;
  description: string;
  types: string[];
}

const of = (id: string) => `/v1/webhooks/${encodeURIComponent(id)}`;

export const webhooks = {
  list: (client: Client, signal?: AbortSignal) => client.call<{ items: Webhook[]; types: EventType[] }>("/v1/webhooks", { signal }),
  add: (client: Client, body: Wish, key: string) => client.call<Webhook>("/v1/webhooks", { method: "POST", body, key }),
  change: (client: Client, id: string, body: Wish, key: string) => client.call<Webhook>(of(id) + "/change", { method: "POST", body, key }),
  // pause, resume, rotate, remove, test
  act: (client: Client, id: string, verb: string, key: string) => client.call<Webhook>(`${of(id)}/${verb}`, { method: "POST", key }),
  secret: (client: Client, id: string) => client.call<{ secret: string; old_secret: string | null }>(of(id) + "/secret", { method: "POST" }),
  deliveries: (client: Client, id: string, state: Outcome | "", before?: Cursor, signal?: AbortSignal) =>
    client.call<Page<Delivery>>(of(id) + "/deliveries" + query({ state, before }), { signal }),
  delivery: (client: Client, id: string, number: number, signal?: AbortSignal) =>
    client.call<Delivery & { attempts: Attempt[] }>(`${of(id)}/deliveries/${number}`, { signal }),
  again: (client: Client, id: string, number: number, key: string) => client.call<Delivery>(`${of(id)}/deliveries/${number}/again`, { method: "POST", key }),
};
