import type { Schema } from "../../../../contract/schema";
import { query, type Client } from "../../client";

export type Version = Schema<"ConfigVersion">;
export type VersionText = Schema<"ConfigText">;
// A file that another extends, by the name it is extended by.
export type Base = VersionText["bases"][number];
export type Upload = Pick<VersionText, "yaml" | "bases">;
export type Finding = Schema<"ConfigFinding">;
export type Change = Schema<"ConfigChange">;
export type Draft = Schema<"ConfigDraft">;
// What came of a deployment: a version that is live, or one that waits for a second person.
export type Deployment = Pick<Schema<"ConfigPutUp">, "hash"> & Partial<Schema<"ConfigDeployment"> & Schema<"ConfigPutUp">>;
export type Activation = Schema<"ConfigActivation">;

export const api = {
  versions: async (client: Client, signal?: AbortSignal) =>
    (await client.call<{ items: Version[] }>("/v1/config/versions", { signal })).items.sort((a, b) => b.number - a.number),
  version: (client: Client, hash: string, signal?: AbortSignal) =>
    client.call<VersionText>(`/v1/config/versions/${encodeURIComponent(hash)}`, { signal }),
  diff: async (client: Client, from: string, to: string, signal?: AbortSignal) =>
    (await client.call<{ changes: Change[] }>("/v1/config/diff" + query({ from, to }), { signal })).changes,
  check: async (client: Client, upload: Upload, signal?: AbortSignal) =>
    (await client.call<{ findings: Finding[] }>("/v1/config/check", { method: "POST", body: upload, signal })).findings,
  // What was put up with an approval.
  proposal: (client: Client, approval: string, signal?: AbortSignal) =>
    client.call<Draft>(`/v1/config/proposals/${encodeURIComponent(approval)}`, { signal }),
  draft: (client: Client, upload: Upload) => client.call<Draft>("/v1/config/drafts", { method: "POST", body: upload }),
  history: async (client: Client, signal?: AbortSignal) => (await client.call<{ items: Activation[] }>("/v1/config/history", { signal })).items,
  // `parent`: the version that it was made from, which must still be live.
  deploy: (client: Client, upload: Upload, note: string, parent?: string) =>
    client.call<Deployment>("/v1/config/versions", { method: "POST", body: { ...upload, note, parent } }),
  rollBack: (client: Client, to: string) =>
    client.call<{ hash: string; number: number }>("/v1/config/rollback", { method: "POST", body: { to } }),
  // A conversation with a draft or a version; the token is a visitor's, for this conversation alone.
  openTest: (client: Client, config: string) =>
    client.call<{ id: string; token: string }>("/v1/test-conversations", { method: "POST", body: { config } }),
};
