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
      await hear(page, server, "At what time?", { buttons: ["17:30", "18:00", "18:30", "Tomorrow evening, at the same restaurant", "At lunch instead", "Another day", "Another restaurant", "None of these"].map((text) => ({ label: text, text })) });
      await page.locator(".replies button").first().waitFor();
    }, (page) => ({ ...toTalk(page), "the rest of them": page.getByRole("button", { name: "5 more answers" }) })],
    ["all of the quick replies", (page) => page.getByRole("button", { name: "5 more answers" }).click(), toTalk],
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

// Returns when it is wholly in the window: what is scrolled to it has arrived.
function isInView(element) {
  return new Promise((resolve) => new IntersectionObserver(([entry]) => entry.intersectionRatio > 0.99 && resolve(), { threshold: [0.991, 1] }).observe(element));
}

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
      await page.locator('[data-code="LUME-1234"]').evaluate(isInView);
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

// What a busy desk has: decisions of each kind, work in each state, deeds.
function fillDesk({ desk }) {
  const ago = (hours) => new Date(Date.now() - hours * 36e5).toISOString();
  desk.putUp("Maximiliane von Hohenfels", "Make 2 changes live: opening hours of the winter", { asked_at: ago(60), state: "approved", answered_by: "Ana", answered_at: ago(50) });
  desk.putUp("Ana", "Make 1 change live: the price of the set menu", { asked_at: ago(30), state: "rejected", reason: "The kitchen has not agreed to the new price yet.", answered_by: "Ben", answered_at: ago(29) });
  desk.putUp("Ben", "Make 3 changes live: parties of up to twelve, and answers about parking", { asked_at: ago(2), is_escalated: true });
  const lost = "mail/unreachable: smtp.lume.example did not answer within 30 s; the connection was closed before the greeting.";
  desk.ask("mail.send", "c_000003/confirmation", { state: "done", attempts: 1, asked_at: ago(9), settled_at: ago(9) });
  desk.ask("mail.send", "c_000004/confirmation", { state: "failed", attempts: 12, last_error: lost, asked_at: ago(5), due: ago(1), lane: "mail" });
  desk.ask("approval.due", "ap_3/2", { due: ago(-40), asked_at: ago(2) });
  desk.ask("mail.send", "c_000005/confirmation", { state: "waiting", attempts: 3, last_error: lost, due: ago(-1), asked_at: ago(1), lane: "mail" });
  desk.note("Ben", "config.deploy", "approval/ap_3", { subject_hash: "3f00df00df00" });
  desk.note("Ana", "tools.stop", "tool/book_table", { reason: "The booking system is being moved this afternoon." });
  desk.note("Ana", "approvals.answer", "approval/ap_1", { kind: "config.deploy", subject_hash: "1f00df00df00" });
  desk.verdict.head = "5ea1c0de".repeat(8);
}

