// A server that speaks the product's API and misbehaves on request: what the pages are tested against where the real one
// cannot be made to fail at a given moment. Its bot is a script; everything lives in memory.
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { BoardDouble } from "./double-board.mjs";
import { DeskDouble } from "./double-desk.mjs";
import { PeopleDouble } from "./double-people.mjs";
import { script } from "./double-script.mjs";
import { TenantsDouble } from "./double-tenants.mjs";

// The policy under which the product serves its pages (src/gateway/pages.cc).
const kContentSecurityPolicy = "default-src 'self'; img-src 'self' data:; frame-src http://127.0.0.1:*; object-src 'none'; " +
  "base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
const kTypes = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml" };
const kStatuses = { "/problems/not-found": 404, "/problems/unauthenticated": 401, "/problems/invalid": 400 };

const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const now = () => new Date().toISOString();

export class Double {
  conversations = new Map();
  requests = []; // what came in: {method, path, body}
  faults = { status: 0, times: 0, hang: false, plain: false, lateMs: 0 };
  versions = [];
  history = []; // what went live, newest first
  paceMs = 25;
  renews = false; // answers carry a fresh token for the conversation
  canBeKilled = false; // the demo page may show its button for it
  stopped = []; // tools
  desk = new DeskDouble(); // decisions, work, the audit
  board = new BoardDouble(); // engagements
  people = new PeopleDouble(); // who signs in by a password
  tenants = new TenantsDouble(); // the businesses of the house
  heard = {}; // what there is to be learned from
  preview = { turns: 0, changed: 0, is_all: true, examples: [], told: { changed: 0, examples: [] } };
  searchesAll = true; // otherwise older conversations are still being read for it
  staffIsOut = false; // no staff session is good any more
  #sockets = new Set();
  #count = 0;

