#include <algorithm>

#include "dialog/another.h"
#include "dialog/asked_with_more.h"
#include "dialog/choices.h"
#include "dialog/consent.h"
#include "dialog/facts.h"
#include "dialog/form_question.h"
#include "dialog/further_question.h"
#include "dialog/instead.h"
#include "dialog/left_to_us.h"
#include "dialog/nodes.h"
#include "dialog/open_form.h"
#include "dialog/reading/heard.h"
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

// What is told of the form that waits meanwhile is kept for it, but for the words with which this flow is answered: the
// place that is asked about here need not be the form's.
void FlowNode::hear_for_resumed(const Flow& flow, std::string_view sentence) {
  const auto* form = brain_.config().flow(resume_["flow"].text());
  if (!form) return;
  const auto* asked = flow.slot(context_.state(brain_.channels_.flow)["asked"].text());
  const auto answers = read_message(flow, asked, sentence, around_);
  const auto told = told_slots(*form, sentence, around_, resume_).values;
  auto slots = resume_["slots"];
  for (const auto& found : read_message(*form, nullptr, sentence, around_)) {
    const auto& value = told[found.slot->name];
    const bool is_answer =
        std::ranges::any_of(answers, [&](const SlotFinding& answer) { return answer.span.overlaps(found.span); });
    const bool is_value = found.is_certain() || found.is_relative || found.value_though_closed();
    if (!is_answer && is_value && !value.is_null() && !value.is_object() && !(slots[found.slot->name] == value))
      slots = slots.with(found.slot->name, value);
  }
  is_resume_told_ = !(slots == resume_["slots"]);
  if (is_resume_told_) resume_ = resume_.with("slots", slots).with("step", 0);
}

// What is answered of a message with facts alone; "" where it asks for none.
std::string FlowNode::facts_in(const reading::Reading& reading, std::string_view sentence) {
  const auto location = around_.location ? std::string_view(around_.location->id) : std::string_view();
  std::string told;
  for (const auto& wish : reading.wishes) {
    const auto* intent = brain_.config().intent(wish.intent);
    const auto* fact = intent && intent->fact ? brain_.config().fact(*intent->fact) : nullptr;
    if (!fact) continue;
    const auto words = sentence.substr(wish.span.begin, wish.span.end - wish.span.begin);
    told += (told.empty() ? "" : " ") + answer_fact(*fact, words, location, around_);
    note_asked(Value::object({{"fact", fact->id}, {"words", words}}));
  }
  return told;
}

void FlowNode::note_asked(const Value& asked) {
  memory_ = memory_.with("asked", asked.with("turn", context_.state(brain_.channels_.totals)["turns"]));
}

// "And at Old Town?" behind a question that was answered in between asks once more, and tells the form nothing. What
// would be an answer to the form's own question is one.
bool FlowNode::answers_further(const Flow& flow, std::string_view sentence) {
  const auto asked = memory_["asked"];
  const auto& totals = context_.state(brain_.channels_.totals);
  const auto* fact = brain_.config().fact(asked["fact"].text());
  if (!fact || asked["turn"].integer() + 1 != totals["turns"].integer()) return false;
  const auto language = around_.language_heard();
  const bool leads = reading::says(sentence, language, reading::List::also) ||
                     reading::says(sentence, language, reading::List::suggests);
  const auto waits_for = context_.state(brain_.channels_.flow)["asked"].text();
  const auto told = told_slots(flow, sentence, around_);
  if (!leads || !sentence.ends_with('?') || told.values.contains(waits_for) || told.doubts.contains(waits_for))
    return false;
  const auto around = around_asked(asked, around_);
  const auto words = further_question(asked, sentence, around);
  if (!words) return false;
  note_asked(Value::object({{"fact", fact->id}, {"words", *words}}));
  go_back(answer_fact(*fact, *words, around_.location ? around_.location->id : std::string(), around));
  return true;
}