function console_(server) {
  const signIn = async (page, key) => {
    await page.getByLabel("Operator key").fill(key);
    await page.getByLabel("Your name").fill("Ana");
    await page.getByRole("button", { name: "Sign in" }).click();
  };
  const to = (place) => (page) => page.goto(`${server.url}/console/#/${place}`);
  return [
    ["sign-in", to("conversations"), (page) => ({ "sign in": page.getByRole("button", { name: "Sign in" }) })],
    ["sign-in by the operator key", (page) => page.getByRole("button", { name: "Use the operator key" }).click()],
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
    ["nothing to decide", async (page) => {
      await to("decisions")(page);
      await page.getByText("Nothing is to be decided").waitFor();
    }],
    ["what is to be decided", async (page) => {
      fillDesk(server);
      await page.reload();
      await page.getByRole("list", { name: "Waiting" }).waitFor();
    }],
    ["a file that waits for a second person", async (page) => {
      await to("decisions/ap_3")(page);
      await page.getByRole("list", { name: "Changes" }).waitFor();
    }, (page) => ({ approve: page.getByRole("button", { name: "Approve", exact: true }), reject: page.getByRole("button", { name: "Reject", exact: true }) })],
    ["a no without a reason", async (page) => {
      await page.getByRole("button", { name: "Reject", exact: true }).click();
      await page.locator(".needed").waitFor();
    }],
    ["a chat with what waits", async (page) => {
      await page.getByRole("button", { name: "Try it out" }).click();
      await page.getByLabel("Say as a guest").waitFor();
    }],
    ["a file was put up", async (page) => {
      server.desk.takesTwo = true;
      await to("configuration")(page);
      await page.locator(".entry").first().click();
      await page.getByRole("link", { name: "Edit" }).click();
      await page.getByLabel("Configuration file").fill("name: Lume\n");
      await page.getByText("this can be deployed").waitFor();
      await page.getByRole("button", { name: "Deploy" }).click();
      await page.getByText("It waits for a second person").waitFor();
    }],
    ["one's own decision", async (page) => {
      await page.getByRole("link", { name: "See the decision" }).click();
      await page.getByText("a second person decides").waitFor();
      await page.getByRole("list", { name: "Changes" }).waitFor();
      await page.locator('ul[aria-label="Waiting"] .entry', { hasText: "You" }).waitFor({ state: "attached" }); // the list hears of it by itself
      await page.locator('ul[aria-label="Decided"] .entry', { hasText: "void" }).waitFor({ state: "attached" });
    }, (page) => ({ withdraw: page.getByRole("button", { name: "Withdraw", exact: true }) })],
    ["what was rejected", async (page) => {
      await to("decisions/ap_2")(page);
      await page.getByText("Ben rejected it").waitFor();
      await page.getByRole("list", { name: "Changes" }).waitFor();
    }],
    ["work", async (page) => {
      await to("work")(page);
      await page.getByRole("list", { name: "Failed" }).waitFor();
    }],
    ["work that failed, asked whether to give it up", async (page) => {
      await page.getByRole("list", { name: "Failed" }).locator(".entry").click();
      await page.getByRole("button", { name: "Give up", exact: true }).click();
    }, (page) => ({ "give it up": page.getByRole("button", { name: "Give it up" }), "try again": page.getByRole("button", { name: "Try again" }) })],
    ["long work, asked whether to stop it", async (page) => {
      const { number } = server.desk.begin("Make older conversations found by the search", { done: 1200, total: 4800, saying: "back to 2026-03-01", cost: { bytes: 4_200_000 }, budget: { bytes: 50_000_000 },
        error: "pool/full: Too much waits to be done beside the loops." });
      await to(`work/e${number}`)(page);
      await page.getByRole("button", { name: "Stop", exact: true }).click();
    }, (page) => ({ "stop it": page.getByRole("button", { name: "Stop it" }), "let it go on": page.getByRole("button", { name: "Let it go on" }) })],
    ["the audit, with its filters", async (page) => {
      await to("audit")(page);
      await page.locator(".entry").nth(2).waitFor();
      await page.getByText("Filters").click();
    }, (page) => ({ "the check": page.getByRole("link", { name: "Check that nothing was changed" }) })],
    ["what somebody did", async (page) => {
      await page.locator(".entry", { hasText: "tools.stop" }).click();
      await page.locator(".detail").waitFor();
    }],
    ["the audit is whole", async (page) => {
      await to("audit/check")(page);
      await page.getByText("Nothing was changed.").waitFor();
    }],
    ["the audit was changed", async (page) => {
      server.desk.verdict = { ...server.desk.verdict, is_whole: false, broken: { number: 2, what: "entry 2 is not as it was written" } };
      await page.getByRole("button", { name: "Check again" }).click();
      await page.getByText("Something was changed").waitFor();
    }],
  ];
}

