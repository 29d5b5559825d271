// The states in which people meet the pages, each reached from the one before it in its group. A group has a server of its
// own that speaks the product's API (tests/browser/double.mjs), so that each state comes when it is called.
import { readFile } from "node:fs/promises";
import { Double } from "../../browser/double.mjs";
import { sample } from "../../browser/double-script.mjs";

const kHead = '<!doctype html><html lang="en"><title>Shop</title><meta name="viewport" content="width=device-width"><body style="margin:0">';
const kWidget = 'src="/widget.js" data-key="pk_test" data-title="Trattoria Lume" data-greeting="Buongiorno! I can find and book a table."';
const kShop = `${kHead}<main><h1>Shop</h1></main><script ${kWidget} defer></script>`;
const kReadBack = { kind: "read_back", fields: [{ label: "Where", value: "Harbor" }, { label: "When", value: "Friday 4 January at 19:00" },
  { label: "Guests", value: "2" }, { label: "Name", value: "Maximiliane von Hohenfels-Sommerhausen" }] };
const kDone = { kind: "done", title: "Your table", code: "LUME-1234", fields: kReadBack.fields,
  calendar: { title: "Trattoria Lume", date: "2030-01-04", time: "19:00", minutes: 120, place: "Harbor" } };

const input = (page) => page.getByLabel("Your message");
const toTalk = (page) => ({ "the input": input(page), "the button to send": page.getByRole("button", { name: "Send" }) });
const only = (server) => [...server.conversations.values()].at(-1);
const lastOf = (page) => page.locator("frontdesk-chat .list .msg").last();

async function write(page, text) {
  await input(page).fill(text);
  await page.keyboard.press("Enter");
}

async function hear(page, server, words, more) {
  server.message(only(server), "bot", words, more);
  await lastOf(page).getByText(words.slice(0, 12)).waitFor();
}

function widget(server) {
  return [
    ["closed", (page) => page.goto(`${server.url}/shop.html`), (page) => ({ "the button that opens": page.getByRole("button", { name: /Open the chat/ }) })],
    ["open, with its greeting", (page) => page.getByRole("button", { name: /Open the chat/ }).click(), toTalk],
    ["the bot is typing", async (page) => {
      server.paceMs = 1e6;
      await write(page, "a table for two at Harbor tomorrow at 7 pm, by the window if there is one");
      await page.locator(".typing").waitFor();
    }, toTalk],
    ["a read-back, with its buttons", async (page) => {
      const conversation = only(server);
      server.emit(conversation, "typing", { on: false }, { live: true });
      await hear(page, server, "A table for 2 at Harbor, Friday 4 January at 19:00. Shall I book it?", { card: kReadBack,
        buttons: [{ label: "Yes, please", text: "yes" }, { label: "Change", text: "change" }, { label: "No", text: "no" }] });
      await page.locator(".replies button").first().waitFor();
    }, (page) => ({ ...toTalk(page), "yes": page.getByRole("button", { name: "Yes, please" }), "no": page.getByRole("button", { name: "No" }) })],
    ["a card of success", (page) => hear(page, server, "Done: table T4 is yours. See you there!", { card: kDone }), toTalk],
    ["many quick replies", async (page) => {
      await hear(page, server, "At what time?", { buttons: ["17:30", "18:00", "18:30", "19:00", "Another day", "Another restaurant"].map((text) => ({ label: text, text })) });
      await page.locator(".replies button").first().waitFor();
    }, toTalk],
    ["long words without a blank", (page) => hear(page, server, `See https://lume.example/${"menu-".repeat(24)} and ${"W".repeat(90)}`), toTalk],
    ["a message that was refused", async (page) => {
      await write(page, "refuse me");
      await page.locator(".refused").waitFor();
    }, toTalk],
    ["offline", async (page) => {
      await page.getByRole("button", { name: "Remove" }).click();
      await page.context().setOffline(true);
      await page.getByText("You are offline").waitFor();
      await write(page, "are you there");
      await page.getByText("Sending…").waitFor();
    }, toTalk],
    ["waiting for a person", async (page) => {
      server.paceMs = 1;
      await page.context().setOffline(false);
      await page.locator(".bar:not(.ask)").getByText("offline").waitFor({ state: "hidden" });
      await lastOf(page).getByText("I did not understand").waitFor(); // what was said offline is answered first
      server.hand(only(server), "pending_human");
      await page.getByText("A colleague has been asked").waitFor();
    }, toTalk],
    ["nobody is in", async (page) => {
      server.hand(only(server), "bot");
      server.hand(only(server), "pending_human", undefined, { is_in: false, from: new Date(Date.now() + 3 * 864e5).toISOString() });
      await page.getByText("nobody is in at this hour").waitFor();
    }, toTalk],
    ["a person has answered", async (page) => {
      server.hand(only(server), "human", "Ana");
      server.message(only(server), "person", "Good evening, this is Ana. The window is yours.", { by: "Ana" });
      await lastOf(page).getByText("Good evening").waitFor();
    }, toTalk],
    ["a person is writing", async (page) => {
      server.showTyping(only(server), { role: "person", by: "Ana" }, 1e6);
      await page.locator(".msg.person.typing").waitFor();
    }, toTalk],
    ["resolved", async (page) => {
      server.hand(only(server), "resolved");
      await page.getByText("This conversation is closed").waitFor();
    }, toTalk],
    ["asked whether to start anew", (page) => page.getByRole("button", { name: "Start anew" }).first().click(),
      (page) => ({ ...toTalk(page), "keep it": page.getByRole("button", { name: "Keep it" }) })],
    ["closed, with news", async (page) => {
      await page.getByRole("button", { name: "Keep it" }).click();
      await page.getByRole("button", { name: "Close the chat" }).first().click();
      server.message(only(server), "bot", "One more thing.");
      await page.locator(".launch b").filter({ hasText: "1" }).waitFor();
    }, (page) => ({ "the button that opens": page.getByRole("button", { name: /Open the chat/ }) })],
  ];
}

