import type { Schema } from "../../../../contract/schema";
import { query, type Client } from "../../client";
import type { Cursor, Page } from "../../parts/use-pages";
import type { Entered, Held } from "../../shell/session";

export type Person = Schema<"Person">;
export type PersonLink = Schema<"PersonLink">;
export type MySession = Schema<"Session">;
export type ApiKey = Schema<"ApiKey">;

const kMost = 200; // in a page

const of = (id: string, verb: string) => `/v1/people/${encodeURIComponent(id)}/${verb}`;

export const people = {
  list: (client: Client, q: string, before?: Cursor, signal?: AbortSignal, limit?: number) => client.call<Page<Person>>("/v1/people" + query({ q, before, limit }), { signal }),
  find: async (client: Client, id: string, signal: AbortSignal): Promise<Person | null> => {
    let next: Cursor | null | undefined;
    while (next !== null) {
      const page: Page<Person> = await people.list(client, "", next, signal, kMost);
      const found = page.items.find((person) => person.id === id);
      if (found) return found;
      next = page.next;
    }
    return null;
  },
  invite: (client: Client, body: { email: string; name: string; roles: Held[]; if_known: "refuse" | "add_roles" }) =>
    client.call<{ person: Person; link: PersonLink | null }>("/v1/people", { method: "POST", body }),
  giveRoles: (client: Client, id: string, roles: Held[]) => client.call<Person>(of(id, "roles"), { method: "POST", body: { roles } }),
  disable: (client: Client, id: string) => client.call<Person>(of(id, "disable"), { method: "POST" }),
  enable: (client: Client, id: string) => client.call<Person>(of(id, "enable"), { method: "POST" }),
  link: (client: Client, id: string) => client.call<PersonLink>(of(id, "link"), { method: "POST" }),
};

export const account = {
  sessions: async (client: Client, signal: AbortSignal) => (await client.call<{ items: MySession[] }>("/v1/me/sessions", { signal })).items,
  end: (client: Client, id: string) => client.call<void>(`/v1/me/sessions/${encodeURIComponent(id)}`, { method: "DELETE" }),
  endOthers: (client: Client) => client.call<void>("/v1/me/sessions/end-others", { method: "POST" }),
  changePassword: (client: Client, password: string, new_password: string) => client.call<Entered>("/v1/me/password", { method: "POST", body: { password, new_password } }),
};

export interface KeyPage extends Page<ApiKey> {
  permissions: string[];
}

export const keys = {
  // With what may be passed on to one.
  list: (client: Client, q: string, before?: Cursor, signal?: AbortSignal) => client.call<KeyPage>("/v1/keys" + query({ q, before }), { signal }),
  make: (client: Client, body: { name: string; permissions: string[]; days?: number }) => client.call<ApiKey & { token: string }>("/v1/keys", { method: "POST", body }),
  revoke: (client: Client, id: string) => client.call<void>(`/v1/keys/${encodeURIComponent(id)}`, { method: "DELETE" }),
};
