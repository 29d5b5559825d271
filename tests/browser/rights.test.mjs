// Nobody is shown an act that is refused when it is pressed: each role walks through all that it sees of the console and
// presses whatever can be pressed. What would be sent is held against the table of the judge `permissions`.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, it } from "node:test";
import { Product } from "./product.mjs";
import { eventually, launch, visitor } from "./support.mjs";

const kPassword = "a lamp in the window";
const kTable = readFileSync(new URL("../judges/expectations/permissions.txt", import.meta.url), "utf8");
const kAll = new Set(["everybody", "every user"]);
const kRows = kTable.split("\n").filter((line) => /^(GET|POST|DELETE) /.test(line)).map((line) => {
  const [, method, path, names] = /^(\w+) (.*?): (.*)$/.exec(line);
  const pattern = new RegExp(`^${path.split("/").map((part) => (part.startsWith("{") ? "[^/]+" : part.replace(/\./g, "\\."))).join("/")}$`);
  return { operation: `${method} ${path}`, method, pattern, literal: !path.includes("{"), names: names.split(", ") };
}).sort((one, other) => Number(other.literal) - Number(one.literal));

function rowOf(method, url) {
  const row = kRows.find((row) => row.method === method && row.pattern.test(new URL(url).pathname));
  assert.ok(row, `${method} ${url} is in no row of the table`);
  return row;
}
const may = (row, name) => row.names.some((word) => word === name || kAll.has(word));

// They change nothing that the walk depends on, and what they answer leads to further acts.
const kLetThrough = new Set(["POST /v1/config/check", "POST /v1/config/drafts", "POST /v1/learning/preview", "POST /v1/test-conversations", "POST /v1/conversations/{id}/presence", "POST /v1/sign-in"]);
const kPressesMax = 40; // on one page

let product, browser, ada;
const people = [];

async function call(method, path, token, body) {
  const headers = { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) };
  const response = await fetch(`${product.url}/v1/${path}`, { method, headers, body: body && JSON.stringify(body) });
  assert.ok(response.ok, `${method} ${path}: ${response.status} ${await response.clone().text()}`);
  return response.json();
}
const post = (path, token, body = {}) => call("POST", path, token, body);

async function invite(name, role, tenant) {
  const { link } = await post("people", ada, { email: `${name}@house.example`, name, roles: [{ role, tenant }] });
  return post("links/accept", null, { token: link.path.split("/").pop(), password: kPassword });
}

// Something of all that there is to act on.
async function fill() {
  const here = `${ada}.bistro`;
  const guest = async (text) => {
    const { id, token } = await post("conversations", "pk_bistro_demo", { channel: "web" });
    await post(`conversations/${id}/messages`, token, { id: "1", text: "I want to talk to a person" });
    await eventually(async () => assert.equal((await call("GET", `conversations/${id}`, token)).status, "pending_human"));
    await post(`conversations/${id}/messages`, token, { id: "2", text });
    return id;
  };
  const { id, token } = await post("conversations", "pk_bistro_demo", { channel: "web" });
  await post(`conversations/${id}/messages`, token, { id: "1", text: "Do you have a helipad?" });
  await guest("+43 660 1234567");
  await guest("+43 660 7654321");
  await eventually(async () => assert.ok((await call("GET", "contacts", here)).items.length > 1));
  await post("tools/book_table/stop", here, { reason: "The kitchen is closed." });
  await post("webhooks", here, { url: "https://hooks.invalid/crm", description: "Our CRM", types: [] });
  await post("keys", here, { name: "Reports", permissions: ["conversations.read"] });
  await post("engagements", ada, { client: "Osteria Nova", contact: "Nina" });
  const { yaml, bases } = await call("GET", "config", here);
  const { token: eve } = await post("sessions", product.operatorKey, { tenant: "bistro", name: "Eve" }); // who invited nobody, so that all may answer her
  await post("config/versions", eve, { yaml: yaml.replace("timeout: 5s", "timeout: 6s"), bases, note: "More patience" });
}

// What no test makes happen in time: work that failed.
const kFailed = { number: 7, kind: "mail.send", key: "letter-7", lane: "", state: "failed", attempts: 5, due: "2026-01-01T10:00:00Z", asked_at: "2026-01-01T09:00:00Z",
  settled_at: "2026-01-01T10:00:00Z", last_error: "The server of the address does not answer." };

// Nor long work that is under way.
const kLong = { number: 3, kind: "conversations.index", key: "3", title: "Make older conversations found", state: "running", done: 1, total: 9, saying: "", cost: {}, budget: {}, result: null, error: "",
  started_by: "house", stopped_by: "", started_at: "2026-01-01T09:00:00Z", moved_at: "2026-01-01T09:00:00Z", ended_at: null };