function demo(server) {
  const suggestion = (page, index) => page.getByRole("group", { name: "Things to try" }).getByRole("button").nth(index);
  return [
    ["first sight", (page) => page.goto(server.url), toTalk],
    ["what it is, opened", async (page) => {
      if (await page.getByText("What is this?").isVisible()) await page.getByText("What is this?").click();
      await page.getByText("its owner brings one file").waitFor();
    }],
    ["a read-back and its trace", async (page) => {
      if (await page.getByText("What is this?").isVisible()) await page.getByText("What is this?").click();
      await suggestion(page, 0).click();
      await page.locator(".replies button").first().waitFor();
      await page.locator(".turn .pill").first().waitFor();
      await page.evaluate(() => scrollTo(0, 0));
    }, (page) => ({ ...toTalk(page), yes: page.getByRole("button", { name: "Yes, please" }) })],
    ["booked, the trace's details open", async (page) => {
      await page.getByRole("button", { name: "Yes, please" }).click();
      await page.getByText("See you there!").first().waitFor();
      await page.locator(".turn").nth(1).waitFor();
      for (const summary of await page.locator(".turn summary").all()) await summary.click();
    }],
    ["a killed server", async (page) => {
      await page.route("**/demo/kill", (route) => {
        server.cut();
        return route.abort();
      });
      server.paceMs = 300;
      await page.getByRole("button", { name: "Kill the server now" }).click();
      await page.getByText("in the middle of the turn").waitFor();
      await page.getByText("the turn goes on where it stood").waitFor();
      await page.getByText(/Answered after/).waitFor();
      server.paceMs = 1;
    }],
    ["a person was asked for", async (page) => {
      await suggestion(page, 2).click();
      await page.getByText("A colleague has been asked").waitFor();
      await page.evaluate(() => scrollTo(0, 0));
    }, toTalk],
  ];
}

const kDay = (rest) => JSON.stringify({ now: { ms: 1_900_000_000_000, date: "2030-03-17", minute: 1_100 }, date: "2030-03-17", title: "Sunday 17 March",
  locations: [{ id: "harbor", name: "Harbor", hours: { opens: 690, closes: 1_260 }, tables: [1, 2, 3, 4].map((n) => ({ name: `H${n}`, seats: 2 * n })), bookings: [] },
    { id: "old-town", name: "Old Town", hours: null, tables: [], bookings: [] }], orders: [], changes: [], booked: null, ...rest });
const kBooking = (code, table, starts, name, more = {}) => ({ code, table, name, guests: 2, starts, ends: starts + 120, status: "booked", changed_at: 0, ...more });

