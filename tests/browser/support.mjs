import assert from "node:assert/strict";
import { after, before } from "node:test";
import { chromium } from "playwright-core";

export const kChromium = process.env.CHROMIUM ?? "/usr/bin/chromium";

export function launch() {
  return chromium.launch({ executablePath: kChromium, args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"] });
}

// One browser for the tests of a file; to be used by tests and their own hooks, not by other hooks of the file.
export function withBrowser() {
  const shared = {};
  before(async () => (shared.browser = await launch()));
  after(() => shared.browser?.close());
  return shared;
}

// A visitor: a browser profile of its own, whose pages must not break the content security policy nor throw.
export async function visitor(browser, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  context.setDefaultTimeout(30_000);
  const faults = [];
  context.on("page", (page) => {
    page.on("pageerror", (error) => faults.push(error.message));
    page.on("console", (line) => /Content Security Policy/i.test(line.text()) && faults.push(line.text()));
  });
  return {
    context,
    page: (url) => context.newPage().then((page) => page.goto(url).then(() => page)),
    close: async () => {
      await context.close();
      assert.deepEqual(faults, []);
    },
  };
}

// The texts of the finished messages, oldest first; not what their cards say once more.
export function said(page) {
  return page.locator(".list .msg:not(.system) > p").allInnerTexts();
}

export async function eventually(check, message = "it never came true", ms = 20_000) {
  const end = Date.now() + ms;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > end) throw error instanceof assert.AssertionError ? error : new Error(`${message}: ${error.message}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

export async function write(page, text) {
  await page.getByLabel("Your message").fill(text);
  await page.getByRole("button", { name: "Send" }).click();
}

// A whole file at once, as pasting does it: fill() types it, which takes a long file many seconds.
export const put = (editor, text) => editor.evaluate((area, whole) => {
  Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set.call(area, whole);
  area.dispatchEvent(new Event("input", { bubbles: true }));
}, text);
