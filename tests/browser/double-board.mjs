// The double's board of engagements. It knows fewer ways than the product.
const kNext = { lead: ["researched", "demo_ready", "nda_sent", "priced", "lost", "paused"], researched: ["demo_ready", "lost", "paused"], live: ["in_review", "staged", "churned"], paused: ["lost"] };
const now = () => new Date().toISOString();

export class BoardDouble {
  engagements = []; // newest first

  // What is answered to a route of the board; undefined for any other.
  answer(name, id, { body, query, by, problem }) {
    switch (name) {
      case "GET engagements": return this.#list(query);
      case "POST engagements": return this.open(body.client, by, { contact: body.contact ?? "" });
      case "GET engagements/:id": return this.#find(id, problem);
      case "POST engagements/:id/move": {
        const until = body.days ? new Date(Date.now() + body.days * 864e5).toISOString() : null;
        return this.move(this.#find(id, problem), body.to, by, { reason: body.reason ?? "", until, tenant: body.tenant });
      }
    }
  }

  open(client, by, { contact = "", at = now() } = {}) {
    const number = this.engagements.length + 1;
    const made = { id: `eg_${number}`, number, client, contact, tenant: "", owner: by, stage: "lead", since: at, until: null, opened_at: at, changes: [], next_stages: kNext.lead };
    made.changes.push({ number: 1, stage: "lead", actor: by, cause: "staff", reason: "", until: null, at });
    this.engagements.unshift(made);
    return made;
  }

  move(engagement, stage, by, { reason = "", until = null, tenant, at = now(), cause = "staff" } = {}) {
    const before = engagement.stage;
    const next_stages = [...(kNext[stage] ?? (stage === "lost" || stage === "churned" ? [] : ["live", "churned"])), ...(stage === "paused" ? [before] : [])];
    Object.assign(engagement, { stage, since: at, until, tenant: tenant ?? engagement.tenant, next_stages });
    engagement.changes.push({ number: engagement.changes.length + 1, stage, actor: by, cause, reason, until, at });
    return engagement;
  }

  #find(id, problem) {
    const found = this.engagements.find((one) => one.id === id);
    if (!found) throw problem("/problems/engagements/unknown", "Not found", `There is no engagement ${id}.`, 404);
    return found;
  }

  #list(query) {
    const before = Number(query.get("before") ?? Infinity), limit = Number(query.get("limit") ?? 50), words = (query.get("q") ?? "").toLowerCase();
    const items = this.engagements.filter(({ number, client }) => number < before && client.toLowerCase().includes(words)).slice(0, limit);
    const counts = Object.entries(Object.groupBy(this.engagements, ({ stage }) => stage)).map(([stage, all]) => ({ stage, count: all.length }));
    return { items, next: items.length === limit ? items.at(-1).number : null, counts };
  }
}