// "And my wife can't have nuts" in the middle of a form, behind what was looked up for it: that is asked once more, and
// the form goes on behind it. What tells something of the form is said of that.
bool FlowNode::asks_for_more(const Flow& flow, const reading::Reading& reading, std::string_view sentence) {
  const auto& asked = memory_["asked"];
  const auto* looked = brain_.config().flow(asked["flow"].text());
  const auto turns = context_.state(brain_.channels_.totals)["turns"].integer();
  if (!looked || looked == &flow || asked["turn"].integer() + 1 != turns) return false;
  const auto is_of_it = [&](const reading::Wish& wish) {
    const auto* intent = brain_.config().intent(wish.intent);
    return intent && intent->flow == looked->name;
  };
  if (!std::ranges::all_of(reading.wishes, is_of_it) || !told_slots(flow, sentence, around_).is_empty()) return false;
  if (!asked_with_more(*looked, asked["slots"], sentence, !reading.wishes.empty(), around_)) return false;
  outcome_.writes.push_back({brain_.channels_.flow, Value::object({{"start", looked->name},
                                                                   {"slots", Value::object()},
                                                                   {"words", sentence},
                                                                   {"from", "asked"},
                                                                   {"resume", to_be_resumed()}})});
  return true;
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
  const auto* wish = wish_of(reading);
  const auto* intent = wish ? brain_.config().intent(wish->intent) : nullptr;
  if (!intent) return answer_wishless(reading, sentence, answer);
  outcome_.events.push_back({"model", understood_as(*intent, wish->confidence)});
  if (intent->handoff) {
    fetch_person({*intent->handoff, brain_.config().queue_for("intent", intent->name)});
    return true;
  }
  if (intent->flow) return go_over_to(*intent->flow, reading);
  go_back(render(brain_.config().text(intent->answer.value_or(Value()), around_.language), Value::object(),
                 brain_.config()));
  return true;
}

// The first; of who leaves the form, the last that is not for it again.
const reading::Wish* FlowNode::wish_of(const reading::Reading& reading) const {
  if (reading.wishes.empty()) return nullptr;
  const auto is_other = [&](const reading::Wish& wish) {
    const auto* meant = brain_.config().intent(wish.intent);
    return !meant || meant->flow != context_.state(brain_.channels_.flow)["flow"].text();
  };
  const auto other = std::find_if(reading.wishes.rbegin(), reading.wishes.rend(), is_other);
  return reading.leaves && other != reading.wishes.rend() ? &*other : &reading.wishes.front();
}

bool FlowNode::answer_wishless(const reading::Reading& reading, std::string_view sentence, Answer answer) {
  if (!reading.is_served) return go_back(sentence_for_foreigners(brain_.config(), reading.language)), true;
  if (reading.act == reading::Act::small_talk) return go_back(own("small_talk")), true;
  if (reading.act == reading::Act::pause) return go_back(own("take_your_time")), true;
  if (answer != Answer::question && reading.act != reading::Act::question) return false;
  outcome_.events.push_back(unanswered_event(sentence));
  go_back(own("not_known"));
  return true;
}

bool FlowNode::go_over_to(const std::string& flow, const reading::Reading& reading) {
  if (flow == context_.state(brain_.channels_.flow)["flow"].text()) return false;
  if (flow == resume_["flow"].text()) return take_back_to_form(), true;
  // "Never mind the nuts, I want to cancel": what is left for it does not come back.
  const auto before = reading.leaves ? resume_ : to_be_resumed();
  auto order = Value::object({{"start", flow}, {"slots", Value::object()}});
  if (!unnoted_.empty()) order = order.with("first", cannot_note());
  if (before.is_object()) order = order.with("resume", before);
  outcome_.writes.push_back({brain_.channels_.flow, order});
  return true;
}

// The open flow, and what it interrupted itself; no more of these than anybody keeps in mind.
Value FlowNode::to_be_resumed() const {
  constexpr int kDepthMax = 3;
  const auto state = context_.state(brain_.channels_.flow).without("resume");
  int depth = 1;
  for (auto inner = resume_; inner.is_object(); inner = inner["resume"]) ++depth;
  return resume_.is_object() && depth <= kDepthMax ? state.with("resume", resume_) : state;
}

// Who speaks of the form again wants that, and not what was asked in between.
void FlowNode::take_back_to_form() {
  if (const auto* flow = brain_.config().flow(context_.state(brain_.channels_.flow)["flow"].text()))
    take(*flow, FlowTurn{});
}

