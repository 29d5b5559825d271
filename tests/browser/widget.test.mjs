// The widget against a server that fails on request.
import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { afterEach, beforeEach, describe, it } from "node:test";
import { violationsOn } from "../judges/accessibility.mjs";
import { Double } from "./double.mjs";
import { eventually, said, visitor, withBrowser, write } from "./support.mjs";

const kHead = '<!doctype html><html lang="en"><title>Test</title><meta name="viewport" content="width=device-width">';
const kPages = {
  "/inline.html": `${kHead}<main><h1>Shop</h1><div id="chat"></div></main>
    <script src="/widget.js" data-key="pk_test" data-target="#chat" data-title="Shop" defer></script>`,
  "/greeting.html": `${kHead}<main><h1>Shop</h1><div id="chat"></div></main>
    <script src="/widget.js" data-key="pk_test" data-target="#chat" data-title="Shop" data-greeting="Good day!"
      data-greeting-de="Guten Tag!" defer></script>`,
  "/float.html": `${kHead}<main><h1>Shop</h1></main><script src="/widget.js" data-key="pk_test" data-title="Shop" defer></script>`,
  "/ben.html": `${kHead}<main><h1>Shop</h1><div id="chat"></div></main>
    <script src="/widget.js" data-key="pk_test" data-user="ben" data-target="#chat" data-title="Shop" defer></script>`,
};
const kHours = "Harbor is open Tuesday to Sunday from 11:30. More at https://lume.example/hours.";

const shared = withBrowser();
let server;
let guest;
let inline;

beforeEach(async () => {
  server = await new Double(undefined, kPages).listen();
  guest = await visitor(shared.browser);
  inline = `${server.url}/inline.html`;
});
afterEach(async () => {
  await guest.close();
  await server.close();
});

const posts = (path) => server.requests.filter((request) => request.method === "POST" && path.test(request.path));
const streams = () => [...server.conversations.values()].reduce((sum, one) => sum + one.listeners.size, 0);
const only = () => [...server.conversations.values()][0];
// Returns when the page has had an answer that it asked for now: what it sent before has come, and what it got is read.
const roundTrip = (page) => page.evaluate(() => fetch("/mark").then((answer) => answer.text()));

describe("the language", () => {
  it("is the browser's before the conversation says another", async () => {
    const other = await visitor(shared.browser, { locale: "de-AT" });
    try {
      const page = await other.page(`${server.url}/greeting.html`);
      const input = page.locator("textarea");
      await eventually(async () => assert.equal(await input.getAttribute("placeholder"), "Nachricht schreiben"));
      await page.getByText("Guten Tag!", { exact: true }).waitFor();
      await page.locator(".who", { hasText: "Automatischer Assistent" }).waitFor();
      await input.fill("when are you open");
      await input.press("Enter");
      await eventually(async () => assert.equal((await said(page)).at(-1), kHours));
      assert.match(posts(/conversations$/)[0].body.language, /^de-AT/);
      server.emit(only(), "owner", { owner: "pending_human" });
      await page.getByText("Das Team ist gefragt und antwortet hier.").waitFor();
      server.emit(only(), "language", { language: "it" });
      await eventually(async () => assert.equal(await input.getAttribute("placeholder"), "Scriva un messaggio"));
      assert.equal(await page.locator("frontdesk-chat").getAttribute("lang"), "it");
      await page.getByRole("button", { name: "Invia" }).waitFor();
      await page.reload();
      await eventually(async () => assert.equal(await input.getAttribute("placeholder"), "Scriva un messaggio"));
    } finally {
      await other.close();
    }
  });

  it("is asked for with the others that the browser names behind it", async () => {
    const other = await visitor(shared.browser, { locale: "fr-BE" });
    try {
      await other.context.addInitScript(() => Object.defineProperty(navigator, "languages", { get: () => ["fr-BE", "de", "en"] }));
      const page = await other.page(`${server.url}/greeting.html`);
      await page.getByText("Guten Tag!", { exact: true }).waitFor();
      await page.locator("textarea").fill("when are you open");
      await page.locator("textarea").press("Enter");
      await eventually(() => assert.equal(posts(/conversations$/).length, 1));
      assert.equal(posts(/conversations$/)[0].body.language, "fr-BE,de,en");
    } finally {
      await other.close();
    }
  });

  it("has the same labels, with the same places to fill in, in every file", async () => {
    const folder = new URL("../../web/widget/labels/", import.meta.url);
    const read = async (name) => JSON.parse(await readFile(new URL(name, folder), "utf8"));
    const names = (await readdir(folder)).sort();
    assert.deepEqual(names, ["de.json", "en.json", "es.json", "it.json"]);
    const english = await read("en.json");
    for (const name of names) {
      const other = await read(name);
      assert.deepEqual(Object.keys(other), Object.keys(english), name);
      for (const [key, text] of Object.entries(other)) assert.equal(text.includes("%"), english[key].includes("%"), `${name} ${key}`);
    }
  });

  it("is English where the browser's is none that there is", async () => {
    const other = await visitor(shared.browser, { locale: "fi-FI" });
    try {
      const page = await other.page(`${server.url}/greeting.html`);
      assert.equal(await page.locator("textarea").getAttribute("placeholder"), "Write a message");
      await page.getByText("Good day!", { exact: true }).waitFor();
    } finally {
      await other.close();
    }
  });
});

