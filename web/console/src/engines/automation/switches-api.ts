import type { Schema } from "../../../../contract/schema";
import type { Client } from "../../client";

export type StoppedTool = Schema<"StoppedTools">["items"][number];

export type Tool = Schema<"Tools">["items"][number];

export interface WebKey {
  key: string;
  state: "in_use" | "retired";
}

const tool = (name: string) => `/v1/tools/${encodeURIComponent(name)}`;
const keysOf = (tenant: string) => `/v1/tenants/${encodeURIComponent(tenant)}/web-keys`;

// Those of keys want a client that speaks with the operator key.
export const switches = {
  tools: async (client: Client, signal?: AbortSignal) => (await client.call<{ items: Tool[] }>("/v1/tools", { signal })).items, // of the live version
  stopped: async (client: Client, signal?: AbortSignal) =>
    (await client.call<{ items: StoppedTool[] }>("/v1/tools/stopped", { signal })).items,
  stop: (client: Client, name: string, reason: string) => client.call(`${tool(name)}/stop`, { method: "POST", body: { reason } }),
  resume: (client: Client, name: string) => client.call(`${tool(name)}/resume`, { method: "POST" }),
  keys: async (operator: Client, tenant: string) => (await operator.call<{ items: WebKey[] }>(keysOf(tenant))).items,
  issue: (operator: Client, tenant: string) => operator.call<{ key: string }>(keysOf(tenant), { method: "POST", body: {} }),
  retire: async (operator: Client, tenant: string, key: string) =>
    (await operator.call<{ items: WebKey[] }>(`${keysOf(tenant)}/${encodeURIComponent(key)}`, { method: "DELETE" })).items,
};