// Says something, and goes back to what the flow waits for. `answers`: it is about something else than the open form.
void FlowNode::go_back(std::string said, bool answers) {
  const auto& state = context_.state(brain_.channels_.flow);
  const auto* flow = brain_.config().flow(state["flow"].text());
  if (!flow) return leave_to_agent();
  auto turn = state["call"].is_text() ? call_again(*flow, state, around_, brain_.conditions_)
                                      : ask_again(*flow, state, around_);
  turn.says.insert(turn.says.begin(), std::move(said));
  is_aside_ = answers;
  take(*flow, std::move(turn));
}

// "Cancel it please", "can we come earlier?" where nothing was made yet is about what is open.
bool FlowNode::hear_of_form(const Flow& flow, const reading::Reading& reading, std::string_view sentence) {
  const auto& state = context_.state(brain_.channels_.flow);
  const auto about = about_open_form(brain_, flow, state, reading, sentence, around_);
  if (about == AboutForm::nothing) return false;
  if (about == AboutForm::end) return leave(flow, false), true;
  if (about == AboutForm::question) return answer_of_form(reading, sentence), true;
  auto told = hear(flow, state, sentence, around_, brain_.conditions_);
  told.understood ? take(flow, std::move(told.turn)) : go_back(own("say_change"));
  return true;
}

// What may be done about it later the file says, or nobody here knows.
void FlowNode::answer_of_form(const reading::Reading& reading, std::string_view sentence) {
  auto facts = facts_in(reading, sentence);
  if (facts.empty()) outcome_.events.push_back(unanswered_event(sentence));
  go_back(facts.empty() ? own("not_known") : std::move(facts));
}

// Who is asked which record is meant and has none gets out of that: by saying so, or with a wish for a new one.
bool FlowNode::leave_record_question(const Flow& flow, const reading::Reading& reading, std::string_view sentence) {
  if (!asks_for_record(flow, context_.state(brain_.channels_.flow))) return false;
  const auto says = [&](reading::List list) { return reading::says(sentence, around_.language_heard(), list); };
  const auto* wanted = whole_new_wish(brain_, flow, reading, sentence, around_);
  const auto* maker = !wanted && says(reading::List::new_one) ? brain_.maker(sentence) : nullptr;
  if (maker) wanted = brain_.config().flow(*maker->flow);
  if (!wanted && !says_not_done(sentence, around_) && !says(reading::List::none_there)) return false;
  if (!wanted || wanted->name == resume_["flow"].text()) return leave(flow, false), true;
  auto order = Value::object({{"start", wanted->name}, {"slots", Value::object()}, {"first", own("left")}});
  if (then_.size() > 0) order = order.with("then", then_);
  if (resume_.is_object()) order = order.with("resume", resume_);
  outcome_.writes.push_back({brain_.channels_.flow, order});
  return true;
}

// "No, I HAVE a booking" in the middle of a new one: that is left, and what is wanted of the one that is there begins,
// or is offered.
bool FlowNode::leave_for_record(const Flow& flow, const reading::Reading& reading, std::string_view sentence) {
  if (!says_has_record(brain_, flow, reading, sentence, around_)) return false;
  const auto offered = intents_for_record(sentence, around_);
  for (const auto& wish : flow_wishes(reading, sentence, around_)) {
    if (std::ranges::find(offered, wish.intent) == offered.end()) continue;
    const auto order =
        Value::object({{"start", *wish.intent->flow}, {"slots", Value::object()}, {"first", own("left")}});
    outcome_.writes.push_back({brain_.channels_.flow, order});
    return true;
  }
  FlowTurn turn;
  turn.says = {own("left"), own("nothing_done"), own("what_else")};
  for (const auto* intent : offered) turn.buttons.push_back(button_for(*intent, brain_.config(), around_.language));
  say(turn);
  drop_flow();
  return true;
}

