// People in the console against the product: the first account, invitations, roles, sessions.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { Product } from "./product.mjs";
import { eventually, launch, visitor } from "./support.mjs";

const kPassword = "a lamp in the window";
let product, browser, ada, page, ben, bens;

async function accept(who, url, { email, name, password = kPassword } = {}) {
  const page = await who.page(url);
  if (email) await page.getByLabel("E-mail address").fill(email);
  if (name) await page.getByLabel("Your name").fill(name);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Set the password and sign in" }).click();
  return page;
}

async function signIn(page, email, password = kPassword) {
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

const entry = (name) => page.locator(".entry", { hasText: name });
const places = (page) => page.getByRole("navigation", { name: "Console" }).getByRole("link").allInnerTexts();

describe("people", () => {
  before(async () => {
    product = new Product("people");
    await product.start();
    browser = await launch();
    ada = await visitor(browser);
    ben = await visitor(browser);
  });
  after(async () => {
    await ada?.close();
    await ben?.close();
    await browser?.close();
    await product.stop();
  });

  it("begin with an account that is made by the link of the start, once", async () => {
    await eventually(async () => assert.ok(product.welcomeLink));
    page = await accept(ada, product.welcomeLink, { email: "ada@house.example", name: "Ada" });
    await page.getByText("Signed in as Ada").waitFor();
    assert.ok(!page.url().includes("li_"), "the link is over and stands nowhere");
    const stored = await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }));
    assert.ok(!stored.includes(kPassword));
    const late = await ben.page(product.welcomeLink);
    assert.match(await late.getByRole("alert").innerText(), /not known, was used or taken back/);
    await late.getByRole("button", { name: "Sign in" }).click();
    await late.getByLabel("E-mail address").waitFor();
  });

  it("are invited by a link, and see what their role lets them", async () => {
    await page.getByRole("link", { name: "People" }).click();
    await page.getByText("Nobody has a role here yet").waitFor();
    await page.getByRole("link", { name: "Invite", exact: true }).click();
    await page.getByLabel("E-mail address").fill("ben@house.example");
    await page.getByLabel("Name", { exact: true }).fill("Ben");
    await page.getByRole("button", { name: "Invite" }).click();
    const link = await page.locator(".once code").innerText();
    await entry("Ben").getByText("Invited").waitFor();
    bens = await accept(ben, link);
    await bens.getByText("Signed in as Ben").waitFor();
    await bens.getByRole("heading", { name: "Inbox", level: 2 }).waitFor();
    assert.deepEqual((await places(bens)).map((text) => text.trim()), ["Inbox", "Conversations", "Contacts", "Decisions", "Configuration", "Learning", "Tools and keys", "Work", "My account"]);
  });

  it("are not changed by an invitation before it was asked whether they shall be", async () => {
    const invite = async () => {
      await page.getByLabel("E-mail address").fill("ben@house.example");
      await page.getByLabel("Name", { exact: true }).fill("Ben");
      await page.getByLabel("Role in Trattoria Lume").selectOption("viewer");
      await page.getByRole("button", { name: "Invite", exact: true }).focus();
      await page.keyboard.press("Enter");
      await page.getByText("has an account already").waitFor();
    };
    await invite();
    assert.equal(await entry("Ben").locator(".entry-foot").innerText(), "Agent");
    await page.getByRole("button", { name: "Leave them as they are" }).press("Enter");
    await eventually(async () => assert.equal(await page.evaluate(() => document.activeElement.textContent), "Invite somebody", "the focus is where they acted"));
    await invite();
    await page.getByRole("button", { name: "Give them the role" }).click();
    await eventually(async () => assert.equal((await entry("Ben").locator(".entry-foot").innerText()).split(", ").sort().join(), "Agent,Viewer"));
    assert.equal(await page.getByLabel("Role in Trattoria Lume").inputValue(), "agent", "the next one is not given what this one was");
  });

  it("are found by words, and by none where nobody has them", async () => {
    await page.reload();
    await entry("Ben").getByText("Active").waitFor();
    await page.getByLabel("Search people").fill("BEN@house");
    await entry("Ben").waitFor();
    await page.getByLabel("Search people").fill("nobody like it");
    await page.getByText("Nothing fits").waitFor();
    await page.getByLabel("Search people").fill("");
  });

  it("are given another role, which counts from then on", async () => {
    await entry("Ben").click();
    await page.getByLabel("Role in Trattoria Lume").selectOption("tenant_admin");
    await page.getByRole("button", { name: "Save the roles" }).click();
    await entry("Ben").getByText("Admin", { exact: true }).waitFor();
    await bens.reload();
    await bens.getByRole("button", { name: "Sign out" }).click();
    await signIn(bens, "ben@house.example");
    await bens.getByRole("link", { name: "People" }).click();
    await bens.locator(".entry", { hasText: "Ben" }).waitFor();
  });

  it("are everybody for who looks after all businesses", async () => {
    await page.getByLabel("Everybody, in all businesses").check();
    await entry("Ada").getByText("Operator admin").waitFor();
    await entry("Ada").click();
    await page.getByText("This is you").waitFor();
    await page.getByLabel("Operator admin: everything, everywhere").uncheck();
    await page.getByRole("button", { name: "Save the roles" }).click();
    assert.match(await page.getByRole("alert").innerText(), /the last operator_admin/);
    await page.getByLabel("Everybody, in all businesses").uncheck();
  });

  it("who are disabled are out at once", async () => {
    await entry("Ben").click();
    await page.getByRole("button", { name: "Disable Ben" }).click();
    await page.getByRole("button", { name: "Keep them out" }).click();
    await entry("Ben").getByText("Disabled").waitFor();
    await bens.getByLabel("Search people").fill("x");
    await bens.getByLabel("E-mail address").waitFor();
    await signIn(bens, "ben@house.example");
    assert.match(await bens.getByRole("alert").innerText(), /The e-mail address or the password is wrong/);
    await page.getByRole("button", { name: "Let Ben in again" }).click();
    await entry("Ben").getByText("Active").waitFor();
    await signIn(bens, "ben@house.example");
    await bens.getByText("Signed in as Ben").waitFor();
  });

  it("make keys for programs, which may what they say until they are revoked", async () => {
    await page.getByRole("link", { name: "API keys" }).click();
    await page.getByText("There is no API key yet").waitFor();
    await page.getByRole("link", { name: "Make a key" }).first().click();
    await page.getByLabel("What it is for").fill("Reports");
    await page.getByLabel("conversations.read").check();
    await page.getByRole("button", { name: "Make the key" }).click();
    const key = await page.locator(".once code").innerText();
    const status = async (path) => (await fetch(`${product.url}/v1/${path}`, { headers: { authorization: `Bearer ${key}` } })).status;
    assert.deepEqual([await status("conversations"), await status("config")], [200, 403]);
    await entry("Reports").click();
    await page.getByRole("button", { name: "Revoke Reports" }).click();
    await page.getByRole("button", { name: "Revoke it" }).click();
    await entry("Reports").getByText("Revoked").waitFor();
    assert.equal(await status("conversations"), 401);
  });

  it("are asked for their password once more where the last proof is too old, and what they began goes on", async () => {
    const deeds = [];
    let refusals = 2;
    await page.route("**/v1/keys", (route) => {
      if (route.request().method() !== "POST") return route.fallback();
      deeds.push(route.request().postDataJSON().name);
      if (refusals-- <= 0) return route.fallback();
      return route.fulfill({ status: 403, contentType: "application/problem+json", json: { type: "/problems/people/step-up-needed", title: "Forbidden", status: 403, detail: "This needs your password once more." } });
    });
    await page.getByRole("link", { name: "Make a key" }).first().click();
    await page.getByLabel("What it is for").fill("Nightly");
    await page.getByLabel("conversations.read").check();
    const dialog = page.getByRole("dialog", { name: "Your password, once more" });
    await page.getByRole("button", { name: "Make the key" }).click();
    await dialog.getByRole("button", { name: "Leave it" }).click();
    await page.getByRole("alert").getByText("This needs your password once more.").waitFor();
    assert.deepEqual(deeds, ["Nightly"], "nothing is sent again without a proof");

    await page.getByRole("button", { name: "Make the key" }).click();
    await dialog.getByLabel("Password").fill("a lamp in the windo");
    await dialog.getByRole("button", { name: "Go on" }).click();
    await dialog.getByRole("alert").getByText("the password is wrong").waitFor();
    assert.equal(deeds.length, 2);
    await dialog.getByLabel("Password").fill(kPassword);
    await dialog.getByRole("button", { name: "Go on" }).click();
    await page.locator(".once code").waitFor();
    assert.equal(await dialog.count(), 0);
    assert.deepEqual(deeds, ["Nightly", "Nightly", "Nightly"]);
    await entry("Nightly").getByText("In use").waitFor();
    await page.unroute("**/v1/keys");
  });

  it("are asked for it, too, before a link is made that lets in as somebody", async () => {
    let refusals = 1;
    await page.route("**/v1/people/*/link", (route) => refusals-- <= 0 ? route.fallback()
      : route.fulfill({ status: 403, contentType: "application/problem+json", json: { type: "/problems/people/step-up-needed", title: "Forbidden", status: 403, detail: "This needs your password once more." } }));
    await page.getByRole("link", { name: "People" }).click();
    await entry("Ben").click();
    await page.getByRole("button", { name: "Link for a new password" }).click();
    const dialog = page.getByRole("dialog", { name: "Your password, once more" });
    await dialog.getByLabel("Password").fill(kPassword);
    await dialog.getByRole("button", { name: "Go on" }).click();
    await page.getByText("Send this link to Ben").waitFor();
    assert.equal(refusals, -1, "it was asked for twice");
    await page.unroute("**/v1/people/*/link");
  });

  it("see the keys of pages without the operator key, where they look after all", async () => {
    await page.getByRole("link", { name: "Tools and keys" }).click();
    assert.equal(await page.getByLabel("Operator key").count(), 0);
    await page.getByRole("button", { name: "Show the keys" }).click();
    await page.getByText("pk_bistro_demo").first().waitFor();
  });

  it("see where they are signed in, and end it elsewhere", async () => {
    const elsewhere = await visitor(browser);
    const there = await elsewhere.page(`${product.url}/console/`);
    await signIn(there, "ada@house.example");
    await there.getByText("Signed in as Ada").waitFor();
    await page.getByRole("link", { name: "My account" }).click();
    const sessions = page.getByRole("list", { name: "Sessions" }).getByRole("listitem");
    await eventually(async () => assert.equal(await sessions.count(), 2));
    await page.getByRole("button", { name: "End all others" }).click();
    await eventually(async () => assert.equal(await sessions.count(), 1));
    await there.getByRole("link", { name: "People" }).click();
    await there.getByLabel("E-mail address").waitFor();
    await elsewhere.close();
  });

  it("take another password and stay in", async () => {
    await page.getByLabel("Present password").fill(kPassword);
    await page.getByLabel("New password").fill("a candle by the door");
    await page.getByRole("button", { name: "Change the password" }).click();
    await eventually(async () => assert.equal(await page.getByLabel("New password").inputValue(), ""));
    await page.getByRole("list", { name: "Sessions" }).getByText("here").waitFor();
    await page.getByRole("button", { name: "Sign out" }).click();
    await signIn(page, "ada@house.example");
    assert.match(await page.getByRole("alert").innerText(), /wrong/);
    await signIn(page, "ada@house.example", "a candle by the door");
    await page.getByText("Signed in as Ada", { exact: true }).waitFor();
  });

  it("stay signed in over a restart, which prints no link any more", async () => {
    await product.kill("frontdesk");
    await product.startFrontdesk();
    await page.reload();
    await page.getByRole("link", { name: "My account" }).click();
    await page.getByRole("list", { name: "Sessions" }).getByText("here").waitFor();
    assert.equal(product.welcomeLink, undefined);
  });

  it("are looked after on a phone, and with keys alone", async () => {
    const phone = await visitor(browser, { viewport: { width: 360, height: 740 } });
    const small = await phone.page(`${product.url}/console/#/people`);
    await small.getByLabel("E-mail address").pressSequentially("ada@house.example");
    await small.keyboard.press("Tab");
    await small.keyboard.type("a candle by the door");
    await small.keyboard.press("Enter");
    await small.getByText("Signed in as Ada", { exact: true }).waitFor({ state: "attached" });
    for (const place of ["people", "people/invite", "account"]) {
      await small.goto(`${product.url}/console/#/${place}`);
      await small.locator(".list h2, .sections h2").first().waitFor({ state: "attached" });
      assert.equal(await small.evaluate(() => document.documentElement.scrollWidth), 360, place);
    }
    await phone.close();
  });

  it("are named in the audit for what they do to businesses and their keys, as is the operator key", async () => {
    const send = async (method, path, bearer, body) => {
      const headers = { "content-type": "application/json", ...(bearer && { authorization: `Bearer ${bearer}` }) };
      const response = await fetch(`${product.url}/v1/${path}`, { method, headers, body: body && JSON.stringify(body) });
      assert.ok(response.ok, `${method} ${path}: ${response.status}`);
      return response.json();
    };
    const { token: adas } = await send("POST", "sign-in", null, { email: "ada@house.example", password: "a candle by the door" });
    await send("POST", "tenants", adas, { id: "annexe" });
    const { key } = await send("POST", "tenants/annexe/web-keys", adas, {});
    await send("DELETE", `tenants/annexe/web-keys/${key}`, product.operatorKey);
    await send("POST", "sessions", product.operatorKey, { tenant: "annexe", name: "Eve" });
    const { items } = await send("GET", "audit?limit=4", adas);
    assert.deepEqual(items.map(({ actor, deed, subject, detail }) => [actor, deed, subject, detail]), [
      ["operator", "sessions.open", "tenant/annexe", { name: "Eve" }],
      ["operator", "web_keys.retire", "tenant/annexe", { key }],
      ["Ada", "web_keys.issue", "tenant/annexe", { key }],
      ["Ada", "tenants.create", "tenant/annexe", { reason: "", state: "making" }],
    ]);
  });
});
