// The board of engagements and the change of place, against the product.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { Product } from "./product.mjs";
import { eventually, launch, visitor } from "./support.mjs";

const kPassword = "a lamp in the window";
let product, browser, visitors, ada, page;

async function comeIn(url, { email, name } = {}) {
  const who = await visitor(browser);
  visitors.push(who);
  const page = await who.page(url);
  if (email) await page.getByLabel("E-mail address").fill(email);
  if (name) await page.getByLabel("Your name").fill(name);
  await page.getByLabel("Password").fill(kPassword);
  await page.getByRole("button", { name: "Set the password and sign in" }).click();
  await page.getByRole("navigation", { name: "Console" }).waitFor();
  return page;
}

const goTo = (page, route) => page.evaluate((hash) => (location.hash = hash), `#/${route}`);
const placeOf = (page) => page.locator(".place b").innerText();
const routes = (page) => page.getByRole("navigation", { name: "Console" }).getByRole("link").evaluateAll((all) => all.map((link) => link.getAttribute("href")));
const column = (page, name) => page.locator(".list-of", { has: page.getByRole("heading", { name: new RegExp(`^${name}\\b`) }) });
const card = (page) => page.getByRole("region", { name: "Engagement", exact: true });
const history = (page) => card(page).getByRole("list", { name: "How it came here" }).getByRole("listitem");

async function changeTo(page, place) {
  await page.locator(".place > button").click();
  await page.getByRole("list", { name: "Places" }).getByRole("button", { name: place, exact: true }).click();
  await eventually(async () => assert.equal(await placeOf(page), place));
}

async function send(path, body, token) {
  const response = await fetch(`${product.url}/v1/${path}`, { method: "POST", headers: { "content-type": "application/json", authorization: `Bearer ${token}` }, body: JSON.stringify(body) });
  assert.equal(response.status, 201);
  return response.json();
}

