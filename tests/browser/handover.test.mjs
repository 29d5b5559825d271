// A guest and somebody of the staff in one conversation, each in a browser of their own, against the product.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { Product } from "./product.mjs";
import { eventually, launch, said, visitor, write } from "./support.mjs";

let product;
let browser;
let guest;
let staff;
let chat;
let page;

// Everything that the guest's browser was sent of the conversation.
async function sentToGuest() {
  const { id, token } = await chat.evaluate(() => JSON.parse(Object.entries(localStorage).find(([name]) => /^frontdesk:[^:]+$/.test(name))[1]));
  return (await fetch(`${product.url}/v1/conversations/${id}/events`, { headers: { authorization: `Bearer ${token}` } })).text();
}

describe("a guest and a person", () => {
  before(async () => {
    product = new Product("handover");
    await product.start();
    browser = await launch();
    guest = await visitor(browser);
    staff = await visitor(browser);
    chat = await guest.page(product.url);
    page = await staff.page(`${product.url}/console/#/conversations`);
    await page.getByRole("button", { name: "Use the operator key" }).click();
    await page.getByLabel("Operator key").fill(product.operatorKey);
    await page.getByLabel("Your name").fill("Ana");
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("heading", { name: "Conversations", level: 2 }).waitFor();
  });
  after(async () => {
    await guest?.close();
    await staff?.close();
    await browser?.close();
    await product.stop();
  });

  it("see that the other writes", async () => {
    await write(chat, "I want to talk to a person");
    await page.locator(".entry", { hasText: "Waiting for a person" }).click();
    await chat.getByLabel("Your message").pressSequentially("it is about");
    await page.getByText("The guest is writing").waitFor();
    await page.getByRole("button", { name: "Take over" }).click();
    await chat.getByText("You are now talking with Ana.").waitFor();
    await page.getByLabel("Your answer").pressSequentially("Good evening");
    await eventually(async () => assert.equal(await chat.locator(".msg.person.typing .by").innerText(), "Ana"));
    await page.keyboard.press("Enter");
    await chat.locator(".list .msg.person", { hasText: "Good evening" }).waitFor();
    assert.equal(await chat.locator(".msg.person.typing").count(), 0);
    await page.getByText("The guest is writing").waitFor({ state: "detached" });
  });

  it("see no more of each other than that", async () => {
    const sent = await sentToGuest();
    assert.ok(sent.includes("Good evening"));
    for (const inside of ["typing", "reason", "queue", "summary"]) assert.ok(!sent.includes(`"${inside}"`), inside);
    assert.deepEqual((await said(chat)).filter((text) => text === "Good evening").length, 1);
  });
});