// "Whichever", "the earliest": what can be chosen unasked is, since it is read back all the same; else it is offered.
bool FlowNode::choose_for(const Flow& flow, const reading::Reading& reading, std::string_view sentence) {
  const bool asks = reading.act == reading::Act::question && sentence.ends_with('?');
  if (asks || !reading.wishes.empty()) return false;
  const auto& state = context_.state(brain_.channels_.flow);
  const auto left = left_to_us(flow, state, sentence, around_);
  if (!left) return false;
  if (!left->words.empty()) return take(flow, hear(flow, state, left->words, around_, brain_.conditions_).turn), true;
  auto turn = ask_again(flow, state, around_);
  turn.says.insert(turn.says.begin(), own("you_decide"));
  if (!left->said.empty()) turn.says.insert(turn.says.begin() + 1, left->said);
  for (const auto& offer : left->offers) turn.buttons.push_back({offer, offer});
  take(flow, std::move(turn));
  return true;
}

// A question at a read-back: it is answered, or said not to be known, and the call is asked for again.
void FlowNode::answer_in_between(std::string_view sentence) {
  const auto* flow = brain_.config().flow(context_.state(brain_.channels_.flow)["flow"].text());
  if (flow && leaves_out(*flow, sentence)) return;
  if (flow && asks_after_waiting(sentence, *flow, then_, around_)) return go_back(own("comes_next"), false);
  if (flow && hear_another(*flow, sentence)) return;
  const auto reading = read(sentence);
  if (flow && keep_wish_beside(*flow, reading, sentence)) return;
  if (tells_of_records(reading, sentence)) return;
  const auto& state = context_.state(brain_.channels_.flow);
  if (flow && about_open_form(brain_, *flow, state, reading, sentence, around_) == AboutForm::question)
    return answer_of_form(reading, sentence);
  if (digress(reading, sentence)) return;
  outcome_.events.push_back(unanswered_event(sentence));
  go_back(own("not_known"));
}

// Something else was said to a read-back than yes or no: what of the form is different, or another wish.
void FlowNode::hear_change(const Flow& flow) {
  const auto& state = context_.state(brain_.channels_.flow);
  const auto said = last_text(context_.state(brain_.channels_.messages), "user");
  around_.heard_in = brain_.hears_answer_in(said, around_.language);
  if (turn_to(flow, brain_.read(said, around_.language, true, reading::Awaited::answer), said)) return;
  if (auto turn = change_slots(flow, state, said, around_, brain_.conditions_)) return take(flow, std::move(*turn));
  const auto wish = other_wish_in(said, brain_.config(), brain_.parts_.classify, flow.name);
  const bool is_whole = !wish.intent || wish.words == said;
  if (!is_whole && wish.intent->handoff)
    return fetch_person({*wish.intent->handoff, brain_.config().queue_for("intent", wish.intent->name)});
  if (wish.intent && would_write(flow, state)) {
    FlowTurn turn;
    turn.says = {own("nothing_done")};
    say(turn);
  }
  const auto order = is_whole ? Value() : Value::object({{"start", *wish.intent->flow}, {"slots", Value::object()}});
  outcome_.writes.push_back({brain_.channels_.flow, order});
  outcome_.writes.push_back({brain_.channels_.heard, said});  // the whole is for the agent
}

// Something else is wanted with the record that is in hand, or the same with another one.
bool FlowNode::turn_to(const Flow& flow, const reading::Reading& reading, std::string_view sentence) {
  const auto& state = context_.state(brain_.channels_.flow);
  const auto other = other_record_meant(flow, state, memory_["records"], sentence, around_);
  const bool is_other = other.is_object();
  const auto* instead = is_other ? nullptr : wanted_instead(brain_, flow, state, reading, sentence, around_);
  if (!instead && !is_other) return false;
  const auto& like = is_other ? other : state["slots"];
  auto order = Value::object({{"start", instead ? instead->name : flow.name},
                              {"slots", Value::object()},
                              {"like", like},
                              {"whole", true},
                              {"instead", true},
                              {"words", is_other ? std::string_view() : sentence}});
  if (state["call"].is_text() && writes_now(flow, state)) order = order.with("first", own("nothing_done"));
  if (then_.size() > 0) order = order.with("then", then_).with("next", true);
  if (resume_.is_object()) order = order.with("resume", resume_);
  outcome_.writes.push_back({brain_.channels_.flow, order});
  return true;
}

}  // namespace frontdesk::dialog
