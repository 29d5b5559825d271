import type { Schema } from "../../../contract/schema";
import { Client } from "../client";

// A person's right to work in one place. It lives in this tab only; the operator key itself is never stored.
export interface Session {
  token: string;
  tenant: string; // empty: the operator's own place
  tenantName: string;
  expires_at: string;
  name: string; // how customers see the person
  user?: User; // whoever signed in by a password; none by the operator key
  permissions?: string[]; // of a user, here; who came by the operator key may what an admin of the business may
}

export interface Tenant {
  id: string;
  name: string;
}

// A role of one tenant, or of the operator (no tenant).
export type Held = Schema<"Roles">[number];

// Where those work who bring clients in and look after all businesses.
export const kOperator: Tenant = { id: "", name: "Operator" };

export interface User {
  token: string; // names no tenant: for the account itself, and for what is the operator's
  expires_at: string;
  id: string;
  email: string;
  name: string;
  roles: Held[];
  tenants: (Tenant & { role: string })[];
}

const kPlace = "frontdesk:console";

export function recallSession(): Session | undefined {
  try {
    const session = JSON.parse(sessionStorage.getItem(kPlace) ?? "") as Session;
    return Date.parse(session.expires_at) > Date.now() ? session : undefined;
  } catch {
    return undefined;
  }
}

export function keepSession(session: Session | undefined): void {
  if (session) sessionStorage.setItem(kPlace, JSON.stringify(session));
  else sessionStorage.removeItem(kPlace);
}

export interface Entered {
  token: string;
  expires_at: string;
}

export async function enter(email: string, password: string): Promise<User> {
  return userOf(await new Client("").call<Entered>("/v1/sign-in", { method: "POST", body: { email, password } }));
}

type Me = Omit<User, "token" | "expires_at"> & { permissions: string[] };

export async function userOf({ token, expires_at }: Entered): Promise<User> {
  const { permissions: _, ...me } = await new Client(token).call<Me>("/v1/me");
  return { ...me, token, expires_at };
}

// Where somebody can work: their businesses, and the operator's own place for who has a role there.
export function placesOf({ tenants, roles }: User): Tenant[] {
  return [...tenants, ...(roles.some(({ tenant }) => tenant === null) ? [kOperator] : [])];
}

// Works there from here on, with what the user may there by now. A user's token names the tenant that it is used for,
// behind a dot; without one it is for the operator's place.
export async function openPlace({ token, expires_at }: Entered, { id, name }: Tenant): Promise<Session> {
  const here = id ? `${token}.${id}` : token;
  const { permissions, ...me } = await new Client(here).call<Me>("/v1/me");
  return { token: here, tenant: id, tenantName: name || id, expires_at, name: me.name, user: { ...me, token, expires_at }, permissions };
}

export function may({ permissions }: Session, permission: string): boolean {
  return !permissions || permissions.includes(permission) || permissions.includes("*");
}

export function isAtOperator({ tenant }: Session): boolean {
  return tenant === kOperator.id;
}

export async function tenantsFor(operatorKey: string): Promise<Tenant[]> {
  return (await new Client(operatorKey).call<{ items: Tenant[] }>("/v1/tenants")).items;
}

export async function signIn(operatorKey: string, tenant: Tenant, name: string): Promise<Session> {
  const answer = await new Client(operatorKey).call<{ token: string; tenant: string; expires_at: string }>("/v1/sessions", {
    method: "POST",
    body: { tenant: tenant.id, name },
  });
  return { ...answer, tenantName: tenant.name, name };
}
