// The demo as a newcomer lives it, in one browser: from the first click, through a kill -9 in the middle of a turn, to the
// table that is booked once. The pictures it takes lie in build/browser/.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { Product } from "./product.mjs";
import { eventually, launch, said, visitor, write } from "./support.mjs";

const kGuest = "Ana Ruiz";
let browser;
let product;
let guest;
let page;

const picture = (name) => page.screenshot({ path: `${product.folder}/${name}.png` });
const last = async () => (await said(page)).at(-1) ?? "";
const reply = (pattern) => eventually(async () => assert.match(await last(), pattern), "the bot did not answer", 15_000);

// A day that the seeded book does not reach: every table is free.
const kDay = new Date(Date.now() + 25 * 86_400_000).toISOString().slice(0, 10);

// Whether it is wholly within the window of its document and of what scrolls around it.
function isInView(locator) {
  return locator.evaluate((element) => new Promise((resolve) => new IntersectionObserver(([entry]) => resolve(entry.intersectionRatio > 0.95)).observe(element)));
}

async function bookings() {
  const day = await (await fetch(`${product.backOffice}/api/day?date=${kDay}`)).json();
  return day.locations.flatMap((location) => location.bookings).filter(({ name }) => name === kGuest);
}

describe("the demo", () => {
  before(async () => {
    product = new Product("demo");
    await product.start();
    browser = await launch();
    guest = await visitor(browser);
    page = await guest.page(product.url);
  });
  after(async () => {
    await guest?.close();
    await browser?.close();
    await product.stop();
  });

  it("shows the restaurant, its bot and what there is to try", async () => {
    await page.getByRole("heading", { name: "Trattoria Lume", level: 1 }).waitFor();
    await page.getByText("Say something to the bot").waitFor();
    assert.equal(await page.getByRole("group", { name: "Things to try" }).getByRole("button").count(), 3);
    await picture("1-first-sight");
  });

  it("answers the first click within seconds and shows what it understood", async () => {
    const clicked = Date.now();
    await page.getByRole("button", { name: /Where is my order 1042/ }).click();
    await reply(/1042/);
    assert.ok(Date.now() - clicked < 5000, `it took ${Date.now() - clicked} ms`);
    const turn = page.locator(".turn").first();
    await turn.getByText("order status").first().waitFor();
    await turn.getByText("done").waitFor();
  });

  it("collects what it needs for a table and reads it back before it writes", async () => {
    await write(page, `A table for two at Old Town on ${kDay} at 19:00`);
    await reply(/name/i);
    await write(page, kGuest);
    await reply(/Shall I book it\?/);
    assert.match(await last(), /Ana Ruiz/);
    await page.getByText("nothing is written before the customer says yes").waitFor();
    assert.deepEqual(await bookings(), []);
    await picture("2-read-back");
  });

  it("goes on with the turn after kill -9 in its middle, and books once", async () => {
    product.signal("bistro", "SIGSTOP");
    await page.locator("frontdesk-chat").getByRole("button", { name: "Yes" }).click();
    await page.locator(".turn .pill.busy").waitFor();
    await eventually(() => assert.ok(product.hasUnread(product.bistroPort)), "the call did not go out");
    await product.kill("frontdesk");
    await page.getByText("Connection lost.").waitFor();
    await picture("3-killed");
    product.signal("bistro", "SIGCONT");
    await product.startFrontdesk();
    await reply(/LUME-\d{4}/);
    const [booking, ...more] = await bookings();
    assert.deepEqual(more, []);
    assert.match(await last(), new RegExp(booking.code));
    assert.equal((await said(page)).filter((text) => /LUME-\d{4}/.test(text)).length, 1);
    await page.locator(".turn").first().getByText("book table").first().waitFor();
    await picture("4-resumed");
  });

  it("shows a server that is killed in the middle of an answer, and how the turn goes on", async () => {
    const before = (await said(page)).length;
    await page.getByRole("button", { name: /Kill the server/ }).click();
    const course = page.getByRole("status", { name: "The killed turn" });
    await course.getByText("in the middle of the turn").waitFor();
    await product.ended("frontdesk");
    await page.locator(".turn .pill.busy").waitFor();
    await product.startFrontdesk();
    await course.getByText("the turn goes on where it stood").waitFor();
    await course.getByText(/Answered after \d+\.\d s, once/).waitFor();
    await reply(/Order 1001 .*(delivered|collected)/);
    assert.equal((await said(page)).length, before + 2);
    await picture("4-killed-by-its-button");
  });

  it("has the whole conversation after a reload", async () => {
    const before = await said(page);
    await page.reload();
    await eventually(async () => assert.deepEqual(await said(page), before));
    assert.equal(await page.locator(".turn").count(), 5);
  });

  it("shows the booking in the restaurant's own system", async () => {
    await page.getByRole("tab", { name: "The restaurant’s system" }).click();
    const [booking] = await bookings();
    const office = page.frameLocator("iframe");
    await office.locator("#changes", { hasText: booking.code }).waitFor();
    const drawn = office.locator(`[data-code="${booking.code}"] rect`);
    await eventually(async () => assert.ok(await isInView(drawn), "the page does not show the booked table"));
    await picture("5-back-office");
    await page.getByRole("tab", { name: "What the bot did" }).click();
  });

  it("fetches a person, who answers from the console and gives back", async () => {
    await page.getByRole("button", { name: /talk to a person/ }).click();
    await page.getByText("A colleague has been asked").waitFor();
    const staff = await visitor(browser);
    const console_page = await staff.page(`${product.url}/console/#/conversations`);
    await console_page.getByRole("button", { name: "Use the operator key" }).click();
    await console_page.getByLabel("Operator key").fill(product.operatorKey);
    await console_page.getByLabel("Your name").fill("Ben");
    await console_page.getByRole("button", { name: "Sign in" }).click();
    await console_page.locator(".entry", { hasText: "Waiting for a person" }).click();
    await console_page.locator(".handoff").waitFor();
    await console_page.getByRole("button", { name: "Why did it say this?" }).last().click();
    await console_page.locator(".turn").waitFor();
    await console_page.screenshot({ path: `${product.folder}/6-console.png` });
    await console_page.getByRole("button", { name: "Take over" }).click();
    await page.getByText("You are now talking with Ben.").waitFor();
    await console_page.getByLabel("Your answer").fill("Good evening, this is Ben.");
    await console_page.keyboard.press("Enter");
    await page.locator(".msg.person", { hasText: "Good evening, this is Ben." }).waitFor();
    await write(page, "when are you open");
    await console_page.locator(".said.customer", { hasText: "when are you open" }).waitFor();
    assert.equal(await last(), "when are you open");
    await picture("7-with-a-person");
    await console_page.getByRole("button", { name: "Give back to the bot" }).click();
    await page.getByText("You are talking with the assistant again.").waitFor();
    await write(page, "thank you");
    await reply(/pleasure|presto/i);
    await staff.close();
  });

  it("turns to the day of what is booked, moved or cancelled while it is open", async () => {
    const tool = async (name, body) => (await fetch(`${product.backOffice}/tools/${name}`, { method: "POST", body: JSON.stringify(body) })).json();
    const day = (ahead) => new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10);
    const office = await guest.context.newPage();
    await office.setViewportSize({ width: 360, height: 500 });
    await office.goto(product.backOffice);
    const shows = async (code, status) => {
      const drawn = office.locator(`[data-code="${code}"].${status} rect`);
      await eventually(async () => assert.ok(await isInView(drawn), `${code} is not in view`));
    };
    const { code } = await tool("book_table", { location: "old-town", date: day(40), time: "21:00", guests: 2, name: "Rui" });
    await shows(code, "booked");
    await office.getByRole("button", { name: "Today" }).click();
    await eventually(async () => assert.equal(await office.locator(`[data-code="${code}"]`).count(), 0));
    await tool("move_booking", { code, name: "Rui", date: day(41), time: "18:00" });
    await shows(code, "booked");
    await office.getByRole("button", { name: "Today" }).click();
    await tool("cancel_booking", { code, name: "Rui" });
    await shows(code, "cancelled");
    await office.close();
  });

  it("suggests in the guest's language what the bot understands", async () => {
    const guests = [
      ["de-CH", /Tisch/, /^Die Bestellung 1042/, "Das Team ist gefragt", /abschießen/],
      ["es-MX", /mesa/, /^El pedido 1042/, "Se avisó al equipo", /Matar/],
      ["it-IT", /tavolo/, /^L'ordine 1042/, "Un collega è stato avvisato", /Uccidere/],
      ["fr-FR", /table for two/, /^Order 1042/, "A colleague has been asked", /Kill the server/],
    ];
    for (const [locale, first, order, asked, kill] of guests) {
      const other = await visitor(browser, { locale });
      const seen = await other.page(product.url);
      const says = seen.getByRole("group", { name: "Things to try" });
      assert.match(await says.getByRole("button").first().innerText(), first);
      assert.equal(await seen.locator(".says").getAttribute("lang"), locale.startsWith("fr") ? "en" : locale.slice(0, 2));
      await seen.locator(".kill button", { hasText: kill }).waitFor();
      await says.getByRole("button").nth(1).click();
      await eventually(async () => assert.match((await said(seen)).at(-1), order));
      await says.getByRole("button").nth(2).click();
      await seen.locator(".system", { hasText: asked }).waitFor();
      await other.close();
    }
  });

  it("has the chat first on a phone", async () => {
    const other = await visitor(browser, { viewport: { width: 360, height: 740 } });
    const seen = await other.page(product.url);
    for (const needed of [seen.getByLabel("Your message"), seen.getByRole("button", { name: "Send" })]) assert.ok(await isInView(needed));
    await seen.getByRole("link", { name: "What the bot did" }).click();
    await eventually(async () => assert.ok(await isInView(seen.getByText("Say something to the bot"))));
    await seen.getByText("What is this?").click();
    await seen.getByText("its owner brings one file").waitFor();
    await other.close();
  });

  it("looks right in both colour schemes, wide and on a phone", async () => {
    const state = await guest.context.storageState();
    for (const colorScheme of ["light", "dark"]) {
      for (const [width, height] of [[1280, 800], [360, 740]]) {
        const other = await visitor(browser, { colorScheme, viewport: { width, height }, storageState: state });
        const seen = await other.page(product.url);
        await eventually(async () => assert.ok((await said(seen)).length > 4));
        await seen.locator(".turn").first().waitFor();
        assert.equal(await seen.evaluate(() => document.documentElement.scrollWidth), width);
        await seen.screenshot({ path: `${product.folder}/8-${colorScheme}-${width}.png`, fullPage: width < 500 });
        await other.close();
      }
    }
  });
});
