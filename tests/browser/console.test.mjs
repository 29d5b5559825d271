// The console against a server that fails on request.
import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "node:test";
import { sample } from "./double-script.mjs";
import { Double } from "./double.mjs";
import { eventually, put, visitor, withBrowser, write } from "./support.mjs";

const shared = withBrowser();
let server;
let staff;

beforeEach(async () => {
  server = new Double();
  await sample(server);
  await server.listen();
  staff = await visitor(shared.browser);
});
afterEach(async () => {
  await staff.close();
  await server.close();
});

async function signedIn(route = "conversations", name = "Ana", who = staff) {
  const page = await who.page(`${server.url}/console/#/${route}`);
  await page.getByRole("button", { name: "Use the operator key" }).click();
  await page.getByLabel("Operator key").fill("ok_double");
  await page.getByLabel("Your name").fill(name);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByLabel("Business").selectOption("bistro");
  await page.getByRole("button", { name: "Open" }).click();
  return page;
}

// Returns when the page has asked for this so many times more: what it does by itself it has done by then.
async function asked(path, times) {
  const count = () => server.requests.filter((request) => request.path === path).length;
  const before = count();
  await eventually(() => assert.ok(count() >= before + times), `nobody asks for ${path}`, 15_000);
}

const waiting = (page) => page.locator(".entry", { hasText: "Waiting for a person" });
const conversationOf = (status) => [...server.conversations.values()].find((one) => one.status === status);

describe("signing in", () => {
  it("says in words that the key is wrong", async () => {
    const page = await staff.page(`${server.url}/console/`);
    await page.getByRole("button", { name: "Use the operator key" }).click();
    await page.getByLabel("Operator key").fill("ok_wrong");
        await page.getByLabel("Your name").fill("Ana");
    await page.getByRole("button", { name: "Sign in" }).click();
    const alert = page.getByRole("alert");
    assert.match(await alert.innerText(), /Not signed in\s+This operator key is not the one in operator.key./);
  });

  it("lasts through a reload and never stores the operator key", async () => {
    const page = await signedIn();
    await waiting(page).waitFor();
    await page.reload();
    await waiting(page).waitFor();
    const stored = await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }));
    assert.ok(stored.includes("st_bistro") && !stored.includes("ok_double"));
    await page.getByRole("button", { name: "Sign out or change business" }).click();
    await page.getByLabel("Password").waitFor();
    assert.equal(await page.evaluate(() => sessionStorage.length), 0);
  });
});

describe("a session that has ended", () => {
  it("asks to sign in again, also while a conversation is followed", async () => {
    const page = await signedIn(`conversations/${conversationOf("bot").id}`);
    await page.getByRole("heading", { name: "Ana", level: 2 }).waitFor();
    server.staffIsOut = true;
    server.cut();
    await page.getByLabel("Password").waitFor();
  });
});

