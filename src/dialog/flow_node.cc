#include "base/json.h"
#include "base/text.h"
#include "dialog/budget.h"
#include "dialog/consent.h"
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
    : brain_(brain), context_(context), around_{brain.config(), brain.clock_.wall()} {}

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

// What the customer said to get here may already fill slots; what the model gave counts more.
void FlowNode::start(const Value& order) {
  const auto* flow = brain_.config().flow(order["start"].text());
  if (!flow) return leave_to_agent();
  const auto given = read_given(*flow, order["slots"], around_);
  const auto told = read_slots(*flow, given, context_.state(brain_.channels_.heard).text(), around_);
  take(*flow, start_flow(*flow, told.merged(given), around_, brain_.conditions_));
}

void FlowNode::returned() {
  const auto& state = context_.state(brain_.channels_.flow);
  const auto& messages = context_.state(brain_.channels_.messages);
  const auto* flow = brain_.config().flow(state["flow"].text());
  Value parsed;
  const auto* result = result_of(messages, state["call"].text(), parsed);
  if (!flow || !result) return leave_to_agent();
  const auto slug = (*result)["error"]["slug"].text();
  if (slug == "consent/open") return answer_in_between(*flow, last_text(messages, "user"));
  if (slug != "consent/changed") return take(*flow, call_returned(*flow, state, *result, around_, brain_.conditions_));
  const auto said = last_text(messages, "user");
  if (auto turn = change_slots(*flow, state, said, around_, brain_.conditions_)) return take(*flow, std::move(*turn));
  const auto wish = other_wish_in(said, brain_.config(), brain_.parts_.classify, flow->name);
  const bool is_whole = !wish.intent || wish.words == said;
  if (!is_whole && wish.intent->handoff)
    return hand_off(brain_, context_, outcome_,
                    {*wish.intent->handoff, brain_.config().queue_for("intent", wish.intent->name)});
  const auto order = is_whole ? Value() : Value::object({{"start", *wish.intent->flow}, {"slots", Value::object()}});
  outcome_.writes.push_back({brain_.channels_.flow, order});
  outcome_.writes.push_back({brain_.channels_.heard, said});  // the whole is for the agent
}

void FlowNode::heard(std::string_view sentence) {
  const auto& state = context_.state(brain_.channels_.flow);
  const auto* flow = brain_.config().flow(state["flow"].text());
  if (!flow) return leave_to_agent();
  if (const auto words = escalation_by_words(brain_.config(), sentence))
    return hand_off(brain_, context_, outcome_, *words);
  if (is_farewell_to_flow(sentence)) {
    constexpr std::string_view kDone = "All right, let us leave that. What else can I do for you?";
    outcome_.writes.push_back({brain_.channels_.messages, assistant_message(kDone)});
    outcome_.events.push_back(message_event(Role::bot, stable_id("m_", context_.task(), "flow"), kDone));
    return drop_flow();
  }
  auto told = hear(*flow, state, sentence, around_, brain_.conditions_);
  if (!told.understood && digress(sentence)) return;
  if (!told.understood)
    outcome_.events.push_back(guard_event("repair", fmt::format("stage {}", state["misses"].integer() + 1),
                                          "The answer did not fit the question."));
  take(*flow, std::move(told.turn));
}

// Something else was said in the middle of a flow: answered in between, or another flow, or a person.
bool FlowNode::digress(std::string_view sentence) {
  const auto answer = read_answer(sentence);
  if (answer == Answer::yes || answer == Answer::no) return false;  // a bare yes or no is no wish of its own
  const auto reading = brain_.parts_.classify(sentence);
  const auto* intent =
      reading.sure && !reading.guesses.empty() ? brain_.config().intent(reading.guesses.front().intent) : nullptr;
  if (!intent) return false;
  const auto& channels = brain_.channels_;
  const auto& state = context_.state(channels.flow);
  outcome_.events.push_back(
      {"model", Value::object({{"provider", "built-in"},
                               {"ms", 0},
                               {"tokens", 0},
                               {"intent", Value::object({{"name", intent->name},
                                                         {"confidence", reading.guesses.front().confidence}})}})});
  if (intent->handoff) {
    hand_off(brain_, context_, outcome_, {*intent->handoff, brain_.config().queue_for("intent", intent->name)});
    return true;
  }
  if (intent->flow) {
    if (*intent->flow == state["flow"].text()) return false;
    const auto order =
        Value::object({{"start", *intent->flow}, {"slots", Value::object()}, {"resume", state.without("resume")}});
    outcome_.writes.push_back({channels.flow, order});
    return true;
  }
  const auto* flow = brain_.config().flow(state["flow"].text());
  const auto said = render(intent->answer.value_or(""), Value::object(), brain_.config());
  if (state["call"].is_text()) {
    auto turn = call_again(*flow, state, around_, brain_.conditions_);
    turn.says.insert(turn.says.begin(), said);
    take(*flow, std::move(turn));
    return true;
  }
  const auto reply = said + " " + repeat_question(*flow, state, around_);
  outcome_.writes.push_back({channels.messages, assistant_message(reply)});
  outcome_.writes.push_back({channels.heard, nullptr});
  outcome_.events.push_back(message_event(Role::bot, stable_id("m_", context_.task(), "flow"), reply,
                                          {.asks = std::string(state["asked"].text())}));
  return true;
}

// A question at a read-back: it is answered, or said not to be known, and the call is asked for again.
void FlowNode::answer_in_between(const Flow& flow, std::string_view sentence) {
  if (digress(sentence)) return;
  const auto& state = context_.state(brain_.channels_.flow);
  auto turn = call_again(flow, state, around_, brain_.conditions_);
  turn.says.insert(turn.says.begin(), "I do not know that, I am sorry.");
  take(flow, std::move(turn));
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

void FlowNode::take(const Flow& flow, FlowTurn turn) {
  const auto& channels = brain_.channels_;
  const auto resume = context_.state(channels.flow)["resume"];
  if (turn.state.is_null() && !turn.handoff && resume.is_object()) {
    // The flow that this one interrupted goes on where it stood.
    const auto* before = brain_.config().flow(resume["flow"].text());
    if (before && resume["call"].is_text()) {
      auto again = call_again(*before, resume, around_, brain_.conditions_);
      turn.state = again.state;
      turn.call = again.call;
    } else if (before) {
      turn.says.push_back(repeat_question(*before, resume, around_));
      turn.asks = resume["asked"].text();
      turn.state = resume;
    }
  } else if (turn.state.is_object() && resume.is_object()) {
    turn.state = turn.state.with("resume", resume);
  }
  const bool ends_without_a_word = turn.says.empty() && turn.state.is_null() && !turn.call && !turn.handoff;
  if (ends_without_a_word) turn.says.emplace_back("What else can I do for you?");
  if (!turn.says.empty()) {
    const auto text = fmt::format("{}", fmt::join(turn.says, " "));
    outcome_.writes.push_back({channels.messages, assistant_message(text)});
    outcome_.events.push_back(
        message_event(Role::bot, stable_id("m_", context_.task(), "flow"), text, {.asks = turn.asks}));
  }
  outcome_.writes.push_back({channels.heard, nullptr});
  outcome_.writes.push_back({channels.misses, 0});
  const auto& ledger = context_.state(channels.turn);
  outcome_.writes.push_back({channels.turn, ledger.with("steps", ledger["steps"].integer() + 1)});
  if (turn.handoff) {
    hand_off(brain_, context_, outcome_, {*turn.handoff, brain_.config().queue_for("error", "tool")});
    return;
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
