// The console's desk against the product: two people decide what goes live, work that failed, and who did what.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { end } from "./double-desk.mjs";
import { sample } from "./double-script.mjs";
import { Double } from "./double.mjs";
import { Product } from "./product.mjs";
import { eventually, launch, visitor } from "./support.mjs";

// So lax a floor lets a file be put up that a stricter one refuses later.
const kOptions = "approvals: {deploy: two_people}\nconsent_floor: record\n";
const kPassword = "a lamp in the window";
const kStricter = kOptions.replace("record", "enforce");

let product;
let browser;
let people;

async function signedIn(name, route) {
  const person = await visitor(browser);
  people.push(person);
  const page = await person.page(`${product.url}/console/#/${route}`);
  await page.getByRole("button", { name: "Use the operator key" }).click();
  await page.getByLabel("Operator key").fill(product.operatorKey);
  await page.getByLabel("Your name").fill(name);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("navigation", { name: "Console" }).waitFor();
  return page;
}

// A user of the business; two names by the operator key are one person.
async function invited(name, route) {
  const post = async (path, token, body) => {
    const headers = { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) };
    const response = await fetch(`${product.url}/v1/${path}`, { method: "POST", headers, body: JSON.stringify(body) });
    assert.equal(response.status, 201);
    return response.json();
  };
  await eventually(async () => assert.ok(product.welcomeLink));
  const ada = { token: product.welcomeLink.split("/").pop(), email: "ada@house.example", name: "ada", password: kPassword };
  const { token } = await post("links/accept", null, ada);
  const { link } = await post("people", token, { email: `${name}@house.example`, name, roles: [{ role: "tenant_admin", tenant: "bistro" }] });
  const person = await visitor(browser);
  people.push(person);
  const page = await person.page(product.url + link.path);
  await page.getByLabel("Password").fill(kPassword);
  await page.getByRole("button", { name: "Set the password and sign in" }).click();
  await page.getByRole("navigation", { name: "Console" }).waitFor();
  await goTo(page, route);
  return page;
}

const goTo = (page, route) => page.evaluate((hash) => (location.hash = hash), `#/${route}`);
const badge = (page, label) => page.getByRole("navigation", { name: "Console" }).getByRole("link", { name: label }).locator(".count");
const decision = (page) => page.getByRole("region", { name: "Decision", exact: true });

// Puts the live file up with this in place of what `wanted` finds; leaves the page at the decision.
async function putUp(page, wanted, instead, note) {
  await goTo(page, "configuration");
  await page.reload();
  await page.getByRole("link", { name: "Edit" }).click();
  const editor = page.getByLabel("Configuration file");
  await editor.evaluate((area, source) => { // filling in the whole file takes a browser half a minute
    const { index, 0: found } = new RegExp(source, "m").exec(area.value);
    area.focus();
    area.setSelectionRange(index, index + found.length);
  }, wanted.source);
  await page.keyboard.insertText(instead);
  await page.getByLabel("Note").fill(note);
  await page.getByText("this can be deployed").waitFor();
  await page.getByRole("button", { name: "Deploy" }).click();
  await page.getByText("It waits for a second person").waitFor();
  assert.ok(await page.getByRole("button", { name: "Deploy" }).isDisabled(), "the same text waits already");
  await page.getByRole("link", { name: "See the decision" }).click();
  await decision(page).getByRole("heading", { level: 2 }).waitFor();
}

async function atDecision(page, note) {
  await goTo(page, "decisions");
  await page.locator(".entry", { hasText: note }).click();
  await decision(page).getByRole("heading", { name: note }).waitFor();
}

async function restarted(options) {
  await product.kill("frontdesk");
  product.options = options;
  await product.startFrontdesk();
}

const liveText = async (page) => {
  const { token } = await page.evaluate(() => JSON.parse(sessionStorage.getItem("frontdesk:console")));
  const { yaml } = await (await fetch(`${product.url}/v1/config`, { headers: { authorization: `Bearer ${token}` } })).json();
  return yaml;
};
const liveName = async (page) => (await liveText(page)).match(/^name: (.*)$/m)[1];

