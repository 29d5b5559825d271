// The judge "screens" finds what is wrong, also in a shadow root, and nothing on a page that is right.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { differences, faultsOn, outlineOf } from "../judges/screens/checks.mjs";
import { withBrowser } from "./support.mjs";

const shared = withBrowser();

async function faultsOf(body, { needed, inShadow = false } = {}) {
  const context = await shared.browser.newContext({ viewport: { width: 360, height: 400 } });
  const page = await context.newPage();
  await page.setContent(`<!doctype html><style>body{margin:0}*{font:16px/20px sans-serif}</style><main>${inShadow ? "" : body}</main>`);
  if (inShadow) await page.evaluate((html) => (document.querySelector("main").attachShadow({ mode: "open" }).innerHTML = html), body);
  const found = await faultsOn(page, needed?.(page));
  await context.close();
  return [...new Set(found.map(({ check }) => check))];
}

const kRight = '<p>Words</p><p>More words</p><button style="width:60px;height:44px">Send</button>';
const kPlanted = {
  overlap: ["<p>Words</p><p style='margin-top:-30px'>More words</p>", "<p>Words</p><div style='position:absolute;top:0;width:90px;height:60px;background:#fff'></div>"],
  "cut off": ["<p style='width:40px;overflow:hidden;white-space:nowrap'>More words than there is room for</p>", "<div style='height:12px;overflow:hidden'>Words<br>more</div>"],
  sideways: ["<p style='width:500px'>Words that go on and on and on, as far as the other side of the street and on</p>", "<div style='width:400px'>&nbsp;</div>"],
  "small target": ["<button style='padding:0;height:20px'>Send</button>"],
};

describe("the judge of screens", () => {
  it("finds nothing on a page without a fault", async () => {
    for (const inShadow of [false, true]) assert.deepEqual(await faultsOf(kRight, { inShadow }), []);
    assert.deepEqual(await faultsOf("<div style='height:30px;overflow:auto'>Words<br>more<br>still more</div>"), [], "what scrolls is not cut off");
    assert.deepEqual(await faultsOf("<p style='width:40px;overflow:hidden;white-space:nowrap;text-overflow:ellipsis'>More words than there is room for</p>"), []);
    assert.deepEqual(await faultsOf("<p>See <a href='#'>this</a> first.</p>"), [], "a link in a sentence is as high as its line");
  });

  it("finds each planted fault", async () => {
    for (const [check, bodies] of Object.entries(kPlanted))
      for (const body of bodies) for (const inShadow of [false, true]) assert.ok((await faultsOf(body, { inShadow })).includes(check), `${check}: ${body}`);
  });

  it("wants what is needed in view, uncovered and large enough", async () => {
    const needed = (page) => ({ "the button": page.getByRole("button") });
    assert.deepEqual(await faultsOf(kRight, { needed }), []);
    assert.deepEqual(await faultsOf(`<div style="height:390px"></div>${kRight}`, { needed }), ["needed"]);
    assert.deepEqual(await faultsOf(kRight.replace("44px", "40px"), { needed }), ["needed"]);
    assert.deepEqual(await faultsOf(`${kRight}<div style="position:fixed;inset:0;background:#fff"></div>`, { needed }), ["needed"]);
    assert.deepEqual(await faultsOf("<p>Words</p>", { needed: (page) => ({ "the words": page.getByText("Words") }) }), ["needed"]);
  });

  it("sees when main elements are gone or have moved", async () => {
    const context = await shared.browser.newContext();
    const page = await context.newPage();
    await page.setContent("<main><h1>Shop 7</h1><button>Send</button></main>");
    const lines = await outlineOf(page);
    assert.match(lines.join("\n"), /^main .*\nheading Shop # \| .*\nbutton Send \| /);
    assert.deepEqual(differences(lines, lines), []);
    assert.equal(differences(lines, lines.slice(0, 2)).length, 1);
    assert.equal(differences(lines, [...lines, "button More | 0 0 40 40"]).length, 1);
    assert.equal(differences(lines, lines.map((line) => line.replace(/\| \d+/, "| 960"))).length, 3);
    await context.close();
  });
});