describe("a conversation", () => {
  it("begins with the first message and not before", async () => {
    const page = await guest.page(inline);
    await page.getByLabel("Your message").pressSequentially("when");
    await roundTrip(page);
    assert.equal(posts(/conversations$/).length, 0);
    await write(page, "when are you open");
    await eventually(async () => assert.deepEqual(await said(page), ["when are you open", kHours]));
    assert.equal(posts(/conversations$/).length, 1);
  });

  it("shows an answer while it is being written, then once", async () => {
    server.paceMs = 120;
    const page = await guest.page(inline);
    await write(page, "when are you open");
    await page.locator(".draft p", { hasText: "Harbor is open" }).waitFor();
    assert.deepEqual(await said(page), ["when are you open"]);
    await eventually(async () => assert.deepEqual(await said(page), ["when are you open", kHours]));
    assert.equal(await page.locator(".draft").count(), 0);
  });

  it("goes on after a reload", async () => {
    const page = await guest.page(inline);
    await write(page, "when are you open");
    await eventually(async () => assert.equal((await said(page)).length, 2));
    await page.reload();
    await eventually(async () => assert.deepEqual(await said(page), ["when are you open", kHours]));
    await write(page, "hello");
    await eventually(async () => assert.equal((await said(page)).length, 4));
    assert.equal(server.conversations.size, 1);
  });

  it("goes on with the fresh token that an answer carries", async () => {
    const page = await guest.page(inline);
    await write(page, "when are you open");
    await eventually(async () => assert.equal((await said(page)).length, 2));
    const followed = server.requests.filter(({ path }) => path.endsWith("/events")).length;
    server.renews = true;
    await write(page, "hello");
    await eventually(async () => assert.equal((await said(page)).length, 4));
    assert.ok((await page.evaluate(() => JSON.stringify({ ...localStorage }))).includes("_fresh"));
    assert.equal(server.requests.filter(({ path }) => path.endsWith("/events")).length, followed, "the stream was not begun anew");
    server.expireTokens();
    await write(page, "hello again");
    await eventually(async () => assert.equal((await said(page)).length, 6));
    assert.equal(server.conversations.size, 1);
    assert.equal(streams(), 1);
  });

  it("takes the fresh token from its stream where nothing is said", async () => {
    const page = await guest.page(inline);
    await write(page, "when are you open");
    await eventually(async () => assert.equal((await said(page)).length, 2));
    server.renews = true;
    server.cut();
    await eventually(async () => assert.ok((await page.evaluate(() => JSON.stringify({ ...localStorage }))).includes("_fresh")));
    server.expireTokens();
    await eventually(() => assert.equal(streams(), 1));
    assert.equal((await said(page)).length, 2);
  });

  it("is the same in another tab, live, over one stream", async () => {
    const first = await guest.page(inline);
    await write(first, "when are you open");
    await eventually(async () => assert.equal((await said(first)).length, 2));
    const second = await guest.page(inline);
    await eventually(async () => assert.equal((await said(second)).length, 2));
    await write(second, "hello");
    for (const page of [first, second]) await eventually(async () => assert.equal((await said(page)).length, 4));
    assert.deepEqual(await said(first), await said(second));
    assert.equal(streams(), 1);
  });

  it("goes on in the other tab when the tab with the stream is closed", async () => {
    const first = await guest.page(inline);
    await write(first, "when are you open");
    await eventually(async () => assert.equal((await said(first)).length, 2));
    const second = await guest.page(inline);
    await eventually(async () => assert.equal((await said(second)).length, 2));
    await first.close();
    await write(second, "hello");
    await eventually(async () => assert.equal((await said(second)).length, 4));
    assert.equal(streams(), 1);
  });

  it("works in ten tabs, more than a browser has connections", async () => {
    const pages = [];
    for (let index = 0; index < 10; index++) pages.push(await guest.page(inline));
    await write(pages[7], "when are you open");
    for (const page of pages) await eventually(async () => assert.deepEqual(await said(page), ["when are you open", kHours]));
    assert.equal(server.conversations.size, 1);
  });

  it("has everything in a tab without the stream whose first tries to fetch it failed", async () => {
    const first = await guest.page(inline);
    await write(first, "when are you open");
    await eventually(async () => assert.equal((await said(first)).length, 2));
    const second = await guest.page("about:blank");
    Object.assign(server.faults, { status: 503, times: 2, method: "GET" });
    await second.goto(inline);
    await eventually(async () => assert.deepEqual(await said(second), ["when are you open", kHours]));
    assert.equal(server.faults.times, 0);
    assert.equal(streams(), 1);
  });

  it("shows the answer so far in a tab that is opened while it is being written", async () => {
    server.paceMs = 250;
    const first = await guest.page(inline);
    await write(first, "when are you open");
    await first.locator(".draft p", { hasText: "Harbor is open" }).waitFor();
    const second = await guest.page(inline);
    await second.locator(".draft p", { hasText: /^Harbor is open/ }).waitFor();
    await eventually(async () => assert.deepEqual(await said(second), ["when are you open", kHours]));
  });

  it("begins anew when the server no longer knows it", async () => {
    const page = await guest.page(inline);
    await write(page, "hello");
    await eventually(async () => assert.equal((await said(page)).length, 2));
    server.conversations.clear();
    await page.reload();
    await eventually(async () => assert.equal((await said(page)).length, 0));
    await write(page, "when are you open");
    await eventually(async () => assert.deepEqual(await said(page), ["when are you open", kHours]));
  });

  it("is opened again by the next message after it was resolved", async () => {
    const page = await guest.page(inline);
    await write(page, "hello");
    await eventually(async () => assert.equal((await said(page)).length, 2));
    server.hand(only(), "resolved");
    await page.getByText("This conversation is closed.").waitFor();
    await write(page, "when are you open");
    await eventually(async () => assert.equal((await said(page)).at(-1), kHours));
    assert.equal(server.conversations.size, 1);
  });
});

