// The console's webhooks against the product: added, tried out, with what was sent and what came of it.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { Product } from "./product.mjs";
import { launch, visitor } from "./support.mjs";

let product, browser, person, page;

describe("webhooks", () => {
  before(async () => {
    product = new Product("webhooks");
    await product.start();
    browser = await launch();
    person = await visitor(browser);
    page = await person.page(`${product.url}/console/#/webhooks`);
    await page.getByRole("button", { name: "Use the operator key" }).click();
    await page.getByLabel("Operator key").fill(product.operatorKey);
    await page.getByLabel("Your name").fill("ana");
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("navigation", { name: "Console" }).waitFor();
  });
  after(async () => {
    await person?.close();
    await browser?.close();
    await product?.stop();
  });

  it("are added by an address, and one that is not to be called is refused in words", async () => {
    await page.getByText("There is no webhook yet").waitFor();
    await page.getByRole("link", { name: "Add" }).click();
    await page.getByLabel("Address").fill("https://169.254.169.254/");
    await page.getByRole("button", { name: "Add it" }).click();
    await page.getByText("no place on the public network").waitFor();
    await page.getByLabel("Address").fill("https://hooks.invalid/crm");
    await page.getByLabel("What it is for").fill("Our CRM");
    await page.getByLabel("config.deployed").check();
    await page.getByRole("button", { name: "Add it" }).click();
    await page.getByRole("heading", { name: "Our CRM" }).waitFor();
    await page.locator(".entry", { hasText: "Our CRM" }).getByText("config.deployed").waitFor();
  });

  it("show what was sent, with each attempt", async () => {
    await page.getByRole("button", { name: "Send a test" }).click();
    await page.getByRole("list", { name: "What was sent" }).getByText("webhook.test").click();
    await page.getByRole("list", { name: "Attempts" }).getByText("no answer").first().waitFor({ timeout: 40_000 }); // a name that is looked for takes its time
    await page.getByRole("region", { name: "Webhook", exact: true }).getByRole("link", { name: "Our CRM" }).click();
    await page.getByRole("heading", { name: "Our CRM" }).waitFor();
  });

  it("show their secret to who asks, and are removed", async () => {
    await page.getByRole("button", { name: "Show the secret" }).click();
    assert.match(await page.locator(".once code").first().innerText(), /^whsec_/);
    await page.getByRole("button", { name: "Pause" }).click();
    await page.locator(".page-title").getByText("paused").waitFor();
    await page.getByRole("button", { name: "Remove" }).click();
    await page.getByRole("button", { name: "Remove it" }).click();
    await page.getByText("There is no webhook yet").waitFor();
  });
});
