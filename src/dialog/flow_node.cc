#include "base/json.h"
#include "base/text.h"
#include "dialog/budget.h"
#include "dialog/nodes.h"
#include "dialog/reading/language.h"
#include "dialog/records.h"
#include "dialog/template.h"

namespace frontdesk::dialog {
namespace {

const Value* result_of(const Value& messages, std::string_view call, Value& parsed) {
  const auto all = messages.items();
  for (auto at = all.rbegin(); at != all.rend(); ++at) {
    if ((*at)["role"].text() != "tool" || (*at)["tool_call_id"].text() != call) continue;
    parsed = json::parse((*at)["content"].text());
    return &parsed;
  }
  return nullptr;
}

}  // namespace

FlowNode::FlowNode(const Brain& brain, graph::NodeContext& context)
    : brain_(brain),
      context_(context),
      memory_(context.state(brain.channels_.memory)),
      around_{brain.config(), brain.clock_.wall(), brain.language_of(memory_)},
      then_(context.state(brain.channels_.flow)["then"]) {
  around_.location = location_of(brain.config(), context.state(brain.channels_.flow));
}

graph::NodeResult FlowNode::run() {
  if (has_spent()) return std::move(outcome_);
  const auto& state = context_.state(brain_.channels_.flow);
  const auto& words = context_.state(brain_.channels_.heard);
  if (state.contains("start")) {
    start(state);
  } else if (state["call"].is_text()) {
    returned();
  } else {
    heard(words.text());
  }
  if (!(memory_ == context_.state(brain_.channels_.memory)))
    outcome_.writes.push_back({brain_.channels_.memory, memory_});
  return std::move(outcome_);
}

// What was asked for, and what of the form the message tells.
Value FlowNode::told_trace(std::string_view sentence) const {
  const auto& state = context_.state(brain_.channels_.flow);
  const auto* flow = brain_.config().flow(state["flow"].text());
  if (!flow) return Value::object();
  const auto* asked = flow->slot(state["asked"].text());
  const auto trace = Value::object({{"told", to_trace(told_of(*flow, asked, sentence, around_))}});
  return asked ? trace.with("asked", asked->name) : trace;
}

// Tells how the message was read, and goes on in its language.
reading::Reading FlowNode::read(std::string_view sentence) {
  auto reading = brain_.read(sentence, around_.language, true);
  if (reading.is_served) memory_ = memory_.with("language", reading.answers_in);
  const auto spoken = brain_.language_of(memory_);
  if (spoken != around_.language) outcome_.events.push_back(language_event(spoken));
  around_.language = spoken;
  if (const auto* table = reading::find_language(reading.language)) around_.heard_in = table->id;
  outcome_.events.push_back({"reading", to_trace(reading, sentence).merged(told_trace(sentence))});
  return reading;
}

bool FlowNode::has_spent() {
  const auto mode = brain_.config().guards.budget;
  const auto spent = mode == GuardMode::off ? std::nullopt : spent_budget(brain_, context_);
  const auto handoff = spent ? report_budget(brain_, *spent, outcome_) : std::nullopt;
  if (handoff) hand_off(brain_, context_, around_.language, outcome_, *handoff);
  return handoff.has_value();
}

// What the customer said to get here may already fill slots; what the model gave counts more, and what was told to an
// earlier flow less.
void FlowNode::start(const Value& order) {
  const auto* flow = brain_.config().flow(order["start"].text());
  if (!flow) return leave_to_agent();
  auto begun = beginning_of(*flow, order);
  auto known = remembered(*flow).merged(begun.known);
  const auto given = read_given(*flow, order["slots"], around_);
  around_.location = location_of(around_.config, Value::object({{"flow", flow->name}, {"slots", known.merged(given)}}));
  auto told = told_slots(*flow, begun.words, around_, Value::object({{"vars", Value::object({{"like", begun.like}})}}));
  known = known.merged(record_for(*flow, memory_["records"], told.values.merged(given), begun.words, around_));
  for (const auto& doubt : told.doubts.members()) known = known.without(doubt.key());
  for (const auto& slot : given.members()) told.doubts = told.doubts.without(slot.key());
  told.values = known.merged(told.values).merged(given);
  begun_ = Begun{told_of(*flow, nullptr, begun.words, around_), told.values};
  auto turn = start_flow(*flow, told, around_, brain_.conditions_);
  if (!begun.says.empty()) turn.says.insert(turn.says.begin(), std::move(begun.says));
  if (const auto* place = place_out_of_reach(*flow, begun.words, around_))
    turn.says.insert(turn.says.begin(), stays(*place));
  if (order["first"].is_text()) turn.says.insert(turn.says.begin(), std::string(order["first"].text()));
  take(*flow, std::move(turn));
}

std::string FlowNode::stays(const Location& place) const {
  return sentence(around_.language, "place_stays", Value::object({{"place", place.name}}));
}

// What was told before the flow began and holds for it: what the tenant wants remembered, and who the customer said to
// be.
Value FlowNode::remembered(const Flow& flow) const {
  Value known = Value::object();
  const auto is_name = [](const Slot& slot) { return slot.type == "name" && !slot.optional; };
  const auto name = std::ranges::find_if(flow.slots, is_name);
  if (name != flow.slots.end() && memory_["name"].is_text()) known = known.with(name->name, memory_["name"]);
  for (const auto& slot : flow.slots) {
    const auto& value = memory_["slots"][slot.name];
    if (slot.remember && !value.is_null()) known = known.with(slot.name, value);
  }
  return known;
}

void FlowNode::returned() {
  const auto& state = context_.state(brain_.channels_.flow);
  const auto& messages = context_.state(brain_.channels_.messages);
  const auto* flow = brain_.config().flow(state["flow"].text());
  Value parsed;
  const auto* result = result_of(messages, state["call"].text(), parsed);
  if (!flow || !result) return leave_to_agent();
  const auto slug = (*result)["error"]["slug"].text();
  if (slug == "consent/open") return answer_in_between(last_text(messages, "user"));
  if (slug == "consent/changed") return hear_change(*flow);
  if (slug == "consent/declined") {
    is_done_ = false;
    keep_another_behind_no(*flow);
  } else if (slug.empty() && writes_now(*flow, state)) {
    is_done_ = true;
  }
  if (!(*result)["error"].is_object()) {
    const auto records = with_record(memory_["records"], *flow, state["slots"], *result, around_);
    if (records.size() > 0) memory_ = memory_.with("records", records);
  }
  auto turn = call_returned(*flow, state, *result, around_, brain_.conditions_);
  const bool has_told = is_done_.value_or(false) && turn.state.is_null() && !turn.says.empty();
  if (has_told)
    memory_ = memory_.with("records", with_told(memory_["records"], *result,
                                                fmt::format("{}", fmt::join(turn.says, " ")), brain_.config()));
  take(*flow, std::move(turn));
}

void FlowNode::heard(std::string_view sentence) {
  const auto& state = context_.state(brain_.channels_.flow);
  const auto* flow = brain_.config().flow(state["flow"].text());
  if (!flow) return leave_to_agent();
  if (const auto words = escalation_by_words(brain_.config(), sentence))
    return hand_off(brain_, context_, around_.language, outcome_, *words);
  const auto reading = read(sentence);
  if (const auto* person = brain_.person_wanted(reading))
    return hand_off(brain_, context_, around_.language, outcome_,
                    {*person->handoff, brain_.config().queue_for("intent", person->name)});
  if (follow_act(*flow, reading, sentence)) return;
  if (tells_of_records(reading, sentence)) return;
  if (hear_another(*flow, sentence) || hear_beside_wishes(*flow, reading, sentence)) return;
  if (hear_several(*flow, sentence)) return;
  if (answers_beside(*flow, reading, sentence)) return;
  auto told = hear(*flow, state, sentence, around_, brain_.conditions_);
  if (const auto* place = place_out_of_reach(*flow, sentence, around_)) {
    if (!told.understood) return go_back(stays(*place));
    told.turn.says.insert(told.turn.says.begin(), stays(*place));
  }
  if (!told.understood && digress(reading, sentence)) return;
  if (!told.understood)
    outcome_.events.push_back(guard_event("repair", fmt::format("stage {}", state["misses"].integer() + 1),
                                          "The answer did not fit the question."));
  take(*flow, std::move(told.turn));
}

// What is done with the message rather than told by it: leaving, beginning again, refusing what is under way.
bool FlowNode::follow_act(const Flow& flow, const reading::Reading& reading, std::string_view sentence) {
  using reading::Act;
  if (const auto handoff = escalation_by_act(brain_.config(), reading.act, around_.language))
    return hand_off(brain_, context_, around_.language, outcome_, *handoff), true;
  const auto wants_this = [&](const reading::Wish& wish) {
    const auto* intent = brain_.config().intent(wish.intent);
    return intent && intent->flow == flow.name;
  };
  // Who tells something of the form as well does not leave it: "forget the garden, inside is fine".
  const bool may_leave =
      reading.stops ||
      (reading.leaves && (std::ranges::all_of(reading.wishes, wants_this) || !wants_something(reading, sentence)));
  if (reading.act == Act::leave || (may_leave && told_slots(flow, sentence, around_).is_empty()))
    return leave(flow, reading.says_farewell), true;
  if (reading.act == Act::refusal && std::ranges::any_of(reading.denied, wants_this)) {
    FlowTurn turn;
    turn.says = {own("not_this_one")};
    say(turn);
    drop_flow();
    return true;
  }
  if (reading.act == Act::restart) {
    auto turn = start_flow(flow, {}, around_, brain_.conditions_);
    turn.says.insert(turn.says.begin(), own("anew"));
    take(flow, std::move(turn));
    return true;
  }
  if (reading.act == Act::abuse && reading.wishes.empty()) return go_back(own("abuse")), true;
  return false;
}

// "Never mind, I'll come by" says what is done instead, and "bye" is answered; neither wants anything.
bool FlowNode::wants_something(const reading::Reading& reading, std::string_view sentence) const {
  return std::ranges::any_of(reading.wishes, [&](const reading::Wish& wish) {
    const auto* intent = brain_.config().intent(wish.intent);
    const auto words = sentence.substr(wish.span.begin, wish.span.end - wish.span.begin);
    return intent && !intent->answer && read_answer(words) != Answer::leaves;
  });
}

// What is left does not come back by itself. What was begun before it, and what was wanted beside it, goes on, but not
// for somebody who says good-bye.
void FlowNode::leave(const Flow& flow, bool for_good) {
  const auto& state = context_.state(brain_.channels_.flow);
  const bool is_all = for_good || (!state["resume"].is_object() && then_.size() == 0);
  FlowTurn turn;
  turn.says = {own("left")};
  if (would_write(flow, state)) turn.says.push_back(own("nothing_done"));
  if (!is_all) return take(flow, std::move(turn));
  turn.says.push_back(own("what_else"));
  say(turn);
  drop_flow();
}

bool FlowNode::writes(const Step& step) const {
  const auto* tool = step.call ? brain_.tool(*step.call) : nullptr;
  return tool && tool->effect != platform::Effect::read;
}

bool FlowNode::writes_now(const Flow& flow, const Value& state) const {
  const auto at = static_cast<std::size_t>(state["step"].integer());
  return at < flow.steps.size() && writes(flow.steps[at]);
}

// Whether a step that writes is still to come.
bool FlowNode::would_write(const Flow& flow, const Value& state) const {
  const auto at = std::min(static_cast<std::size_t>(state["step"].integer()), flow.steps.size());
  return std::any_of(flow.steps.begin() + static_cast<std::ptrdiff_t>(at), flow.steps.end(),
                     [&](const Step& step) { return writes(step); });
}

void FlowNode::drop_flow() {
  outcome_.writes.push_back({brain_.channels_.flow, nullptr});
  outcome_.writes.push_back({brain_.channels_.heard, nullptr});
}

// The flow is not there any more, or lost its place; what the customer said is not lost with it.
void FlowNode::leave_to_agent() {
  outcome_.writes.push_back({brain_.channels_.flow, nullptr});
  outcome_.writes.push_back({brain_.channels_.heard, last_text(context_.state(brain_.channels_.messages), "user")});
}

// The flow that this one interrupted goes on where it stood; what was wanted behind this one comes before what was
// wanted behind the other.
void FlowNode::resume(FlowTurn& turn, const Value& before) {
  const auto* flow = brain_.config().flow(before["flow"].text());
  if (!flow) return;
  const bool is_called = before["call"].is_text();
  auto again = is_called ? call_again(*flow, before, around_, brain_.conditions_) : ask_again(*flow, before, around_);
  for (auto& words : again.says) turn.says.push_back(std::move(words));
  turn.state = again.state;
  for (const auto& item : before["then"].items()) then_ = (then_.is_list() ? then_ : Value::list()).push(item);
  turn.call = again.call;
  turn.asks = again.asks;
  turn.buttons = again.buttons;
}

void FlowNode::say(const FlowTurn& turn) {
  const auto words = fmt::format("{}", fmt::join(turn.says, " "));
  outcome_.writes.push_back({brain_.channels_.messages, assistant_message(words)});
  outcome_.events.push_back(message_event(Role::bot, stable_id("m_", context_.task(), "flow"), words,
                                          {.buttons = turn.buttons, .asks = turn.asks, .card = turn.card}));
}

// A rule of the tenant's over the slots: whatever was told, also what is out of bounds.
bool FlowNode::fetch_by_rule(const FlowTurn& turn) {
  auto handoff = escalation_by_slots(brain_.config(), turn.slots.merged(turn.refused), brain_.conditions_);
  if (!handoff) return false;
  hand_off(brain_, context_, around_.language, outcome_, *handoff);
  return true;
}

void FlowNode::remember(const Flow& flow, const FlowTurn& turn) {
  auto slots = memory_["slots"].is_object() ? memory_["slots"] : Value::object();
  for (const auto& slot : flow.slots) {
    if (slot.remember && !turn.slots[slot.name].is_null()) slots = slots.with(slot.name, turn.slots[slot.name]);
  }
  if (slots.size() > 0) memory_ = memory_.with("slots", slots);
}

void FlowNode::take(const Flow& flow, FlowTurn turn) {
  const auto& channels = brain_.channels_;
  remember(flow, turn);
  if (!turn.handoff && fetch_by_rule(turn)) return;
  const auto before = context_.state(channels.flow)["resume"];
  if (turn.state.is_null() && !turn.handoff) note_what_stood(flow, turn);
  if (turn.state.is_null() && !turn.handoff && before.is_object()) {
    resume(turn, before);
  } else if (turn.state.is_object() && before.is_object()) {
    turn.state = turn.state.with("resume", before);
  }
  if (turn.state.is_object() && then_.size() > 0) turn.state = turn.state.with("then", then_);
  const bool ends_without_a_word = turn.says.empty() && turn.state.is_null() && !turn.call && !turn.handoff;
  if (ends_without_a_word) turn.says.push_back(own("what_else"));
  if (!turn.says.empty()) say(turn);
  outcome_.writes.push_back({channels.heard, nullptr});
  outcome_.writes.push_back({channels.misses, 0});
  const auto& ledger = context_.state(channels.turn);
  outcome_.writes.push_back({channels.turn, ledger.with("steps", ledger["steps"].integer() + 1)});
  if (turn.handoff) {
    const auto kind = turn.failed_by_us ? "error" : "repair";
    return hand_off(brain_, context_, around_.language, outcome_,
                    {*turn.handoff, brain_.config().queue_for(kind, turn.failed_by_us ? Value("tool") : Value()),
                     turn.failed_by_us ? own("our_error") : std::string()});
  }
  if (turn.call) {
    const auto id = stable_id("call_", context_.task(), turn.call->tool);
    outcome_.writes.push_back(
        {channels.messages, assistant_calls(Value::list({tool_call(id, turn.call->tool, turn.call->arguments)}))});
    turn.state = turn.state.with("call", id);
  } else if (turn.state.is_object()) {
    turn.state = turn.state.without("call");
  }
  if (auto form = form_trace(brain_.config(), context_.state(channels.flow), turn, begun_ ? &*begun_ : nullptr);
      !form.is_null())
    outcome_.events.push_back({"form", std::move(form)});
  if (!begin_next(turn)) outcome_.writes.push_back({channels.flow, turn.state});
}

}  // namespace frontdesk::dialog
