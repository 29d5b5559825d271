// The house that the journey goes through: the product, a mail server, and people, each in a browser of their own.
import assert from "node:assert/strict";
import { join } from "node:path";
import { Product } from "../../browser/product.mjs";
import { visitor } from "../../browser/support.mjs";
import { Killer, pause } from "./killer.mjs";
import { Mailbox } from "./mailbox.mjs";

export const kPassword = "a lamp in the window";
const kPatienceMs = 2_500; // of somebody who has pressed a button
const kWholeMs = 25_000;

export class House {
  #visitors = [];
  pages = {}; // by the name of who looks at it

  constructor(browser, name, random) {
    this.browser = browser;
    this.mailbox = new Mailbox();
    this.product = new Product(`journey-${name}`, ({ url }) => `approvals: {deploy: two_people}\npublic_url: ${url}\n` +
      `mail: {server: "smtp://127.0.0.1:${this.mailbox.port}", from: desk@frontdesk.example, tls: false}\n`);
    this.killer = new Killer(this.product, random);
  }

  async start() {
    await this.mailbox.start();
    await this.product.start();
    return this;
  }

  // What everybody sees at this moment, in the product's folder; returns where.
  async picture() {
    for (const [name, page] of Object.entries(this.pages)) await page.screenshot({ path: join(this.product.folder, `${name}.png`) }).catch(() => {});
    return this.product.folder;
  }

  async stop() {
    for (const one of this.#visitors) await one.close();
    await this.product.stop();
    this.mailbox.stop();
  }

  get url() {
    return this.product.url;
  }

  // A browser for somebody; `name` is how stages find their page again.
  async enters(name, url) {
    const one = await visitor(this.browser);
    this.#visitors.push(one);
    one.context.setDefaultTimeout(kPatienceMs);
    const page = await one.context.newPage();
    page.on("request", (request) => this.killer.saw(request));
    this.pages[name] = page;
    if (url) await insist(() => page.goto(url), () => {});
    return page;
  }

  // Somebody's first way in, by a link, as it is told at that time. Where the link has let them in and they were not told,
  // they have a password.
  async comesIn(name, link, email, fill = async () => {}) {
    const page = await this.enters(name);
    const isIn = page.getByRole("navigation", { name: "Console" });
    await insist(async () => {
      if (await isIn.isVisible()) return;
      await page.goto("about:blank");
      await page.goto(link() ?? `${this.url}/console/`);
      const button = page.getByRole("button", { name: /^(Set the password and sign in|Sign in)$/ });
      await button.waitFor();
      if ((await button.innerText()) === "Sign in") {
        await button.click();
        await page.getByLabel("E-mail address").fill(email);
        await page.getByLabel("Password").fill(kPassword);
        return page.getByRole("button", { name: "Sign in", exact: true }).click();
      }
      await fill(page);
      await page.getByLabel("Password").fill(kPassword);
      await button.click();
    }, () => isIn.waitFor());
    return page;
  }

  // The first letter to somebody that has this in its subject.
  async letter(to, subject) {
    let found;
    await insist(() => {}, () => {
      found = this.mailbox.letters().find((letter) => letter.to === to && letter.subject.includes(subject));
      assert.ok(found, `no letter to ${to} about "${subject}"`);
    });
    return found;
  }

  // What the API answers to who is signed in on a page; `tenant`: where they ask.
  async ask(name, path, tenant = "bistro") {
    const token = await this.pages[name].evaluate(() => JSON.parse(sessionStorage.getItem("frontdesk:console")).user.token);
    const response = await fetch(`${this.url}/v1/${path}`, { headers: { authorization: `Bearer ${token}${tenant && `.${tenant}`}` } });
    assert.equal(response.status, 200, `${path}: ${response.status}`);
    return response.json();
  }
}

// As people do: acts, looks whether it went through, and otherwise acts once more. What was done before must not be done
// again by that; that is what the journey is about.
export async function insist(act, isDone) {
  const end = Date.now() + kWholeMs;
  for (;;) {
    try {
      await act();
      return await isDone();
    } catch (error) {
      if (Date.now() > end) throw error;
      await pause(150);
    }
  }
}

// Presses what is there to be pressed; it is gone where a press before went through and nobody was told yet.
export async function press(button) {
  if (await button.isVisible()) await button.click();
}

export const goTo = (page, route) => page.evaluate((hash) => (location.hash = hash), `#/${route}`);

export async function changeTo(page, place) {
  const name = page.locator(".place b");
  await insist(async () => {
    if ((await name.innerText()) === place) return;
    if (!(await page.getByRole("list", { name: "Places" }).isVisible())) await page.locator(".place > button").click();
    await page.getByRole("list", { name: "Places" }).getByRole("button", { name: place, exact: true }).click();
  }, () => name.filter({ hasText: place }).waitFor());
}