// What the operator's people have, and what waits for somebody.
function operator(server) {
  const to = (place) => (page) => page.goto(`${server.url}/console/#/${place}`);
  const card = (page) => page.getByRole("region", { name: "Engagement", exact: true });
  const board = server.board, ago = (days) => new Date(Date.now() - days * 864e5).toISOString();
  server.people.add("Ada", [{ role: "operator_admin", tenant: null }]);
  server.people.add("Maximiliane", [{ role: "tenant_admin", tenant: "bistro" }, { role: "seller", tenant: null }], { name: "Maximiliane von Hohenfels-Sommerhausen" });
  return [
    ["where to work", async (page) => {
      await to("board")(page);
      await page.getByLabel("E-mail address").fill("ada@house.example");
      await page.getByLabel("Password").fill("a lamp in the window");
      await page.getByRole("button", { name: "Sign in", exact: true }).click();
      await page.getByText("Where do you work now?").waitFor();
    }, (page) => ({ "a place": page.getByRole("button", { name: "Operator", exact: true }) })],
    ["no engagement yet", async (page) => {
      await page.getByRole("button", { name: "Operator", exact: true }).click();
      await page.getByText("There is no engagement yet").waitFor();
    }],
    ["a new engagement", async (page) => {
      await page.getByRole("link", { name: "Begin one" }).click();
      await page.getByLabel("Client").fill("Osteria Nova");
    }, (page) => ({ "begin it": page.getByRole("button", { name: "Begin it" }) })],
    ["the board", async (page) => {
      if (board.engagements.length === 0) {
        board.open("Osteria Nova", "Ada", { contact: "nina@nova.example", at: ago(9) });
        board.move(board.open("Bäckerei Huber & Söhne, alle Filialen", "Maximiliane von Hohenfels-Sommerhausen", { at: ago(30) }), "researched", "Ada", { at: ago(20) });
        board.move(board.open("City Dental", "Ada", { contact: "+43 1 555 0123", at: ago(90) }), "live", "Ada", { at: ago(5), tenant: "city-dental" });
        board.move(board.open("Hotel Seeblick", "Ada", { contact: "rezeption@seeblick.example", at: ago(14) }), "paused", "Ada", { reason: "They renovate and open again in spring; until then nobody decides.", until: "2030-03-01T08:00:00Z", at: ago(2) });
      }
      await to("board")(page);
      await page.reload();
      await page.locator(".entry").nth(3).waitFor();
    }],
    ["a section of the board", async (page) => {
      await page.getByRole("button", { name: /^Selling/ }).click();
      await page.getByText("Nobody is here").first().waitFor();
    }],
    ["nobody fits", async (page) => {
      await page.getByLabel("Search engagements").fill("nobody like it");
      await page.getByText("Nothing fits").waitFor();
    }, (page) => ({ "clear it": page.getByRole("button", { name: "Clear search and filters" }) })],
    ["an engagement", async (page) => {
      await to("board/eg_4")(page);
      await card(page).getByText("They renovate").waitFor();
    }],
    ["asked until when to pause", async (page) => {
      await to("board/eg_1")(page);
      await card(page).getByRole("button", { name: "Pause…" }).click();
      await page.getByLabel("Why").fill("They open in spring");
    }],
    ["the places to change to", async (page) => {
      await to("board")(page);
      await page.reload();
      await page.locator(".entry").nth(3).waitFor();
      await page.locator(".place > button").click();
      await page.getByRole("list", { name: "Places" }).waitFor();
    }],
    ["ctrl-K", async (page) => {
      await page.keyboard.press("Escape");
      await page.keyboard.press("Control+k");
      await page.getByRole("listbox", { name: "Found" }).waitFor();
    }],
    ["found by words", async (page) => {
      await page.keyboard.type("a");
      await page.getByRole("group", { name: "Engagements" }).waitFor();
    }],
    ["nothing found", async (page) => {
      await page.keyboard.type(" nobody like it");
      await page.getByText("Nothing fits").waitFor();
    }],
    ["an empty inbox", async (page) => {
      await page.keyboard.press("Escape");
      await page.locator(".place > button").click();
      await page.getByRole("list", { name: "Places" }).getByRole("button", { name: "Trattoria Lume" }).click();
      await to("inbox")(page);
      if (server.conversations.size === 0) await page.getByText("Nothing waits for you").waitFor();
    }],
    ["what waits", async (page) => {
      if (server.conversations.size === 0) {
        await sample(server);
        fillDesk(server);
      }
      await page.reload();
      await page.getByRole("list", { name: "What waits" }).getByRole("listitem").nth(1).waitFor();
    }],
    ["the people", async (page) => {
      await to("people")(page);
      await page.getByRole("list", { name: "People" }).getByRole("listitem").nth(1).waitFor();
    }],
    ["an API key", async (page) => {
      server.people.keys = [{ id: "k_1", name: "Reports of the tills", permissions: ["conversations.read", "config.read"], state: "in_use", by: "Ada", made_at: ago(40), expires_at: "2030-01-01T00:00:00Z", used_at: ago(1) },
        { id: "k_2", name: "An old one", permissions: ["work.read"], state: "revoked", by: "Ada", made_at: ago(400), expires_at: null, used_at: null }];
      await to("keys/k_1")(page);
      await page.getByRole("button", { name: "Revoke Reports of the tills" }).click();
    }, (page) => ({ "revoke it": page.getByRole("button", { name: "Revoke it" }) })],
    ...businesses(server),
  ];
}