describe("the desk", () => {
  let ana, ben;

  before(async () => {
    people = [];
    product = new Product("desk", kOptions);
    await product.start();
    browser = await launch();
    ana = await signedIn("ana", "configuration");
    ben = await invited("ben", "work");
  });
  after(async () => {
    for (const person of people) await person.close();
    await browser?.close();
    await product.stop();
  });

  it("has a second person decide what one has put up", async () => {
    assert.equal(await badge(ben, "Decisions").count(), 0);
    await putUp(ana, /^name: .*$/, "name: Trattoria Nova", "the new name");
    await decision(ana).getByText("a second person decides").waitFor();
    assert.equal(await decision(ana).getByRole("button", { name: "Approve" }).count(), 0);
    assert.equal(await liveName(ana), "Trattoria Lume");

    await eventually(async () => assert.match(await badge(ben, "Decisions").innerText(), /^1/));
    await atDecision(ben, "the new name");
    assert.match(await decision(ben).locator("dl.facts").innerText(), /Asked by\s*ana/);
    const change = decision(ben).getByRole("list", { name: "Changes" }).getByRole("listitem");
    await eventually(async () => assert.match(await change.innerText(), /Trattoria Lume.*Trattoria Nova/s));
    await decision(ben).getByRole("button", { name: "Approve" }).click();
    await decision(ben).getByText("ben approved it").waitFor();
    await decision(ben).getByRole("link", { name: "version 2" }).waitFor();
    assert.equal(await liveName(ana), "Trattoria Nova");
    await eventually(async () => assert.equal(await badge(ben, "Decisions").count(), 0));
    await eventually(async () => assert.match(await decision(ana).innerText(), /ben approved it/));
  });

  it("shows what was put up to talk with before it is decided", async () => {
    await putUp(ana, /^name: .*$/, "name: Trattoria Prova", "to be tried");
    await atDecision(ben, "to be tried");
    await decision(ben).getByRole("button", { name: "Try it out" }).click();
    const chat = ben.getByRole("region", { name: "Test chat" });
    await chat.getByLabel("Say as a guest").fill("when are you open");
    await chat.getByRole("button", { name: "Say", exact: true }).click();
    await chat.locator(".said.bot").nth(1).waitFor();
  });

  it("takes back what a changed file replaces, and tells who decides too late", async () => {
    await ben.getByLabel("Why").fill("one more word");
    await ben.route("**/v1/approvals/*", (route) => route.abort()); // ben's page does not hear of it before
    await putUp(ana, /^name: .*$/, "name: Trattoria Seconda", "another name");
    await ben.unroute("**/v1/approvals/*");
    await decision(ben).getByRole("button", { name: "Approve" }).click();
    await eventually(async () => assert.match(await decision(ben).getByRole("alert").innerText(), /This is voided already/));
    await eventually(async () => assert.match(await decision(ben).innerText(), /Something else was put up for approval in its place/));
    await ben.getByRole("list", { name: "Waiting" }).locator(".entry", { hasText: "another name" }).waitFor();
    assert.equal(await ben.getByRole("list", { name: "Waiting" }).locator(".entry").count(), 1);
  });

  it("wants a reason for a no, and shows it to who asked", async () => {
    await atDecision(ben, "another name");
    await decision(ben).getByRole("button", { name: "Reject" }).click();
    assert.equal(await ben.evaluate(() => document.activeElement.labels?.[0]?.textContent.trim()), "Why");
    await decision(ben).getByLabel("Why").fill("The old name stays.");
    await decision(ben).getByRole("button", { name: "Reject" }).click();
    await decision(ben).getByText("ben rejected it: The old name stays.").waitFor();
    await eventually(async () => assert.match(await decision(ana).innerText(), /ben rejected it: The old name stays\./));
    await ben.getByRole("list", { name: "Decided" }).locator(".entry", { hasText: "another name" }).waitFor();
    assert.equal(await liveName(ana), "Trattoria Nova");
  });

  it("lets who asked withdraw it", async () => {
    await putUp(ana, /^name: .*$/, "name: Trattoria Terza", "never mind");
    await decision(ana).getByRole("button", { name: "Withdraw" }).click();
    await decision(ana).getByText("ana withdrew it.").waitFor();
    await ana.getByRole("button", { name: "Withdrawn" }).click();
    await eventually(async () => assert.equal(await ana.locator(".entry").count(), 1));
  });

  it("shows work that failed and why, and tries it again", async () => {
    await putUp(ana, /consent: enforce/, "consent: record", "less strict");
    await restarted(kStricter);
    await atDecision(ben, "less strict");
    await decision(ben).getByRole("alert").waitFor();
    assert.ok(await decision(ben).getByRole("button", { name: "Approve" }).isDisabled(), "nobody approves what cannot be shown");
    await restarted(kOptions);
    await decision(ben).getByRole("button", { name: "Try again" }).first().click();
    await decision(ben).getByRole("list", { name: "Changes" }).waitFor();
    await restarted(kStricter);
    await decision(ben).getByRole("button", { name: "Approve" }).click();
    await decision(ben).getByText("It is about to go live").waitFor();

    await eventually(async () => assert.match(await badge(ben, "Work").innerText(), /^1/));
    await goTo(ben, "work");
    const piece = ben.getByRole("region", { name: "Piece of work" });
    await ben.getByRole("list", { name: "Failed" }).locator(".entry", { hasText: "Deploy a configuration" }).click();
    await eventually(async () => assert.match(await piece.innerText(), /failed.*Tried\s*once.*Why it failed.*must be mended first/s));
    await piece.getByRole("button", { name: "Give up" }).click();
    await ben.getByRole("group", { name: "Give up" }).getByRole("button", { name: "Keep it" }).click();
    await restarted(kOptions);
    await piece.getByRole("button", { name: "Try again" }).click();
    await piece.locator(".pill", { hasText: "done" }).waitFor();
    assert.match(await liveText(ben), /consent: record/);
    await eventually(async () => assert.equal(await badge(ben, "Work").count(), 0));
    await ben.getByRole("button", { name: "Done" }).click();
    await ben.locator(".list").getByText("Filters").click();
    await ben.getByLabel("Kind").fill("config.deploy");
    await eventually(async () => assert.equal(await ben.locator(".entry").count(), 2));
    await ben.getByLabel("Search work").fill("nothing of the kind");
    await ben.getByText("Nothing fits").waitFor();
  });

  it("shows who did what, by person, deed and subject", async () => {
    await goTo(ben, "audit");
    const entries = ben.getByRole("list", { name: "Deeds" }).locator(".entry");
    await entries.first().waitFor();
    await ben.getByText("Filters").click();
    await ben.getByLabel("Person").fill("ben");
    await ben.getByLabel("Deed", { exact: true }).fill("approvals.answer");
    await eventually(async () => assert.equal(await entries.count(), 3));
    await entries.last().click();
    const entry = ben.getByRole("region", { name: "Entry", exact: true });
    await eventually(async () => assert.match(await entry.innerText(), /approvals\.answer.*Who\s*ben.*approval\/ap_/s));
    await entry.getByRole("button", { name: "All of this subject" }).click();
    await eventually(async () => assert.deepEqual(await entries.locator(".entry-text").allInnerTexts(), ["Decide approvals.answer", "Deploy a configuration config.deploy"]));
    await ben.getByRole("button", { name: "Clear the filters" }).click();
    await eventually(async () => assert.ok((await entries.count()) > 4));
    await entries.filter({ hasText: "approvals.withdraw" }).click();
    await entry.getByRole("link", { name: /^approval\/ap_/ }).click();
    await decision(ben).getByText("ana withdrew it.").waitFor();
  });

  it("says in a sentence whether the audit was changed, and against what was noted", async () => {
    await goTo(ben, "audit");
    await ben.getByRole("link", { name: "Check that nothing was changed" }).click();
    await ben.getByText(/Nothing was changed\. All \d+ entries are as written\./).waitFor();
    const head = await ben.locator("code.head").innerText();
    await ben.getByLabel("A head that you noted earlier").fill(head);
    await ben.getByRole("button", { name: "Check again" }).click();
    await ben.getByText("and the head that you noted is one of them").waitFor();
    await ben.getByLabel("A head that you noted earlier").fill(head.replace(/.$/, (digit) => (digit === "0" ? "1" : "0")));
    await ben.getByRole("button", { name: "Check again" }).click();
    await ben.getByText(/Something was changed: entry \d+ is not the one that was noted/).waitFor();
  });

  it("is walked through by keys", async () => {
    await goTo(ben, "decisions");
    await ben.getByRole("list", { name: "Decided" }).waitFor(); // the entries before are the audit's
    await ben.locator(".entry").nth(1).waitFor();
    for (const place of [0, 1]) { // the second counts from where the first has led
      await ben.keyboard.press("j");
      await eventually(async () => assert.equal(await ben.locator(".entry").nth(place).getAttribute("aria-current"), "true"));
    }
  });
});

