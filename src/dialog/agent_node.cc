#include <algorithm>
#include <set>

#include "base/describe.h"
#include "base/json.h"
#include "base/text.h"
#include "dialog/briefing.h"
#include "dialog/budget.h"
#include "dialog/choices.h"
#include "dialog/facts.h"
#include "dialog/nodes.h"
#include "dialog/open_form.h"
#include "dialog/reading/heard.h"
#include "dialog/told_before.h"
#include "dialog/wish_by_slots.h"
#include "dialog/wishes.h"

namespace frontdesk::dialog {
namespace {

constexpr std::size_t kFactsBytesMax = 12'000;  // of what a language model is told with each request

std::vector<Button> buttons_of(const Value& list) {
  std::vector<Button> buttons;
  for (const auto& item : list.items())
    buttons.push_back({std::string(item["label"].text()), std::string(item["text"].text())});
  return buttons;
}

// Two calls with one id could not be told apart by their results.
Value with_ids_of_their_own(const Value& message) {
  const auto& calls = message["tool_calls"];
  std::set<std::string, std::less<>> seen;
  ListBuilder all;
  bool has_changed = false;
  for (const auto& call : calls.items()) {
    std::string id(call["id"].text());
    for (int n = 2; !seen.insert(id).second; ++n) id = fmt::format("{}_{}", call["id"].text(), n), has_changed = true;
    all.add(call.with("id", id));
  }
  return has_changed ? message.with("tool_calls", all.build()) : message;
}

bool says_nothing(const Value& message) {
  return message["tool_calls"].size() == 0 && text::trim(message["content"].text()).empty();
}

// A run that was cancelled or failed leaves calls without a result, which no provider takes.
void add_with_results(std::vector<Value>& messages, std::span<const Value> history) {
  std::vector<Value> open;
  const auto close = [&] {
    const Error lost(Kind::unavailable, "tool/outcome-unknown", "The run ended before this call had a result.");
    for (const auto& call : open) messages.push_back(tool_message(call["id"].text(), error_result(lost)));
    open.clear();
  };
  for (const auto& message : history) {
    if (message["role"].text() == "tool") {
      std::erase_if(open, [&](const Value& call) { return call["id"] == message["tool_call_id"]; });
    } else {
      close();
    }
    messages.push_back(message);
    for (const auto& call : message["tool_calls"].items()) open.push_back(call);
  }
  close();
}

Value names_of(const Value& calls) {
  ListBuilder names;
  for (const auto& call : calls.items()) names.add(call["function"]["name"]);
  return names.build();
}

// The built-in one is no language model, and answers in the business's own words: where those cannot be put together, a
// model is not what failed.
std::string reason_of(const Error& failure) {
  const bool is_ours = failure.slug.starts_with("dialog/");
  return is_ours ? "The bot's answer could not be written: " + failure.detail : "No language model could answer.";
}

}  // namespace

Task<graph::NodeResult> run_agent(const Brain& brain, graph::NodeContext& context) {
  AgentNode node(brain, context);
  co_return co_await node.run();
}

Task<graph::NodeResult> AgentNode::run() {
  const auto& channels = brain_.channels_;
  if (is_pressed_too_late(context_.state(channels.heard))) co_return answered_already();
  if (const auto handoff = handed_over_unasked()) {
    hand_off(brain_, context_, language(), outcome_, *handoff);
    co_return std::move(outcome_);
  }
  context_.live("typing", Value::object({{"on", true}}));
  const auto message = stable_id("m_", context_.task(), "answer");
  const auto began = brain_.clock_.now();
  const auto asked = co_await ask_model(message);
  if (!asked) {
    take_back(message);
    take_failure(asked.error());
    co_return std::move(outcome_);
  }
  take_answer(*asked, std::chrono::duration_cast<std::chrono::milliseconds>(brain_.clock_.now() - began).count());
  if (asked->message["tool_calls"].size() > 0 && asked->message["content"].is_text()) take_back(message);
  outcome_.writes.push_back({channels.heard, nullptr});
  co_return std::move(outcome_);
}

// Whom the model is not asked for: whose budget is spent, and what the tenant's rules leave to people.
std::optional<Handoff> AgentNode::handed_over_unasked() {
  if (const auto spent = spent_budget(brain_, context_)) {
    if (auto handoff = report_budget(brain_, *spent, outcome_)) return handoff;
  }
  return escalation();
}

// Pieces of its text go to listeners as they come, under the id of the message that they will be.
Task<std::expected<ai::ModelAnswer, Error>> AgentNode::ask_model(std::string message) {
  ai::TokenSink sink;
  sink.text = [&](std::string_view piece) { context_.delta(Value::object({{"message", message}, {"text", piece}})); };
  sink.reset = [&] { take_back(message); };
  try {
    auto answer = co_await brain_.model_->answer(request(), sink, context_.deadline());
    if (!says_nothing(answer.message) || !context_.state(brain_.channels_.proposal).is_null()) co_return answer;
  } catch (const Error& error) {
    co_return std::unexpected(error);
  }
  co_return std::unexpected(Error(Kind::unavailable, "model/said-nothing", "The model answered with nothing."));
}

void AgentNode::take_back(std::string_view message) {
  context_.live("message.reset", Value::object({{"message", message}}));
}

void AgentNode::take_failure(const Error& failure) {
  outcome_.events.push_back({"model", Value::object({{"error", error_result(failure)["error"]}})});
  hand_off(brain_, context_, language(), outcome_,
           {.reason = reason_of(failure),
            .queue = brain_.config().queue_for("error", "model"),
            .detail = in_words(failure)});
}

// What the tenant's rules leave to people, by words and by what is done with them. The first to hear a message also
// tells how it was read, and notes its language.
std::optional<Handoff> AgentNode::escalation() {
  const auto& heard = context_.state(brain_.channels_.heard);
  if (!heard.is_text()) return std::nullopt;
  if (auto words = escalation_by_words(brain_.config(), heard.text(), this->reading().language)) return words;
  const auto& reading = this->reading();
  outcome_.events.push_back({"reading", to_trace(reading, heard.text())});
  note(reading, heard.text());
  // Who is in danger is answered in their own language, whichever are served.
  const bool is_danger = reading.act == reading::Act::distress;
  const auto& spoken = is_danger ? reading.language : reading.answers_in;
  if (auto act = escalation_by_act(brain_.config(), reading.act, spoken)) return act;
  if (auto late = escalation_by_lateness(brain_.config(), reading, heard.text())) return late;
  return escalation_by_told(reading, heard.text());
}

// "We are a group of 14, can we come on Saturday?" names no intent, and a rule over the slots speaks of it; so it does
// of "14 of us, a birthday", which asks for nothing that a fact would have to answer.
std::optional<Handoff> AgentNode::escalation_by_told(const reading::Reading& reading, std::string_view heard) const {
  const bool asks = !reading.wishes.empty() && reading.act == reading::Act::question;
  const bool wants_something = asks || !reading.denied.empty() || begins_something(reading, brain_.config());
  const auto& rules = brain_.config().escalations;
  if (wants_something || std::ranges::none_of(rules, [](const auto& rule) { return rule.when.holds.has_value(); }))
    return std::nullopt;
  const auto holds_anyway = escalation_by_slots(brain_.config(), Value::object(), brain_.conditions_, {});
  if (holds_anyway) return std::nullopt;  // it says nothing of this message
  for (const auto& told : told_to_flows(heard, around(reading))) {
    auto handoff = escalation_by_slots(brain_.config(), told, brain_.conditions_, reading.answers_in);
    if (!handoff) continue;
    // "Are you open on Sunday? We'd be twelve": what the file knows is answered all the same.
    const auto asked = heard.substr(0, heard.find('?') + 1);
    if (!asked.empty()) handoff->say_before(brain_.answers(asked, context_.state(brain_.channels_.memory)));
    return handoff;
  }
  return std::nullopt;
}

Surroundings AgentNode::around(const reading::Reading& reading) const {
  return {.config = brain_.config(),
          .now = brain_.clock_.wall(),
          .language = reading.answers_in,
          .heard_in = reading.language};
}

// Of the customer's last message; made once, and given to whoever asks for it.
const reading::Reading& AgentNode::reading() {
  if (!reading_) {
    const auto& heard = context_.state(brain_.channels_.heard);
    const auto said = heard.is_text() ? heard.text() : last_text(context_.state(brain_.channels_.messages), "user");
    reading_ = brain_.read(said, brain_.language_of(context_.state(brain_.channels_.memory)));
  }
  return *reading_;
}

// What holds for the rest of the conversation: its language, and who it is with.
void AgentNode::note(const reading::Reading& reading, std::string_view heard) {
  const auto& memory = context_.state(brain_.channels_.memory);
  auto noted = memory;
  if (reading.answers_in != brain_.language_of(memory)) {
    noted = noted.with("language", reading.answers_in);
    outcome_.events.push_back(language_event(reading.answers_in));
  }
  if (const auto name = introduced_name(heard, around(reading))) noted = noted.with("name", *name);
  if (const auto place = place_named(heard, around(reading))) noted = noted.with("place", *place);
  if (may_tell_for_later(reading, heard, around(reading))) noted = noted.with("told", with_told(noted["told"], heard));
  if (!(noted == memory)) remember(noted);
}

// In place of what was to be remembered before.
void AgentNode::remember(const Value& memory) {
  std::erase_if(outcome_.writes, [&](const graph::Write& write) { return write.channel == brain_.channels_.memory; });
  outcome_.writes.push_back({brain_.channels_.memory, memory});
  memory_ = memory;
}

graph::Outcome AgentNode::answered_already() {
  const auto answered = sentence(language(), "answered_already");
  outcome_.writes.push_back({brain_.channels_.messages, assistant_message(answered)});
  outcome_.writes.push_back({brain_.channels_.heard, nullptr});
  outcome_.events.push_back(message_event(Role::bot, stable_id("m_", context_.task(), "answer"), answered));
  return std::move(outcome_);
}

ai::ModelRequest AgentNode::request() {
  const auto& channels = brain_.channels_;
  std::vector<Value> messages;
  const auto history = context_.state(channels.messages).items();
  messages.reserve(history.size() + 1);
  messages.push_back(system_note(instructions()));
  add_with_results(messages, history);
  if (!context_.state(channels.proposal).is_null()) {
    messages.push_back(system_note(
        "A read-back is open and will be shown to the customer again behind your answer: answer what was said "
        "in a few words, and do not repeat the read-back."));
  }
  ai::ModelRequest request;
  request.messages = Value::list(std::move(messages));
  request.tools = brain_.tools_for_model_;
  request.conversation = std::string(context_.thread());
  request.turn_key = std::string(context_.task());
  request.trace = context_.trace();
  request.context = Value::object({{"misses", context_.state(channels.misses)},
                                   {"now_ms", brain_.clock_.wall().ms},
                                   {"reading", to_value(reading())},
                                   {"slots", context_.state(channels.memory)["slots"]},
                                   {"records", context_.state(channels.memory)["records"]},
                                   {"stood", stood_before()},
                                   {"asked", asked_before()},
                                   {"place", context_.state(channels.memory)["place"]},
                                   {"done", done_before()}});
  return request;
}

// {flow, done, just, offered, maker?, wanted?, put_back?}: of the last flow that did something or was told not to;
// `just` in the turn before this one, `offered` where it was offered then to go on with it; `wanted` where it was not
// done and the message wants it all the same: what else the message says; `put_back` where it was changed and shall be
// as before.
Value AgentNode::stood_before() {
  const auto& stood = context_.state(brain_.channels_.memory)["stood"];
  if (!stood.is_object()) return {};
  const auto turns = context_.state(brain_.channels_.totals)["turns"].integer();
  const auto said = last_text(context_.state(brain_.channels_.messages), "user");
  const bool is_just = stood["turn"].integer() + 1 >= turns;
  const bool is_offered = is_just && stood["offered"].boolean();
  auto known =
      Value::object({{"flow", stood["flow"]}, {"done", stood["done"]}, {"just", is_just}, {"offered", is_offered}});
  const auto* flow = brain_.config().flow(stood["flow"].text());
  const auto* maker = brain_.maker(said);
  if (flow && maker && !makes_something(brain_, *flow)) known = known.with("maker", *maker->flow);
  if (stood["done"].boolean() && stood["before"].size() > 0 &&
      reading::says(said, reading().language, reading::List::as_it_was))
    known = known.with("put_back", true);
  const auto taken = stood["taken"].text();  // while a person was waited for; its value stands in the slots
  if (!taken.empty() && said.find(taken) != std::string::npos) return known.with("wanted", "");
  const auto wanted = stood["done"].boolean() ? std::nullopt : wanted_still(stood["flow"].text(), is_offered);
  return wanted ? known.with("wanted", *wanted) : known;
}

// The question that was answered in the turn before this one; null where none was.
Value AgentNode::asked_before() const {
  const auto& asked = context_.state(brain_.channels_.memory)["asked"];
  const auto turns = context_.state(brain_.channels_.totals)["turns"].integer();
  return asked.is_object() && asked["turn"].integer() + 1 == turns ? asked : Value();
}

// "I still want it, but for 3"; "book it" where the read-back says that it books; and a yes to the offer.
std::optional<std::string> AgentNode::wanted_still(std::string_view name, bool is_offered) {
  const auto* flow = brain_.config().flow(name);
  const auto said = last_text(context_.state(brain_.channels_.messages), "user");
  if (!flow) return std::nullopt;
  if (auto rest = reading::without(said, reading().language, reading::List::still_wanted)) return rest;
  const bool is_yes = read_answer(said) == Answer::yes;
  const bool is_wanted = is_yes ? is_offered : read_answer(said, brain_.echo(*flow, language())) == Answer::yes;
  return is_wanted ? std::optional(std::string()) : std::nullopt;
}

// {what, intents}: what was done in the turn before this one, and the intents whose flows may undo or change it, since
// they write as well; null where nothing was.
Value AgentNode::done_before() const {
  const auto& done = context_.state(brain_.channels_.memory)["done"];
  const auto turns = context_.state(brain_.channels_.totals)["turns"].integer();
  if (!done.is_object() || done["turn"].integer() + 1 != turns) return {};
  const auto writes = [&](const Step& step) {
    const auto* tool = step.call ? brain_.tool(*step.call) : nullptr;
    return tool && tool->effect != platform::Effect::read;
  };
  ListBuilder intents;
  for (const auto& intent : brain_.config().intents) {
    const auto* flow = intent.flow ? brain_.config().flow(*intent.flow) : nullptr;
    if (flow && flow->name != done["flow"].text() && std::ranges::any_of(flow->steps, writes)) intents.add(intent.name);
  }
  return Value::object({{"what", done["what"]}, {"intents", intents.build()}});
}

// The time is the turn's beginning: a step that is repeated after a crash asks the same.
std::string AgentNode::instructions() const {
  const auto& prompt = brain_.config().system_prompt;
  auto facts = briefing(brain_.config(), {context_.state(brain_.channels_.turn)["started_ms"].integer()});
  const auto told = facts_told(brain_.config(), kFactsBytesMax);
  if (!told.empty()) facts += "\n\nWhat you may tell, and nothing beyond it:\n" + told;
  return prompt.empty() ? facts : prompt + "\n\n" + facts;
}

void AgentNode::take_answer(const ai::ModelAnswer& answer, std::int64_t ms) {
  const auto& channels = brain_.channels_;
  const auto& calls = answer.message["tool_calls"];
  const auto tokens = answer.usage.input_tokens + answer.usage.output_tokens;
  ObjectBuilder event;
  event.set("provider", answer.provider).set("ms", ms).set("tokens", tokens);
  if (answer.trace["intent"].is_object()) event.set("intent", answer.trace["intent"]);
  if (calls.size() > 0) event.set("tool_calls", names_of(calls));
  outcome_.events.push_back({"model", event.build()});

  if (answer.trace["stands"].boolean()) {  // what was asked about it is answered right behind it
    const auto& memory = memory_.is_object() ? memory_ : context_.state(channels.memory);
    const auto turns = context_.state(channels.totals)["turns"];
    remember(memory.with("stood", memory["stood"].with("turn", turns).with("offered", true)));
  }
  if (answer.trace["asked"].is_object()) {
    const auto& memory = memory_.is_object() ? memory_ : context_.state(channels.memory);
    remember(memory.with("asked", answer.trace["asked"].with("turn", context_.state(channels.totals)["turns"])));
  }
  const bool missed = answer.trace["missed"].boolean();
  if (answer.trace["unanswered"].is_text())
    outcome_.events.push_back(unanswered_event(answer.trace["unanswered"].text()));
  const auto misses = missed ? context_.state(channels.misses).integer() + 1 : 0;
  if (missed)
    outcome_.events.push_back(guard_event("repair", fmt::format("stage {}", answer.trace["repair"].integer()),
                                          "The sentence was not understood."));
  outcome_.writes.push_back({channels.messages, with_ids_of_their_own(answer.message)});
  outcome_.writes.push_back({channels.misses, misses});
  const auto& turn = context_.state(channels.turn);
  outcome_.writes.push_back({channels.turn, turn.with("steps", turn["steps"].integer() + 1)});
  const auto& totals = context_.state(channels.totals);
  outcome_.writes.push_back({channels.totals, totals.with("tokens", totals["tokens"].integer() + tokens)});
  const auto text = answer.message["content"].text();
  if (calls.size() == 0 && !text.empty()) {
    outcome_.events.push_back(message_event(Role::bot, stable_id("m_", context_.task(), "answer"), text,
                                            {.buttons = buttons_of(answer.trace["buttons"])}));
  }
}

}  // namespace frontdesk::dialog
