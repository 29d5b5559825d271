import { Client } from "../client";

// A person's right to work for one tenant. It lives in this tab only; the operator key itself is never stored.
export interface Session {
  token: string;
  tenant: string;
  tenantName: string;
  expires_at: string;
  name: string; // how customers see the person
}

export interface Tenant {
  id: string;
  name: string;
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
