// Axe on every page and state a person can be in, light and dark, wide and on a phone: WCAG 2.0 to 2.2, A and AA, and
// axe's best practices. Usage: accessibility.mjs [--data DIR] [--only GROUP] [URL OPERATOR_KEY]; without a URL it starts the
// product with its demo business. Prints each violation, then "accessibility: N violations on M pages".
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { launch, put } from "../browser/support.mjs";

const require = createRequire(new URL("../browser/", import.meta.url));
const { AxeBuilder } = require("@axe-core/playwright");

const kTags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

// The violations on the page as it stands, also inside shadow roots and frames.
export async function violationsOn(page) {
  const { violations } = await new AxeBuilder({ page }).withTags(kTags).analyze();
  return violations.flatMap(({ id, help, nodes }) => nodes.map((node) => ({ id, help, where: node.target.join(" ") })));
}

// The bot's finished messages after its greeting.
function answers(page, number) {
  return page.locator("frontdesk-chat .list .msg.bot").nth(number).waitFor();
}

// A day for each run of the demo that the restaurant's seeded book does not reach.
let days = 24;
function freeDay() {
  return new Date(Date.now() + ++days * 86_400_000).toISOString().slice(0, 10);
}

// Each state is reached from the one before it in its group; a group begins with a fresh page.
function groups(url, key) {
  return {
    demo: [
      ["the demo page", (page) => page.goto(url)],
      ["a suggestion pressed, the bot's answer", async (page) => {
        await page.getByRole("button", { name: /A table for two/ }).click();
        await answers(page, 1);
      }],
      ["the read-back with its buttons", async (page) => {
        await page.getByRole("button", { name: "Start anew" }).first().click();
        await page.getByRole("group", { name: "Start anew" }).getByRole("button", { name: "Start anew" }).click();
        await page.getByLabel("Your message").fill(`A table for two at Old Town on ${freeDay()} at 19:00`);
        await page.keyboard.press("Enter");
        await answers(page, 1);
        if (await page.locator("frontdesk-chat").getByText("In what name").count()) {
          await page.getByLabel("Your message").fill("Ana Ruiz");
          await page.keyboard.press("Enter");
        }
        await page.locator("frontdesk-chat .replies").getByRole("button").first().waitFor();
      }],
      ["the trace with a tool's details open", async (page) => {
        await page.locator("frontdesk-chat .replies").getByRole("button").first().click();
        await page.locator(".turn summary").first().waitFor();
        for (const summary of await page.locator(".turn summary").all()) await summary.click();
      }],
      ["a person was asked for", async (page) => {
        await page.getByRole("button", { name: /talk to a person/ }).click();
        await page.getByText("A colleague has been asked").waitFor();
      }],
      ["asked whether to start anew", (page) => page.getByRole("button", { name: "Start anew" }).first().click()],
      ["the restaurant's system", async (page) => {
        const tab = page.getByRole("tab", { name: "The restaurant’s system" });
        if ((await tab.count()) === 0) return;
        await tab.click();
        await page.frameLocator("iframe").locator("main").waitFor();
      }],
    ],
    console: [
      ["the console's sign-in", (page) => page.goto(`${url}/console/#/conversations`)],
      ["a wrong password", async (page) => {
        await page.getByLabel("E-mail address").fill("ada@house.example");
        await page.getByLabel("Password").fill("not the right one");
        await page.getByRole("button", { name: "Sign in" }).click();
        await page.getByRole("alert").waitFor();
      }],
      ["a wrong operator key", async (page) => {
        await page.getByRole("button", { name: "Use the operator key" }).click();
        await page.getByLabel("Operator key").fill("ok_wrong");
        await page.getByLabel("Your name").fill("Ana");
        await page.getByRole("button", { name: "Sign in" }).click();
        await page.getByRole("alert").waitFor();
      }],
      ["the list of conversations", async (page) => {
        await page.getByLabel("Operator key").fill(key);
        await page.getByLabel("Your name").fill("Ana");
        await page.getByRole("button", { name: "Sign in" }).click();
        const choice = page.getByRole("button", { name: "Open" });
        await page.locator(".entry").first().or(choice).waitFor();
        if (await choice.count()) await choice.click();
        await page.locator(".entry").first().waitFor();
      }],
      ["a filter without a match", async (page) => {
        await page.getByRole("button", { name: "Resolved" }).click();
        await page.getByText("None is resolved yet").waitFor();
      }],
      ["a search without a match, with the filters open", async (page) => {
        await page.getByRole("button", { name: "All" }).click();
        await page.getByText("Filters").click();
        await page.getByLabel("Search conversations").fill("nothing like it anywhere");
        await page.getByText("Nothing fits").waitFor();
      }],
      ["the sheet of keys", async (page) => {
        await page.getByRole("button", { name: "Clear search and filters" }).click();
        await page.getByRole("heading", { name: "Conversations", level: 2 }).click();
        await page.keyboard.press("?");
        await page.getByRole("heading", { name: "Keys" }).waitFor();
      }],
      ["alerts switched on", async (page) => {
        await page.keyboard.press("Escape");
        await page.getByRole("button", { name: "Alerts off" }).click();
        await page.getByRole("button", { name: "Alerts on" }).click();
      }],
      ["a conversation that waits for a person", async (page) => {
        await page.locator(".entry", { hasText: "Waiting for a person" }).first().click();
        await page.locator(".said").first().waitFor();
      }],
      ["why the bot said it", async (page) => {
        await page.getByRole("button", { name: "Why did it say this?" }).first().click();
        await page.locator(".turn").first().waitFor();
        for (const summary of await page.locator(".turn summary").all()) await summary.click();
      }],
      ["taken over, with the form to answer", async (page) => {
        await page.getByRole("button", { name: "Take over" }).click();
        await page.getByLabel("Your answer").fill("Good evening");
        await page.getByRole("button", { name: "Send" }).click();
        await page.locator(".said.person").first().waitFor();
      }],
      ["given back", async (page) => {
        await page.getByRole("button", { name: "Give back to the bot" }).click();
        await page.getByText("The bot answers here.").waitFor();
      }],
      ["a conversation that is not there", async (page) => {
        await page.goto(`${url}/console/#/conversations/c_nowhere`);
        await page.getByRole("alert").waitFor();
      }],
      ["the configuration", async (page) => {
        await page.goto(`${url}/console/#/configuration`);
        await page.locator(".entry").first().click();
        await page.locator(".yaml-key").first().waitFor();
      }],
      ["the editor with a finding", async (page) => {
        await page.getByRole("link", { name: "Edit" }).click();
        const editor = page.getByLabel("Configuration file");
        await put(editor, (await editor.inputValue()) + "\nutterly_unknown: 1\n");
        await page.getByRole("list", { name: "Findings" }).waitFor();
      }],
      ["a change that is talked with before it goes live", async (page) => {
        const editor = page.getByLabel("Configuration file");
        const text = (await editor.inputValue()).replace("\nutterly_unknown: 1\n", "");
        await put(editor, text.replace(/^name: .*$/m, `name: Tried out (${Date.now()})`));
        await page.getByText("this can be deployed").waitFor();
        await page.getByRole("button", { name: "Try it out" }).click();
        await page.getByLabel("Say as a guest").fill("when are you open");
        await page.getByRole("button", { name: "Say", exact: true }).click();
        await page.locator(".preview .said.bot").nth(1).waitFor();
      }],
      ["the difference between two versions", async (page) => {
        const editor = page.getByLabel("Configuration file");
        const now = `Three minutes read (${Date.now()})`;
        await put(editor, (await editor.inputValue()).replace("\nutterly_unknown: 1\n", "").replace(/^name: .*$/m, `name: ${now}`));
        await page.getByText("this can be deployed").waitFor();
        await page.getByRole("button", { name: "Deploy" }).click();
        await page.getByRole("link", { name: "Compare" }).click();
        const from = page.getByLabel("From");
        await from.selectOption({ index: 1 });
        await page.locator(".change").first().waitFor();
      }],
      ["asked whether to roll back", async (page) => {
        await page.goto(`${url}/console/#/configuration`);
        await page.locator(".entry").nth(1).click();
        await page.getByRole("button", { name: "Roll back to this" }).click();
        await page.getByRole("button", { name: "Make it live" }).waitFor();
      }],
      ["rolled back", async (page) => {
        await page.getByRole("button", { name: "Make it live" }).click();
        await page.locator(".page-title .pill", { hasText: "live" }).waitFor();
      }],
      ["the history", async (page) => {
        await page.goto(`${url}/console/#/configuration/history`);
        await page.getByRole("list", { name: "History" }).getByRole("listitem").first().waitFor();
      }],
      ["a stopped tool, and the keys", async (page) => {
        await page.goto(`${url}/console/#/switches`);
        const [tool] = await page.getByRole("combobox", { name: "Tool" }).selectOption({ index: 1 });
        await page.getByLabel("Why").fill("It is being looked at.");
        await page.getByRole("button", { name: "Stop the tool" }).click();
        await page.getByRole("button", { name: `Resume ${tool}` }).waitFor();
        await page.getByLabel("Operator key").fill(key);
        await page.getByRole("button", { name: "Show the keys" }).click();
        await page.getByRole("button", { name: "Issue a key" }).waitFor();
      }],
      ["no tool stopped", async (page) => {
        await page.getByRole("button", { name: /^Resume / }).click();
        await page.getByText("Every tool may be called").waitFor();
      }],
    ],
    people: people(url, key),
  };
}