describe("a bad network", () => {
  it("keeps what is written offline, through a reload, and sends it once and in order", async () => {
    const page = await guest.page(inline);
    await write(page, "hello");
    await eventually(async () => assert.equal((await said(page)).length, 2));
    Object.assign(server.faults, { status: 503, times: 1000 });
    for (const text of ["one", "two", "three"]) await write(page, text);
    await page.reload();
    await eventually(async () => assert.deepEqual(await page.locator(".waiting p").allInnerTexts(), ["one", "two", "three"]));
    server.faults.times = 0;
    await eventually(async () => {
      const mine = only().messages.filter(({ role }) => role === "customer").map(({ text }) => text);
      assert.deepEqual(mine, ["hello", "one", "two", "three"]);
    });
    await eventually(async () => assert.equal(await page.locator(".waiting").count(), 0));
  });

  it("says that one is offline and sends as soon as one is back", async () => {
    const page = await guest.page(inline);
    await guest.context.setOffline(true);
    await page.getByText("You are offline.").waitFor();
    await write(page, "when are you open");
    await page.getByText("Sending…").waitFor();
    await guest.context.setOffline(false);
    await eventually(async () => assert.deepEqual(await said(page), ["when are you open", kHours]));
  });

  it("says a message once when the answer to it was lost", async () => {
    const page = await guest.page(inline);
    await write(page, "hello");
    await eventually(async () => assert.equal((await said(page)).length, 2));
    await guest.context.route(/\/events/, (route) => route.abort()); // else the stream tells first that it has come
    await page.reload();
    Object.assign(server.faults, { status: 0, times: 1, after: true });
    await write(page, "when are you open");
    await eventually(() => assert.equal(posts(/messages$/).length, 3, "it is sent once more"));
    await guest.context.unroute(/\/events/);
    await eventually(async () => assert.equal((await said(page)).length, 4), "", 15_000);
    await write(page, "thank you");
    await eventually(async () => assert.equal((await said(page)).at(-2), "thank you"));
    assert.equal((await said(page)).length, 6);
    assert.equal(new Set(posts(/messages$/).map(({ body }) => body.id)).size, 3);
    assert.equal(await page.locator(".waiting").count(), 0);
  });

  it("does not repeat text when the server dies in the middle of an answer", async () => {
    server.paceMs = 80;
    const page = await guest.page(inline);
    await write(page, "when are you open");
    await page.locator(".draft p", { hasText: "Harbor is" }).waitFor();
    server.crashNow = true;
    await eventually(async () => assert.deepEqual(await said(page), ["when are you open", kHours]), "", 15_000);
  });

  it("waits for a server that is down and goes on", async () => {
    const page = await guest.page(inline);
    await write(page, "hello");
    await eventually(async () => assert.equal((await said(page)).length, 2));
    const back = server.down(2500);
    await page.getByText("Connection lost.").waitFor();
    await write(page, "when are you open");
    await back;
    await eventually(async () => assert.equal((await said(page)).length, 4), "", 15_000);
    await eventually(async () => assert.equal(await page.getByText("Connection lost.").count(), 0));
  });

  it("asks for pages of events where no stream comes through", async () => {
    server.faults.plain = true;
    const page = await guest.page(inline);
    await write(page, "when are you open");
    await eventually(async () => assert.deepEqual(await said(page), ["when are you open", kHours]), "", 12_000);
  });

  it("tells why a message is refused, lets one remove it, and sends the next", async () => {
    const page = await guest.page(inline);
    await write(page, "refuse me");
    await page.getByText("Not sent: This text is not allowed.").waitFor();
    await write(page, "when are you open");
    await eventually(async () => assert.deepEqual(await said(page), ["when are you open", kHours]));
    await page.getByRole("button", { name: "Remove" }).click();
    assert.equal(await page.getByText("refuse me").count(), 0);
  });
});

