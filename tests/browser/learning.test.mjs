// The console's page for what was misread, against the product: a correction goes live and is understood.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { Product } from "./product.mjs";
import { eventually, launch, visitor } from "./support.mjs";

let product;
let browser;
let staff;
let page;

const json = async (path, token, body) => (await fetch(product.url + path, {
  method: body ? "POST" : "GET",
  headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
  body: body && JSON.stringify(body),
})).json();

async function say(text) {
  const { id, token } = await json("/v1/conversations", "pk_bistro_demo", { channel: "web" });
  await json(`/v1/conversations/${id}/messages`, token, { id: "k1", text });
  await eventually(async () => {
    const { items } = await json(`/v1/conversations/${id}/messages`, token);
    assert.ok(items.at(-1).role === "bot" && items.length >= 3);
  });
  return (await json(`/v1/conversations/${id}/messages`, token)).items.at(-1).text;
}

describe("learning", () => {
  before(async () => {
    product = new Product("learning");
    await product.start();
    for (const text of ["is there a trampoline", "which trampoline is there"]) await say(text);
    browser = await launch();
    staff = await visitor(browser);
    page = await staff.page(`${product.url}/console/#/learning`);
    await page.getByRole("button", { name: "Use the operator key" }).click();
    await page.getByLabel("Operator key").fill(product.operatorKey);
    await page.getByLabel("Your name").fill("Ana");
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("heading", { name: "Not answered" }).waitFor();
  });
  after(async () => {
    await staff?.close();
    await browser?.close();
    await product.stop();
  });

  it("answers what nobody could answer, shows what that changes, and makes it live", async () => {
    const group = page.getByRole("list", { name: "Not answered" }).getByRole("listitem").first();
    await eventually(async () => assert.match(await group.innerText(), /trampoline.*2 times/s));
    await group.getByRole("button", { name: "Add an answer" }).click();
    await group.getByLabel("Name").fill("trampoline");
    await group.getByLabel("Answer").fill("Yes, in the garden.");
    await group.getByRole("button", { name: "Put into the draft" }).click();
    await page.getByRole("list", { name: "Corrections" }).getByText("is answered").waitFor();
    const changes = page.getByRole("list", { name: "What would change" }).getByRole("listitem");
    await eventually(async () => assert.match(await changes.first().innerText(), /trampoline.*→.*trampoline/s));
    await page.getByRole("button", { name: "Make it live" }).click();
    await page.getByRole("heading", { name: "The draft" }).waitFor({ state: "detached" });
    assert.equal(await say("is there a trampoline"), "Yes, in the garden.");
  });

  it("puts a word right: what a guest calls something of the file", async () => {
    const { id, token } = await json("/v1/conversations", "pk_bistro_demo", { channel: "web" });
    const tell = async (key, text) => {
      await json(`/v1/conversations/${id}/messages`, token, { id: key, text });
      await eventually(async () => assert.equal((await json(`/v1/conversations/${id}/messages`, token)).items.at(-1).role, "bot"));
    };
    await tell("k1", "a table for two tomorrow at 7pm");
    await tell("k2", "at the lighthouse please");
    await page.goto(`${product.url}/console/#/conversations/${id}`);
    await page.getByRole("button", { name: "Why did it say this?" }).last().click();
    await page.getByText("Nothing in it was taken for what was asked for: location").waitFor();
    await page.getByRole("link", { name: "Misread? Put it right" }).click();
    await page.getByText("Of one conversation.").waitFor();
    await page.reload();
    const turn = page.getByRole("list", { name: "How guests were read" }).getByRole("listitem").filter({ hasText: "at the lighthouse please" }).first();
    assert.match(await turn.innerText(), /not understood\s+asked for location/);
    await turn.getByRole("button", { name: "Put a word right" }).click();
    const put = turn.getByRole("button", { name: "Put into the draft" });
    assert.ok(await put.isDisabled(), "no word is picked yet");
    await turn.getByRole("button", { name: "the", exact: true }).click();
    await turn.getByRole("button", { name: "lighthouse", exact: true }).click();
    assert.equal(await turn.getByLabel("What they mean").locator("optgroup").first().getAttribute("label"), "location", "what was asked for stands first");
    await turn.getByLabel("What they mean").selectOption({ label: "Harbor" });
    await put.click();
    await page.getByRole("list", { name: "Corrections" }).getByText("“the lighthouse” means Harbor").waitFor();
    const changes = page.getByRole("list", { name: "What would be read otherwise" }).getByRole("listitem");
    await eventually(async () => assert.match(await changes.first().innerText(), /at the lighthouse please.*nothing → location: harbor/s));
    await changes.first().getByRole("link").click();
    await page.getByRole("link", { name: "Learning" }).click();
    assert.equal(await page.getByText("Of one conversation.").count(), 0);
    await page.getByRole("list", { name: "Corrections" }).getByText("means Harbor").waitFor();  // a look elsewhere loses nothing
    await page.getByRole("button", { name: "Make it live" }).click();
    await page.getByRole("heading", { name: "The draft" }).waitFor({ state: "detached" });
    assert.doesNotMatch(await say("a table for two at the lighthouse tomorrow at 7pm"), /which of our restaurants/i, "the place is known");
  });

  it("refuses what teaches nothing, and says why", async () => {
    await say("when are you open");
    await page.reload();
    const turn = page.getByRole("list", { name: "How guests were read" }).getByRole("listitem").filter({ hasText: "when are you open" }).first();
    await turn.getByRole("combobox").selectOption({ label: "person" });
    await turn.getByRole("button", { name: "Put into the draft" }).click();
    assert.match(await turn.getByRole("alert").innerText(), /cannot mean two things/);
  });
});
