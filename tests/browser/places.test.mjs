// The console has what its engines give it and names none of them: it is built with one engine more, with quite other
// ones, and with such as do not fit.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, afterEach, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { Double } from "./double.mjs";
import { eventually, visitor, withBrowser } from "./support.mjs";

const kRoot = fileURLToPath(new URL("../../", import.meta.url));
const kWeb = join(kRoot, "web");
const kCopies = join(kRoot, "build/browser/places");
const kNotCopied = new Set(["node_modules", "dist"].map((name) => join(kWeb, name)));
const kEngines = "console/src/engines";
const kAll = readdirSync(join(kWeb, kEngines));
const kGuestBook = readFileSync(join(kWeb, "README.md"), "utf8").match(/```tsx\n([\s\S]*?)```/)[1];

// Three places in two files, not in their order; one with all that a place may have.
const kBakery = {
  oven: `import { createContext, useContext } from "react";
    import type { Place } from "../../shell/places";
    const Heat = createContext("cold");
    export default [
      { route: "shelf", label: "Shelf", icon: "list", order: 3, Page: ({ route }) => <p>Shelf {route.join("+")} is {useContext(Heat)}</p> },
      { route: "oven", label: "Oven", icon: "clock", order: 1, Page: ({ session, route }) => <p>{session.name} bakes {route.join("+") || "nothing"}</p>,
        Badge: () => <b>{useContext(Heat)}</b>,
        Around: ({ session, children }) => <Heat value={"hot in " + session.tenant}>{children}</Heat>,
        forget: () => localStorage.removeItem("dough") },
    ] satisfies Place[];`,
  counter: `import type { Place } from "../../shell/places";
    export default [{ route: "counter", label: "Counter", icon: "person", order: 2, Page: () => <p>Next, please</p> }] satisfies Place[];`,
};

const kCompile = ["typescript/bin/tsc", "-p", "."];
const kBundle = ["vite/bin/vite.js", "build"];

// Builds web/ without `without` and with these engines beside what is left. Returns where the built pages are.
function built(name, engines, { without = [], tools = [kCompile, kBundle] } = {}) {
  const copy = join(kCopies, name);
  rmSync(copy, { recursive: true, force: true });
  cpSync(kWeb, copy, { recursive: true, filter: (file) => !kNotCopied.has(file) });
  symlinkSync(join(kWeb, "node_modules"), join(copy, "node_modules"));
  for (const engine of without) rmSync(join(copy, kEngines, engine), { recursive: true });
  for (const [engine, text] of Object.entries(engines)) {
    mkdirSync(join(copy, kEngines, engine), { recursive: true });
    writeFileSync(join(copy, kEngines, engine, "places.tsx"), text);
  }
  for (const [tool, ...more] of tools) {
    const { status, stdout, stderr } = spawnSync(process.execPath, [join("node_modules", tool), ...more], { cwd: copy, encoding: "utf8" });
    assert.equal(status, 0, `${tool}: ${stdout}${stderr}`);
  }
  return join(copy, "dist");
}

const shared = withBrowser();
let server;
let staff;

async function open(web, hash = "") {
  server = await new Double(web).listen();
  staff = await visitor(shared.browser);
  return staff.page(`${server.url}/console/${hash}`);
}

async function signedIn(web, hash) {
  const page = await open(web, hash);
  await page.getByRole("button", { name: "Use the operator key" }).click();
  await page.getByLabel("Operator key").fill("ok_double");
  await page.getByLabel("Your name").fill("Ana");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByLabel("Business").selectOption("bistro");
  await page.getByRole("button", { name: "Open" }).click();
  await page.getByRole("navigation", { name: "Console" }).waitFor();
  return page;
}

const links = (page) => page.getByRole("navigation", { name: "Console" }).getByRole("link");
const addresses = (page) => links(page).evaluateAll((all) => all.map((link) => link.getAttribute("href")));
const current = (page) => page.locator("nav a[aria-current=page]").getAttribute("href");

async function leave() {
  const [who, what] = [staff, server];
  staff = server = undefined;
  try {
    await who?.close();
  } finally {
    await what?.close();
  }
}
afterEach(leave);
after(() => rmSync(kCopies, { recursive: true, force: true }));

