// The judge "accessibility" finds what is wrong: a fault in the page, in a shadow root, in a frame, in dark colours only.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { violationsOn } from "../judges/accessibility.mjs";
import { withBrowser } from "./support.mjs";

const shared = withBrowser();

async function faultsOf(body, { colorScheme = "light", prepare = () => {} } = {}) {
  const context = await shared.browser.newContext({ colorScheme });
  const page = await context.newPage();
  await page.setContent(`<!doctype html><html lang="en"><head><title>Page</title></head><body><main><h1>Page</h1>${body}</main></body></html>`);
  await page.evaluate(prepare);
  const found = await violationsOn(page);
  await context.close();
  return found.map(({ id }) => id);
}

describe("the judge of accessibility", () => {
  it("finds nothing on a page without a fault", async () => {
    assert.deepEqual(await faultsOf("<p>Words</p><label>Name <input></label>"), []);
  });

  it("finds each planted fault", async () => {
    const planted = {
      "image-alt": '<img src="data:,">',
      label: "<input>",
      "button-name": "<button></button>",
      "color-contrast": '<p style="color:#aaa;background:#fff">Words</p>',
      "aria-required-children": '<div role="tablist"><p>Words</p></div>',
      "heading-order": "<h4>Too deep</h4>",
    };
    for (const [id, body] of Object.entries(planted)) assert.ok((await faultsOf(body)).includes(id), id);
  });

  it("looks into shadow roots", async () => {
    const prepare = () => document.getElementById("host").attachShadow({ mode: "open" }).append(document.createElement("button"));
    assert.deepEqual(await faultsOf('<div id="host"></div>', { prepare }), ["button-name"]);
  });

  it("looks into frames", async () => {
    const frame = `<iframe title="Inner" srcdoc="<html lang='en'><title>Inner</title><main><h1>Inner</h1><input></main></html>"></iframe>`;
    assert.ok((await faultsOf(frame)).includes("label"));
    assert.ok(!(await faultsOf(frame.replace("<input>", "<label>Name <input></label>"))).includes("label"));
  });

  it("sees what is wrong in the dark only", async () => {
    const body = "<style>p{color:#111;background:#fff}@media (prefers-color-scheme:dark){p{background:#222}}</style><p>Words</p>";
    assert.deepEqual(await faultsOf(body), []);
    assert.deepEqual(await faultsOf(body, { colorScheme: "dark" }), ["color-contrast"]);
  });
});