  constructor(web = fileURLToPath(new URL("../../web/dist/", import.meta.url)), extra = {}) {
    this.web = web;
    this.extra = extra; // further files by path, for tests
    this.server = createServer((request, response) => this.#answer(request, response));
    this.server.on("connection", (socket) => {
      this.#sockets.add(socket);
      socket.on("close", () => this.#sockets.delete(socket));
    });
  }

  async listen(port = 0) {
    await new Promise((resolve) => this.server.listen(port, "127.0.0.1", resolve));
    this.port = this.server.address().port;
    this.url = `http://127.0.0.1:${this.port}`;
    return this;
  }

  async close() {
    this.cut();
    await new Promise((resolve) => this.server.close(resolve));
  }

  // Old tokens are good no longer; streams end.
  expireTokens() {
    for (const one of this.conversations.values()) one.token = one.fresh;
    this.cut();
  }

  // Ends every connection at once, as a killed process does.
  cut() {
    for (const socket of this.#sockets) socket.destroy();
  }

  async down(ms) {
    const port = this.port;
    await this.close();
    await wait(ms);
    this.server.removeAllListeners("close");
    await this.listen(port);
  }

  conversation(id) {
    const found = this.conversations.get(id);
    if (!found) throw problem("/problems/not-found", "Not found", "There is no such conversation.");
    return found;
  }

  // Stores an event and tells who listens; with `live` it is only told.
  emit(conversation, type, data, { live = false } = {}) {
    const event = live
      ? { seq: conversation.seq, n: ++conversation.n, type, data }
      : { seq: ++conversation.seq, n: (conversation.n = 0), type, data: { seq: conversation.seq, at: now(), run: conversation.run, ...data } };
    if (live) conversation.ring.push(event);
    else {
      conversation.events.push(event);
      conversation.ring = [];
    }
    conversation.updated_at = now();
    for (const listener of conversation.listeners) listener(event);
    return event.seq;
  }

  message(conversation, role, text, more = {}) {
    const message = { seq: conversation.seq + 1, id: more.id ?? `m_${++this.#count}`, role, text, at: now(), ...more };
    conversation.messages.push(message);
    return this.emit(conversation, "message", { message });
  }

  async #answer(request, response) {
    const url = new URL(request.url, this.url);
    let text = "";
    for await (const piece of request) text += piece;
    const body = text ? JSON.parse(text) : undefined;
    this.requests.push({ method: request.method, path: url.pathname, body });
    const bearer = (request.headers.authorization ?? "").replace("Bearer ", "");
    try {
      if (!url.pathname.startsWith("/v1")) return await this.#file(url.pathname, response);
      if (this.faults.lateMs) await wait(this.faults.lateMs);
      if (this.faults.hang) return;
      if (request.method === (this.faults.method ?? "POST") && this.faults.times > 0) {
        this.faults.times--;
        if (this.faults.after) this.#route(request, response, url, bearer, body, true);
        if (this.faults.status === 0) return request.socket.destroy();
        throw problem("/problems/unavailable", "Unavailable", "The server was asked to fail.", this.faults.status);
      }
      this.#route(request, response, url, bearer, body);
    } catch (error) {
      if (!error.problem) throw error;
      if (!response.headersSent) reply(response, error.problem.status, error.problem, "application/problem+json");
    }
  }

  #route(request, response, url, bearer, body, silent = false) {
    const send = silent ? () => {} : (status, value) => reply(response, status, value);
    const [, , noun, id, verb, more] = url.pathname.split("/");
    const name = `${request.method} ${noun}${id ? "/:id" : ""}${verb ? "/" + verb : ""}`;
    const signedIn = this.people.who(bearer);
    const staff = bearer.startsWith("st_") || Boolean(signedIn?.tenant);
    const name_of_staff = signedIn ? signedIn.user.name : staff ? bearer.split("_")[2] : "";
    if (staff && this.staffIsOut) throw problem("/problems/unauthenticated", "Not signed in", "The session has expired.");
    const conversation = noun === "conversations" && id ? this.#allowed(id, bearer, staff) : undefined;
    if (conversation && this.renews && bearer === conversation.token) response.setHeader("frontdesk-token", (conversation.fresh ??= `${bearer}_fresh`));
    const asked = { body, query: url.searchParams, by: name_of_staff, bearer, problem };
    const answered = this.desk.answer(name, id, asked) ?? this.board.answer(name, id, asked) ?? this.people.answer(name, id, asked) ??
      this.tenants.answer(name, id, verb, { ...asked, isOperator: bearer === "ok_double" || (signedIn && this.people.permissions(signedIn.user, signedIn.tenant).includes("house.manage")) });
    if (answered) return send(200, answered);
    switch (name) {
      case "POST conversations": {
        if (!bearer.startsWith("pk_")) throw problem("/problems/unauthenticated", "Not signed in", "The key is unknown.");
        return send(201, this.create());
      }
      case "GET conversations": return send(200, this.#list(url.searchParams, name_of_staff));
      case "GET inbox": return send(200, this.#inbox(name_of_staff));
      case "POST test-conversations": return send(201, this.create("t_", body.config));
      case "POST conversations/:id/presence": return send(200, this.#presence(conversation, name_of_staff, body?.typing));
      case "POST conversations/:id/typing": {
        this.showTyping(conversation, { role: "customer" });
        response.writeHead(204);
        return response.end();
      }
      case "GET conversations/:id": return send(200, view(conversation));
      case "POST conversations/:id/messages": return send(202, this.#take(conversation, body));
      case "GET conversations/:id/messages": return send(200, { items: conversation.messages.filter(({ seq }) => seq > Number(url.searchParams.get("after") ?? 0)) });
      case "GET conversations/:id/events": return this.#events(request, response, url, conversation);
      case "POST conversations/:id/takeover": return send(200, this.#takeOver(conversation, name_of_staff, body?.from));
      case "POST conversations/:id/release": return send(200, this.#letGo(conversation, "bot", name_of_staff, body?.from));
      case "POST conversations/:id/resolve": return send(200, this.#letGo(conversation, "resolved", name_of_staff, body?.from));
      case "POST conversations/:id/replies": {
        if (conversation.by !== name_of_staff) throw problem("/problems/dialog/taken-over", "Conflict", `${conversation.by} has this conversation.`, 409);
        return send(202, { seq: this.message(conversation, "person", body.text, { by: name_of_staff }) });
      }
      case "POST sessions": return send(201, { token: `st_${body.tenant}_${body.name}`, tenant: body.tenant, expires_at: new Date(Date.now() + 8 * 3600e3).toISOString() });
      case "GET tools": return send(200, { items: kTools });
      case "GET tools/:id": return send(200, { items: this.stopped });
      case "GET learning/:id": return send(200, { groups: [], turns: [], intents: [], names: [], is_all: true, ...this.heard });
      case "POST learning/:id": return send(200, id === "teach" ? { yaml: `${body.yaml}\n# ${body.text}` } : this.preview);
      case "GET config": return send(200, this.#live());
      case "GET config/:id": return send(200, id === "history" ? { items: this.history } : id === "versions" ? { items: this.versions.map(({ yaml, ...rest }) => rest) } : { changes: kChanges });
      case "GET config/:id/" + verb: return send(200, id === "proposals" ? { hash: this.desk.approval(verb, problem).subject_hash, changes: kChanges, findings: [] } : { bases: [], ...this.versions.find(({ hash }) => hash === verb) });
      case "POST config/:id": return this.#config(id, body, send, name_of_staff);
    }
    throw problem("/problems/not-found", "Not found", `No route ${name} ${more ?? ""}`);
  }

  #allowed(id, bearer, staff) {
    if (!bearer) throw problem("/problems/unauthenticated", "Not signed in", "The request carries no token.");
    const found = this.conversation(id);
    if (!staff && found.token !== bearer && found.fresh !== bearer) throw problem("/problems/not-found", "Not found", "There is no such conversation.");
    return found;
  }

  create(prefix = "c_", config = "3f9a1c") {
    const id = `${prefix}${(++this.#count).toString(36).padStart(6, "0")}`;
    const made = { id, token: `vt_${id}`, status: "bot", created_at: now() };
    this.conversations.set(id, { ...made, owner: "bot", channel: prefix === "t_" ? "test" : "web", updated_at: made.created_at, messages: [], events: [],
      ring: [], listeners: new Set(), seq: 0, n: 0, run: "", turns: 0, config_version: config, handoff: null, state: {}, since: made.created_at, queue: "", handoffs: 0,
      contact: "", waiting: null, guest: "", effects: 0, here: new Map() });
    return made;
  }

  #takeOver(conversation, name, from) {
    this.#checkHolder(conversation, name, from);
    return this.hand(conversation, "human", name);
  }

  #letGo(conversation, owner, name, from) {
    this.#checkHolder(conversation, name, from);
    return this.hand(conversation, owner, undefined, { by: name });
  }

  #checkHolder(conversation, name, from) {
    if (conversation.status === "human" && conversation.by !== name && conversation.by !== from)
      throw problem("/problems/dialog/taken-over", "Conflict", `${conversation.by} has this conversation; take it over from them before you answer in it, give it back or end it.`, 409);
  }

  // `more`: whether somebody is in, and from when.
  hand(conversation, owner, by, more = {}) {
    const kept = owner === "pending_human" || owner === "human" ? conversation.handoff : null;
    const waiting = owner === "pending_human" ? { since: now(), is_in: more.is_in ?? true, from: more.from ?? null, has_contact: false } : null;
    Object.assign(conversation, { owner: by ?? owner, status: owner, by: by ?? "", handoff: kept, since: now(), waiting,
      queue: kept?.queue ?? conversation.queue, handoffs: conversation.handoffs + (owner === "pending_human" ? 1 : 0) });
    this.emit(conversation, "owner", { owner, ...(by ? { by } : {}), ...more });
    return view(conversation);
  }

  #list(query, staff) {
    const [status, mine, queue, outcome, order] = ["status", "mine", "queue", "outcome", "order"].map((name) => query.get(name));
    const words = (query.get("q") ?? "").toLowerCase().split(/\s+/).filter(Boolean);
    const fits = (one) => one.channel !== "test" && (!status || one.status === status) && (!queue || one.queue === queue) && (!mine || (one.status === "human" && one.by === staff)) &&
      (!outcome || outcome === outcomeOf(one)) &&
      Date.parse(one.updated_at) >= Number(query.get("from") ?? 0) && Date.parse(one.updated_at) < Number(query.get("until") ?? Infinity) &&
      words.every((word) => (one.guest + " " + one.messages.map(({ text }) => text).join(" ")).toLowerCase().includes(word));
    const all = [...this.conversations.values()].reverse().filter(fits);
    if (order === "waiting") all.sort((a, b) => (a.since < b.since ? -1 : 1));
    const from = Number(query.get("before") ?? 0), limit = Number(query.get("limit") ?? 50);
    return { items: all.slice(from, from + limit).map(view), next: all.length > from + limit ? String(from + limit) : null, is_all: !words.length || this.searchesAll };
  }

  #inbox(staff) {
    const all = [...this.conversations.values()].filter(({ channel }) => channel !== "test");
    const waiting = all.filter(({ status }) => status === "pending_human");
    const held = all.filter(({ status }) => status === "human");
    return { waiting: waiting.length, longest_since: waiting.map(({ since }) => since).sort()[0] ?? null, with_people: held.length, mine: held.filter(({ by }) => by === staff).length };
  }

  // Only who follows at this moment sees it, and nobody that they write themselves.
  showTyping(conversation, who, ms = 6_000) {
    const event = { seq: conversation.seq, n: ++conversation.n, type: "typing", data: { on: true, ms, ...who } };
    for (const listener of conversation.listeners) listener(event);
  }

  #presence(conversation, staff, typing) {
    if (typing && conversation.status === "human" && conversation.by === staff) this.showTyping(conversation, { role: "person", by: staff });
    conversation.here.set(staff, Boolean(typing));
    return { others: [...conversation.here].filter(([name]) => name !== staff).map(([name, typing]) => ({ name, typing })) };
  }

  #take(conversation, body) {
    if (body.text === "refuse me") throw problem("/problems/invalid", "Invalid", "This text is not allowed.");
    const known = conversation.messages.find(({ id }) => id === body.id);
    if (known) return { seq: known.seq, duplicate: true };
    conversation.run = "";
    if (conversation.status === "resolved") this.hand(conversation, "bot");
    const seq = this.message(conversation, "customer", body.text, { id: body.id });
    if (conversation.status === "bot") void this.turn(conversation, body.text);
    return { seq, duplicate: false };
  }

  async turn(conversation, text) {
    conversation.turns++;
    conversation.run = `r_${++this.#count}`;
    await script(this, conversation, text);
  }

  #events(request, response, url, conversation) {
    const after = Number(url.searchParams.get("after") ?? request.headers["last-event-id"] ?? 0);
    const trace = url.searchParams.get("trace") === "1";
    const seen = (event) => trace || (event.type !== "typing" || event.data.role !== "customer") && /^(message|message\..*|typing|owner|language)$/.test(event.type);
    const stored = conversation.events.filter((event) => event.seq > after && seen(event));
    if (this.faults.plain || !(request.headers.accept ?? "").includes("event-stream"))
      return reply(response, 200, { items: stored.map(({ seq, type, data }) => ({ seq, type, ...data })), next: null });
    response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
    const write = ({ seq, n, type, data }) => response.write(`id: ${n ? `${seq}.${n}` : seq}\nevent: ${type}\ndata: ${JSON.stringify(data)}\n\n`);
    response.write(": hello\n\n");
    [...stored, ...conversation.ring].forEach(write);
    const listener = (event) => seen(event) && write(event);
    conversation.listeners.add(listener);
    response.on("close", () => conversation.listeners.delete(listener));
  }