describe("conversations", () => {
  it("show beside a bare yes what it answers", async () => {
    const { id } = server.create();
    server.message(server.conversations.get(id), "customer", "yes", { answers: "Shall I keep your table?" });
    const page = await signedIn();
    await page.locator(".entry", { hasText: "yes – to: “Shall I keep your table?”" }).waitFor();
    server.conversations.delete(id);
  });

  it("are filtered by who has them", async () => {
    const page = await signedIn();
    await eventually(async () => assert.equal(await page.locator(".entry").count(), 6));
    await page.getByRole("button", { name: "Resolved" }).click();
    await eventually(async () => assert.equal(await page.locator(".entry").count(), 1));
  });

  it("appear in the list by themselves", async () => {
    const page = await signedIn();
    await waiting(page).waitFor();
    const made = server.conversation(server.create().id);
    server.message(made, "customer", "Is anybody there?", { id: "late" });
    await page.getByText("Is anybody there?").waitFor();
  });

  it("are shown a page at a time", async () => {
    for (let index = 0; index < 60; index++) server.create();
    const page = await signedIn();
    await eventually(async () => assert.equal(await page.locator(".entry").count(), 41));  // a page, and who waits
    await page.getByRole("button", { name: "Show older ones" }).click();
    await eventually(async () => assert.equal(await page.locator(".entry").count(), 66));
    assert.equal(await page.getByRole("button", { name: "Show older ones" }).count(), 0);
  });

  it("tell in one click why the bot said what it said", async () => {
    const page = await signedIn();
    await page.locator(".entry", { hasText: "Your code is" }).or(page.locator(".entry", { hasText: "Done: table T4" })).first().click();
    await page.getByRole("button", { name: "Why did it say this?" }).last().click();
    const turn = page.locator(".turn");
    await turn.getByText("the customer said yes").waitFor();
    await turn.getByText("Did: book table").waitFor();
    assert.equal(await turn.getByText(/idempotent|built-in|step 1/).filter({ visible: true }).count(), 0, "no word of the engine's");
    await turn.getByText("What was sent, what came back").click();
    await turn.getByText("writes, exactly once · 231 ms · 2 attempts").waitFor();
    assert.match(await turn.getByRole("group", { name: "Result" }).innerText(), /"code": "LUME-1234"/);
    await turn.getByText("How the engine did it").click();
    await turn.getByText(/guard consent · given/).waitFor();
    await page.getByRole("button", { name: "Why did it say this?" }).first().click();
    await page.locator(".turn").first().getByText("Read as a statement, in English").waitFor();
  });

  it("show what went wrong with a tool", async () => {
    const page = await signedIn();
    await page.locator(".entry", { hasText: "I find no order" }).click();
    await page.getByRole("button", { name: "Why did it say this?" }).click();
    await page.locator(".turn .failure", { hasText: "There is no order 9999." }).waitFor();
  });

  it("tell which words gave what, why the next question came, and what is kept for afterwards", async () => {
    const page = await signedIn();
    await page.locator(".entry", { hasText: "I find no order" }).click();
    await page.getByRole("button", { name: "Why did it say this?" }).click();
    const turn = page.locator(".turn");
    const told = await turn.locator(".row", { hasText: "Took" }).innerText();
    for (const line of [/Took order 9999 by .?number 9999/, /Knew already: name Ana/, /Asks for order: what was told before is not possible; then for phone/,
      /Keeps for afterwards: book table .?and a table after that/]) assert.match(told, line);
    assert.equal(await turn.getByText(/form order_status/).filter({ visible: true }).count(), 0, "no word of the engine's");
    await turn.getByText("How the engine did it").click();
    await turn.getByText("form order_status · asks order (not_possible) · open order, phone · queued book_table").waitFor();
  });

  it("pass to a person and back, with the customer watching", async () => {
    const guest = await visitor(shared.browser);
    const chat = await guest.page(server.url);
    await write(chat, "I want to talk to a person");
    await chat.getByText("A colleague has been asked").waitFor();
    const page = await signedIn();
    const asking = [...server.conversations.values()].at(-1);
    await page.locator(`.entry[data-id="${asking.id}"]`).click();
    await page.getByText("The guest asked for a person.").first().waitFor();
    await page.getByRole("button", { name: "Take over" }).click();
    await chat.getByText("You are now talking with Ana.").waitFor();
    await page.getByLabel("Your answer").fill("Good evening, Ana here");
    await page.keyboard.press("Enter");
    await chat.locator(".msg.person", { hasText: "Good evening, Ana here" }).waitFor();
    await write(chat, "Thank you, Ana");
    await page.locator(".said.customer", { hasText: "Thank you, Ana" }).waitFor();
    await page.getByRole("button", { name: "Give back to the bot" }).click();
    await chat.getByText("You are talking with the assistant again.").waitFor();
    await page.getByText("The bot answers here.").waitFor();
    await guest.close();
  });

  it("are ended by who has them, and tell the others who did", async () => {
    const taken = conversationOf("human"); // Ana's
    const page = await signedIn(`conversations/${taken.id}`, "Ben");
    await page.getByRole("button", { name: "Take over from Ana" }).waitFor();
    const resolve = page.getByRole("button", { name: "Resolve", exact: true });
    assert.equal(await resolve.count(), 0);
    await page.getByRole("button", { name: "Take over from Ana" }).click();
    await page.getByRole("button", { name: "Take it over" }).click();
    await resolve.click();
    await page.getByText("Ben has resolved the conversation.").waitFor();
  });

  it("show that the guest writes, until they have or for some seconds", async () => {
    const taken = conversationOf("bot");
    const page = await signedIn(`conversations/${taken.id}`);
    await page.getByRole("button", { name: "Take over" }).click();
    await page.getByLabel("Your answer").waitFor();
    const writing = page.locator(".said.typing");
    server.showTyping(taken, { role: "customer" });
    await writing.waitFor();
    server.message(taken, "customer", "And a high chair?", { id: "chair" });
    await page.locator(".said.customer", { hasText: "And a high chair?" }).waitFor();
    assert.equal(await writing.count(), 0);
    server.showTyping(taken, { role: "customer" }, 700);
    await writing.waitFor();
    await writing.waitFor({ state: "detached", timeout: 3_000 });
  });

  it("are found again after the server was away", async () => {
    const page = await signedIn();
    await waiting(page).waitFor();
    const back = server.down(4000);
    await page.getByText("The server does not answer").waitFor();
    await back;
    await eventually(async () => assert.equal(await page.getByRole("alert").count(), 0));
    assert.equal(await page.locator(".entry").count(), 6);
  });

  it("that are not there are said not to be there", async () => {
    const page = await signedIn("conversations/c_nowhere");
    await page.getByText("There is no such conversation.").waitFor();
  });
});

