// The double's desk: what waits for a decision, what is to be done, who did what.
const now = () => new Date().toISOString();
const kHour = 3600e3;

export class DeskDouble {
  takesTwo = false; // a file goes live when a second person has approved it
  approvals = []; // newest first, as are the others
  work = [];
  errands = []; // long work
  audit = [];
  verdict = { is_whole: true, entries: 0, head: "0".repeat(64), broken: null };

  // What is answered to a route of the desk; undefined for any other.
  answer(name, id, { body, query, by, problem }) {
    switch (name) {
      case "GET approvals": return page(this.approvals.map((one) => seen(one, by)), query, ({ state, summary }) => fits(state, query, "state") && has(query, summary));
      case "GET approvals/:id": return seen(this.approval(id, problem), by);
      case "POST approvals/:id/answer": return seen(this.#answer(this.approval(id, problem), body, by, problem), by);
      case "POST approvals/:id/withdraw": return seen(end(this.approval(id, problem), "withdrawn", "", by), by);
      case "GET work": return page(this.work, query, ({ state, kind, key, last_error }) => fits(state, query, "state") && fits(kind, query, "kind") && has(query, kind, key, last_error));
      case "POST work/:id/again": return Object.assign(this.#failed(id, problem), { state: "waiting" });
      case "POST work/:id/give-up": return Object.assign(this.#failed(id, problem), { state: "given_up", settled_at: now() });
      case "GET errands": return page(this.errands, query, ({ state, kind }) => fits(state, query, "state") && fits(kind, query, "kind"));
      case "GET errands/:id": return this.errand(id, problem);
      case "POST errands/:id/stop": return this.#stop(this.errand(id, problem), by, problem);
      case "GET audit": return page(this.audit, query, (one) => ["principal", "deed", "subject"].every((part) => fits(one[part], query, part)) && has(query, one.deed, one.subject));
      case "GET audit/:id": return this.verdict;
    }
  }

  approval(id, problem) {
    const found = this.approvals.find((one) => one.id === id);
    if (!found) throw problem("/problems/approvals/unknown", "Not found", `There is no approval ${id}.`, 404);
    return found;
  }

  putUp(by, summary, more = {}) {
    for (const one of this.approvals.filter(({ state }) => state === "pending")) end(one, "voided", "Something else was put up for approval in its place.", by);
    const number = this.approvals.length + 1;
    const made = { number, id: `ap_${number}`, kind: "config.deploy", subject: "config", subject_hash: `${number}`.padEnd(12, "f00d"), summary, permission: "config.approve",
      state: "pending", asked_by: by, asked_at: now(), due_at: new Date(Date.now() + 72 * kHour).toISOString(), is_escalated: false, reason: "", answered_by: "", answered_at: null, ...more };
    this.approvals.unshift(made);
    return { hash: made.subject_hash, approval: made.id, due_at: made.due_at, changes: [], findings: [] };
  }

  ask(kind, key, more = {}) {
    const number = this.work.length + 1;
    this.work.unshift({ number, kind, key, lane: "", state: "waiting", attempts: 0, last_error: "", asked_at: now(), due: now(), settled_at: null, ...more });
  }

  errand(number, problem) {
    const found = this.errands.find((one) => one.number === Number(number));
    if (!found) throw problem("/problems/errands/unknown", "Not found", `There is no errand ${number}.`, 404);
    return found;
  }

  begin(title, more = {}) {
    const number = this.errands.length + 1;
    const made = { number, kind: "conversations.index", key: `${number}`, title, state: "running", done: 0, total: null, saying: "", cost: {}, budget: {}, result: null, error: "",
      started_by: "house", stopped_by: "", started_at: now(), moved_at: now(), ended_at: null, ...more };
    this.errands.unshift(made);
    return made;
  }

  note(actor, deed, subject, detail = {}) {
    this.audit.unshift({ number: this.audit.length + 1, at: now(), actor, principal: `staff:${actor}`, deed, subject, detail });
    this.verdict = { ...this.verdict, entries: this.audit.length, head: `${this.audit.length}`.padEnd(64, "5ea1") };
  }

  #answer(approval, { approves, reason, subject_hash }, by, problem) {
    if (approval.state !== "pending")
      throw problem("/problems/approvals/answered", "Conflict", `This is ${approval.state} already${approval.answered_by && `, by ${approval.answered_by}`}.`, 409);
    if (approval.subject_hash !== subject_hash)
      throw problem("/problems/approvals/changed", "Conflict", "What is to be approved is not what you have seen. Look at it again, and decide then.", 409);
    return end(approval, approves ? "approved" : "rejected", reason, by);
  }

  // Behind the piece under way, as the product does it.
  #stop(errand, by, problem) {
    if (errand.ended_at) throw problem("/problems/errands/over", "Conflict", `The errand ${errand.number} is ${errand.state}; only one that is running can be stopped.`, 409);
    return Object.assign(errand, { state: "stopping", stopped_by: by });
  }

  #failed(number, problem) {
    const piece = this.work.find((one) => one.number === Number(number));
    if (piece?.state !== "failed") throw problem("/problems/work/not-failed", "Conflict", "Only what has failed can be tried again or given up.", 409);
    return piece;
  }
}

export function end(approval, state, reason, by) {
  return Object.assign(approval, { state, reason, answered_by: by, answered_at: now() });
}

function seen(approval, by) {
  const is_own = approval.asked_by === by;
  return { ...approval, is_own, may_answer: !is_own };
}

const fits = (value, query, name) => !query.get(name) || query.get(name) === value;

const has = (query, ...texts) => texts.some((text) => text.toLowerCase().includes((query.get("q") ?? "").toLowerCase()));

function page(all, query, isWanted) {
  const before = Number(query.get("before") ?? Infinity), limit = Number(query.get("limit") ?? 50);
  const found = all.filter((one) => one.number < before && isWanted(one)).slice(0, limit);
  return { items: found, next: found.length === limit ? found.at(-1).number : null };
}