// Each window invites somebody whom nobody has invited before.
let invited = 0;

// People come by a link: the first to make an account, in each further window to take a new password.
function people(url, key) {
  const kEmail = "ada@house.example";
  const link = async () => {
    const ask = (body) => fetch(`${url}/v1/links`, { method: "POST", headers: { authorization: `Bearer ${key}`, "content-type": "application/json" }, body: JSON.stringify(body) });
    const first = await ask({});
    return url + (await (first.ok ? first : await ask({ email: kEmail })).json()).path;
  };
  return [
    ["a link that is over", async (page) => {
      await page.goto(`${url}/console/#/welcome/li_over`);
      await page.getByRole("alert").waitFor();
    }],
    ["a link that lets in", async (page) => {
      await page.goto(await link());
      await page.getByLabel("Password").waitFor();
    }],
    ["a password that is too near", async (page) => {
      if (await page.getByLabel("E-mail address").isEditable()) await page.getByLabel("E-mail address").fill(kEmail);
      await page.getByLabel("Your name").fill("Ada Lovelace");
      await page.getByLabel("Password").fill("ada lovelace");
      await page.getByRole("button", { name: "Set the password and sign in" }).click();
      await page.getByRole("alert").waitFor();
    }],
    ["people", async (page) => {
      await page.getByLabel("Password").fill("a lamp in the window");
      await page.getByRole("button", { name: "Set the password and sign in" }).click();
      await page.getByText("Signed in as Ada Lovelace", { exact: true }).waitFor({ state: "attached" });
      await page.goto(`${url}/console/#/people`);
      await page.getByRole("heading", { name: "People", level: 2 }).waitFor();
    }],
    ["nobody fits a search", async (page) => {
      await page.getByLabel("Search people").fill("nobody like it");
      await page.getByText("Nothing fits").waitFor();
      await page.getByLabel("Search people").fill("");
    }],
    ["the form to invite", async (page) => {
      await page.getByRole("link", { name: "Invite", exact: true }).click();
      await page.getByRole("heading", { name: "Invite somebody" }).waitFor();
    }],
    ["the link for who was invited", async (page) => {
      await page.getByLabel("E-mail address").fill(`ben${++invited}@house.example`); // who is there is invited by nobody
      await page.getByLabel("Name", { exact: true }).fill("Ben");
      await page.getByRole("button", { name: "Invite" }).click();
      await page.getByText("Send this link to Ben").waitFor();
    }],
    ["somebody with their roles, everywhere", async (page) => {
      await page.goto(`${url}/console/#/people`);
      await page.getByLabel("Everybody, in all businesses").check();
      await page.locator(".entry", { hasText: "Ben" }).first().click();
      await page.getByLabel("Legal").waitFor();
    }],
    ["a key for a program", async (page) => {
      await page.goto(`${url}/console/#/keys/new`);
      await page.getByLabel("What it is for").fill("Reports");
      await page.getByLabel("conversations.read").check();
      await page.getByRole("button", { name: "Make the key" }).click();
      await page.getByText("This is the key").waitFor();
    }],
    ["my account", async (page) => {
      await page.goto(`${url}/console/#/account`);
      await page.getByRole("list", { name: "Sessions" }).getByText("here").waitFor();
    }],
    ["the businesses", async (page) => {
      await page.locator(".place > button").click();
      await page.getByRole("list", { name: "Places" }).getByRole("button", { name: "Operator", exact: true }).click();
      await page.getByRole("link", { name: "Businesses" }).waitFor({ state: "attached" });
      await page.goto(`${url}/console/#/businesses`);
      await page.locator(".entry", { hasText: "Trattoria Lume" }).waitFor();
    }],
    ["a new business", async (page) => {
      await page.getByRole("link", { name: "Make one" }).click();
      await page.getByLabel("Its id").waitFor();
    }],
    ["a business, asked why to close it", async (page) => {
      await page.goto(`${url}/console/#/businesses/bistro`);
      await page.getByRole("button", { name: "Close…" }).click();
      await page.getByLabel("Why, for your own people").waitFor();
    }],
  ];
}

