#include "dialog/choices.h"
#include "dialog/consent.h"
#include "dialog/facts.h"
#include "dialog/form_question.h"
#include "dialog/nodes.h"
#include "dialog/records.h"
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

// What is answered of a message with facts alone; "" where it asks for none.
std::string FlowNode::facts_in(const reading::Reading& reading, std::string_view sentence) const {
  const auto location = around_.location ? std::string_view(around_.location->id) : std::string_view();
  std::string told;
  for (const auto& wish : reading.wishes) {
    const auto* intent = brain_.config().intent(wish.intent);
    const auto* fact = intent && intent->fact ? brain_.config().fact(*intent->fact) : nullptr;
    if (!fact) continue;
    const auto words = sentence.substr(wish.span.begin, wish.span.end - wish.span.begin);
    told += (told.empty() ? "" : " ") + answer_fact(*fact, words, location, around_);
  }
  return told;
}

// "Is my booking LUME-1111 confirmed?" in the middle of another one.
bool FlowNode::tells_of_records(const reading::Reading& reading, std::string_view sentence) {
  const auto told = records_asked_for(memory_["records"], reading, sentence, around_);
  if (told) go_back(*told);
  return told.has_value();
}

// "Friday, and do you have parking?": the fact is answered and the rest goes on. A question for a fact tells no slot
// ("are you open on sunday?"), but a short answer that only sounds like one does.
bool FlowNode::answers_beside(const Flow& flow, const reading::Reading& reading, std::string_view sentence) {
  auto facts = facts_in(reading, sentence);
  if (facts.empty()) return answers_question(flow, reading, sentence);
  const auto& state = context_.state(brain_.channels_.flow);
  const auto rest = reading.without(sentence, [&](const reading::Wish& wish) {
    const auto* intent = brain_.config().intent(wish.intent);
    return intent && intent->fact;
  });
  const bool is_question =
      reading.act == reading::Act::question ||
      question_in_form(flow, flow.slot(state["asked"].text()), state["slots"], reading, sentence, around_);
  if (rest.find_first_not_of(" .,;:!?") == std::string::npos && is_question) return go_back(std::move(facts)), true;
  const auto said = is_question ? std::string_view(rest) : sentence;
  auto told = hear(flow, state, said, around_, brain_.conditions_);
  if (!told.understood) return go_back(std::move(facts)), true;
  if (is_question) told.turn.says.insert(told.turn.says.begin(), std::move(facts));
  take(flow, std::move(told.turn));
  return true;
}

// "What do you have on friday?" is told what is known, or that nothing is; it fills nothing.
bool FlowNode::answers_question(const Flow& flow, const reading::Reading& reading, std::string_view sentence) {
  const auto& state = context_.state(brain_.channels_.flow);
  auto question = question_in_form(flow, flow.slot(state["asked"].text()), state["slots"], reading, sentence, around_);
  if (!question) return false;
  const bool wants_else = std::ranges::any_of(reading.wishes, [&](const reading::Wish& wish) {
    const auto* intent = brain_.config().intent(wish.intent);
    return intent && intent->flow != flow.name;
  });
  if (wants_else && digress(reading, sentence)) return true;
  if (question->answer.empty()) {
    outcome_.events.push_back(unanswered_event(sentence));
    question->answer = own("not_known");
  }
  if (question->rest.empty()) return go_back(std::move(question->answer)), true;
  auto told = hear(flow, state, question->rest, around_, brain_.conditions_);
  if (!told.understood) return go_back(std::move(question->answer)), true;
  told.turn.says.insert(told.turn.says.begin(), std::move(question->answer));
  take(flow, std::move(told.turn));
  return true;
}

// Something else was said in the middle of a flow: answered in between, or another flow, or a person.
bool FlowNode::digress(const reading::Reading& reading, std::string_view sentence) {
  const auto answer = read_answer(sentence);
  if (answer == Answer::yes || answer == Answer::no) return false;  // a bare yes or no is no wish of its own
  if (auto facts = facts_in(reading, sentence); !facts.empty()) return go_back(std::move(facts)), true;
  const auto* wish = reading.wishes.empty() ? nullptr : &reading.wishes.front();
  for (const auto& other : reading.wishes) {
    const auto* meant = brain_.config().intent(other.intent);
    const bool is_this = meant && meant->flow == context_.state(brain_.channels_.flow)["flow"].text();
    if (reading.leaves && !is_this) wish = &other;
  }
  const auto* intent = wish ? brain_.config().intent(wish->intent) : nullptr;
  if (!intent && !reading.is_served) return go_back(sentence_for_foreigners(brain_.config(), reading.language)), true;
  if (!intent && reading.act == reading::Act::small_talk) return go_back(own("small_talk")), true;
  if (!intent && (answer == Answer::question || reading.act == reading::Act::question)) {
    outcome_.events.push_back(unanswered_event(sentence));
    return go_back(own("not_known")), true;
  }
  if (!intent) return false;
  const auto& channels = brain_.channels_;
  const auto& state = context_.state(channels.flow);
  outcome_.events.push_back({"model", understood_as(*intent, wish->confidence)});
  if (intent->handoff) {
    hand_off(brain_, context_, around_.language, outcome_,
             {*intent->handoff, brain_.config().queue_for("intent", intent->name)});
    return true;
  }
  if (intent->flow) {
    if (*intent->flow == state["flow"].text()) return false;
    // "Never mind the nuts, I want to cancel": what is left for it does not come back.
    const auto before = reading.leaves ? state["resume"] : state.without("resume");
    auto order = Value::object({{"start", *intent->flow}, {"slots", Value::object()}});
    if (before.is_object()) order = order.with("resume", before);
    outcome_.writes.push_back({channels.flow, order});
    return true;
  }
  go_back(render(brain_.config().text(intent->answer.value_or(Value()), around_.language), Value::object(),
                 brain_.config()));
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
  const auto* flow = brain_.config().flow(context_.state(brain_.channels_.flow)["flow"].text());
  if (flow && hear_another(*flow, sentence)) return;
  const auto reading = read(sentence);
  if (flow && keep_wish_behind_yes(*flow, reading, sentence)) return;
  if (tells_of_records(reading, sentence)) return;
  if (digress(reading, sentence)) return;
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
    return hand_off(brain_, context_, around_.language, outcome_,
                    {*wish.intent->handoff, brain_.config().queue_for("intent", wish.intent->name)});
  if (wish.intent && would_write(flow, state)) {
    FlowTurn turn;
    turn.says = {own("nothing_done")};
    say(turn);
  }
  const auto order = is_whole ? Value() : Value::object({{"start", *wish.intent->flow}, {"slots", Value::object()}});
  outcome_.writes.push_back({brain_.channels_.flow, order});
  outcome_.writes.push_back({brain_.channels_.heard, said});  // the whole is for the agent
}

}  // namespace frontdesk::dialog