describe("users of one browser", () => {
  it("start anew in every tab", async () => {
    const first = await guest.page(inline);
    const second = await guest.page(inline);
    await write(first, "hello");
    await eventually(async () => assert.equal((await said(second)).length, 2));
    await first.getByRole("button", { name: "Start anew" }).click();
    await first.getByRole("group", { name: "Start anew" }).getByRole("button", { name: "Start anew" }).click();
    for (const page of [first, second]) await eventually(async () => assert.deepEqual(await said(page), []));
    await write(second, "when are you open");
    for (const page of [first, second]) await eventually(async () => assert.deepEqual(await said(page), ["when are you open", kHours]));
    assert.equal(server.conversations.size, 2);
  });

  it("see nothing of each other", async () => {
    const one = await guest.page(inline);
    await write(one, "hello");
    await eventually(async () => assert.equal((await said(one)).length, 2));
    const ben = await guest.page(`${server.url}/ben.html`);
    await write(ben, "when are you open");
    await eventually(async () => assert.equal((await said(ben)).at(-1), kHours));
    assert.deepEqual(await said(ben), ["when are you open", kHours]);
    await write(one, "hello again");
    await eventually(async () => assert.equal((await said(one)).at(-2), "hello again"));
    assert.equal((await said(one)).length, 4);
    assert.equal((await said(ben)).length, 2);
  });

  it("take what they wrote and did not send with them when they log out", async () => {
    const page = await guest.page(inline);
    server.faults.lateMs = 600;
    await write(page, "my secret");
    await eventually(() => assert.equal(posts(/conversations$/).length, 1));
    await page.evaluate(() => document.dispatchEvent(new Event("frontdesk:logout")));
    server.faults.lateMs = 0;
    await eventually(() => assert.equal(server.conversations.size, 1, "it is answered behind the logout"));
    await roundTrip(page);
    assert.equal(await page.getByText("my secret").count(), 0);
    assert.equal(await page.evaluate(() => JSON.stringify(localStorage)), "{}");
    await write(page, "when are you open");
    await eventually(async () => assert.deepEqual(await said(page), ["when are you open", kHours]));
    assert.deepEqual(posts(/messages$/).map(({ body }) => body.text), ["when are you open"]);
  });
});