  #live() {
    const { hash, created_at, yaml } = this.versions.find(({ state }) => state === "live");
    return { hash, deployed_at: created_at, yaml };
  }

  #config(verb, body, send, by) {
    const findings = (body.yaml ?? "").split("\n").flatMap((line, index) => line.includes("utterly_unknown") ? [{ severity: "error", file: "bistro.yaml",
      line: index + 1, column: line.indexOf("utterly") + 1, pointer: "/utterly_unknown", problem: "There is no key “utterly_unknown” here.", remedy: "Remove the line, or name one of the known keys." }] : []);
    const goesLive = (made, rollback) => this.history.unshift({ number: this.history.length + 1, hash: made.hash, version: made.number, rollback, at: now(), by, note: body.note ?? "" });
    if (verb === "check") return send(200, { findings });
    if (verb === "drafts") return send(200, { hash: `draft_${body.yaml.length}`, changes: kChanges, findings });
    if (verb === "rollback") {
      const to = this.versions.find(({ hash }) => hash === body.to);
      this.versions.forEach((one) => (one.state = one === to ? "live" : "superseded"));
      goesLive(to, true);
      return send(200, { hash: to.hash, number: to.number });
    }
    if (findings.length) throw Object.assign(problem("/problems/config/invalid", "The configuration has faults", "One fault keeps it from being deployed.", 422), { findings });
    if (this.desk.takesTwo) return send(202, this.desk.putUp(by, `Make 3 changes live${body.note ? `: ${body.note}` : "."}`));
    this.versions.forEach((one) => (one.state = "superseded"));
    const made = { hash: `v${this.versions.length + 1}`.padEnd(12, "c0ffee"), number: this.versions.length + 1, created_at: now(), by, note: body.note ?? "", state: "live", yaml: body.yaml };
    this.versions.unshift(made);
    goesLive(made, false);
    return send(201, { hash: made.hash, number: made.number, findings: [] });
  }

  async #file(path, response) {
    const name = path.endsWith("/") ? path + "index.html" : path;
    const head = { "content-security-policy": kContentSecurityPolicy, "content-type": kTypes[extname(name)] ?? "application/json" };
    const extra = this.extra[path];
    if (path === "/demo.json") return response.writeHead(200, head).end(JSON.stringify({ back_office: this.backOffice ?? null, can_be_killed: this.canBeKilled }));
    const file = extra ?? (await readFile(join(this.web, normalize(name))).catch(() => undefined));
    response.writeHead(file === undefined ? 404 : 200, head).end(file ?? "not found");
  }
}