function office(server) {
  const day = JSON.parse(kDay({}));
  const change = { id: 7, at: 1_899_999_990_000, time: "18:19", location: "harbor", date: day.date, code: "LUME-1234", what: "Booked: Maximiliane von Hohenfels for 2 on Sunday 17 March at 19:00, table H4" };
  day.locations[0].bookings = [kBooking("LUME-1111", "H1", 720, "Moreau"), kBooking("LUME-2222", "H1", 840, "Maximiliane von Hohenfels"),
    kBooking("LUME-3333", "H2", 1_080, "Tanaka", { status: "cancelled" }), kBooking("LUME-1234", "H4", 1_140, "Ana", { changed_at: 1_899_999_990_000 })];
  const orders = [{ number: 1042, location: "harbor", kind: "delivery", items: "2 × margherita, tiramisu", placed_at: 0, stage: "in the kitchen", share: 0.4, eta_minutes: 17 }];
  return [
    ["an empty day", async (page) => {
      await page.goto(`${server.url}/office/`);
      await page.getByText("No order under way").waitFor();
    }, (page) => ({})],
    ["a day with bookings, scrolled to the newest", async (page) => {
      server.extra["/office/api/day"] = JSON.stringify({ ...day, orders, changes: [change], booked: change });
      await page.locator('[data-code="LUME-1234"]').waitFor();
      await page.waitForTimeout(200);
    }],
    ["the office does not answer", async (page) => {
      await page.route("**/api/day*", (route) => route.abort());
      await page.getByText("does not answer").waitFor();
      await page.evaluate(() => scrollTo(0, 0));
    }],
  ];
}

const kTurn = (text, more) => ({ conversation: "c_000001", seq: 7, at: new Date().toISOString(), text, asked: null, intent: null, confidence: 0, missed: false, is_answer: false, told: [], ...more });
const kHeard = {
  groups: [{ count: 3, turns: [kTurn("is there a trampoline for the children", { missed: true }), kTurn("do you rent out trampolines", { seq: 9, missed: true })] }],
  turns: [kTurn("at the lighthouse", { asked: "location", missed: true }), kTurn("a table for four on the terrace tomorrow at eight", { seq: 8, intent: "book_table", confidence: 0.97,
    told: [{ name: "area", value: "outside" }, { name: "guests", value: "4" }, { name: "date", value: "2030-01-05" }, { name: "time", value: "20:00?" }] })],
  intents: ["book_table", "cancel_booking", "fact.parking"],
  names: [{ kind: "location", name: "harbor", label: "Harbor", of: "location" }, { kind: "location", name: "old-town", label: "Old Town", of: "location" },
    { kind: "choice", name: "outside", label: "outside", of: "area" }, { kind: "item", name: "tiramisu", label: "tiramisu", of: "menu" }],
};
const kPreview = { turns: 214, changed: 1, is_all: true,
  examples: [{ conversation: "c_000001", at: new Date().toISOString(), text: "is there a trampoline", was: { intent: "book_table", confidence: 0.31, acts: false }, becomes: { intent: "fact.trampoline", confidence: 0.92, acts: true } }],
  told: { changed: 1, examples: [{ conversation: "c_000001", at: new Date().toISOString(), text: "at the lighthouse", was: [], becomes: [{ name: "location", value: "harbor" }] }] } };

