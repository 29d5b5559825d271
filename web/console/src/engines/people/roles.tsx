import type { Held, Tenant } from "../../shell/session";

const kOfTenant = { viewer: "Viewer: reads", agent: "Agent: answers conversations", tenant_admin: "Admin: also deploys, and looks after people and keys" };
const kOfOperator = { operator_admin: "Operator admin: everything, everywhere", seller: "Seller", legal: "Legal", solution_lead: "Solution lead" };
const kShort: Record<string, string> = { viewer: "Viewer", agent: "Agent", tenant_admin: "Admin", operator_admin: "Operator admin", seller: "Seller", legal: "Legal", solution_lead: "Solution lead" };

export function wordsOf(roles: Held[], tenants: Tenant[]): string {
  const nameOf = (tenant: string) => tenants.find(({ id }) => id === tenant)?.name || tenant;
  return roles.map(({ role, tenant }) => (kShort[role] ?? role) + (tenant && tenants.length !== 1 ? ` of ${nameOf(tenant)}` : "")).join(", ") || "No role";
}

// The roles in each of the tenants, and those of the operator where somebody may give them.
export function RolesField({ roles, tenants, ofOperator, onChange }: { roles: Held[]; tenants: Tenant[]; ofOperator: boolean; onChange: (roles: Held[]) => void }) {
  const without = (gone: (held: Held) => boolean) => roles.filter((held) => !gone(held));
  return (
    <fieldset className="roles">
      <legend>{ofOperator ? "Roles" : "Role"}</legend>
      {tenants.map(({ id, name }) => (
        <label key={id}>{ofOperator ? `In ${name || id}` : <span className="unseen">Role in {name || id}</span>}
          <select value={roles.find(({ tenant }) => tenant === id)?.role ?? ""}
            onChange={({ target: { value } }) => onChange([...without(({ tenant }) => tenant === id), ...(value ? [{ role: value as keyof typeof kOfTenant, tenant: id }] : [])])}>
            <option value="">None</option>
            {Object.entries(kOfTenant).map(([role, words]) => <option key={role} value={role}>{words}</option>)}
          </select>
        </label>
      ))}
      {ofOperator && Object.entries(kOfOperator).map(([role, words]) => (
        <label key={role} className="check">
          <input type="checkbox" checked={roles.some((held) => held.role === role)}
            onChange={({ target: { checked } }) => onChange([...without((held) => held.role === role), ...(checked ? [{ role: role as keyof typeof kOfOperator, tenant: null }] : [])])} />
          {words}
        </label>
      ))}
    </fieldset>
  );
}