describe("text", () => {
  it("is never markup, and links are what they read", async () => {
    const page = await guest.page(inline);
    const evil = '<img src=x onerror="document.title=1"> **b** https://a.example/x?y=1. javascript:alert(1)';
    await write(page, evil);
    await eventually(async () => assert.equal((await said(page))[0], evil));
    const links = page.locator(".list .msg.customer a");
    assert.equal(await links.count(), 1);
    assert.equal(await links.getAttribute("href"), "https://a.example/x?y=1");
    assert.match(await links.getAttribute("rel"), /noopener/);
    assert.equal(await page.locator(".list img").count(), 0);
  });
});

describe("hands", () => {
  it("tells who speaks when a person takes over and gives back", async () => {
    const page = await guest.page(inline);
    await write(page, "hello");
    await eventually(async () => assert.equal((await said(page)).length, 2));
    server.hand(only(), "human", "Ana");
    await page.getByText("You are now talking with Ana.").waitFor();
    server.message(only(), "person", "Good evening", { by: "Ana" });
    await eventually(async () => assert.equal((await said(page)).at(-1), "Good evening"));
    server.hand(only(), "bot");
    await page.getByText("You are talking with the assistant again.").waitFor();
  });

  it("shows each reply under its author's own name", async () => {
    const page = await guest.page(inline);
    await write(page, "hello");
    await eventually(async () => assert.equal((await said(page)).length, 2));
    server.hand(only(), "human", "Ana");
    server.message(only(), "person", "Ana here", { by: "Ana" });
    server.hand(only(), "human", "Ben");
    server.message(only(), "person", "Ben here", { by: "Ben" });
    await eventually(async () => assert.deepEqual(await page.locator(".msg.person .by").allInnerTexts(), ["Ana", "Ben"]));
    assert.equal(await page.locator(".who").innerText(), "You are talking with Ben");
  });

  it("shows under their name that a person writes, until they have or for some seconds", async () => {
    const page = await guest.page(inline);
    await write(page, "hello");
    await eventually(async () => assert.equal((await said(page)).length, 2));
    server.showTyping(only(), { role: "person", by: "Ana" });
    server.hand(only(), "human", "Ana");
    await page.getByText("You are now talking with Ana.").waitFor();
    const writing = page.locator(".msg.person.typing");
    assert.equal(await writing.count(), 0, "who had not the conversation yet is not shown");
    server.showTyping(only(), { role: "person", by: "Ana" });
    await eventually(async () => assert.equal(await writing.locator(".by").innerText(), "Ana"));
    server.message(only(), "person", "Good evening", { by: "Ana" });
    await eventually(async () => assert.equal((await said(page)).at(-1), "Good evening"));
    assert.equal(await writing.count(), 0);
    server.showTyping(only(), { role: "person", by: "Ana" }, 700);
    await writing.waitFor();
    await writing.waitFor({ state: "detached", timeout: 3_000 });
  });

  it("tells people that the guest writes, once in a while, and never the bot", async () => {
    await guest.context.clock.install();
    const page = await guest.page(inline);
    await write(page, "hello");
    await eventually(async () => assert.equal((await said(page)).length, 2));
    const field = page.getByLabel("Your message");
    await field.pressSequentially("not for the bot");
    assert.equal(posts(/typing$/).length, 0);
    await field.fill("");
    server.hand(only(), "human", "Ana");
    await page.getByText("You are now talking with Ana.").waitFor();
    await field.pressSequentially("thank you Ana, one more thing");
    await eventually(() => assert.equal(posts(/typing$/).length, 1));
    await roundTrip(page);
    assert.equal(posts(/typing$/).length, 1);
    await page.clock.fastForward(3_100);
    await field.pressSequentially("!");
    await eventually(() => assert.equal(posts(/typing$/).length, 2));
    assert.equal(await page.locator(".typing").count(), 0, "nobody is told that they write themselves");
  });

  it("says since when a person is asked for, and when nobody is in, until when", async () => {
    const page = await guest.page(inline);
    await write(page, "hello");
    await eventually(async () => assert.equal((await said(page)).length, 2));
    server.hand(only(), "pending_human");
    await page.getByText("A colleague was asked", { exact: true }).waitFor();
    const from = new Date(Date.now() + 26 * 3600e3);
    server.hand(only(), "bot");
    server.hand(only(), "pending_human", undefined, { is_in: false, from: from.toISOString() });
    const hour = await page.evaluate((at) => new Date(at).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" }), from.toISOString());
    await eventually(async () => assert.match(await page.locator(".who").innerText(), new RegExp(`^Nobody is in now; you are answered from .*${hour}$`)));
  });

  it("offers the way back to the bot while a person is waited for", async () => {
    const page = await guest.page(inline);
    await write(page, "hello");
    await eventually(async () => assert.equal((await said(page)).length, 2));
    server.hand(only(), "pending_human");
    server.message(only(), "bot", "That is something I can do for you at once, too: shall I go on?",
      { buttons: [{ label: "Go on with the assistant", text: "Go on with the assistant" }, { label: "Wait for a colleague", text: "Wait for a colleague" }] });
    await page.getByRole("button", { name: "Go on with the assistant" }).click();
    await eventually(() => assert.equal(only().messages.at(-1).text, "Go on with the assistant"));
    server.hand(only(), "human", "Ana");
    await page.getByText("You are now talking with Ana.").waitFor();
    assert.equal(await page.getByRole("group", { name: "Suggested answers" }).count(), 0);
  });

  it("says of the bot's words that they are its own while people are spoken with", async () => {
    const page = await guest.page(inline);
    await write(page, "hello");
    await eventually(async () => assert.equal((await said(page)).length, 2));
    server.hand(only(), "pending_human");
    server.message(only(), "bot", "There is a car park at the landing.");
    server.hand(only(), "bot");
    server.message(only(), "bot", "What can I do for you?");
    await page.getByText("What can I do for you?").waitFor();
    const names = () => page.locator(".list .msg.bot").evaluateAll((all) => all.map((one) => one.querySelector(".by")?.textContent ?? ""));
    assert.deepEqual((await names()).slice(-2), ["Automatic assistant", ""]);
    await page.reload();
    await page.getByText("What can I do for you?").waitFor();
    assert.deepEqual((await names()).slice(-2), ["Automatic assistant", ""]);
  });

  it("answers with a quick reply, which is gone afterwards", async () => {
    const page = await guest.page(inline);
    await write(page, "book a table");
    await page.getByRole("button", { name: "Yes, please" }).click();
    await eventually(async () => assert.match((await said(page)).at(-1), /LUME-1234/));
    assert.equal(await page.getByRole("button", { name: "Yes, please" }).count(), 0);
  });
});

describe("many quick replies", () => {
  const kVisits = ["Check-up", "Cleaning", "Toothache", "A crown or a bridge", "Advice about braces", "Whitening", "Something for a child", "Something else altogether"];

  it("leave what they answer in view on a phone: the first few, and by a press the rest", async () => {
    const phone = await visitor(shared.browser, { viewport: { width: 360, height: 640 }, hasTouch: true });
    const page = await phone.page(`${server.url}/float.html`);
    await page.getByRole("button", { name: "Open the chat: Shop" }).click();
    await write(page, "hello");
    await eventually(async () => assert.equal((await said(page)).length, 2));
    server.message(only(), "bot", "What do you come for?", { buttons: kVisits.map((label) => ({ label, text: label })) });
    const group = page.getByRole("group", { name: "Suggested answers" });
    const more = group.getByRole("button", { name: "5 more answers" });
    await more.waitFor();
    assert.equal(await group.getByRole("button").count(), 4);
    assert.ok((await group.boundingBox()).height <= 640 / 3, `${(await group.boundingBox()).height} px`);
    assert.deepEqual(await violationsOn(page), []);
    await more.focus();
    server.emit(only(), "typing", { on: true }, { live: true });
    await page.locator(".typing").waitFor();
    assert.equal(await more.evaluate((button) => button === button.getRootNode().activeElement), true, "what else is shown leaves the keyboard where it is");
    await page.keyboard.press("Enter");
    assert.deepEqual(await group.getByRole("button").allInnerTexts(), kVisits);
    assert.equal(await page.evaluate(() => document.querySelector("frontdesk-chat").shadowRoot.activeElement.textContent), kVisits[3]);
    assert.ok((await group.boundingBox()).height <= 640 * 0.45 + 1);
    assert.deepEqual(await violationsOn(page), []);
    await group.getByRole("button", { name: kVisits[7] }).click();
    await eventually(() => assert.equal(only().messages.at(-1).text, kVisits[7]));
    await phone.close();
  });

  it("are all shown where they are four", async () => {
    const page = await guest.page(inline);
    await write(page, "hello");
    await eventually(async () => assert.equal((await said(page)).length, 2));
    server.message(only(), "bot", "What do you come for?", { buttons: kVisits.slice(0, 4).map((label) => ({ label, text: label })) });
    const group = page.getByRole("group", { name: "Suggested answers" });
    await group.waitFor();
    assert.deepEqual(await group.getByRole("button").allInnerTexts(), kVisits.slice(0, 4));
  });
});

describe("keyboard and screen reader", () => {
  it("opens, writes, sends and closes without a mouse", async () => {
    const page = await guest.page(`${server.url}/float.html`);
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.keyboard.type("first line");
    await page.keyboard.press("Shift+Enter");
    await page.keyboard.type("second line");
    await page.keyboard.press("Enter");
    await eventually(async () => assert.equal((await said(page))[0], "first line\nsecond line"));
    await page.keyboard.press("Escape");
    assert.equal(await page.getByRole("dialog").count(), 0);
    const focused = () => document.querySelector("frontdesk-chat").shadowRoot.activeElement.getAttribute("aria-label");
    assert.match(await page.evaluate(focused), /^Open the chat/);
  });

  it("announces finished messages and not the pieces of an answer", async () => {
    server.paceMs = 200;  // so that the pieces can be looked at before they are a message
    const page = await guest.page(inline);
    await write(page, "when are you open");
    const moving = page.locator(".live:has(.draft)");  // the draft itself is another element with each piece
    await moving.waitFor();
    assert.equal(await moving.evaluate((element) => element.closest("[aria-live]").getAttribute("aria-live")), "off");
    const log = page.getByRole("log");
    await eventually(async () => assert.equal((await said(page)).length, 2));
    assert.equal(await log.getAttribute("aria-busy"), "false");
    assert.equal(await page.locator(".list").evaluate((element) => element.closest("[aria-live]")), null);
  });

  it("counts what came while it was closed", async () => {
    server.paceMs = 100;
    const page = await guest.page(`${server.url}/float.html`);
    await page.getByRole("button", { name: "Open the chat: Shop" }).click();
    await write(page, "when are you open");
    await page.locator(".draft").waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Open the chat: Shop, 1 new" }).click();
    await eventually(async () => assert.equal((await said(page)).at(-1), kHours));
  });

  it("fits into 360 pixels", async () => {
    const phone = await visitor(shared.browser, { viewport: { width: 360, height: 640 } });
    const page = await phone.page(`${server.url}/float.html`);
    await page.getByRole("button", { name: "Open the chat: Shop" }).click();
    await write(page, "x".repeat(300));
    await eventually(async () => assert.equal((await said(page)).length, 2));
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 360);
    const box = await page.getByRole("dialog").boundingBox();
    assert.deepEqual([box.width, box.height], [360, 640]);
    await phone.close();
  });
});