const kTools = [
  { name: "book_table", description: "Books a table.", effect: "idempotent" },
  { name: "find_booking", description: "Finds a booking by its code.", effect: "read" },
];

const kChanges = [
  { pointer: "/flows/0/slots/3/max", op: "change", before: 8, after: 12, text: "book_table takes up to 12 guests (was 8)" },
  { pointer: "/intents/9", op: "add", after: { name: "parking", answer: "Both restaurants have parking next door." }, text: "a new intent: parking" },
  { pointer: "/tools/2/timeout", op: "remove", before: "5s", text: "find_booking has no timeout of its own any more" },
];

function outcomeOf({ effects, handoffs, left_open }) {
  return effects ? "done" : handoffs ? "handed_over" : left_open ? "abandoned" : "talked";
}

function view(conversation) {
  const last = conversation.messages.at(-1);
  const { id, status, owner, channel, created_at, updated_at, turns, config_version, handoff, since, queue, handoffs, contact, waiting, guest, effects, customer } = conversation;
  const last_message = last ? { role: last.role, text: last.text, at: last.at, ...(last.answers && { answers: last.answers }) } : null;
  return { id, status, owner, channel, created_at, updated_at, turns, last_message, config_version, handoff, since, queue, handoffs, contact, waiting, guest, effects, outcome: outcomeOf(conversation), customer: customer ?? "" };
}

function problem(type, title, detail, status = kStatuses[type] ?? 400) {
  return Object.assign(new Error(title), { problem: { type, title, status, detail, instance: "req_double" } });
}

function reply(response, status, value, type = "application/json") {
  response.writeHead(status, { "content-type": type, "cache-control": "no-store" }).end(JSON.stringify(value));
}

// `node double.mjs [PORT]` serves the built pages with it, to look at them without building the product.
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const double = new Double();
  const { sample } = await import("./double-script.mjs");
  await sample(double);
  await double.listen(Number(process.argv[2] ?? 8090));
  console.log(`${double.url}  (operator key: ok_double)`);
}