describe("what is written from right to left", () => {
  const kSaid = "أريد طاولة لشخصين";
  const way = (found) => found.evaluate((element) => getComputedStyle(element).direction);
  // Whether a name stands to the left of what is behind it in its line.
  const stands = (name, behind) => name.evaluate((element, other) => {
    const left = (one) => one.getBoundingClientRect().left;
    return left(element) < left(element.closest(".who").querySelector(other));
  }, behind);

  it("runs so for the guest and for the staff, and nothing beside it does", async () => {
    const guest = await visitor(shared.browser);
    const chat = await guest.page(server.url);
    await chat.getByLabel("Your message").fill(kSaid);
    assert.equal(await way(chat.getByLabel("Your message")), "rtl");
    await chat.getByRole("button", { name: "Send" }).click();
    const made = await eventually(() => {
      const found = [...server.conversations.values()].find(({ messages }) => messages.some(({ text }) => text === kSaid));
      assert.ok(found);
      return found;
    });
    made.guest = "محمد";
    server.hand(made, "human", "Ana");
    server.message(made, "person", "مساء الخير", { by: "ليلى" });
    server.message(made, "customer", "See you", { id: "ltr" });
    assert.equal(await way(chat.locator(".list .msg.customer p", { hasText: kSaid })), "rtl");
    assert.equal(await way(chat.locator(".list .msg.person p")), "rtl");
    assert.equal(await way(chat.locator(".list .msg.person bdi")), "rtl");
    assert.equal(await way(chat.locator(".list .msg.customer p", { hasText: "See you" })), "ltr");

    const page = await signedIn(`conversations/${made.id}`);
    const theirs = page.locator(".said.customer", { hasText: kSaid });
    assert.equal(await way(theirs.locator("> p")), "rtl");
    assert.equal(await way(page.locator(".said.person > p")), "rtl");
    assert.equal(await way(page.locator(".said.customer > p", { hasText: "See you" })), "ltr");
    assert.equal(await way(theirs.locator(".who")), "ltr");
    assert.equal(await way(theirs.locator(".who bdi")), "rtl");
    assert.ok(await stands(theirs.locator(".who bdi"), "time"), "the time stands behind the name");
    assert.equal(await way(page.locator(`.entry[data-id="${made.id}"] .entry-name bdi`)), "rtl");
    const field = page.getByLabel("Your answer");
    await field.fill("شكرا");
    assert.equal(await way(field), "rtl");
    server.message(made, "customer", kSaid, { id: "again" });
    await eventually(async () => assert.equal(await way(page.locator(`.entry[data-id="${made.id}"] .entry-text`)), "rtl"));
    const inside = (outer, inner) => page.locator(outer).last().evaluate((one, other) => {
      const [box, words] = [one.getBoundingClientRect(), one.querySelector(other).getBoundingClientRect()];
      return Math.round(box.right - words.right);
    }, inner);
    assert.equal(await inside(".said.person", ":scope > p"), 0, "an answer stays on the side of the staff");
    await guest.close();
  });
});

