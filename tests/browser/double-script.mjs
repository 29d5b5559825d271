// The bot of the double: what it says and what trace it leaves, by keyword.
import { readFile } from "node:fs/promises";

const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const kBooking = { location: "harbor", date: "2030-01-04", time: "19:00", guests: 2 };

export async function script(double, conversation, text) {
  const trace = (type, data) => double.emit(conversation, type, data);
  const started = Date.now();
  let step = 0;
  const agent = (model) => {
    trace("step", { step: step++, node: "agent", ms: 2.1 });
    trace("reading", { act: /\?|^(where|when|what|do|can)\b/i.test(text) ? "question" : "statement", language: "en" });
    trace("model", { provider: "built-in", ms: 1.4, tokens: 0, tool_calls: [], ...model });
  };
  const tool = (name, args, more) => {
    trace("step", { step: step++, node: "tools", ms: 14.2 });
    trace("tool", { call: `call_${step}`, name, arguments: args, effect: "read", status: "ok", ms: 12.7, attempts: 1,
      key: `${conversation.id}/7/${step}`, result: {}, ...more });
  };
  const run = conversation.run;
  trace("run.started", { inputs: 1 });
  double.emit(conversation, "typing", { on: true }, { live: true });
  await wait(double.paceMs * 6);
  const finish = (status = "done") => trace("run.finished", { status, steps: step, ms: Date.now() - started });
  const say = (words, more) => stream(double, conversation, run, words, more);

  if (/\b(book|table)\b/i.test(text)) {
    agent({ intent: { name: "book_table", confidence: 0.94 }, flow: "book_table", tool_calls: ["find_table"] });
    tool("find_table", kBooking, { result: { available: true, table: "T4", alternatives: ["19:30"] } });
    trace("guard", { guard: "consent", decision: "asked", text: "A table for 2 at Harbor, Friday 4 January at 19:00, in the name Ana. Shall I book it?" });
    await say("A table for 2 at Harbor, Friday 4 January at 19:00, in the name Ana. Shall I book it?",
      { buttons: [{ label: "Yes, please", text: "yes" }, { label: "No", text: "no" }] });
    conversation.state.held = true;
    return finish("interrupted");
  }
  if (/^(yes|no)\b/i.test(text) && conversation.state.held) {
    conversation.state.held = false;
    const yes = /^yes/i.test(text);
    trace("guard", { guard: "consent", decision: yes ? "given" : "refused", text });
    if (!yes) {
      await say("All right, I have booked nothing. Anything else?");
      return finish();
    }
    tool("book_table", { ...kBooking, name: "Ana" }, { effect: "idempotent_write", attempts: 2, ms: 231.4,
      result: { code: "LUME-1234", table: "T4", status: "booked", ...kBooking, name: "Ana" } });
    Object.assign(conversation, { guest: "Ana", effects: 1 });
    await say("Done: table T4 at Harbor, Friday 4 January at 19:00, for 2. Your code is LUME-1234. See you there!");
    return finish();
  }
  if (/order/i.test(text)) {
    agent({ intent: { name: "order_status", confidence: 0.88 }, flow: "order_status", tool_calls: ["order_status"] });
    trace("form", { flow: "order_status", told: [{ name: "order", value: "9999", words: "number 9999" }], known: [{ name: "name", value: "Ana" }],
      asks: "order", why: "not_possible", open: ["order", "phone"], then: [{ flow: "book_table", words: "and a table after that" }] });
    tool("order_status", { order: "9999" }, { status: "error", error: { slug: "unknown-order", detail: "There is no order 9999." }, result: undefined });
    await say("I find no order 9999. Could you check the number?");
    return finish();
  }
  if (/person|human|manager/i.test(text)) {
    agent({ intent: { name: "person", confidence: 0.97 } });
    conversation.handoff = { reason: "The guest asked for a person.", summary: "The guest wrote: “" + text + "”. No booking was changed.", queue: "front-of-house", at: new Date().toISOString() };
    trace("handoff", conversation.handoff);
    await say("I am fetching a colleague from the front of house.");
    double.hand(conversation, "pending_human");
    return finish();
  }
  if (/hours|open/i.test(text)) {
    agent({ intent: { name: "hours", confidence: 0.91 }, flow: "hours" });
    await say("Harbor is open Tuesday to Sunday from 11:30. More at https://lume.example/hours.");
    return finish();
  }
  agent({ intent: { name: "none", confidence: 0.21 } });
  trace("unanswered", { text });
  trace("guard", { guard: "repair", decision: "stage 1", text: "The sentence was not understood." });
  await say(`I did not understand “${text}”. Shall I find you a table?`);
  return finish();
}

async function stream(double, conversation, run, words, more = {}) {
  const id = `${run}_reply`;
  for (const word of words.split(/(?<= )/)) {
    double.emit(conversation, "message.delta", { message: id, text: word }, { live: true });
    await wait(double.paceMs);
    if (double.crashNow) {
      double.crashNow = false;
      conversation.ring = [];
      double.cut();
      await wait(400);
      double.emit(conversation, "message.reset", { message: id }, { live: true });
      return stream(double, conversation, run, words, more);
    }
  }
  double.message(conversation, "bot", words, { id, ...more });
  double.emit(conversation, "typing", { on: false }, { live: true });
}

// Some past for the console to show.
export async function sample(double) {
  const pace = double.paceMs;
  double.paceMs = 0;
  const yaml = await readFile(new URL("../../examples/bistro/bistro.yaml", import.meta.url), "utf8");
  const hashes = ["9b1d04e77a52", "57c2aa90be11", "3f9a1c44d0f8"];
  double.versions = hashes.map((hash, index) => ({ hash, number: index + 1, created_at: new Date(Date.now() - (3 - index) * 86400e3).toISOString(),
    by: index ? "Ana" : "make run", note: ["first version", "parties up to twelve", "answers about parking"][index], state: index === 2 ? "live" : "superseded", yaml })).reverse();
  for (const [index, lines] of [["book a table for two tonight", "yes"], ["where is my order 1042"], ["hello", "I want to talk to a person please"],
    ["when are you open"], ["book a table"], ["qwerty"]].entries()) {
    const conversation = double.conversation(double.create().id);
    for (const line of lines instanceof Array ? lines : [lines]) {
      conversation.run = "";
      double.message(conversation, "customer", line, { id: `sample_${index}_${conversation.seq}` });
      await double.turn(conversation, line);
    }
  }
  const all = [...double.conversations.values()];
  double.hand(all[3], "resolved");
  double.hand(all[5], "human", "Ana");
  double.message(all[5], "person", "Good evening, this is Ana. How can I help?", { by: "Ana" });
  double.paceMs = pace;
}