class Walk {
  tried = new Set();
  refused = [];
  #open = 0;
  #touched = 0;

  constructor(page, name) {
    this.page = page;
    this.name = name;
  }

  async begin() {
    const isOurs = (request) => request.url().includes("/v1/") && !request.url().includes("/events");
    this.page.on("request", (request) => isOurs(request) && (this.#open++, (this.#touched = Date.now())));
    for (const end of ["requestfinished", "requestfailed"]) this.page.on(end, (request) => isOurs(request) && (this.#open--, (this.#touched = Date.now())));
    this.page.on("response", (response) => response.status() === 403 && this.refused.push(`${response.request().method()} ${response.url()} at ${this.page.url()}`));
    await this.page.route("**/v1/work?*", (route) => route.fulfill({ json: { items: [kFailed], next: null } }));
    await this.page.route(/\/v1\/errands(\?|$)/, (route) => route.fulfill({ json: { items: [kLong], next: null } }));
    await this.page.route("**/v1/errands/3", (route) => route.fulfill({ json: kLong }));
    await this.page.route("**/v1/**", (route) => this.#judge(route));
  }

  #judge(route) {
    const request = route.request();
    const row = rowOf(request.method(), request.url());
    this.tried.add(row.operation);
    if (!may(row, this.name)) this.refused.push(`${row.operation} at ${this.page.url()}`);
    if (request.method() === "GET" || kLetThrough.has(row.operation)) return route.fallback();
    return route.fulfill({ status: 409, contentType: "application/problem+json", json: { type: "/problems/test/held-back", title: "Held back", status: 409, detail: "The walk changes nothing." } });
  }

  // Until nothing is asked any more and nothing is shown as being loaded.
  async settle() {
    await eventually(async () => {
      assert.ok(this.#open === 0 && Date.now() - this.#touched > 60);
      assert.equal(await this.page.locator("main .loading").filter({ visible: true }).count(), 0);
    });
  }

  async everywhere() {
    const shapes = new Set();
    const wanted = await this.page.getByRole("navigation", { name: "Console" }).getByRole("link").evaluateAll((all) => all.map((link) => link.getAttribute("href")));
    const places = new Set(wanted.map((hash) => hash.split("/")[1]));
    while (wanted.length) {
      const hash = wanted.shift();
      const shape = shapeOf(hash);
      if (!places.has(hash.split("/")[1]) || shapes.has(shape)) continue;
      shapes.add(shape);
      await this.#visit(hash);
      wanted.push(...(await this.#links()));
    }
    return shapes;
  }

  async #visit(hash) {
    await this.page.evaluate((to) => (location.hash = to), hash);
    await this.settle();
    const pressed = new Set();
    for (let presses = 0; presses < kPressesMax; presses++) {
      await this.#fillForms();
      const button = await this.#next(pressed);
      if (!button) break;
      await this.#press(button);
      await this.settle();
      if (decodeURIComponent(new URL(this.page.url()).hash) !== decodeURIComponent(hash)) {
        await this.page.evaluate((to) => (location.hash = to), hash);
        await this.settle();
      }
    }
  }

  // A list that is read anew takes its buttons away; what is still there must be pressed.
  async #press(button) {
    try {
      await button.click({ timeout: 5_000 });
    } catch (error) {
      if (await button.evaluate((it) => it.isConnected && it.checkVisibility() && it.matches(":enabled"))) throw error;
    }
  }

  async #links() {
    return this.page.locator('main a[href^="#/"]').evaluateAll((all) => all.filter((link) => link.checkVisibility()).map((link) => link.getAttribute("href")));
  }

  // One that was not pressed on this page yet, those of forms and questions that are open first; what filters a list or shows more of it
  // is no act.
  async #next(pressed) {
    const kAct = ":enabled:not([aria-pressed]):not(.more)";
    const [ofForms, all] = await Promise.all([`main :is(form, .ask) button${kAct}`, `main button${kAct}`].map((which) => this.page.locator(which).filter({ visible: true }).elementHandles()));
    for (const button of [...ofForms, ...all]) {
      const name = (await button.innerText()).trim();
      if (pressed.has(name)) continue;
      pressed.add(name);
      return button;
    }
  }

  async #fillForms() {
    await this.page.locator("main form").evaluateAll((forms) => {
      const values = { email: "somebody@house.example", url: "https://hooks.invalid/other", password: "a candle by the door", date: new Date(Date.now() + 3 * 864e5).toISOString().slice(0, 10) };
      const put = (field, value) => {
        Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), "value").set.call(field, value);
        field.dispatchEvent(new Event(field.tagName === "SELECT" ? "change" : "input", { bubbles: true }));
      };
      for (const form of forms) {
        for (const field of form.querySelectorAll("input, textarea, select")) {
          if (!field.checkVisibility() || field.readOnly || field.disabled) continue;
          if (field.type === "checkbox" && !form.querySelector("input[type=checkbox]:checked")) field.click();
          else if (field.tagName === "SELECT" && !field.value) put(field, [...field.options].find(({ disabled, value }) => !disabled && value)?.value ?? "");
          else if (field.type !== "checkbox" && field.tagName !== "SELECT" && !field.value && !/\[0-9\]/.test(field.pattern)) put(field, values[field.type] ?? "word");
        }
      }
    });
  }
}

