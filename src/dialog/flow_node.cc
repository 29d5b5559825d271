#include "base/json.h"
#include "base/text.h"
#include "dialog/another.h"
#include "dialog/bare_number.h"
#include "dialog/budget.h"
#include "dialog/choices.h"
#include "dialog/correction.h"
#include "dialog/instead.h"
#include "dialog/looks.h"
#include "dialog/nodes.h"
#include "dialog/open_form.h"
#include "dialog/other_place.h"
#include "dialog/reading/language.h"
#include "dialog/records.h"
#include "dialog/template.h"
#include "dialog/told_before.h"

namespace frontdesk::dialog {
namespace {

bool has_told_code(const Flow& flow, const Value& told) {
  return std::ranges::any_of(flow.slots,
                             [&](const Slot& slot) { return slot.type == "code" && told[slot.name].is_text(); });
}

std::optional<Value> result_of(const Value& messages, std::string_view call) {
  const auto all = messages.items();
  for (auto at = all.rbegin(); at != all.rend(); ++at) {
    if ((*at)["role"].text() == "tool" && (*at)["tool_call_id"].text() == call) return result_in(*at);
  }
  return std::nullopt;
}

}  // namespace

FlowNode::FlowNode(const Brain& brain, graph::NodeContext& context)
    : brain_(brain),
      context_(context),
      memory_(context.state(brain.channels_.memory)),
      around_{brain.config(), brain.clock_.wall(), brain.language_of(memory_)},
      resume_(context.state(brain.channels_.flow)["resume"]),
      then_(context.state(brain.channels_.flow)["then"]) {
  around_.location = location_of(brain.config(), context.state(brain.channels_.flow));
  around_.about = date_spoken_of(brain.config(), context.state(brain.channels_.flow));
  around_.changed = around_.about;
  if (!around_.about) around_.about = Date::parse_iso(memory_["about"].text());
  around_.offered = dates_offered(brain.config(), context.state(brain.channels_.flow));
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

// A read-back waits for a yes, and is no question for a value.
reading::Awaited FlowNode::awaited() const {
  static constexpr std::string_view kInWords[] = {"date", "time", "number", "yes_no", "money"};
  const auto& state = context_.state(brain_.channels_.flow);
  const auto* flow = brain_.config().flow(state["flow"].text());
  const auto* asked = flow && !state["call"].is_text() ? flow->slot(state["asked"].text()) : nullptr;
  const bool is_in_words = !asked || std::ranges::find(kInWords, asked->type) != std::end(kInWords);
  return is_in_words ? reading::Awaited::answer : reading::Awaited::value;
}

// Tells how the message was read, and goes on in its language.
reading::Reading FlowNode::read(std::string_view sentence) {
  auto reading = brain_.read(sentence, around_.language, true, awaited());
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
  // What is changed is the record that was told of last.
  if (is_for_changes(*flow) && memory_["records"].size() > 0) around_.changed = around_.about;
  auto begun = beginning_of(*flow, order);
  auto known = told_earlier(*flow).merged(remembered(*flow, order)).merged(begun.known);
  const auto given = read_given(*flow, order["slots"], around_).merged(begun.more);
  around_.location = location_of(around_.config, Value::object({{"flow", flow->name}, {"slots", known.merged(given)}}));
  const auto here = place_for(*flow, memory_["place"]);
  auto told = told_slots(*flow, begun.words, around_,
                         Value::object({{"vars", Value::object({{"like", begun.like}, {"here", here}})}}));
  const bool is_known = order["instead"].boolean();  // which record it is
  const auto record = is_known || order["other"].boolean()
                          ? Value::object()
                          : record_for(*flow, memory_["records"], told.values.merged(given), begun.words, around_);
  known = known.merged(record);
  if (is_known || record.size() > 0 ||
      order["from"].text() == "stood")  // "can you make that 12.30" says of what before
    told.values = bare_value(*flow, begun.words, around_).merged(told.values);
  keep_loose(*flow, begun.words, around_, told);
  for (const auto& doubt : told.doubts.members()) known = known.without(doubt.key());
  for (const auto& slot : given.members()) told.doubts = told.doubts.without(slot.key());
  told.values = known.merged(told.values).merged(given);
  begun_ = Begun{told_of(*flow, nullptr, begun.words, around_), told.values};
  const bool is_to_go = wants_undone(brain_, *flow, begun.words, around_);
  auto turn = is_to_go && !has_told_code(*flow, told.values) ? FlowTurn()
                                                             : start_flow(*flow, told, around_, brain_.conditions_);
  if (!begun.says.empty()) turn.says.insert(turn.says.begin(), std::move(begun.says));
  if (const auto* place = place_out_of_reach(*flow, begun.words, around_))
    turn.says.insert(turn.says.begin(), stays(*place));
  if (is_to_go) tell_it_stays(turn);
  unnoted_ = unnoted_in(*flow, brain_.read(begun.words, around_.language), begun.words);
  if (order["first"].is_text()) turn.says.insert(turn.says.begin(), std::string(order["first"].text()));
  take(*flow, std::move(turn));
}

// Nobody is asked which one it is, where all that can be done is to fetch a person.
void FlowNode::tell_it_stays(FlowTurn& turn) const {
  turn.says.insert(turn.says.begin(), own("cannot_undo"));
  if (auto person = person_button(brain_.config(), around_.language)) turn.buttons.push_back(std::move(*person));
}

std::string FlowNode::stays(const Location& place) const {
  return sentence(around_.language, "place_stays", Value::object({{"place", place.name}}));
}

// What was told before anything was asked for belongs to the first that is made; who speaks of a record has begun
// something else.
Value FlowNode::told_earlier(const Flow& flow) {
  const auto told = memory_["told"];
  const bool is_for_this = makes_something(brain_, flow);
  const bool is_about_record = std::ranges::find(flow.slots, "code", &Slot::type) != flow.slots.end();
  if (is_for_this || is_about_record) memory_ = memory_.without("told");
  if (!is_for_this || !told.is_list()) return Value::object();
  return told_before(flow, told, last_text(context_.state(brain_.channels_.messages), "user"), around_);
}

// What was told before the flow began and holds for it: what the tenant wants remembered, and who the customer said to
// be.
Value FlowNode::remembered(const Flow& flow, const Value& order) const {
  Value known = Value::object();
  const auto is_name = [](const Slot& slot) { return slot.type == "name" && !slot.optional; };
  const auto name = std::ranges::find_if(flow.slots, is_name);
  const auto& known_name = memory_["name"].is_text() ? memory_["name"] : order["name"];
  if (name != flow.slots.end() && known_name.is_text()) known = known.with(name->name, known_name);
  for (const auto& slot : flow.slots) {
    const auto& value = memory_["slots"][slot.name];
    if (slot.remember && !value.is_null()) known = known.with(slot.name, value);
  }
  // What is asked in the middle of a form is asked of its place, and what is wanted beside an answer that names one is
  // wanted there.
  const auto* place = location_of(brain_.config(), order["resume"]);
  return known.merged(place_for(flow, place ? Value(place->id) : order["place"]));
}

// {slot: place}; empty where the flow asks for none, or there is none.
Value FlowNode::place_for(const Flow& flow, const Value& place) const {
  const auto slot = std::ranges::find(flow.slots, "location", &Slot::type);
  return place.is_text() && slot != flow.slots.end() ? Value::object({{slot->name, place}}) : Value::object();
}

void FlowNode::returned() {
  const auto& state = context_.state(brain_.channels_.flow);
  const auto& messages = context_.state(brain_.channels_.messages);
  const auto* flow = brain_.config().flow(state["flow"].text());
  const auto result = result_of(messages, state["call"].text());
  if (!flow || !result) return leave_to_agent();
  const auto slug = (*result)["error"]["slug"].text();
  is_aside_ = state["aside"].boolean() && !writes_now(*flow, state);  // what is looked up for it comes in between
  if (slug == "consent/open") return answer_in_between(last_text(messages, "user"));
  if (slug == "consent/changed") return hear_change(*flow);
  if (slug == "consent/stale") return show_anew(*flow);
  if (slug == "consent/declined") {
    is_done_ = false;
    keep_another_behind_no(*flow);
  } else if (writes_now(*flow, state)) {
    keep_another_behind_yes(*flow);
    if (slug.empty()) is_done_ = true;
  }
  if (!(*result)["error"].is_object()) {
    const auto records = with_record(memory_["records"], *flow, state["slots"], *result, around_);
    if (records.size() > 0) memory_ = memory_.with("records", records);
    const bool is_undone = is_done_.value_or(false) && is_about_record(*flow) && !is_for_changes(*flow);
    if (is_undone) memory_ = memory_.with("records", with_gone(memory_["records"], state["slots"], brain_.config()));
    const auto done = state.with("vars", Value::object({{"done", *result}}));
    if (const auto date = date_spoken_of(around_.config, done)) memory_ = memory_.with("about", date->iso());
  }
  auto turn = call_returned(*flow, state, *result, around_, brain_.conditions_);
  const bool has_told = is_done_.value_or(false) && turn.state.is_null() && !turn.says.empty();
  if (has_told)
    memory_ = memory_.with("records", with_told(memory_["records"], *result,
                                                fmt::format("{}", fmt::join(turn.says, " ")), brain_.config()));
  take(*flow, std::move(turn));
}

// What was read back is not so any more: it is looked up and shown once more.
void FlowNode::show_anew(const Flow& flow) {
  const auto before = before_looks(flow, context_.state(brain_.channels_.flow), brain_.config());
  auto turn = call_again(flow, before, around_, brain_.conditions_);
  turn.says.insert(turn.says.begin(), own("changed_meanwhile"));
  take(flow, std::move(turn));
}

void FlowNode::heard(std::string_view sentence) {
  const auto& state = context_.state(brain_.channels_.flow);
  const auto* flow = brain_.config().flow(state["flow"].text());
  if (!flow) return leave_to_agent();
  if (const auto words = escalation_by_words(brain_.config(), sentence, around_.language)) return fetch_person(*words);
  const auto reading = read(sentence);
  if (const auto* person = person_called(*flow, reading, sentence))
    return fetch_person({*person->handoff, brain_.config().queue_for("intent", person->name)});
  if (choose_for(*flow, reading, sentence) || turn_to(*flow, reading, sentence)) return;
  if (gives_up(*flow, sentence)) return;
  unnoted_ = unnoted_in(*flow, reading, sentence);
  if (leave_for_record(*flow, reading, sentence) || follow_act(*flow, reading, sentence)) return;
  if (tells_of_records(reading, sentence) || answers_further(*flow, sentence)) return;
  if (asks_for_more(*flow, reading, sentence)) return;
  const bool is_elsewhere = then_.size() == 0 && !other_place(*flow, sentence, state["slots"], around_).is_empty();
  if ((!is_elsewhere && leaves_out(*flow, sentence)) || hear_another(*flow, sentence)) return;
  if (leave_record_question(*flow, reading, sentence) || hear_of_form(*flow, reading, sentence)) return;
  if (hear_beside_wishes(*flow, reading, sentence)) return;
  if (hear_several(*flow, sentence) || hear_both(*flow, sentence)) return;
  hear_for_resumed(*flow, sentence);
  if (!answers_beside(*flow, reading, sentence)) hear_answer(*flow, reading, sentence);
}

// "One person, please" is a guest where the form counts them now.
const Intent* FlowNode::person_called(const Flow& flow, const reading::Reading& reading,
                                      std::string_view sentence) const {
  if (const auto* pressed = pressed_person(brain_.config(), sentence)) return pressed;
  if (const auto* person = brain_.person_wanted(reading)) return person;
  const auto at = static_cast<std::size_t>(context_.state(brain_.channels_.flow)["step"].integer());
  const bool counts = at < flow.steps.size() && std::ranges::any_of(
                                                    flow.steps[at].collect,
                                                    [&](const auto& name) {
                                                      const auto* slot = flow.slot(name);
                                                      return slot && slot->type == "number";
                                                    });
  return reading.calls_person && !counts ? person_intent(brain_.config()) : nullptr;
}

// What is left is an answer to the question, or nothing that anybody understood.
void FlowNode::hear_answer(const Flow& flow, const reading::Reading& reading, std::string_view sentence) {
  const auto& state = context_.state(brain_.channels_.flow);
  auto told = hear(flow, state, sentence, around_, brain_.conditions_);
  const auto* place = place_out_of_reach(flow, sentence, around_);
  if (told.understood) {
    if (place) told.turn.says.insert(told.turn.says.begin(), stays(*place));
    return take(flow, std::move(told.turn));
  }
  if (place) return go_back(stays(*place));
  if (const auto late = escalation_by_lateness(brain_.config(), reading, sentence)) return fetch_person(*late);
  if (digress(reading, sentence)) return;
  if (is_resume_told_ || !unnoted_.empty()) return take(flow, ask_again(flow, state, around_));
  if (declines(flow, sentence)) return leave(flow, false);
  outcome_.events.push_back(guard_event("repair", fmt::format("stage {}", state["misses"].integer() + 1),
                                        "The answer did not fit the question."));
  take(flow, std::move(told.turn));
}

// "No, thanks" to a question that no is no answer to is no to all of it.
bool FlowNode::declines(const Flow& flow, std::string_view sentence) const {
  const auto& state = context_.state(brain_.channels_.flow);
  const auto* asked = flow.slot(state["asked"].text());
  const bool is_doubtful = asked && !state["doubts"][asked->name].is_null();
  const auto answer = read_answer(sentence);
  return !is_doubtful && (answer == Answer::no || answer == Answer::refuses || answer == Answer::leaves);
}

// "Don't book it", long before that is asked: a no by the words of the read-back, and none without them.
bool FlowNode::forbids(const Flow& flow, std::string_view sentence) const {
  const auto echo = brain_.echo(flow, around_.language);
  return read_answer(sentence, echo) == Answer::no && read_answer(sentence) != Answer::no;
}

// What is done with the message rather than told by it: leaving, beginning again, refusing what is under way.
bool FlowNode::follow_act(const Flow& flow, const reading::Reading& reading, std::string_view sentence) {
  using reading::Act;
  if (const auto handoff = escalation_by_act(brain_.config(), reading.act, around_.language))
    return fetch_person(*handoff), true;
  const auto wants_this = [&](const reading::Wish& wish) {
    const auto* intent = brain_.config().intent(wish.intent);
    return intent && intent->flow == flow.name;
  };
  // Who tells something of the form as well does not leave it: "forget the garden, inside is fine".
  const bool may_leave =
      reading.stops ||
      (reading.leaves && (std::ranges::all_of(reading.wishes, wants_this) || !wants_something(reading, sentence)));
  const bool tells = !told_slots(flow, sentence, around_, context_.state(brain_.channels_.flow)).is_empty();
  const bool is_wanted = wants_what_it_does(brain_, flow, sentence, around_);
  if (!tells && !is_wanted && (reading.act == Act::leave || may_leave || forbids(flow, sentence)))
    return leave(flow, reading.says_farewell), true;
  if (!tells && reading.act == Act::refusal && std::ranges::any_of(reading.denied, wants_this)) {
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
  if (reading.act == Act::pause) return go_back(own("take_your_time")), true;
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
  const bool is_walked = before["call"].is_text() || before["step"].integer() == 0;
  auto again = is_walked ? call_again(*flow, before, around_, brain_.conditions_) : ask_again(*flow, before, around_);
  for (auto& words : again.says) turn.says.push_back(std::move(words));
  turn.state = again.state;
  for (const auto& item : before["then"].items()) then_ = (then_.is_list() ? then_ : Value::list()).push(item);
  turn.call = again.call;
  is_aside_ = true;
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
  auto handoff =
      escalation_by_slots(brain_.config(), turn.slots.merged(turn.refused), brain_.conditions_, around_.language);
  if (!handoff) return false;
  const auto& before = context_.state(brain_.channels_.flow);
  const auto& name = before["flow"].is_text() ? before["flow"] : before["start"];
  note_stood(Value::object({{"flow", name}, {"slots", turn.slots}, {"refused", turn.refused}}));
  handoff->say_before(before["first"].text());  // what was asked beside it is answered all the same
  hand_off(brain_, context_, around_.language, outcome_, *handoff);
  return true;
}

// What is left to people was not done, and may be gone on with.
void FlowNode::fetch_person(const Handoff& handoff) {
  note_stood(context_.state(brain_.channels_.flow));
  hand_off(brain_, context_, around_.language, outcome_, handoff);
}

void FlowNode::note_stood(const Value& state) {
  memory_ = with_stood(memory_, state, context_.state(brain_.channels_.totals)["turns"]);
}

void FlowNode::remember(const Flow& flow, const FlowTurn& turn) {
  auto slots = memory_["slots"].is_object() ? memory_["slots"] : Value::object();
  for (const auto& slot : flow.slots) {
    if (slot.remember && !turn.slots[slot.name].is_null()) slots = slots.with(slot.name, turn.slots[slot.name]);
  }
  if (slots.size() > 0) memory_ = memory_.with("slots", slots);
  const auto* place = location_of(brain_.config(), Value::object({{"flow", flow.name}, {"slots", turn.slots}}));
  if (place) memory_ = memory_.with("place", place->id);
}

void FlowNode::take(const Flow& flow, FlowTurn turn) {
  const auto& channels = brain_.channels_;
  remember(flow, turn);
  tell_of_remarks(flow, turn);
  if (!turn.handoff && fetch_by_rule(turn)) return;
  if (turn.state.is_null() && !turn.handoff) note_what_stood(flow, turn);
  join_what_is_open(turn);
  const bool ends_without_a_word = turn.says.empty() && turn.state.is_null() && !turn.call && !turn.handoff;
  if (ends_without_a_word) turn.says.push_back(own("what_else"));
  if (!turn.says.empty()) say(turn);
  outcome_.writes.push_back({channels.heard, nullptr});
  outcome_.writes.push_back({channels.misses, 0});
  const auto& ledger = context_.state(channels.turn);
  outcome_.writes.push_back({channels.turn, ledger.with("steps", ledger["steps"].integer() + 1)});
  if (turn.handoff) return hand_over(turn);
  write_call(turn);
  auto form = form_trace(brain_.config(), context_.state(channels.flow), turn, begun_ ? &*begun_ : nullptr);
  if (!form.is_null()) outcome_.events.push_back({"form", std::move(form)});
  if (!begin_next(turn)) outcome_.writes.push_back({channels.flow, turn.state});
}

// What was interrupted stands behind the turn while it goes on, and is gone on with where it ends.
void FlowNode::join_what_is_open(FlowTurn& turn) {
  const auto& before = resume_;
  if (turn.state.is_object() && before.is_object()) {
    turn.state = turn.state.with("resume", before);
  } else if (turn.state.is_null() && !turn.handoff && before.is_object()) {
    resume(turn, before);
    if (turn.state.is_object() && before["resume"].is_object())
      turn.state = turn.state.with("resume", before["resume"]);
  }
  if (turn.state.is_object() && then_.size() > 0) turn.state = turn.state.with("then", then_);
}

void FlowNode::hand_over(const FlowTurn& turn) {
  if (!turn.failed_by_us) note_stood(context_.state(brain_.channels_.flow));
  const auto& config = brain_.config();
  Handoff handoff{*turn.handoff, config.queue_for("repair", Value())};
  if (turn.failed_by_us) {
    handoff.queue = config.queue_for("error", "tool");
    handoff.first = own("our_error");
  }
  hand_off(brain_, context_, around_.language, outcome_, handoff);
}

void FlowNode::write_call(FlowTurn& turn) {
  if (!turn.call) {
    if (turn.state.is_object()) turn.state = turn.state.without("call");
    return;
  }
  const auto id = stable_id("call_", context_.task(), turn.call->tool);
  const auto calls = Value::list({tool_call(id, turn.call->tool, turn.call->arguments)});
  outcome_.writes.push_back({brain_.channels_.messages, assistant_calls(calls)});
  turn.state = turn.state.with("call", id).without("aside");
  if (is_aside_) turn.state = turn.state.with("aside", true);
}

}  // namespace frontdesk::dialog
