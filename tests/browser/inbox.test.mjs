// What waits for somebody in one list, and the way to everything by ctrl-K.
import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "node:test";
import { sample } from "./double-script.mjs";
import { Double } from "./double.mjs";
import { eventually, visitor, withBrowser } from "./support.mjs";

const shared = withBrowser();
let server, who;

beforeEach(async () => {
  server = new Double();
  await sample(server);
  server.people.add("Ada", [{ role: "operator_admin", tenant: null }]);
  server.people.add("Ben", [{ role: "tenant_admin", tenant: "bistro" }]);
  server.people.add("Vera", [{ role: "viewer", tenant: "bistro" }]);
  server.people.add("Sam", [{ role: "seller", tenant: null }]);
  server.board.open("Osteria Nova", "Sam");
  await server.listen();
  who = await visitor(shared.browser);
});
afterEach(async () => {
  await who.close();
  await server.close();
});

async function signedIn(name, place) {
  const page = await who.page(`${server.url}/console/`);
  await page.getByLabel("E-mail address").fill(`${name}@house.example`);
  await page.getByLabel("Password").fill("a lamp in the window");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  if (place) await page.getByRole("button", { name: place, exact: true }).click();
  await page.getByRole("navigation", { name: "Console" }).waitFor();
  return page;
}

const waiting = (page) => page.getByRole("list", { name: "What waits" }).getByRole("listitem");
const badge = (page) => page.getByRole("navigation", { name: "Console" }).getByRole("link", { name: /^Inbox/ }).locator(".count");
const minutes = (ago) => new Date(Date.now() - ago * 60_000).toISOString();

function call(text, since) {
  const made = server.conversation(server.create().id);
  server.message(made, "customer", text, { id: text });
  server.hand(made, "pending_human");
  return Object.assign(made, { since });
}

describe("the inbox", () => {
  it("has what waits in one list, the longest first, and leads to where it is handled", async () => {
    for (const one of server.conversations.values()) if (one.status !== "bot") server.hand(one, "bot");
    call("the second", minutes(20));
    server.desk.putUp("Eva", "Make 3 changes live: the first", { asked_at: minutes(90) });
    call("the third", minutes(5));
    const page = await signedIn("ben");
    await eventually(async () => assert.deepEqual((await waiting(page).locator(".entry-text").allInnerTexts()).map((text) => /the \w+/.exec(text)[0]), ["the first", "the second", "the third"]));
    await eventually(async () => assert.match(await badge(page).innerText(), /^3/));
    assert.match(await page.title(), /^\(3\) Inbox · Trattoria Lume/);
    await page.getByText("3 wait", { exact: true }).waitFor();

    await page.getByRole("group", { name: "Show" }).getByRole("button", { name: /^Conversations/ }).click();
    assert.equal(await waiting(page).count(), 2);
    await page.getByRole("group", { name: "Show" }).getByRole("button", { name: /^All/ }).click();
    await page.keyboard.press("/");
    await page.keyboard.type("first");
    await eventually(async () => assert.equal(await waiting(page).count(), 1));
    await page.keyboard.press("Tab"); // out of the field
    await page.locator("h2").first().click();
    await page.keyboard.press("j");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Approve", exact: true }).click();
    await page.getByText("Ben approved it").waitFor();
    await eventually(async () => assert.match(await badge(page).innerText(), /^2/));
    await page.getByRole("link", { name: /^Inbox/ }).click();
    await waiting(page).filter({ hasText: "the second" }).getByRole("link").click();
    await page.getByRole("button", { name: "Take over" }).click();
    await page.getByLabel("Your answer").fill("Good evening"); // until then the guest waits for whoever has taken over
    await page.keyboard.press("Enter");
    await eventually(async () => assert.match(await badge(page).innerText(), /^1/));
  });

  it("says when nothing waits, and hears of what comes by itself", async () => {
    for (const one of server.conversations.values()) if (one.status !== "bot") server.hand(one, "bot");
    const page = await signedIn("ben");
    await page.getByText("Nothing waits for you").waitFor();
    assert.equal(await badge(page).count(), 0);
    const mine = call("can you hear me", minutes(1));
    await waiting(page).getByText("can you hear me").waitFor();
    server.hand(mine, "human", "Ben");
    server.message(mine, "person", "I can", { by: "Ben" });
    await page.getByText("Nothing waits for you").waitFor();
    server.message(mine, "customer", "and one thing more", { id: "more" });
    await waiting(page).getByText("has written to you").waitFor();
  });

  it("shows nobody what somebody else decides", async () => {
    for (const one of server.conversations.values()) if (one.status !== "bot") server.hand(one, "bot");
    server.desk.putUp("Ben", "Make 3 changes live.");
    const page = await signedIn("ben");
    await page.getByText("Nothing waits for you").waitFor();
  });
});