export async function judge(url, key, { widths = [1280, 360], schemes = ["light", "dark"], say = console.log, only } = {}) {
  const browser = await launch();
  let pages = 0;
  const found = [];
  try {
    for (const width of widths) {
      for (const colorScheme of schemes) {
        for (const [group, states] of Object.entries(groups(url, key)).filter(([name]) => !only || name === only)) {
          const context = await browser.newContext({ colorScheme, viewport: { width, height: 800 }, reducedMotion: "reduce" });
          context.setDefaultTimeout(15_000);
          const page = await context.newPage();
          for (const [name, reach] of states) {
            const where = `${group}: ${name} (${colorScheme}, ${width} px)`;
            await Promise.resolve(reach(page)).catch((error) => {
              throw new Error(`could not reach "${where}": ${error.message}`);
            });
            pages++;
            for (const fault of await violationsOn(page)) {
              found.push({ ...fault, page: where });
              say(`${where}: ${fault.id}: ${fault.help}: ${fault.where}`);
            }
          }
          await context.close();
        }
      }
    }
  } finally {
    await browser.close();
  }
  return { found, pages };
}

async function main() {
  const words = process.argv.slice(2);
  const only = words.includes("--only") ? words[words.indexOf("--only") + 1] : undefined;
  const [url, key] = words.filter((word, index, all) => !["--data", "--only"].some((flag) => word === flag || all[index - 1] === flag));
  const product = url ? undefined : await new (await import("../browser/product.mjs")).Product("accessibility").start();
  try {
    const { found, pages } = await judge(url?.replace(/\/$/, "") ?? product.url, key ?? product.operatorKey, { only });
    console.log(`accessibility: ${found.length} violations on ${pages} pages (bar: 0)`);
    process.exitCode = found.length ? 1 : 0;
  } finally {
    await product?.stop();
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