function console_(server) {
  const signIn = async (page, key) => {
    await page.getByLabel("Operator key").fill(key);
    await page.getByLabel("Your name").fill("Ana");
    await page.getByRole("button", { name: "Sign in" }).click();
  };
  const to = (place) => (page) => page.goto(`${server.url}/console/#/${place}`);
  return [
    ["sign-in", to(""), (page) => ({ "sign in": page.getByRole("button", { name: "Sign in" }) })],
    ["a wrong key", async (page) => {
      await signIn(page, "ok_wrong");
      await page.getByRole("alert").waitFor();
    }],
    ["no conversation yet", async (page) => {
      await signIn(page, "ok_double");
      await page.getByLabel("Business").selectOption("bistro");
      await page.getByRole("button", { name: "Open" }).click();
      await page.getByRole("button", { name: "Resolved" }).waitFor();
    }],
    ["the list of conversations", async (page) => {
      await sample(server);
      await page.reload();
      await page.locator(".entry").nth(4).waitFor();
    }],
    ["a conversation that waits", async (page) => {
      await page.locator(".entry", { hasText: "Waiting for a person" }).first().click();
      await page.locator(".said").first().waitFor();
    }, (page) => ({ "take over": page.getByRole("button", { name: "Take over" }) })],
    ["why the bot said it", async (page) => {
      await page.getByRole("button", { name: "Why did it say this?" }).first().click();
      await page.locator(".turn").first().waitFor();
    }],
    ["taken over", async (page) => {
      await page.getByRole("button", { name: "Take over" }).click();
      await page.getByLabel("Your answer").fill("Good evening");
      await page.getByRole("button", { name: "Send" }).click();
      await page.locator(".said.person").first().waitFor();
    }, (page) => ({ "the answer": page.getByLabel("Your answer"), "the button to send": page.getByRole("button", { name: "Send" }) })],
    ["the guest is writing", async (page) => {
      const id = new URL(page.url()).hash.split("/").at(-1);
      server.showTyping(server.conversation(id), { role: "customer" }, 1e6);
      await page.getByText("is writing").waitFor();
    }, (page) => ({ "the answer": page.getByLabel("Your answer") })],
    ["a conversation that is not there", async (page) => {
      await to("conversations/c_nowhere")(page);
      await page.getByRole("alert").waitFor();
    }],
    ["the configuration", async (page) => {
      await to("configuration")(page);
      await page.locator(".entry").first().click();
      await page.locator(".yaml-key").first().waitFor();
    }],
    ["the editor with a finding", async (page) => {
      await page.getByRole("link", { name: "Edit" }).click();
      const editor = page.getByLabel("Configuration file");
      await editor.fill("name: Lume\nutterly_unknown: 1\n");
      await page.getByRole("list", { name: "Findings" }).waitFor();
    }],
    ["the difference between two versions", async (page) => {
      await to("configuration")(page);
      await page.locator(".entry", { hasText: "Version 1" }).click();
      await page.getByRole("link", { name: "Compare with live" }).click();
      await page.locator(".change").first().waitFor();
    }],
    ["nothing to be learned yet", async (page) => {
      await to("learning")(page);
      await page.getByText("Everything was answered").waitFor();
    }],
    ["what guests said", async (page) => {
      server.heard = kHeard;
      await page.reload();
      await page.getByRole("list", { name: "How guests were read" }).getByRole("listitem").nth(1).waitFor();
    }, (page) => ({ "an answer": page.getByRole("button", { name: "Add an answer" }).first() })],
    ["a word is put right", async (page) => {
      const turn = page.getByRole("list", { name: "How guests were read" }).getByRole("listitem").first();
      await turn.getByRole("button", { name: "Put a word right" }).click();
      await turn.getByRole("button", { name: "the", exact: true }).click();
      await turn.getByRole("button", { name: "lighthouse", exact: true }).click();
      await turn.getByLabel("What they mean").selectOption({ label: "Harbor" });
      await turn.scrollIntoViewIfNeeded();
    }],
    ["a draft, and what it would change", async (page) => {
      server.preview = kPreview;
      await page.getByRole("button", { name: "Put into the draft" }).click();
      await page.getByRole("list", { name: "What would be read otherwise" }).waitFor();
      await page.locator(".sections").evaluate((element) => (element.scrollTop = 0));
    }, (page) => ({ "make it live": page.getByRole("button", { name: "Make it live" }) })],
    ["tools and keys", async (page) => {
      await to("switches")(page);
      await page.getByText("Every tool may be called").waitFor();
    }],
    ["a stopped tool", async (page) => {
      server.stopped = [{ name: "book_table", reason: "The booking system is being moved this afternoon.", by: "Ana", stopped_at: new Date().toISOString() }];
      await page.reload();
      await page.getByRole("button", { name: "Resume book_table" }).waitFor();
    }],
  ];
}

export const kGroups = { widget, demo, office, console: console_ };

export async function serverFor(group) {
  const extra = { "/shop.html": kShop };
  if (group === "office") {
    const file = (name) => readFile(new URL(`../../../examples/bistro/pages/${name}`, import.meta.url), "utf8");
    for (const name of ["bistro.css", "bistro.js", "lamp.svg"]) extra[`/office/${name}`] = await file(name);
    extra["/office/"] = await file("index.html");
    extra["/office/api/day"] = kDay({});
  }
  const server = new Double(undefined, extra);
  server.paceMs = 1;
  server.canBeKilled = true;
  return server.listen();
}
