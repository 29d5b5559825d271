// The double's people: who can sign in by a password, where they may what, and the lists of people and keys.
const kBusinesses = [{ id: "bistro", name: "Trattoria Lume" }, { id: "second", name: "Second Business" }];
const kOfViewer = ["me.own", "conversations.read", "config.read", "approvals.read", "work.read"];
const kOfAgent = [...kOfViewer, "conversations.act"];
const kOfAdmin = [...kOfAgent, "config.write", "config.approve", "approvals.answer", "work.manage", "audit.read", "people.manage", "keys.manage"];
const kByRole = { viewer: kOfViewer, agent: kOfAgent, tenant_admin: kOfAdmin, operator_admin: [...kOfAdmin, "engagements.read", "engagements.write"] };
const kAtOperator = {
  operator_admin: ["house.manage", "approvals.read", "approvals.answer", "work.read", "work.manage", "audit.read", "people.manage", "keys.manage", "engagements.read", "engagements.write"],
  seller: ["engagements.read", "engagements.write"], solution_lead: ["engagements.read", "engagements.write"], legal: ["engagements.read"],
};
const kHour = 3600e3;

export class PeopleDouble {
  users = [];
  keys = [];

  add(name, roles, more = {}) {
    const id = `u_${name.toLowerCase()}`;
    this.users.push({ id, email: `${name.toLowerCase()}@house.example`, name, state: "active", seen_at: new Date().toISOString(), roles, ...more });
  }

  // Whose token it is, "us_ID" or "us_ID.TENANT", and where it is used; undefined for any other.
  who(bearer) {
    const [token, tenant = ""] = bearer.split(".");
    const user = token.startsWith("us_") && this.users.find(({ id }) => `us_${id}` === token);
    return user ? { user, tenant } : undefined;
  }

  permissions({ roles }, tenant) {
    const at = (held) => (tenant ? (held.tenant === tenant || held.role === "operator_admin" ? kByRole[held.role] : undefined) : held.tenant ? undefined : kAtOperator[held.role]);
    return [...new Set(["me.own", ...roles.flatMap((held) => at(held) ?? [])])];
  }

  // What is answered to a route of people; undefined for any other.
  answer(name, id, { body, query, bearer, problem }) {
    const here = this.who(bearer);
    switch (name) {
      case "POST sign-in": {
        const user = this.users.find(({ email }) => email === body.email);
        if (!user) throw problem("/problems/people/wrong-password", "Not signed in", "The e-mail address or the password is wrong.", 401);
        return { token: `us_${user.id}`, expires_at: new Date(Date.now() + 12 * kHour).toISOString() };
      }
      case "POST sign-out": return {};
      case "GET me": return here ? this.#me(here) : undefined;
      case "GET me/:id": return { items: [{ id: "s_1", device: "Chrome on Linux", address: "127.0.0.1", began_at: new Date().toISOString(), seen_at: new Date().toISOString(), expires_at: new Date(Date.now() + kHour).toISOString(), is_here: true }] };
      case "GET people": return page(this.users.filter(({ name, email }) => `${name} ${email}`.toLowerCase().includes((query.get("q") ?? "").toLowerCase())), query);
      case "GET keys": return { ...page(this.keys.filter(({ name }) => name.toLowerCase().includes((query.get("q") ?? "").toLowerCase())), query), permissions: kOfAdmin.slice(1) };
    }
  }

  #me({ user, tenant }) {
    const roleIn = (tenant) => user.roles.find((held) => held.tenant === tenant || held.role === "operator_admin")?.role;
    const tenants = kBusinesses.filter(({ id }) => roleIn(id)).map((business) => ({ ...business, role: roleIn(business.id) }));
    return { id: user.id, email: user.email, name: user.name, roles: user.roles, tenants, permissions: this.permissions(user, tenant) };
  }
}

function page(all, query) {
  const limit = Number(query.get("limit") ?? 50), from = query.get("before") ? all.findIndex(({ id }) => id === query.get("before")) + 1 : 0;
  const items = all.slice(from, from + limit);
  return { items, next: all.length > from + limit ? items.at(-1).id : null };
}