describe("the desk of a business", () => {
  let server, ana, page;

  before(async () => {
    server = new Double();
    await sample(server);
    await server.listen();
    browser = await launch();
    ana = await visitor(browser, { viewport: { width: 360, height: 740 } });
    page = await ana.page(`${server.url}/console/#/work`);
    await page.getByRole("button", { name: "Use the operator key" }).click();
    await page.getByLabel("Operator key").fill("ok_double");
    await page.getByLabel("Your name").fill("Ana");
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByLabel("Business").selectOption("bistro");
    await page.getByRole("button", { name: "Open" }).click();
  });
  after(async () => {
    await ana?.close();
    await browser?.close();
    await server.close();
  });
  const shown = async (text) => eventually(async () => assert.ok((await page.locator("main").innerText()).includes(text), text));

  it("says where there is nothing", async () => {
    await shown("There is no work");
    await goTo(page, "decisions");
    await shown("Nothing is to be decided");
    await goTo(page, "audit");
    await shown("Nothing was done yet");
    await goTo(page, "audit/check");
    await shown("Nothing was done yet, so there is nothing that could have been changed.");
  });

  it("gives up what failed after asking once, and says where somebody else has settled it", async () => {
    for (const key of ["first", "second"]) server.desk.ask("mail.send", key, { state: "failed", attempts: 12, last_error: "mail/refused: There is no such address." });
    await goTo(page, "work/1");
    await shown("Tried");
    await page.getByRole("button", { name: "Give up" }).click();
    assert.equal(server.desk.work[1].state, "failed", "it was only asked");
    await page.getByRole("button", { name: "Give it up" }).click();
    await page.locator(".page .pill", { hasText: "given up" }).waitFor();
    await page.locator(".page").getByRole("link", { name: "All work" }).click();
    await page.locator(".entry", { hasText: "There is no such address" }).click();
    await page.getByRole("button", { name: "Try again" }).waitFor();
    server.desk.work[0].state = "done";
    await page.getByRole("button", { name: "Try again" }).click();
    await shown("Only what has failed can be tried again or given up.");
    await page.locator(".page .pill", { hasText: "done" }).waitFor();
  });

  it("shows how far long work is, what it costs and who began it, and stops it after asking once", async () => {
    const way = server.desk.begin("Make older conversations found by the search", { done: 120, total: 480, saying: "back to 2026-03-01", cost: { bytes: 4_200_000 }, error: "pool/full: Too much waits." });
    await goTo(page, "work");
    await page.getByRole("list", { name: "Long work under way" }).locator(".entry", { hasText: "120 of 480" }).click();
    const view = page.getByRole("region", { name: "Long work" });
    await view.getByRole("heading", { name: "Make older conversations found" }).waitFor();
    await eventually(async () => assert.match(await view.innerText(), /under way.*120 of 480.*back to 2026-03-01.*By\s*house.*Cost\s*4.2 MB.*Too much waits/s));
    const bar = view.getByRole("progressbar");
    assert.deepEqual(await bar.evaluate(({ value, max }) => [value, max]), [120, 480]);
    Object.assign(way, { done: 240, error: "" });
    await eventually(async () => assert.equal(await bar.evaluate(({ value }) => value), 240));

    await view.getByRole("button", { name: "Stop" }).click();
    await view.getByRole("button", { name: "Let it go on" }).click();
    assert.equal(way.state, "running", "it was only asked");
    await view.getByRole("button", { name: "Stop" }).click();
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "nothing stands out of the screen");
    await view.getByRole("button", { name: "Stop it" }).click();
    await view.getByText("It stops when the piece under way is done.").waitFor();
    assert.equal(way.stopped_by, "Ana");
    Object.assign(way, { state: "stopped", ended_at: new Date().toISOString() });
    await view.getByText("Ana stopped it. What was done stays.").waitFor();
    assert.equal(await view.getByRole("button", { name: "Stop" }).count(), 0);
  });

  it("shows how long work ended, and says where there is none", async () => {
    server.desk.begin("Read the price list", { state: "failed", ended_at: new Date().toISOString(), error: "errands/unknown-kind: Nothing in this program does errands of the kind \"prices\"." });
    server.desk.begin("Read the menu", { state: "stopped", stopped_by: "budget", done: 7, budget: { tokens: 1000 }, cost: { tokens: 1003 }, ended_at: new Date().toISOString() });
    server.desk.begin("Count the guests", { state: "finished", done: 3, total: 3, result: { guests: 41 }, ended_at: new Date().toISOString() });
    await goTo(page, "work");
    await page.getByRole("button", { name: "Long work" }).click();
    await eventually(async () => assert.equal(await page.getByRole("list", { name: "Long work" }).locator(".entry").count(), 4));
    const expected = { "Read the price list": /failed.*Why it failed.*does errands of the kind/s, "Read the menu": /stopped.*7 done.*Cost\s*1,003 tokens.*Budget\s*1,000 tokens.*its budget is spent/s, "Count the guests": /finished.*guests\s*41/s };
    for (const [title, looks] of Object.entries(expected)) {
      await page.locator(".entry", { hasText: title }).click();
      await eventually(async () => assert.match(await page.getByRole("region", { name: "Long work" }).innerText(), looks));
      await page.getByRole("link", { name: "All work" }).click();
    }
    await goTo(page, "work/e99");
    await shown("There is no such long work");
    server.desk.errands = [];
    await goTo(page, "work");
    await shown("There is no long work");
    await page.getByRole("button", { name: "All", exact: true }).click();
  });

  it("says that another has decided meanwhile, and shows how", async () => {
    server.desk.putUp("ben", "Make 3 changes live.");
    await goTo(page, "decisions/ap_1");
    await page.getByRole("list", { name: "Changes" }).waitFor();
    end(server.desk.approval("ap_1"), "approved", "", "eva");
    await page.getByRole("button", { name: "Approve" }).click();
    await shown("This is approved already, by eva.");
    await shown("eva approved it.");
    assert.equal(await page.getByRole("button", { name: "Approve" }).count(), 0);
  });

  it("comes a page at a time, and loses nothing where more comes in front", async () => {
    for (let i = 1; i <= 60; i++) server.desk.note("ana", "tools.stop", `tool/${i}`);
    await goTo(page, "audit");
    await eventually(async () => assert.equal(await page.locator(".entry").count(), 50));
    for (let i = 61; i <= 65; i++) server.desk.note("ana", "tools.stop", `tool/${i}`);
    await page.getByRole("button", { name: "Show older ones" }).click();
    await eventually(async () => assert.equal(await page.locator(".entry").count(), 65));
    const tools = await page.locator(".entry-foot").allInnerTexts();
    assert.equal(new Set(tools).size, 65);
  });

  it("tells of an audit that was changed", async () => {
    server.desk.verdict = { ...server.desk.verdict, is_whole: false, broken: { number: 3, what: "entry 3 is not as it was written" } };
    await page.getByRole("link", { name: "Check that nothing was changed" }).click();
    await shown("Something was changed: entry 3 is not as it was written.");
    assert.equal(await page.locator("code.head").count(), 0, "what was changed is not to be noted");
  });

  it("says of corrections that they wait for a second person", async () => {
    server.desk.takesTwo = true;
    const turn = { conversation: "c_1", seq: 1, at: new Date().toISOString(), text: "is there a trampoline", asked: null, intent: null, confidence: 0, missed: true, is_answer: false, told: [] };
    server.heard = { groups: [{ count: 1, turns: [turn] }], turns: [turn], intents: ["book_table"], names: [] };
    await goTo(page, "learning");
    const group = page.getByRole("list", { name: "Not answered" }).getByRole("listitem").first();
    await group.getByRole("button", { name: "Add an answer" }).click();
    await group.getByLabel("Name").fill("trampoline");
    await group.getByLabel("Answer").fill("Yes, in the garden.");
    await group.getByRole("button", { name: "Put into the draft" }).click();
    await page.getByRole("button", { name: "Make it live" }).click();
    await shown("It waits for a second person");
    await page.getByRole("link", { name: "See the decision" }).click();
    await shown("a second person decides");
  });
});
