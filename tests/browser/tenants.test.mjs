// The operator's businesses in the console against the product: made, suspended, resumed, taken out, closed.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, it } from "node:test";
import { Product } from "./product.mjs";
import { eventually, launch, visitor } from "./support.mjs";

let product, browser, ada, page;
const entry = (name) => page.locator(".entry", { hasText: name });
const shown = () => page.getByRole("region", { name: "Business", exact: true });

describe("businesses", () => {
  before(async () => {
    product = await new Product("tenants").start();
    browser = await launch();
    ada = await visitor(browser);
    await eventually(async () => assert.ok(product.welcomeLink));
    page = await ada.page(product.welcomeLink);
    await page.getByLabel("E-mail address").fill("ada@house.example");
    await page.getByLabel("Your name").fill("Ada");
    await page.getByLabel("Password").fill("a lamp in the window");
    await page.getByRole("button", { name: "Set the password and sign in" }).click();
    await page.getByText("Signed in as Ada").waitFor();
  });
  after(async () => {
    await ada?.close();
    await browser?.close();
    await product?.stop();
  });

  it("are the operator's place's alone", async () => {
    assert.equal(await page.getByRole("link", { name: "Businesses" }).count(), 0);
    await page.getByRole("button", { name: /Change the place/ }).click();
    await page.getByRole("list", { name: "Places" }).getByRole("button", { name: "Operator" }).click();
    await page.getByRole("link", { name: "Businesses" }).click();
    await entry("Trattoria Lume").getByText("active").waitFor();
  });

  it("are made by an id, which is refused in words where it is taken", async () => {
    await page.getByRole("link", { name: "Make one" }).click();
    await page.getByLabel("Its id").fill("bistro");
    await page.getByRole("button", { name: "Make it" }).click();
    assert.match(await page.getByRole("alert").innerText(), /There is a tenant bistro already/);
    await page.getByLabel("Its id").fill("osteria-nova");
    await page.getByRole("button", { name: "Make it" }).click();
    await shown().getByRole("heading", { name: "osteria-nova" }).waitFor();
    await shown().getByText("It has no file yet").waitFor();
    await entry("osteria-nova").getByText("active").waitFor();
  });

  it("are places to work in at once, where what is missing is said", async () => {
    await page.getByRole("button", { name: /Change the place/ }).click();
    await page.getByRole("list", { name: "Places" }).getByRole("button", { name: "osteria-nova" }).click();
    for (const place of ["Learning", "Configuration"]) {
      await page.getByRole("link", { name: place }).click();
      await page.getByText("Nothing is deployed yet").filter({ visible: true }).first().waitFor();
      assert.equal(await page.getByRole("alert").count(), 0, place);
    }
    await page.getByRole("button", { name: /Change the place/ }).click();
    await page.getByRole("list", { name: "Places" }).getByRole("button", { name: "Operator" }).click();
    await page.getByRole("link", { name: "Businesses" }).click();
    await entry("osteria-nova").click();
  });

  it("are suspended for a reason, and resumed", async () => {
    await shown().getByRole("button", { name: "Suspend…" }).click();
    await shown().getByLabel("Why").fill("They have not paid.");
    await shown().getByRole("button", { name: "Suspend it" }).click();
    await shown().getByText("They have not paid.").waitFor();
    await entry("osteria-nova").getByText("suspended").waitFor();
    await shown().getByRole("button", { name: "Resume" }).click();
    await entry("osteria-nova").getByText("active").waitFor();
  });

  it("are taken out as a file", async () => {
    const [file] = await Promise.all([page.waitForEvent("download"), shown().getByRole("button", { name: "Export all data" }).click()]);
    assert.equal(file.suggestedFilename(), "osteria-nova.jsonl");
    const lines = readFileSync(await file.path(), "utf8").trim().split("\n");
    assert.ok(lines.length > 1 && lines.every((line) => JSON.parse(line)));
  });

  it("are closed, which says until when they can be taken back", async () => {
    await shown().getByRole("button", { name: "Close…" }).click();
    await shown().getByLabel("Why").fill("They have gone.");
    await shown().getByRole("button", { name: "Close it" }).click();
    await shown().getByText("Its data go").waitFor();
    await shown().getByRole("button", { name: "Take it back" }).click();
    await entry("osteria-nova").getByText("active").waitFor();
  });

  it("fit a phone", async () => {
    await page.setViewportSize({ width: 360, height: 740 });
    for (const place of ["businesses", "businesses/new", "businesses/bistro"]) {
      await page.goto(`${product.url}/console/#/${place}`);
      await page.getByRole("heading", { level: 2 }).filter({ visible: true }).first().waitFor();
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 360, place);
    }
  });
});
