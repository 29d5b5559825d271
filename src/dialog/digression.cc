#include "dialog/consent.h"
#include "dialog/facts.h"
#include "dialog/nodes.h"
#include "dialog/template.h"

// What is said in the middle of a flow and is no answer to it: a question is answered and the flow goes on with what is
// still open; another wish interrupts it; a change of mind at a read-back starts it again.
namespace frontdesk::dialog {
namespace {

Value understood_as(const Intent& intent, double confidence) {
  return Value::object({{"provider", "built-in"},
                        {"ms", 0},
                        {"tokens", 0},
                        {"intent", Value::object({{"name", intent.name}, {"confidence", confidence}})}});
}

}  // namespace

// Something else was said in the middle of a flow: answered in between, or another flow, or a person.
bool FlowNode::digress(std::string_view sentence) {
  const auto answer = read_answer(sentence);
  if (answer == Answer::yes || answer == Answer::no) return false;  // a bare yes or no is no wish of its own
  const auto reading = brain_.parts_.classify(sentence);
  const auto* intent =
      reading.sure && !reading.guesses.empty() ? brain_.config().intent(reading.guesses.front().intent) : nullptr;
  if (!intent && answer == Answer::question) {
    outcome_.events.push_back(unanswered_event(sentence));
    go_back(own("not_known"));
    return true;
  }
  if (!intent) return false;
  const auto& channels = brain_.channels_;
  const auto& state = context_.state(channels.flow);
  outcome_.events.push_back({"model", understood_as(*intent, reading.guesses.front().confidence)});
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
  if (const auto* fact = intent->fact ? brain_.config().fact(*intent->fact) : nullptr) {
    go_back(answer_fact(*fact, sentence, state["slots"]["location"].text(), around_));
  } else {
    go_back(render(in_language(intent->answer.value_or(Value()), around_.language), Value::object(), brain_.config()));
  }
  return true;
}

// Says something, and goes back to what the flow waits for.
void FlowNode::go_back(std::string said) {
  const auto& state = context_.state(brain_.channels_.flow);
  const auto* flow = brain_.config().flow(state["flow"].text());
  if (!flow) return leave_to_agent();
  auto turn = state["call"].is_text() ? call_again(*flow, state, around_, brain_.conditions_)
                                      : ask_again(*flow, state, around_);
  turn.says.insert(turn.says.begin(), std::move(said));
  take(*flow, std::move(turn));
}

// A question at a read-back: it is answered, or said not to be known, and the call is asked for again.
void FlowNode::answer_in_between(std::string_view sentence) {
  if (digress(sentence)) return;
  outcome_.events.push_back(unanswered_event(sentence));
  go_back(own("not_known"));
}

// Something else was said to a read-back than yes or no: what of the form is different, or another wish.
void FlowNode::hear_change(const Flow& flow) {
  const auto& state = context_.state(brain_.channels_.flow);
  const auto said = last_text(context_.state(brain_.channels_.messages), "user");
  if (auto turn = change_slots(flow, state, said, around_, brain_.conditions_)) return take(flow, std::move(*turn));
  const auto wish = other_wish_in(said, brain_.config(), brain_.parts_.classify, flow.name);
  const bool is_whole = !wish.intent || wish.words == said;
  if (!is_whole && wish.intent->handoff)
    return hand_off(brain_, context_, outcome_,
                    {*wish.intent->handoff, brain_.config().queue_for("intent", wish.intent->name)});
  const auto order = is_whole ? Value() : Value::object({{"start", *wish.intent->flow}, {"slots", Value::object()}});
  outcome_.writes.push_back({brain_.channels_.flow, order});
  outcome_.writes.push_back({brain_.channels_.heard, said});  // the whole is for the agent
}

}  // namespace frontdesk::dialog
