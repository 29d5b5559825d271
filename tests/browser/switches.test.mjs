// The console's page for what acts at once, against the product: stopped tools and publishable keys.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { Product } from "./product.mjs";
import { eventually, launch, visitor } from "./support.mjs";

let product;
let browser;
let staff;
let page;

const opens = async (key) => (await fetch(`${product.url}/v1/conversations`, {
  method: "POST",
  headers: { "content-type": "application/json", authorization: `Bearer ${key}` },
  body: JSON.stringify({ channel: "web" }),
})).status;

describe("tools and keys", () => {
  before(async () => {
    product = new Product("switches");
    await product.start();
    browser = await launch();
    staff = await visitor(browser);
    page = await staff.page(`${product.url}/console/#/switches`);
    await page.getByRole("button", { name: "Use the operator key" }).click();
    await page.getByLabel("Operator key").fill(product.operatorKey);
    await page.getByLabel("Your name").fill("Ana");
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("heading", { name: "Stopped tools" }).waitFor();
  });
  after(async () => {
    await staff?.close();
    await browser?.close();
    await product.stop();
  });

  it("stops a tool with a reason and lets it be called again", async () => {
    await page.getByText("Every tool may be called").waitFor();
    await page.getByRole("combobox", { name: "Tool" }).selectOption("book_table");
    await page.getByLabel("Why").fill("The oven is broken.");
    await page.getByRole("button", { name: "Stop the tool" }).click();
    const entry = page.getByRole("list", { name: "Stopped tools" }).getByRole("listitem");
    await eventually(async () => assert.match(await entry.innerText(), /book_table.*The oven is broken\..*Ana/s));
    await page.getByRole("button", { name: "Resume book_table" }).click();
    await page.getByText("Every tool may be called").waitFor();
  });

  it("names the tools that there are where none has the name", async () => {
    await page.getByRole("combobox", { name: "Tool" }).selectOption({ label: "One of an earlier version…" });
    await page.getByLabel("Its name").fill("book_tabel");
    await page.getByLabel("Why").fill("The oven is broken.");
    await page.getByRole("button", { name: "Stop the tool" }).click();
    assert.match(await page.getByRole("alert").innerText(), /No version .* “?"?book_tabel.*book_table/s);
    await page.getByText("Every tool may be called").waitFor();
  });

  it("issues and retires keys by the operator's key, and says so where it is wrong", async () => {
    const keys = page.getByRole("list", { name: "Publishable keys" }).getByRole("listitem");
    await page.getByLabel("Operator key").fill("ok_wrong");
    await page.getByRole("button", { name: "Show the keys" }).click();
    await page.getByRole("region", { name: "Publishable keys" }).getByRole("alert").waitFor();
    await page.getByLabel("Operator key").fill(product.operatorKey);
    await page.getByRole("button", { name: "Show the keys" }).click();
    await eventually(async () => assert.equal(await keys.count(), 1));
    await page.getByRole("button", { name: "Issue a key" }).click();
    await eventually(async () => assert.equal(await keys.count(), 2));
    const fresh = await keys.nth(1).locator("span code").innerText();
    assert.equal(await opens(fresh), 201);
    await page.getByRole("button", { name: "Retire pk_bistro_demo" }).click();
    await page.getByRole("button", { name: "Retire it" }).click();
    await eventually(async () => assert.match(await keys.nth(0).innerText(), /retired/));
    assert.equal(await opens("pk_bistro_demo"), 401);
    assert.equal(await opens(fresh), 201);
    const stored = await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }));
    assert.ok(!stored.includes(product.operatorKey));
  });
});
