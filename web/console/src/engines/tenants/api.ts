import type { Schema } from "../../../../contract/schema";
import type { Client } from "../../client";

export type Tenant = Schema<"Tenant">;
export type TenantState = Tenant["state"];

// As the list has it; it is called by its id until a file says its name.
export interface Listed {
  id: string;
  name: string;
  state: TenantState;
}

const of = (id: string, verb = "") => `/v1/tenants/${encodeURIComponent(id)}${verb && `/${verb}`}`;

// All of it is the operator's.
export const tenants = {
  list: async (client: Client, signal?: AbortSignal) => (await client.call<{ items: Listed[] }>("/v1/tenants", { signal })).items,
  show: (client: Client, id: string, signal: AbortSignal) => client.call<Tenant>(of(id), { signal }),
  create: (client: Client, id: string, key: string) => client.call<Tenant>("/v1/tenants", { method: "POST", body: { id }, key }),
  suspend: (client: Client, id: string, reason: string, key: string) => client.call<Tenant>(of(id, "suspend"), { method: "POST", body: { reason }, key }),
  resume: (client: Client, id: string, key: string) => client.call<Tenant>(of(id, "resume"), { method: "POST", key }),
  close: (client: Client, id: string, reason: string, key: string) => client.call<Tenant>(of(id, "close"), { method: "POST", body: { reason }, key }),
  export: (client: Client, id: string) => client.download(of(id, "export")),
};