describe("who waits", () => {
  it("stands first, the longest on top, with how long it is", async () => {
    const first = conversationOf("pending_human");
    first.since = new Date(Date.now() - 12 * 60_000).toISOString();
    const second = server.conversation(server.create().id);
    server.message(second, "customer", "a person, please", { id: "p1" });
    server.hand(second, "pending_human");
    const page = await signedIn();
    await eventually(async () => assert.equal(await waiting(page).count(), 2));
    await eventually(async () => {
      const ids = await page.locator(".entry").evaluateAll((entries) => entries.slice(0, 2).map(({ dataset }) => dataset.id));
      assert.deepEqual(ids, [first.id, second.id]);
    });
    await page.locator(".entry").first().getByText("12 min").waitFor();
    await page.getByText("2 guests wait for a person, the longest: 12 min").waitFor();
  });

  it("is counted in the title and on the icon until it is looked at", async () => {
    const page = await signedIn("configuration");
    await eventually(async () => assert.match(await page.title(), /^\(\d\) /));
    const count = async () => Number((await page.title()).match(/^\((\d+)\) /)?.[1] ?? 0);
    const before = await count();
    assert.match(await page.locator('link[rel="icon"]').getAttribute("href"), /^data:image/);
    await page.getByRole("link", { name: /Conversations/ }).first().click();
    await page.locator(".entry.new", { hasText: "Waiting for a person" }).click();
    await eventually(async () => assert.equal(await count(), before - 1));
  });

  it("is told of by a notification where somebody wants that, and only there", async () => {
    await staff.context.grantPermissions(["notifications"], { origin: server.url });
    const page = await signedIn();
    await page.evaluate(() => {
      window.told = [];
      window.Notification = class { static permission = "granted"; constructor(title) { window.told.push(title); } };
      Object.defineProperty(document, "visibilityState", { get: () => "hidden" });
    });
    const call = (text) => {
      const made = server.conversation(server.create().id);
      server.message(made, "customer", text, { id: text });
      server.hand(made, "pending_human");
    };
    assert.equal(await page.getByRole("button", { name: "Alerts off" }).getAttribute("aria-pressed"), "false");
    await asked("/v1/inbox", 1);
    call("first");
    await asked("/v1/inbox", 2); // what the first of these tells is shown before the second
    assert.deepEqual(await page.evaluate(() => window.told), []);
    await page.getByRole("button", { name: "Alerts off" }).click();
    call("second");
    await eventually(async () => assert.match((await page.evaluate(() => window.told)).join(), /^Guest \w+ waits for a person$/));
  });
});

describe("two of the staff", () => {
  it("see each other, answer one at a time, and each under their own name", async () => {
    const chat = conversationOf("human");
    const page = await signedIn(`conversations/${chat.id}`, "Ben");
    await page.getByText("Ana answers this guest. Take over from Ana to write yourself.").waitFor();
    assert.equal(await page.getByLabel("Your answer").count(), 0);
    chat.here.set("Ana", true);
    await page.getByText("Ana is writing to this guest.").waitFor();
    await page.getByRole("button", { name: "Take over from Ana" }).click();
    await page.getByRole("button", { name: "Take it over" }).click();
    await page.getByLabel("Your answer").fill("Ben here now");
    await page.keyboard.press("Enter");
    await page.locator(".said.person", { hasText: "Ben here now" }).waitFor();
    const authors = await page.locator(".said.person .who").evaluateAll((lines) => lines.map((line) => line.firstChild.textContent.trim()));
    assert.deepEqual(authors, ["Ana", "Ben"]);
  });
});