// An address without the names of things in it; among the work, long work is a thing of its own.
function shapeOf(hash) {
  return hash.split("/").map((part, index) => (index > 1 && /[\d_%]/.test(part) ? (/^e\d+$/.test(part) ? "e*" : "*") : part)).join("/");
}

// `elsewhere`: the operator's place instead of the business that they come to at first, and who they are there. `acts`: are
// to be met; a list that is read anew may take a question away before it is answered, so who misses one walks once more.
async function walked(email, name, elsewhere, acts = []) {
  const person = await visitor(browser);
  people.push(person);
  const page = await person.page(`${product.url}/console/`);
  const walk = new Walk(page, name);
  await walk.begin();
  await page.getByLabel("E-mail address").fill(`${email}@house.example`);
  await page.getByLabel("Password").fill(kPassword);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.getByRole("navigation", { name: "Console" }).waitFor();
  await walk.settle();
  if (elsewhere) {
    await page.getByRole("button", { name: /Change the place/ }).click();
    await page.getByRole("list", { name: "Places" }).getByRole("button", { name: "Operator" }).click();
    walk.name = elsewhere;
    await page.locator(".place").getByText("Operator", { exact: true }).first().waitFor();
    await walk.settle();
  }
  const shapes = await walk.everywhere();
  if (acts.some((operation) => !walk.tried.has(operation))) await walk.everywhere();
  assert.deepEqual([...new Set(walk.refused)], []);
  return { tried: walk.tried, shapes };
}

describe("acts that are shown", () => {
  before(async () => {
    product = await new Product("rights", "approvals: {deploy: two_people}\n").start();
    await eventually(async () => assert.ok(product.welcomeLink));
    ada = (await post("links/accept", null, { token: product.welcomeLink.split("/").pop(), email: "ada@house.example", name: "Ada", password: kPassword })).token;
    await fill();
    browser = await launch();
  });
  after(async () => {
    for (const person of people) await person.close();
    await browser?.close();
    await product?.stop();
  });

  const kHere = [["viewer", []], ["agent", ["POST /v1/conversations/{id}/takeover", "POST /v1/contacts/{id}/edit"]],
    ["tenant_admin", ["POST /v1/tools/{name}/stop", "POST /v1/tools/{name}/resume", "POST /v1/approvals/{id}/answer", "POST /v1/people", "POST /v1/keys",
      "POST /v1/webhooks/{id}/test", "POST /v1/webhooks/{id}/rotate", "POST /v1/work/{number}/again", "POST /v1/errands/{number}/stop", "DELETE /v1/contacts/{id}", "POST /v1/learning/teach"]]];
  for (const [role, acts] of kHere) {
    it(`are not refused to the role ${role} of a business`, async () => {
      await invite(role.replace("_", "-"), role, "bistro");
      const { tried } = await walked(role.replace("_", "-"), role, undefined, acts);
      for (const operation of acts) assert.ok(tried.has(operation), `${operation} was not met: ${[...tried].sort().join(", ")}`);
    });
  }
  for (const role of ["seller", "legal", "solution_lead"]) {
    it(`are not refused to the role ${role} of the operator`, async () => {
      await invite(role.replace("_", "-"), role, null);
      const { tried } = await walked(role.replace("_", "-"), `${role} without a tenant`);
      assert.equal(tried.has("POST /v1/engagements"), role !== "legal");
    });
  }
  it("are not refused to who looks after all businesses, in one of them and there", async () => {
    await walked("ada", "operator_admin");
    const acts = ["POST /v1/engagements/{id}/move", "POST /v1/tenants"];
    const { tried } = await walked("ada", "operator_admin", "operator_admin without a tenant", acts);
    for (const operation of acts) assert.ok(tried.has(operation), `${operation} was not met: ${[...tried].sort().join(", ")}`);
  });
});
