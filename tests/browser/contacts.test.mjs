// The customers in the console against the product: found, written about, made one, forgotten.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { Product } from "./product.mjs";
import { eventually, launch, visitor } from "./support.mjs";

let product;
let browser;
let person;
let page;

async function call(path, token, body) {
  const response = await fetch(`${product.url}/v1/${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
    body: JSON.stringify(body),
  });
  assert.ok(response.ok, await response.clone().text());
  return response.json();
}

// A guest who waits for a person and leaves how they are reached.
async function guest(reachedBy) {
  const { id, token } = await call("conversations", "pk_bistro_demo", { channel: "web" });
  await call(`conversations/${id}/messages`, token, { id: "1", text: "I want to talk to a person" });
  await eventually(async () => {
    const { status } = await (await fetch(`${product.url}/v1/conversations/${id}`, { headers: { authorization: `Bearer ${token}` } })).json();
    assert.equal(status, "pending_human");
  });
  await call(`conversations/${id}/messages`, token, { id: "2", text: reachedBy });
  return id;
}

const entries = () => page.getByRole("list", { name: "Contacts" }).getByRole("listitem");
const shown = () => page.getByRole("region", { name: "Contact", exact: true });

describe("contacts", () => {
  before(async () => {
    product = await new Product("contacts").start();
    browser = await launch();
    person = await visitor(browser);
    page = await person.page(`${product.url}/console/#/contacts`);
    await page.getByRole("button", { name: "Use the operator key" }).click();
    await page.getByLabel("Operator key").fill(product.operatorKey);
    await page.getByLabel("Your name").fill("ana");
    await page.getByRole("button", { name: "Sign in" }).click();
  });
  after(async () => {
    await person.close();
    await browser?.close();
    await product.stop();
  });

  it("say what is missing where nobody is known", async () => {
    await page.getByText("Nobody is known yet").waitFor();
  });

  it("are found by what a guest left, with their conversation", async () => {
    await guest("my number is 0171 2345678");
    await guest("write to ruiz@mail.example");
    await page.reload();
    await eventually(async () => assert.equal(await entries().count(), 2));
    await page.getByLabel("Search contacts").fill("ruiz");
    await eventually(async () => assert.equal(await entries().count(), 1));
    await entries().first().getByRole("link").click();
    await shown().getByText("as they said").waitFor();
    assert.equal(await shown().getByRole("list", { name: "Conversations" }).getByRole("listitem").count(), 1);
  });

  it("are written about, and become one by what the team states", async () => {
    await shown().getByLabel("A note for the team").fill("Likes the terrace.");
    await shown().getByRole("button", { name: "Write it down" }).click();
    await shown().getByRole("list", { name: "Notes" }).getByText("Likes the terrace.").waitFor();
    await shown().getByLabel("Phone of the customer").fill("0171 2345678");
    await shown().getByRole("button", { name: "Add it" }).click();
    await shown().getByText("stated by us").waitFor();
    const alike = shown().getByRole("list", { name: "May be the same" });
    await alike.getByRole("button").click();
    await shown().getByRole("button", { name: "Make them one" }).click();
    await shown().getByRole("heading", { name: "2 conversations" }).waitFor();
    await shown().getByText("Likes the terrace.").waitFor();
    await page.getByLabel("Search contacts").fill("");
    await eventually(async () => assert.equal(await entries().count(), 1));
  });

  it("are forgotten", async () => {
    await shown().getByRole("button", { name: "Forget this customer" }).click();
    await shown().getByRole("button", { name: "Keep them" }).click();
    await shown().getByRole("button", { name: "Forget this customer" }).click();
    await shown().getByRole("button", { name: "Forget them" }).click();
    await page.getByText("Nobody is known yet").waitFor();
  });
});