describe("finding a conversation", () => {
  it("by a word, by what became of it, and by queue", async () => {
    const page = await signedIn();
    await page.getByLabel("Search conversations").fill("LUME-1234");
    await eventually(async () => assert.equal(await page.locator(".entry").count(), 1));
    await page.locator(".entry", { hasText: "Ana" }).waitFor();
    await page.getByLabel("Search conversations").fill("nothing like it");
    await page.getByText("Nothing fits").waitFor();
    await page.getByRole("button", { name: "Clear search and filters" }).click();
    await eventually(async () => assert.equal(await page.locator(".entry").count(), 6));
    await page.getByText("Filters").click();
    await page.getByLabel("Outcome").selectOption("done");
    await eventually(async () => assert.equal(await page.locator(".entry").count(), 1));
    await page.getByLabel("Outcome").selectOption("");
    assert.deepEqual(await page.locator("#queues option").evaluateAll((all) => all.map(({ value }) => value)), ["front-of-house"]);
    await page.getByLabel("Queue").fill("front-of-house");
    await eventually(async () => assert.equal(await page.locator(".entry").count(), 1));
    await page.getByLabel("Queue").fill("");
    await page.getByLabel("Day").fill("2020-01-01");
    await page.getByText("Nothing fits").waitFor();
  });

  it("says while older ones may be missing from it", async () => {
    const page = await signedIn();
    await waiting(page).waitFor();
    server.searchesAll = false;
    const note = page.getByText("Older conversations are still being read for the search");
    await asked("/v1/conversations", 2);
    assert.equal(await note.count(), 0, "a list without a search has them all");
    await page.getByLabel("Search conversations").fill("LUME-1234");
    await note.waitFor();
    server.searchesAll = true;
    await note.waitFor({ state: "detached" });
  });
});

