import { query, type Client } from "../../client";
import type { Cursor, Page } from "../../parts/use-pages";

// Where a client is on the way from a lead to a bot that is reviewed every month.
export type Stage =
  | "lead" | "researched" | "demo_ready" | "demo_seen" | "nda_sent" | "nda_signed" | "priced" | "proposal_sent" | "proposal_accepted"
  | "agreement_signed" | "prd_draft" | "prd_approved" | "config_draft" | "blocked_on_gaps" | "config_valid"
  | "staged" | "live" | "in_review" | "expanded" | "churned" | "lost" | "paused";

export interface Engagement {
  id: string;
  client: string;
  contact: string;
  tenant: string; // its id; empty before there is one
  owner: string; // who looks after it
  stage: Stage;
  since: string;
  until: string | null; // the end of a pause
  opened_at: string;
}

export interface Change {
  number: number;
  stage: Stage;
  actor: string;
  cause: string;
  reason: string;
  until: string | null;
  at: string;
}

export interface Card extends Engagement {
  changes: Change[];
  next_stages: Stage[];
}

export interface BoardPage extends Page<Engagement> {
  counts: { stage: Stage; count: number }[];
}

export interface Move {
  to: Stage;
  reason?: string;
  days?: number; // of a pause
  tenant?: string;
}

const kMost = 200; // in a page
const at = (id: string) => `/v1/engagements/${encodeURIComponent(id)}`;

export const api = {
  list: (client: Client, filter: { q: string; stage?: string }, before?: Cursor, signal?: AbortSignal, limit = kMost) =>
    client.call<BoardPage>("/v1/engagements" + query({ ...filter, before, limit }), { signal }),
  show: (client: Client, id: string, signal?: AbortSignal) => client.call<Card>(at(id), { signal }),
  open: (client: Client, body: { client: string; contact: string }, key: string) => client.call<Engagement>("/v1/engagements", { method: "POST", body, key }),
  move: (client: Client, id: string, body: Move, key: string) => client.call<Engagement>(at(id) + "/move", { method: "POST", body, key }),
};
