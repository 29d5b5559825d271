#include "base/json.h"
#include "base/text.h"
#include "dialog/budget.h"
#include "dialog/nodes.h"
#include "dialog/template.h"

namespace frontdesk::dialog {
namespace {

bool is_farewell_to_flow(std::string_view sentence) {
  static constexpr std::string_view kWords[] = {"never mind", "nevermind", "forget it",   "forget about it", "stop",
                                                "abort",      "leave it",  "cancel that", "start over"};
  const auto lower = text::lower_ascii(text::trim(sentence));
  return std::ranges::any_of(kWords, [&](std::string_view word) {
    return lower == word || lower == std::string(word) + "." || lower == "please " + std::string(word);
  });
}

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
      around_{brain.config(), brain.clock_.wall(), brain.language_of(context.state(brain.channels_.memory))} {}

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
  return std::move(outcome_);
}

bool FlowNode::has_spent() {
  const auto mode = brain_.config().guards.budget;
  const auto spent = mode == GuardMode::off ? std::nullopt : spent_budget(brain_, context_);
  const auto handoff = spent ? report_budget(brain_, *spent, outcome_) : std::nullopt;
  if (handoff) hand_off(brain_, context_, outcome_, *handoff);
  return handoff.has_value();
}

// What the customer said to get here may already fill slots; what the model gave counts more, and what was told to an
// earlier flow less.
void FlowNode::start(const Value& order) {
  const auto* flow = brain_.config().flow(order["start"].text());
  if (!flow) return leave_to_agent();
  const auto given = read_given(*flow, order["slots"], around_);
  const auto told = told_slots(*flow, context_.state(brain_.channels_.heard).text(), around_);
  Value known = Value::object();
  for (const auto& slot : flow->slots) {
    const auto& value = context_.state(brain_.channels_.memory)["slots"][slot.name];
    if (slot.remember && !value.is_null()) known = known.with(slot.name, value);
  }
  auto turn = start_flow(*flow, known.merged(told).merged(given), around_, brain_.conditions_);
  if (order["first"].is_text()) turn.says.insert(turn.says.begin(), std::string(order["first"].text()));
  take(*flow, std::move(turn));
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
  take(*flow, call_returned(*flow, state, *result, around_, brain_.conditions_));
}

void FlowNode::heard(std::string_view sentence) {
  const auto& state = context_.state(brain_.channels_.flow);
  const auto* flow = brain_.config().flow(state["flow"].text());
  if (!flow) return leave_to_agent();
  if (const auto words = escalation_by_words(brain_.config(), sentence))
    return hand_off(brain_, context_, outcome_, *words);
  if (is_farewell_to_flow(sentence)) {
    FlowTurn turn;
    turn.says = {own("left")};
    say(turn);
    return drop_flow();
  }
  auto told = hear(*flow, state, sentence, around_, brain_.conditions_);
  if (!told.understood && digress(sentence)) return;
  if (!told.understood)
    outcome_.events.push_back(guard_event("repair", fmt::format("stage {}", state["misses"].integer() + 1),
                                          "The answer did not fit the question."));
  take(*flow, std::move(told.turn));
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

// The flow that this one interrupted goes on where it stood.
void FlowNode::resume(FlowTurn& turn, const Value& before) const {
  const auto* flow = brain_.config().flow(before["flow"].text());
  if (!flow) return;
  const bool is_called = before["call"].is_text();
  auto again = is_called ? call_again(*flow, before, around_, brain_.conditions_) : ask_again(*flow, before, around_);
  for (auto& words : again.says) turn.says.push_back(std::move(words));
  turn.state = again.state;
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
  hand_off(brain_, context_, outcome_, *handoff);
  return true;
}

void FlowNode::remember(const Flow& flow, const FlowTurn& turn) {
  const auto& memory = context_.state(brain_.channels_.memory);
  auto slots = memory["slots"].is_object() ? memory["slots"] : Value::object();
  for (const auto& slot : flow.slots) {
    if (slot.remember && !turn.slots[slot.name].is_null()) slots = slots.with(slot.name, turn.slots[slot.name]);
  }
  if (!(slots == memory["slots"])) outcome_.writes.push_back({brain_.channels_.memory, memory.with("slots", slots)});
}

void FlowNode::take(const Flow& flow, FlowTurn turn) {
  const auto& channels = brain_.channels_;
  remember(flow, turn);
  if (!turn.handoff && fetch_by_rule(turn)) return;
  const auto before = context_.state(channels.flow)["resume"];
  if (turn.state.is_null() && !turn.handoff && before.is_object()) {
    resume(turn, before);
  } else if (turn.state.is_object() && before.is_object()) {
    turn.state = turn.state.with("resume", before);
  }
  const bool ends_without_a_word = turn.says.empty() && turn.state.is_null() && !turn.call && !turn.handoff;
  if (ends_without_a_word) turn.says.push_back(own("what_else"));
  if (!turn.says.empty()) say(turn);
  outcome_.writes.push_back({channels.heard, nullptr});
  outcome_.writes.push_back({channels.misses, 0});
  const auto& ledger = context_.state(channels.turn);
  outcome_.writes.push_back({channels.turn, ledger.with("steps", ledger["steps"].integer() + 1)});
  if (turn.handoff) {
    const auto kind = turn.failed_by_us ? "error" : "repair";
    return hand_off(brain_, context_, outcome_,
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
  outcome_.writes.push_back({channels.flow, turn.state});
}

}  // namespace frontdesk::dialog