describe("beside the chat", () => {
  it("stand the guest's name and what is theirs", async () => {
    const page = await signedIn();
    await page.locator(".entry", { hasText: "Done: table T4" }).click();
    await page.getByRole("heading", { name: "Ana", level: 2 }).waitFor();
    const card = page.locator(".record-card", { hasText: "Book table" });
    await card.getByText("LUME-1234").waitFor();
  });

  it("keeps an answer that was not sent, through a reload", async () => {
    const page = await signedIn(`conversations/${conversationOf("human").id}`);
    await page.getByLabel("Your answer").fill("half a sent");
    await page.reload();
    await eventually(async () => assert.equal(await page.getByLabel("Your answer").inputValue(), "half a sent"));
    await page.getByLabel("Your answer").press("Enter");
    await eventually(async () => assert.equal(await page.getByLabel("Your answer").inputValue(), ""));
  });

  it("is worked with keys, and a sheet tells which", async () => {
    const page = await signedIn();
    await page.locator(".entry").first().getByText("Waiting for a person").waitFor();
    await page.keyboard.press("?");
    await page.getByRole("heading", { name: "Keys" }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("heading", { name: "Keys" }).waitFor({ state: "hidden" });
    await page.keyboard.press("j");
    await page.getByText("The guest waits for a person. Take over to answer.").waitFor();
    await page.keyboard.press("t");
    await eventually(async () => assert.equal(await page.evaluate(() => document.activeElement.getAttribute("aria-label")), "Your answer", "who takes over goes on by writing"));
    await eventually(async () => {
      await page.keyboard.press("Escape");
      assert.notEqual(await page.evaluate(() => document.activeElement.tagName), "TEXTAREA", "Escape leaves the field");
    });
    await page.keyboard.press("r");
    await page.keyboard.type("the letter e does not resolve");
    assert.equal(await page.getByLabel("Your answer").inputValue(), "the letter e does not resolve");
    await page.keyboard.press("Escape");
    await page.keyboard.press("e");
    await page.getByText("This conversation is resolved.").waitFor();
  });

  it("tells of what came below while one reads above", async () => {
    const chat = conversationOf("human");
    for (let index = 0; index < 40; index++) server.message(chat, "customer", `line ${index}`, { id: `l${index}` });
    const page = await signedIn(`conversations/${chat.id}`);
    const log = page.getByRole("log");
    await log.getByText("line 39").waitFor();
    await eventually(async () => assert.ok(await log.evaluate((box) => box.scrollHeight - box.scrollTop - box.clientHeight < 5)));
    await log.evaluate((box) => (box.scrollTop = 0));
    await page.evaluate(() => new Promise((shown) => requestAnimationFrame(() => requestAnimationFrame(shown)))); // it knows that it was scrolled
    server.message(chat, "customer", "something new", { id: "new" });
    await page.getByRole("button", { name: "1 new below" }).click();
    await eventually(async () => assert.ok(await log.evaluate((box) => box.scrollHeight - box.scrollTop - box.clientHeight < 5)));
  });

  it("has most of a phone for what is said, and the field for the answer always in view", async () => {
    const phone = await visitor(shared.browser, { viewport: { width: 360, height: 780 } });
    const page = await signedIn(`conversations/${conversationOf("pending_human").id}`, "Ana", phone);
    const heightOf = (shown) => shown.evaluate((element) => element.getBoundingClientRect().height);
    await page.getByRole("button", { name: "Take over" }).click();
    const field = page.getByLabel("Your answer");
    await field.waitFor();
    assert.ok((await heightOf(page.getByRole("log"))) >= 390, `the messages have ${await heightOf(page.getByRole("log"))}`);
    const { bottom, rail } = await field.evaluate((element) => ({ bottom: element.getBoundingClientRect().bottom, rail: document.querySelector(".rail").getBoundingClientRect().height }));
    assert.ok(bottom <= 780, `the field ends at ${bottom}`);
    assert.ok(rail <= 120, `the navigation has ${rail}`);
    await phone.close();
  });

  it("leaves nothing of the navigation out of reach on a low screen", async () => {
    for (const height of [720, 480]) {
      const low = await visitor(shared.browser, { viewport: { width: 1280, height } });
      const page = await signedIn("conversations", "Ana", low);
      const links = page.getByRole("navigation", { name: "Console" }).getByRole("link");
      await links.last().focus();
      for (const what of [links.last(), page.getByRole("button", { name: /Sign out/ })]) {
        const box = await what.boundingBox();
        assert.ok(box.y >= 0 && box.y + box.height <= height, `at ${height}: ${JSON.stringify(box)}`);
      }
      await low.close();
    }
  });

  it("fits into 360 pixels", async () => {
    const phone = await visitor(shared.browser, { viewport: { width: 360, height: 740 } });
    const page = await signedIn(`conversations/${conversationOf("human").id}`, "Ana", phone);
    await page.getByLabel("Your answer").waitFor();
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 360);
    const box = await page.getByLabel("Your answer").boundingBox();
    assert.ok(box.y + box.height <= 740, "the field is on the screen");
    await phone.close();
  });
});

describe("markup in a conversation", () => {
  it("is shown as text", async () => {
    const evil = '<img src=x onerror="document.title=1">';
    server.message(conversationOf("pending_human"), "customer", evil, { id: "evil" });
    const page = await signedIn();
    await waiting(page).click();
    await page.locator(".said.customer", { hasText: evil }).waitFor();
    assert.notEqual(await page.title(), "1");
  });
});

