// The console against a server that fails on request.
import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "node:test";
import { sample } from "./double-script.mjs";
import { Double } from "./double.mjs";
import { eventually, visitor, withBrowser, write } from "./support.mjs";

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

async function signedIn(route = "conversations") {
  const page = await staff.page(`${server.url}/console/#/${route}`);
  await page.getByLabel("Operator key").fill("ok_double");
  await page.getByLabel("Your name").fill("Ana");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByLabel("Business").selectOption("bistro");
  await page.getByRole("button", { name: "Open" }).click();
  return page;
}

const waiting = (page) => page.locator(".entry", { hasText: "Waiting for a person" });
const conversationOf = (status) => [...server.conversations.values()].find((one) => one.status === status);

describe("signing in", () => {
  it("says in words that the key is wrong", async () => {
    const page = await staff.page(`${server.url}/console/`);
    await page.getByLabel("Operator key").fill("ok_wrong");
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
    await page.getByLabel("Operator key").waitFor();
    assert.equal(await page.evaluate(() => sessionStorage.length), 0);
  });
});

describe("a session that has ended", () => {
  it("asks to sign in again, also while a conversation is followed", async () => {
    const page = await signedIn(`conversations/${conversationOf("bot").id}`);
    await page.getByRole("heading", { name: /^Conversation c_/ }).waitFor();
    server.staffIsOut = true;
    server.cut();
    await page.getByLabel("Operator key").waitFor();
  });
});

describe("conversations", () => {
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
    await eventually(async () => assert.equal(await page.locator(".entry").count(), 40));
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
    await turn.getByText("writes, exactly once · 231 ms · 2 attempts").waitFor();
    await turn.getByText("What was sent, what came back").click();
    assert.match(await turn.getByRole("group", { name: "Result" }).innerText(), /"code": "LUME-1234"/);
  });

  it("show what went wrong with a tool", async () => {
    const page = await signedIn();
    await page.locator(".entry", { hasText: "I find no order" }).click();
    await page.getByRole("button", { name: "Why did it say this?" }).click();
    await page.locator(".turn .failure", { hasText: "There is no order 9999." }).waitFor();
  });

  it("pass to a person and back, with the customer watching", async () => {
    const guest = await visitor(shared.browser);
    const chat = await guest.page(server.url);
    await write(chat, "I want to talk to a person");
    await chat.getByText("A colleague has been asked").waitFor();
    const page = await signedIn();
    await waiting(page).first().click();
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
    const editor = page.getByLabel("Configuration file");
    const yaml = await editor.inputValue();
    await editor.fill(yaml.replace("use_case_id:", "utterly_unknown: 1\nuse_case_id:"));
    await page.getByRole("button", { name: /4:1.*There is no key/ }).click();
    const chosen = await editor.evaluate((area) => area.value.slice(area.selectionStart, area.selectionEnd));
    assert.equal(chosen, "utterly_unknown: 1");
    assert.ok(await page.getByRole("button", { name: "Deploy" }).isDisabled());
    await editor.fill(yaml.replace("name: Trattoria Lume", "name: Trattoria Luna"));
    await page.getByText("this can be deployed").waitFor();
    await page.getByLabel("Note").fill("a new name");
    await page.getByRole("button", { name: "Deploy" }).click();
    await page.getByRole("heading", { name: /Version 4/ }).waitFor();
    assert.deepEqual([server.versions[0].note, server.versions[0].by, server.versions[0].state], ["a new name", "Ana", "live"]);
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