describe("an engine more", () => {
  it("is a folder: its list, page and form stand beside all others", async () => {
    const before = await signedIn(undefined);
    const plain = await addresses(before);
    await leave();
    const page = await signedIn(built("more", { guestbook: kGuestBook }));
    assert.deepEqual(await addresses(page), [...plain, "#/guestbook"]);
    const begun = [];
    await page.route("**/v1/guestbook", (route) => route.fulfill({ json: { items: [{ number: 7, name: "Ben", words: "The bread was good." }], next: null } }));
    await page.route("**/v1/guestbook-cleanings", (route) => {
      begun.push(route.request().postDataJSON());
      return route.fulfill({ status: 202, json: { errand: 1 } });
    });
    await page.getByRole("link", { name: "Guest book" }).click();
    await page.getByRole("link", { name: /Ben/ }).click();
    await page.getByLabel("Word").fill("watches");
    await page.getByRole("button", { name: "Hide all entries with it" }).click();
    await eventually(() => assert.deepEqual(begun.map(({ word }) => word), ["watches"]));
    assert.match(begun[0].id, /^[0-9a-f-]{36}$/);
    assert.equal(await current(page), "#/guestbook");
    assert.equal(await page.title(), "Guest book · Trattoria Lume · frontdesk console");
  });
});

describe("other engines", () => {
  let web;

  it("are all that there is, in their order", async () => {
    web = built("other", kBakery, { without: kAll });
    const page = await signedIn(web);
    assert.deepEqual(await addresses(page), ["#/oven", "#/counter", "#/shelf"]);
    assert.deepEqual((await links(page).allInnerTexts()).map((text) => text.trim().split("\n")), [["Oven", "hot in bistro"], ["Counter"], ["Shelf"]]);
    await page.getByText("Ana bakes nothing").waitFor();
    await links(page).nth(2).click();
    await page.getByText("Shelf is hot in bistro").waitFor();
    assert.equal(await page.title(), "Shelf · Trattoria Lume · frontdesk console");
    assert.equal(await page.getByRole("heading", { level: 1 }).innerText(), "Shelf");
  });

  it("are told what stands in the address behind their place", async () => {
    const page = await signedIn(web, "#/shelf/top/r%C3%B6ll");
    await page.getByText("Shelf top+röll is hot in bistro").waitFor();
    assert.equal(await current(page), "#/shelf");
  });

  it("give the first place to an address that nobody has", async () => {
    const page = await signedIn(web, "#/cellar/rye");
    await page.getByText("Ana bakes nothing").waitFor();
    for (const unknown of ["#/constructor", "#/shelf/%E0%A4", "#/%"]) {
      await links(page).nth(1).click();
      await page.getByText("Next, please").waitFor();
      await page.evaluate((hash) => (location.hash = hash), unknown);
      await page.getByText("Ana bakes nothing").waitFor();
      assert.equal(await current(page), "#/oven", unknown);
      assert.match(await page.title(), /^Oven · /);
    }
  });

  it("forget what was kept when somebody signs out", async () => {
    const page = await signedIn(web, "#/counter");
    await page.evaluate(() => localStorage.setItem("dough", "rye"));
    await page.getByRole("button", { name: "Sign out or change business" }).click();
    await page.getByLabel("Password").waitFor();
    assert.equal(await page.evaluate(() => localStorage.getItem("dough")), null);
  });
});

describe("engines that do not fit", () => {
  const second = (route) => kBakery.counter.replace('route: "counter"', `route: "${route}"`);
  const misfits = {
    "two places with one route": [{ ...kBakery, cellar: second("shelf") },
      /Two places have the route “shelf”.*engines\/cellar\/places\.tsx and engines\/oven\/places\.tsx give it\. Give one of the two another route\./s],
    "a route that no address leads to": [{ cellar: second("shelf/top") }, /“shelf\/top” is no route.*engines\/cellar\/places\.tsx/s],
    "a file without places": [{ ...kBakery, cellar: "export const places = [];" }, /engines\/cellar\/places\.tsx exports no places/],
    "no engine at all": [{}, /The console has no place/],
  };
  for (const [what, [engines, said]] of Object.entries(misfits)) {
    it(`are told of instead of being shown: ${what}`, async () => {
      const page = await open(built("misfit", engines, { without: kAll, tools: [kBundle] }));
      assert.match(await page.getByRole("alert").innerText(), said);
      assert.equal(await page.getByLabel("Password").count(), 0);
    });
  }
});