describe("configuration", () => {
  it("keeps what was changed and not deployed through a look elsewhere", async () => {
    const page = await signedIn("configuration");
    await page.getByRole("link", { name: "Edit" }).click();
    const editor = page.getByLabel("Configuration file");
    await editor.fill("name: Another Lume\n");
    await page.getByRole("link", { name: /^Conversations/ }).click();
    await waiting(page).waitFor();
    await page.goBack();
    await page.getByText("This is what you had changed here").waitFor();
    assert.equal(await editor.inputValue(), "name: Another Lume\n");
    await page.getByRole("link", { name: "Discard" }).click();
    await page.getByRole("link", { name: "Edit" }).click();
    await eventually(async () => assert.match(await editor.inputValue(), /Trattoria Lume/));
  });

  it("shows the live version, and what changes between two", async () => {
    const page = await signedIn("configuration");
    await page.getByRole("heading", { name: /Version 3/ }).waitFor();
    assert.match(await page.getByRole("group", { name: "Configuration file" }).innerText(), /client_id: bistro/);
    await page.locator(".entry", { hasText: "Version 1" }).click();
    await page.getByRole("link", { name: "Compare with live" }).click();
    await page.getByText("book_table takes up to 12 guests (was 8)").waitFor();
    assert.equal(await page.locator(".change").count(), 3);
  });

  it("leads from a finding to its place and deploys what has none", async () => {
    const page = await signedIn("configuration");
    await page.getByRole("link", { name: "Edit" }).click();
    const editor = page.getByRole("textbox", { name: "Configuration file" });
    const yaml = await editor.inputValue();
    await put(editor, yaml.replace("use_case_id:", "utterly_unknown: 1\nuse_case_id:"));
    await page.getByRole("button", { name: /line 4.*There is no key/ }).click();
    const chosen = await editor.evaluate((area) => area.value.slice(area.selectionStart, area.selectionEnd));
    assert.equal(chosen, "utterly_unknown: 1");
    assert.ok(await page.getByRole("button", { name: "Deploy" }).isDisabled());
    await put(editor, yaml.replace("name: Trattoria Lume", "name: Trattoria Luna"));
    await page.getByText("this can be deployed").waitFor();
    await page.getByLabel("Note").fill("a new name");
    await page.getByRole("button", { name: "Deploy" }).click();
    await page.getByRole("heading", { name: /Version 4/ }).waitFor();
    assert.deepEqual([server.versions[0].note, server.versions[0].by, server.versions[0].state], ["a new name", "Ana", "live"]);
  });

  it("is talked with before it goes live", async () => {
    const page = await signedIn("configuration");
    await page.getByRole("link", { name: "Edit" }).click();
    const editor = page.getByRole("textbox", { name: "Configuration file" });
    await put(editor, (await editor.inputValue()).replace("name: Trattoria Lume", "name: Trattoria Luna"));
    await page.getByText("this can be deployed").waitFor();
    await page.getByRole("button", { name: "Try it out" }).click();
    await page.getByText("a new intent: parking").waitFor();
    await page.getByLabel("Say as a guest").fill("book a table");
    await page.getByRole("button", { name: "Say", exact: true }).click();
    await page.getByRole("button", { name: "Yes, please" }).click();
    await page.locator(".preview .said.bot", { hasText: "LUME-1234" }).waitFor();
    assert.equal(server.versions.length, 3, "nothing went live");
    assert.equal([...server.conversations.values()].at(-1).config_version.startsWith("draft_"), true);
    await page.getByRole("link", { name: /Conversations/ }).first().click();
    await eventually(async () => assert.equal(await page.locator(".entry").count(), 6));
  });

  it("tells who made what live, and when", async () => {
    const page = await signedIn("configuration");
    await page.locator(".entry", { hasText: "Version 2" }).click();
    await page.getByRole("button", { name: "Roll back to this" }).click();
    await page.getByRole("button", { name: "Make it live" }).click();
    await page.getByRole("link", { name: "History" }).click();
    const first = page.getByRole("list", { name: "History" }).getByRole("listitem").first();
    await eventually(async () => assert.match(await first.innerText(), /went back to\s+Version 2[\s\S]*Ana/));
  });

  it("goes back to an older version after asking once", async () => {
    const page = await signedIn("configuration");
    await page.locator(".entry", { hasText: "Version 2" }).click();
    await page.getByRole("button", { name: "Roll back to this" }).click();
    assert.equal(server.versions.find(({ number }) => number === 2).state, "superseded");
    await page.getByRole("button", { name: "Make it live" }).click();
    await page.locator(".page-title .pill", { hasText: "live" }).waitFor();
    assert.equal(server.versions.find(({ number }) => number === 2).state, "live");
  });
});