describe("who has reloaded the page", () => {
  it("sees what their role lets them by now, and is not led back where they have gone on meanwhile", async () => {
    const page = await signedIn("ada", "Operator");
    server.people.users.find(({ name }) => name === "Ada").roles = [{ role: "tenant_admin", tenant: "second" }, { role: "legal", tenant: null }];
    await page.reload();
    await page.getByRole("link", { name: "Audit" }).waitFor({ state: "detached" });
    await page.getByRole("link", { name: "Board" }).waitFor();

    let late;
    await page.route("**/v1/me", async (route) => {
      const response = await route.fetch();
      if (late) return route.fulfill({ response });
      const json = { ...(await response.json()), name: "Ada Lovelace" };
      late = () => route.fulfill({ response, json });
    });
    await page.reload();
    await eventually(() => assert.ok(late));
    await page.locator(".place > button").click();
    await page.getByRole("list", { name: "Places" }).getByRole("button", { name: "Second Business" }).click();
    await page.getByRole("link", { name: "Conversations" }).waitFor();
    const answered = page.waitForResponse("**/v1/me");
    await late();
    await (await answered).finished();
    await page.evaluate(() => new Promise((shown) => requestAnimationFrame(() => requestAnimationFrame(shown))));
    assert.equal(await page.locator(".place b").innerText(), "Second Business");
  });
});

describe("ctrl-K", () => {
  const field = (page) => page.getByRole("combobox", { name: /^Find/ });
  const options = (page) => page.getByRole("listbox", { name: "Found" }).getByRole("option");
  const chosen = (page) => page.locator('[role="option"][aria-selected="true"]');

  it("leads by keys alone to a place, a person, a conversation, a piece of work and an act", async () => {
    server.desk.ask("mail.send", "order/17");
    const page = await signedIn("ben");
    const ways = [["audi", "Audit", "#/audit"], ["vera", "Vera", "#/people/u_vera"], ["order 1042", "Guest", /^#\/conversations\/c_/], ["order/17", "mail.send order/17", "#/work/1"],
      ["invite", "Invite somebody", "#/people/invite"], ["deploy", "Edit and deploy what is live", /^#\/configuration\/.*\/edit$/]];
    for (const [words, title, address] of ways) {
      await page.keyboard.press("Control+k");
      await field(page).waitFor();
      await page.keyboard.type(words);
      await eventually(async () => assert.match(await page.locator(".palette").innerText(), new RegExp(title)));
      await page.getByText("Looking…").waitFor({ state: "detached" });
      for (let i = 0; i < 20 && !(await chosen(page).innerText()).includes(title); i++) await page.keyboard.press("ArrowDown");
      assert.equal(await field(page).getAttribute("aria-activedescendant"), await chosen(page).getAttribute("id"));
      await page.keyboard.press("Enter");
      await eventually(async () => assert.match(new URL(page.url()).hash, address instanceof RegExp ? address : new RegExp(`^${address}$`)));
      assert.equal(await field(page).count(), 0);
    }
  });

  it("goes around at its ends, says when nothing fits, and gives the keyboard back", async () => {
    const page = await signedIn("ben");
    await page.getByRole("button", { name: /^Find/ }).focus();
    await page.keyboard.press("Meta+k");
    await field(page).waitFor();
    const first = await chosen(page).innerText();
    await page.keyboard.press("ArrowUp");
    assert.equal(await chosen(page).getAttribute("id"), await options(page).last().getAttribute("id"));
    await page.keyboard.press("ArrowDown");
    assert.equal(await chosen(page).innerText(), first);
    await page.keyboard.type("qqq like it");
    await page.getByText("Nothing fits").waitFor();
    assert.equal(await field(page).getAttribute("aria-expanded"), "false");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Escape");
    await field(page).waitFor({ state: "detached" });
    assert.match(await page.evaluate(() => document.activeElement.textContent), /^ ?Find/);
  });

  it("asks for nothing that somebody may not see", async () => {
    const page = await signedIn("vera");
    server.requests.length = 0;
    await page.keyboard.press("Control+k");
    await page.keyboard.type("e");
    await eventually(async () => assert.ok(server.requests.some(({ path }) => path === "/v1/work")));
    await page.getByText("Looking…").waitFor({ state: "detached" });
    const titles = await options(page).locator("b").allInnerTexts();
    for (const hidden of ["Audit", "People", "API keys", "Invite somebody", "Edit and deploy what is live", "Osteria Nova", "Ada"]) assert.ok(!titles.includes(hidden), hidden);
    assert.ok(!server.requests.some(({ path }) => ["/v1/people", "/v1/engagements"].includes(path)));
  });

  it("finds engagements where they are, and leads to another place", async () => {
    const page = await signedIn("ada", "Operator");
    await page.keyboard.press("Control+k");
    await page.keyboard.type("nova");
    await options(page).filter({ hasText: "Osteria Nova" }).click();
    await page.getByRole("heading", { name: "Osteria Nova" }).waitFor();
    await page.keyboard.press("Control+k");
    await page.keyboard.type("second");
    await options(page).filter({ hasText: "Second Business" }).click();
    await eventually(async () => assert.equal(await page.locator(".place b").innerText(), "Second Business"));
    assert.equal(await page.getByText("Osteria Nova").count(), 0);
  });

  it("shows the answer to the words that stand there, also where an earlier one comes late", async () => {
    const page = await signedIn("ben");
    let late;
    await page.route("**/v1/people?q=ver*", async (route) => {
      const response = await route.fetch();
      late = () => route.fulfill({ response }).catch(() => {}); // whoever asked has gone
    });
    await page.keyboard.press("Control+k");
    await page.keyboard.type("ver");
    await eventually(async () => assert.ok(late));
    await field(page).fill("sam");
    await options(page).filter({ hasText: "sam@house.example" }).waitFor();
    await late();
    assert.equal(await options(page).filter({ hasText: "Vera" }).count(), 0);
  });
});
