import type { Schema } from "../../../../contract/schema";
import { query, type Client } from "../../client";
import type { Cursor, Page } from "../../parts/use-pages";

// Something that one person asks for and another decides.
export type Approval = Schema<"Approval">;
export type ApprovalState = Approval["state"];
export type Piece = Schema<"Work">;
export type WorkState = Piece["state"];
export type Errand = Schema<"Errand">;
export type ErrandState = Errand["state"];
export type Entry = Schema<"AuditEntry">;
export type Verdict = Schema<"AuditVerdict">;

export interface AuditFilter {
  q: string; // a part of the deed or the subject; the others are whole
  principal: string;
  deed: string;
  subject: string;
}

const kMost = 200; // in a page

const approval = (id: string) => `/v1/approvals/${encodeURIComponent(id)}`;
const piece = (number: number) => `/v1/work/${number}`;
const errand = (number: number) => `/v1/errands/${number}`;

export const api = {
  approvals: (client: Client, filter: { state: ApprovalState | ""; q: string }, before?: Cursor, signal?: AbortSignal, limit?: number) =>
    client.call<Page<Approval>>("/v1/approvals" + query({ ...filter, before, limit }), { signal }),
  pending: async (client: Client, signal?: AbortSignal) =>
    (await client.call<Page<Approval>>("/v1/approvals" + query({ state: "pending", limit: kMost }), { signal })).items,
  approval: (client: Client, id: string, signal?: AbortSignal) => client.call<Approval>(approval(id), { signal }),
  // `subject_hash`: of what was looked at.
  answer: (client: Client, id: string, answer: { approves: boolean; reason: string; subject_hash: string }, key: string) =>
    client.call<Approval>(approval(id) + "/answer", { method: "POST", body: answer, key }),
  withdraw: (client: Client, id: string, key: string) => client.call<Approval>(approval(id) + "/withdraw", { method: "POST", key }),

  work: (client: Client, filter: { state: WorkState | ""; kind: string; q: string }, before?: Cursor, signal?: AbortSignal, limit?: number) =>
    client.call<Page<Piece>>("/v1/work" + query({ ...filter, before, limit }), { signal }),
  failed: async (client: Client, signal?: AbortSignal) =>
    (await client.call<Page<Piece>>("/v1/work" + query({ state: "failed", limit: kMost }), { signal })).items,
  piece: async (client: Client, number: number, signal?: AbortSignal) =>
    (await client.call<Page<Piece>>("/v1/work" + query({ before: number + 1, limit: 1 }), { signal })).items.find((one) => one.number === number) ?? null,
  again: (client: Client, number: number, key: string) => client.call<Piece>(piece(number) + "/again", { method: "POST", key }),
  giveUp: (client: Client, number: number, key: string) => client.call<Piece>(piece(number) + "/give-up", { method: "POST", key }),

  errands: (client: Client, filter: { state: ErrandState | ""; kind: string }, before?: Cursor, signal?: AbortSignal) =>
    client.call<Page<Errand>>("/v1/errands" + query({ ...filter, before }), { signal }),
  errand: (client: Client, number: number, signal?: AbortSignal) => client.call<Errand>(errand(number), { signal }),
  stopErrand: (client: Client, number: number, key: string) => client.call<Errand>(errand(number) + "/stop", { method: "POST", key }),

  audit: (client: Client, filter: AuditFilter, before?: Cursor, signal?: AbortSignal) =>
    client.call<Page<Entry>>("/v1/audit" + query({ ...filter, before }), { signal }),
  entry: async (client: Client, number: number, signal?: AbortSignal) =>
    (await client.call<Page<Entry>>("/v1/audit" + query({ before: number + 1, limit: 1 }), { signal })).items.find((one) => one.number === number) ?? null,
  // `noted`: a head as it was written down, "number:seal".
  verdict: (client: Client, noted: string, signal?: AbortSignal) => client.call<Verdict>("/v1/audit/verdict" + query({ noted }), { signal }),
};