// Those whom the house serves, seen from the operator's place.
function businesses(server) {
  const to = (place) => (page) => page.goto(`${server.url}/console/#/${place}`);
  const shown = (page) => page.getByRole("region", { name: "Business", exact: true });
  const { tenants } = server;
  return [
    ["the businesses", async (page) => {
      if (tenants.all.length === 2) {
        tenants.add("osteria-nova");
        tenants.add("baeckerei-huber-und-soehne-alle-filialen-in-wien", "Bäckerei Huber & Söhne, alle Filialen");
        tenants.add("city-dental", "City Dental");
        tenants.change("baeckerei-huber-und-soehne-alle-filialen-in-wien", "suspend", "They have not paid since the spring and do not answer; the contract says that we may, after two letters.");
        tenants.change("city-dental", "close", "They have sold the practice.");
        for (const one of tenants.all) Object.assign(one, { since: "2029-12-01T08:00:00Z", gone_at: one.gone_at && "2029-12-31T08:00:00Z" });
      }
      await page.locator(".place > button").click();
      await page.getByRole("list", { name: "Places" }).getByRole("button", { name: "Operator", exact: true }).click();
      await page.getByRole("link", { name: "Businesses" }).waitFor({ state: "attached" });
      await to("businesses")(page);
      await page.locator(".entry").nth(4).waitFor();
    }],
    ["no business fits", async (page) => {
      await page.getByLabel("Search businesses").fill("nobody like it");
      await page.getByText("Nothing fits").waitFor();
    }, (page) => ({ "clear it": page.getByRole("button", { name: "Clear search and filters" }) })],
    ["a new business", async (page) => {
      await page.getByRole("button", { name: "Clear search and filters" }).click();
      await to("businesses/new")(page);
      await page.getByLabel("Its id").fill("bistro");
    }, (page) => ({ "make it": page.getByRole("button", { name: "Make it" }) })],
    ["its id is taken", async (page) => {
      await page.getByRole("button", { name: "Make it" }).click();
      await page.getByRole("alert").waitFor();
    }],
    ["a business without a file", async (page) => {
      await to("businesses/osteria-nova")(page);
      await shown(page).getByText("It has no file yet").waitFor();
    }],
    ["asked why to suspend", async (page) => {
      await page.getByRole("button", { name: "Suspend…" }).click();
      await page.getByLabel("Why, for your own people").fill("They renovate.");
    }, (page) => ({ "suspend it": page.getByRole("button", { name: "Suspend it" }) })],
    ["a suspended business", async (page) => {
      await to("businesses/baeckerei-huber-und-soehne-alle-filialen-in-wien")(page);
      await shown(page).getByText("They have not paid").waitFor();
    }, (page) => ({ resume: page.getByRole("button", { name: "Resume" }) })],
    ["asked why to close", async (page) => {
      await page.getByRole("button", { name: "Close…" }).click();
      await page.getByLabel("Why, for your own people").fill("They have gone.");
    }, (page) => ({ "close it": page.getByRole("button", { name: "Close it" }) })],
    ["a closed business", async (page) => {
      await to("businesses/city-dental")(page);
      await shown(page).getByText("Its data go").waitFor();
    }, (page) => ({ "take it back": page.getByRole("button", { name: "Take it back" }) })],
    ["a business that is not there", async (page) => {
      await to("businesses/nobody")(page);
      await page.getByRole("alert").waitFor();
    }],
  ];
}

export const kGroups = { widget, demo, office, console: console_, operator };

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