const day = (days) => {
  const then = new Date();
  then.setDate(then.getDate() + days);
  return [then.getFullYear(), then.getMonth() + 1, then.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
};

before(async () => {
  visitors = [];
  product = new Product("board");
  await product.start();
  browser = await launch();
  await eventually(async () => assert.ok(product.welcomeLink));
  page = await comeIn(product.welcomeLink, { email: "ada@house.example", name: "Ada" });
  ada = JSON.parse(await page.evaluate(() => sessionStorage.getItem("frontdesk:console"))).user.token;
});
after(async () => {
  for (const one of visitors) await one.close();
  await browser?.close();
  await product.stop();
});

describe("the place", () => {
  it("is seen at all times, and changed by who works in several", async () => {
    assert.equal(await placeOf(page), "Trattoria Lume");
    await page.locator(".place > button").click();
    await page.keyboard.press("Escape");
    assert.equal(await page.evaluate(() => document.activeElement.getAttribute("aria-expanded")), "false", "the keyboard goes on from the button");
    await changeTo(page, "Operator");
    assert.deepEqual(await routes(page), ["#/board", "#/businesses", "#/inbox", "#/decisions", "#/work", "#/audit", "#/people", "#/keys", "#/webhooks", "#/account"]);
    assert.match(await page.title(), /Inbox · Operator · /);
    await page.reload();
    assert.equal(await placeOf(page), "Operator");
  });

  it("leaves nothing of itself behind when it is changed: no words, no address, no draft, no late answer", async () => {
    await changeTo(page, "Trattoria Lume");
    await send("tenants", { id: "annexe" }, ada);
    const { token, id } = await send("conversations", {}, "pk_bistro_demo");
    await fetch(`${product.url}/v1/conversations/${id}/messages`, { method: "POST", headers: { "content-type": "application/json", authorization: `Bearer ${token}` }, body: JSON.stringify({ id: "m1", text: "a secret of the trattoria" }) });
    await page.reload(); // the new business is among the places
    await goTo(page, `conversations/${id}`);
    await page.getByRole("button", { name: "Take over" }).click();
    await page.getByLabel("Your answer").fill("a begun answer");
    let answer;
    const isAsked = new Promise((asked) => page.route("**/v1/conversations?*", async (route) => {
      if (answer || !route.request().headers().authorization.endsWith(".bistro")) return route.continue();
      const response = await route.fetch();
      answer = () => route.fulfill({ response }).catch(() => {}); // whoever asked has gone
      asked();
    }));
    await isAsked;
    await changeTo(page, "annexe");
    await answer();
    await page.unroute("**/v1/conversations?*");
    await page.getByText("No conversation yet").waitFor();
    assert.equal(new URL(page.url()).hash, "#/conversations");
    const left = await page.evaluate(() => document.documentElement.innerHTML + JSON.stringify({ ...localStorage, ...sessionStorage }));
    assert.ok(!/secret of the trattoria|begun answer/.test(left));
    assert.match(await page.title(), /Conversations · annexe · /);
    await page.goBack();
    await page.getByRole("alert").getByText("no such conversation", { exact: false }).waitFor();
    assert.ok(!(await page.locator("main").innerText()).includes("secret of the trattoria"));
  });

  it("is the operator's for who has a role there only, with what the role may", async () => {
    const invite = async (name, role) => product.url + (await send("people", { email: `${name}@house.example`, name, roles: [{ role, tenant: null }] }, ada)).link.path;
    const sam = await comeIn(await invite("sam", "seller"));
    assert.equal(await placeOf(sam), "Operator");
    assert.deepEqual(await routes(sam), ["#/board", "#/account"]);
    await sam.getByRole("link", { name: "New engagement" }).waitFor();
    const lea = await comeIn(await invite("lea", "legal"));
    await lea.getByText("There is no engagement yet").waitFor();
    assert.equal(await lea.getByRole("link", { name: "New engagement" }).count(), 0);
  });
});

describe("the board", () => {
  it("says what to do where nothing is there, and takes a first client", async () => {
    await changeTo(page, "Operator");
    await goTo(page, "board");
    await page.getByText("There is no engagement yet").waitFor();
    await page.getByRole("link", { name: "Begin one" }).click();
    await page.getByLabel("Client").fill("Osteria Nova");
    await page.getByLabel("Contact").fill("nina@nova.example");
    await page.keyboard.press("Enter");
    await card(page).getByRole("heading", { name: "Osteria Nova" }).waitFor();
    assert.equal(await history(page).count(), 1);
    assert.match(await history(page).first().innerText(), /Lead.*Ada/s);
  });

  it("moves one to what can come next, and to nothing else", async () => {
    const verbs = card(page).getByRole("group", { name: "Move to" }).getByRole("button");
    assert.deepEqual(await verbs.allInnerTexts(), ["Researched", "Demo ready", "NDA sent", "Priced", "Lost…", "Pause…"]);
    await verbs.first().click();
    await eventually(async () => assert.equal(await history(page).count(), 2));
    await eventually(async () => assert.equal(await page.evaluate(() => document.activeElement.textContent), "Osteria Nova", "the focus is not lost with the button"));
    assert.equal(await verbs.first().innerText(), "Demo ready");
    await column(page, "Researched").getByText("Osteria Nova").waitFor();
  });

  it("pauses one until a day, for a reason, and wakes it again", async () => {
    await card(page).getByRole("button", { name: "Pause…" }).click();
    const ask = card(page).getByRole("form", { name: "Pause" });
    assert.ok(await ask.getByRole("button", { name: "Pause it" }).isDisabled());
    await ask.getByLabel("Why").fill("They open in spring");
    await ask.getByLabel("Until").fill(day(40));
    await ask.getByRole("button", { name: "Pause it" }).click();
    await eventually(async () => assert.match(await history(page).first().innerText(), /Paused.*until.*They open in spring.*Ada/s));
    const { items } = await (await fetch(`${product.url}/v1/engagements`, { headers: { authorization: `Bearer ${ada}` } })).json();
    assert.equal(new Date(items[0].until).toDateString(), new Date(`${day(40)}T12:00`).toDateString());
    const wakes = new Date(`${day(40)}T12:00`), isThisYear = wakes.getFullYear() === new Date().getFullYear();
    const wakesOn = wakes.toLocaleDateString("en-US", { day: "numeric", month: "short", ...(!isThisYear && { year: "numeric" }) });
    await column(page, "Paused").getByText(`until ${wakesOn}, `).waitFor();
    await card(page).getByRole("button", { name: "Researched" }).click();
    await eventually(async () => assert.equal(await history(page).count(), 4));
  });

  it("tells who moved what another one looks at", async () => {
    const id = new URL(page.url()).hash.split("/").at(-1);
    const response = await fetch(`${product.url}/v1/engagements/${id}/move`, { method: "POST", headers: { "content-type": "application/json", authorization: `Bearer ${ada}` }, body: JSON.stringify({ to: "lost", reason: "They went with somebody else" }) });
    assert.equal(response.status, 200);
    await card(page).getByRole("button", { name: "Priced" }).click(); // this page has not heard of it
    await card(page).getByRole("alert").getByText("is lost", { exact: false }).waitFor();
    await page.reload();
    await card(page).getByText("It ends here").waitFor();
  });

  it("shows all in columns, finds by words and by section, and is walked through by keys", async () => {
    for (const client of ["Bäckerei Huber", "City Dental"]) await send("engagements", { client }, ada);
    await goTo(page, "board");
    await page.reload();
    await eventually(async () => assert.deepEqual(await page.locator(".list-part").allInnerTexts(), ["Lead 2", "Lost 1"]));
    await page.keyboard.press("/");
    await page.keyboard.type("BÄCK");
    await eventually(async () => assert.deepEqual(await page.locator(".entry-name").allInnerTexts(), ["Bäckerei Huber"]));
    await page.getByLabel("Search engagements").fill("nobody like it");
    await page.getByRole("button", { name: "Clear search and filters" }).click();
    await page.getByRole("button", { name: /^Aside/ }).click();
    await eventually(async () => assert.deepEqual(await page.locator(".list-part").allInnerTexts(), ["Paused 0", "Lost 1", "Churned 0"]));
    await page.getByRole("button", { name: "All", exact: true }).click();
    await page.locator("h2").first().click();
    await page.keyboard.press("j");
    await card(page).getByRole("heading", { name: "City Dental" }).waitFor();
    await page.keyboard.press("j");
    await card(page).getByRole("heading", { name: "Bäckerei Huber" }).waitFor();
  });

  it("fits a phone", async () => {
    await page.setViewportSize({ width: 360, height: 740 });
    for (const route of ["board", "board/new", new URL(page.url()).hash.slice(2)]) {
      await goTo(page, route);
      await page.locator(".list h2, .page h2").first().waitFor({ state: "attached" });
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 360, route);
      assert.equal(await placeOf(page), "Operator");
    }
  });
});
