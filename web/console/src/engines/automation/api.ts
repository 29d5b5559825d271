import { query, type Client } from "../../client";

export interface Version {
  hash: string;
  number: number;
  created_at: string;
  by: string;
  note: string;
  state: "live" | "superseded";
}

// A file that another extends, by the name it is extended by.
export interface Base {
  name: string;
  yaml: string;
}

export interface VersionText extends Version {
  yaml: string;
  bases: Base[];
}

export interface Upload {
  yaml: string;
  bases: Base[];
}

export interface Finding {
  severity: "error" | "warning";
  file: string;
  line: number;
  column: number;
  pointer: string;
  problem: string;
  remedy: string;
}

export interface Change {
  pointer: string;
  op: "add" | "remove" | "change";
  before?: unknown;
  after?: unknown;
  text: string;
}

export interface Draft {
  hash: string;
  changes: Change[];
  findings: Finding[];
}

// One time that a version went live.
export interface Activation {
  number: number;
  hash: string;
  version: number;
  rollback: boolean;
  at: string;
  by: string;
  note: string;
}

export const api = {
  versions: async (client: Client, signal?: AbortSignal) =>
    (await client.call<{ items: Version[] }>("/v1/config/versions", { signal })).items.sort((a, b) => b.number - a.number),
  version: (client: Client, hash: string, signal?: AbortSignal) =>
    client.call<VersionText>(`/v1/config/versions/${encodeURIComponent(hash)}`, { signal }),
  diff: async (client: Client, from: string, to: string, signal?: AbortSignal) =>
    (await client.call<{ changes: Change[] }>("/v1/config/diff" + query({ from, to }), { signal })).changes,
  check: async (client: Client, upload: Upload, signal?: AbortSignal) =>
    (await client.call<{ findings: Finding[] }>("/v1/config/check", { method: "POST", body: upload, signal })).findings,
  draft: (client: Client, upload: Upload) => client.call<Draft>("/v1/config/drafts", { method: "POST", body: upload }),
  history: async (client: Client, signal?: AbortSignal) => (await client.call<{ items: Activation[] }>("/v1/config/history", { signal })).items,
  // `parent`: the version that it was made from, which must still be live.
  deploy: (client: Client, upload: Upload, note: string, parent?: string) =>
    client.call<{ hash: string; number: number }>("/v1/config/versions", { method: "POST", body: { ...upload, note, parent } }),
  rollBack: (client: Client, to: string) =>
    client.call<{ hash: string; number: number }>("/v1/config/rollback", { method: "POST", body: { to } }),
  // A conversation with a draft or a version; the token is a visitor's, for this conversation alone.
  openTest: (client: Client, config: string) =>
    client.call<{ id: string; token: string }>("/v1/test-conversations", { method: "POST", body: { config } }),
};
