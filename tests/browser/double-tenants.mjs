// The double's businesses: what the operator makes, suspends and closes.
const now = () => new Date().toISOString();
const kKeptMs = 30 * 864e5;
const kFrom = { suspend: ["active"], resume: ["suspended", "closed"], close: ["active", "suspended"] };
const kTo = { suspend: "suspended", resume: "active", close: "closed" };

export class TenantsDouble {
  all = [tenant("bistro", "Trattoria Lume"), tenant("second", "Second Business")];

  // What is answered to a route of businesses; undefined for any other. They are the operator's: of the key, or of somebody
  // who may manage the house.
  answer(name, id, verb, { body, isOperator, problem }) {
    if (!/ tenants(\/|$)/.test(name)) return undefined;
    if (!isOperator) throw problem("/problems/unauthenticated", "Not signed in", "This operator key is not the one in operator.key.");
    switch (name) {
      case "GET tenants": return { items: this.all.map(({ id, name, state }) => ({ id, name, state })) };
      case "POST tenants": return seen(this.#make(body.id, problem));
      case "GET tenants/:id": return seen(this.#find(id, problem));
      case `POST tenants/:id/${verb}`: return seen(this.change(id, verb, body?.reason, problem));
    }
  }

  // Also what the operator does elsewhere.
  change(id, verb, reason = "", problem) {
    const found = this.#find(id, problem);
    if (!kFrom[verb]?.includes(found.state)) throw problem("/problems/tenants/other-state", "Conflict", `${id} is ${found.state}.`, 409);
    return Object.assign(found, { state: kTo[verb], reason, since: now(), gone_at: verb === "close" ? new Date(Date.now() + kKeptMs).toISOString() : null });
  }

  add(id, name = id) {
    this.all.push(tenant(id, name));
    return this.all.at(-1);
  }

  #make(id, problem) {
    if (this.all.some((one) => one.id === id)) throw problem("/problems/tenants/taken", "Conflict", `There is a tenant ${id} already.`, 409);
    return this.add(id);
  }

  #find(id, problem) {
    const found = this.all.find((one) => one.id === id);
    if (!found) throw problem("/problems/tenants/unknown", "Not found", `There is no tenant ${id}.`, 404);
    return found;
  }
}

function tenant(id, name) {
  return { id, name, state: "active", reason: "", created_at: "2029-11-05T09:30:00Z", since: "2029-11-05T09:30:00Z", gone_at: null };
}

function seen({ name, ...rest }) {
  return rest;
}
