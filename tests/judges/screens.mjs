// Each state of the widget, the demo, the demo's back office and the console, wide and on a phone, light and dark: nothing
// overlaps, is cut off, reaches out to the side or is too small for a finger; what is needed is at hand without scrolling;
// axe finds nothing; and the main elements stand where tests/judges/expectations/screens pins them. The pictures are in
// build/screens.
//   screens.mjs [--small] [--only GROUP] [--pin] [--broken]
// --small is the widget on a phone; --pin writes the expectations anew; --broken lets words overlap, and pins nothing.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { launch } from "../browser/support.mjs";
import { violationsOn } from "./accessibility.mjs";
import { differences, faultsOn, outlineOf } from "./screens/checks.mjs";
import { kGroups, serverFor } from "./screens/states.mjs";

const kRoot = fileURLToPath(new URL("../../", import.meta.url));
const kPictures = join(kRoot, "build/screens");
const kBroken = "p{margin-top:-1.2em!important}";

// The expectations of a group: {"state (scheme is left out, width px)": [lines]}.
class Pins {
  #path;
  #pinned = {};

  constructor(group, anew) {
    this.#path = join(kRoot, `tests/judges/expectations/screens/${group}.txt`);
    if (!anew) this.#read();
  }

  #read() {
    let state;
    for (const line of readFileSync(this.#path, "utf8").split("\n")) {
      if (line.startsWith("# ")) state = this.#pinned[line.slice(2)] = [];
      else if (line) state.push(line);
    }
  }

  pin(state, lines) {
    this.#pinned[state] ??= lines;
  }

  differences(state, lines) {
    return this.#pinned[state] ? differences(this.#pinned[state], lines) : ["nothing is pinned; look at its picture, then say --pin"];
  }

  write() {
    writeFileSync(this.#path, Object.entries(this.#pinned).map(([state, lines]) => `# ${state}\n${lines.join("\n")}\n`).join("\n"));
  }
}

// In the page: words move up into what stands above them, in every shadow root too.
function breakPage(css) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  const into = (root) => {
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
    for (const element of root.querySelectorAll("*")) if (element.shadowRoot) into(element.shadowRoot);
  };
  into(document);
}

async function faultsOfState(page, needed, { pins, state, width, pin, broken }) {
  if (broken) {
    await page.evaluate(breakPage, kBroken);
    return (await faultsOn(page)).filter(({ check }) => check === "overlap");
  }
  const faults = await faultsOn(page, needed?.(page));
  for (const { id, help, where } of await violationsOn(page)) faults.push({ check: "axe", text: `${id}: ${help}: ${where}` });
  const key = `${state}, ${width} px`;
  const lines = await outlineOf(page);
  if (pin) pins.pin(key, lines);
  else for (const text of pins.differences(key, lines)) faults.push({ check: "pinned", text });
  return faults;
}

// Walks one group's states in one window; tells each fault, and returns how many states there were.
async function walk(browser, group, { width, scheme, pins, tell, options }) {
  const server = await serverFor(group);
  const context = await browser.newContext({ colorScheme: scheme, viewport: { width, height: width < 500 ? 740 : 800 }, reducedMotion: "reduce", locale: "en-US", timezoneId: "UTC" });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  const states = kGroups[group](server);
  try {
    for (const [index, [state, reach, needed]] of states.entries()) {
      const where = `${group}: ${state} (${scheme}, ${width} px)`;
      await Promise.resolve(reach(page)).catch((error) => {
        throw new Error(`could not reach "${where}": ${error.message}`);
      });
      const faults = await faultsOfState(page, needed, { ...options, pins, state, width });
      await page.screenshot({ path: join(kPictures, `${group}-${String(index + 1).padStart(2, "0")}-${width}-${scheme}.png`) });
      for (const { check, text } of faults) tell(where, check, text);
    }
  } finally {
    await context.close();
    await server.close();
  }
  return states.length;
}

async function main(words) {
  const has = (word) => words.includes(word);
  const only = has("--only") ? words[words.indexOf("--only") + 1] : has("--small") || has("--broken") ? "widget" : undefined;
  const options = { pin: has("--pin"), broken: has("--broken") };
  const small = has("--small") || options.broken;
  rmSync(kPictures, { recursive: true, force: true });
  mkdirSync(kPictures, { recursive: true });
  const browser = await launch();
  let pages = 0, faults = 0;
  const tell = (where, check, text) => {
    faults++;
    console.log(`${where}: ${check}: ${text}`);
  };
  try {
    for (const group of Object.keys(kGroups).filter((name) => !only || name === only)) {
      const pins = new Pins(group, options.pin || options.broken);
      for (const width of small ? [360] : [1280, 360])
        for (const scheme of small ? ["light"] : ["light", "dark"]) pages += await walk(browser, group, { width, scheme, pins, tell, options });
      if (options.pin) pins.write();
    }
  } finally {
    await browser.close();
  }
  console.log(`screens: ${faults} faults on ${pages} screens (bar 0)`);
  return faults ? 1 : 0;
}

process.exit(await main(process.argv.slice(2))); // servers that still mean to say something are left
