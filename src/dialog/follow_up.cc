#include <span>

#include "base/text.h"
#include "dialog/another.h"
#include "dialog/asked_with_more.h"
#include "dialog/bare_number.h"
#include "dialog/consent.h"
#include "dialog/left_out.h"
#include "dialog/looks.h"
#include "dialog/nodes.h"
#include "dialog/open_form.h"
#include "dialog/reading/heard.h"

// One record after the other: what is wanted beside the open flow waits until that is done, and what stood when it
// ended can be taken over by the next.
namespace frontdesk::dialog {
namespace {

constexpr std::size_t kWaitingMax = 12;  // wishes behind the open flow
constexpr double kSureOfAnother = 0.8;   // confidence of a wish that is kept beside an answer

Value wish_for_another(const Flow& flow, const Another& another) {
  const auto wish = Value::object({{"start", flow.name}, {"words", another.words}, {"another", true}, {"kept", true}});
  return another.is_same_else ? wish.with("whole", true) : wish;
}

Value wish_for(const FlowWish& wish, std::string_view words) {
  return Value::object({{"start", *wish.intent->flow}, {"words", words}, {"kept", true}});
}

// "One of 4", of what the flow makes: all that is not said of it is as it is of the one before.
bool is_one_of_alike(const Flow& flow, std::string_view words, const Surroundings& around) {
  return !is_about_record(flow) && reading::says(words, around.language_heard(), reading::List::one_of_them);
}

Value slots_of(const Flow& flow, const Value& record) {
  auto slots = Value::object();
  for (const auto& slot : flow.slots) {
    if (!record[slot.name].is_null()) slots = slots.with(slot.name, record[slot.name]);
  }
  return slots;
}

// What a flow was about: as it was looked up, and as it is now. Its code is no part of another one like it.
Value record_of(const Flow& flow, const Value& vars, const Value& slots) {
  auto record = Value::object();
  for (const auto& found : vars.members()) {
    if (found.value.is_object()) record = record.merged(found.value);
  }
  for (const auto& slot : flow.slots) {
    if (slot.type == "code") record = record.without(slot.name);
    if (slot.type != "code" && !slots[slot.name].is_null()) record = record.with(slot.name, slots[slot.name]);
  }
  return record;
}

// Whether all that one span says the other says, too.
bool is_all_within(const reading::Span& span, const reading::Span& other, std::string_view message) {
  for (auto at = span.begin; at < std::min<std::size_t>(span.end, message.size()); ++at) {
    const bool is_said = std::string_view(" .,;:!").find(message[at]) == std::string_view::npos;
    if (is_said && (at < other.begin || at >= other.end)) return false;
  }
  return true;
}

std::string_view text_of(const reading::Span& span, std::string_view message) {
  return message.substr(span.begin, span.end - span.begin);
}

}  // namespace

// "Yes, and cancel my order", "also cancel my order", "cancel LUME-1111": said beside what is read back.
std::optional<std::uint32_t> wish_beside(const reading::Reading& reading, std::string_view text, const Flow& flow,
                                         const Surroundings& around) {
  for (const auto& wish : flow_wishes(reading, text, around)) {
    const auto before = text::trim(text.substr(0, wish.span.begin));
    const auto said = without_joins(before, around);
    const bool is_for_another = *wish.intent->flow != flow.name && wish.confidence >= kSureOfAnother;
    // "And half an hour later" is said of what is read back.
    const bool tells_of_open = !told_slots(flow, text_of(wish.span, text), around).is_empty();
    const bool is_joined = said.empty() && !before.empty() && !tells_of_open;
    const bool is_beside = is_for_another && (read_answer(said) == Answer::yes || is_joined);
    if (is_beside || names_other_record(wish, flow, around)) return wish.span.begin;
  }
  return std::nullopt;
}

// "Another one" is like the one before it in what it says of that, and for the same person; what was refused is begun
// again with all that stood.
FlowNode::Beginning FlowNode::beginning_of(const Flow& flow, const Value& order) {
  Beginning begun;
  begun.words = order["words"].is_text() ? order["words"].text() : context_.state(brain_.channels_.heard).text();
  begun.known = Value::object();
  begun.like = order["like"];
  const auto from = order["from"].text();
  if (!from.empty() && memory_["stood"]["flow"].text() == flow.name) begun.like = memory_["stood"]["slots"];
  if (from == "asked") begun.like = memory_["asked"]["slots"];
  if (from == "gone") begun.like = memory_["stood"]["record"];
  const bool is_same = reading::says(begun.words, around_.language, reading::List::same_again);
  if (is_same && !begun.like.is_object()) begun.like = memory_["stood"]["record"];
  begun.more = more_of_asked(flow, begun.words, from != "asked");
  if (reading::says(begun.words, around_.language, reading::List::as_it_was))
    begun.more = begun.more.merged(or_empty(memory_["stood"]["before"]));
  memory_ = memory_.without("stood");
  if (!begun.like.is_object()) begun.like = Value::object();
  if (auto another = another_in(begun.words, flow, around_)) {
    // "Dos mesas …, una de 4 y otra de 6": all else is the same.
    another->is_same_else = another->is_same_else || is_one_of_alike(flow, another->before, around_);
    const bool is_second = from.empty() && !told_slots(flow, another->before, around_).is_empty();
    if (is_second) begun.says = keep_next({wish_for_another(flow, *another)});
    begun.words = is_second ? another->before : another->before + " " + another->words;
  } else if (from.empty()) {
    begun.known = begin_first(flow, begun);
  }
  if (begun.says.empty() && then_.size() > 0 && !order["next"].boolean()) begun.says = own("one_by_one");
  const bool is_whole = from == "stood" || from == "asked" || from == "gone" || order["whole"].boolean() || is_same;
  begun.known = begun.known.merged(is_whole ? slots_of(flow, begun.like) : contacts_of(flow, begun.like));
  return begun;
}

// What the message adds to the question that was answered right before it.
Value FlowNode::more_of_asked(const Flow& flow, std::string_view words, bool is_anew) const {
  const auto& asked = memory_["asked"];
  constexpr std::int64_t kTurnsMax = 3;  // since then; a word of thanks between them takes nothing back
  const auto turns = context_.state(brain_.channels_.totals)["turns"].integer();
  if (asked["flow"].text() != flow.name || asked["turn"].integer() + kTurnsMax < turns) return Value::object();
  const auto more = asked_with_more(flow, asked["slots"], words, is_anew, around_);
  return more ? *more : Value::object();
}

// Of several records in one message the first; who they are for may be told with any of them.
Value FlowNode::begin_first(const Flow& flow, Beginning& begun) {
  auto contacts = Value::object();
  const auto parts = with_shared_change(records_in(begun.words, flow, around_), flow, around_);
  std::vector<Value> others;
  for (std::size_t i = 1; i < parts.size(); ++i) {
    auto wish = wish_for_another(flow, {{}, parts[i]});
    if (!tells_any_code(parts[i], around_)) wish = wish.with("other", true);  // which one it is has to be asked
    if (is_one_of_alike(flow, parts[i], around_)) wish = wish.with("whole", true);
    others.push_back(std::move(wish));
    contacts = contacts_of(flow, told_slots(flow, parts[i], around_).values).merged(contacts);
  }
  if (others.empty()) return contacts;
  contacts = contacts_of(flow, told_slots(flow, begun.words, around_).values).merged(contacts);
  begun.words = parts.front();
  begun.says = keep_next(std::move(others));
  return contacts;
}

// Before whatever else waits already. What is said of it.
std::string FlowNode::keep_next(std::vector<Value> wishes) {
  for (const auto& waiting : then_.items()) wishes.push_back(waiting);
  const bool are_too_many = wishes.size() > kWaitingMax;
  if (are_too_many) wishes.resize(kWaitingMax);
  then_ = Value::list(std::move(wishes));
  return own(are_too_many ? "queue_full" : "one_by_one");
}

// What is said of it.
std::string FlowNode::keep_for_later(const Value& wish, std::string_view said) {
  if (!then_.is_list()) then_ = Value::list();
  if (then_.size() >= kWaitingMax) return own("queue_full");
  then_ = then_.push(wish);
  return own(said);
}

// Goes on with these words, behind what is said of the rest.
void FlowNode::go_on_with(const Flow& flow, std::string_view words, std::string said) {
  const auto& state = context_.state(brain_.channels_.flow);
  std::optional<FlowTurn> turn;
  if (state["call"].is_text()) {
    turn = change_slots(flow, state, words, around_, brain_.conditions_);
  } else if (!words.empty()) {
    auto told = hear(flow, state, words, around_, brain_.conditions_);
    if (told.understood) turn = std::move(told.turn);
  }
  if (!turn) return go_back(std::move(said), false);
  turn->says.insert(turn->says.begin(), std::move(said));
  take(flow, std::move(*turn));
}

// "Another one for Sunday": the open one stays as it is but for what is said of it, and the other follows. "Book for 5
// on Saturday, and another for Sunday" wants two others.
bool FlowNode::hear_another(const Flow& flow, std::string_view sentence) {
  const auto& state = context_.state(brain_.channels_.flow);
  const auto another = another_in(sentence, flow, around_, state["call"].is_text() ? state["slots"] : Value());
  if (!another) return false;
  const bool are_two = wants_anew(flow, another->before);
  if (are_two) keep_for_later(wish_for_another(flow, {{}, another->before}), "comes_next");
  auto said = keep_for_later(wish_for_another(flow, *another), "comes_next");
  go_on_with(flow, are_two ? std::string_view() : another->before, std::move(said));
  return true;
}

// Whether words say once more what the flow is for, of another record than the open one.
bool FlowNode::wants_anew(const Flow& flow, std::string_view words) const {
  constexpr std::size_t kDifferencesMin = 2;  // one alone is rather a change of it
  const auto wishes = brain_.read(words, around_.language, true).wishes;
  const bool wants_this = std::ranges::any_of(wishes, [&](const reading::Wish& wish) {
    const auto* intent = brain_.config().intent(wish.intent);
    return intent && intent->flow == flow.name && wish.confidence >= kSureOfAnother;
  });
  const auto& known = context_.state(brain_.channels_.flow)["slots"];
  return wants_this && differences_to(known, words, flow, around_) >= kDifferencesMin;
}

// "Forget the second one", "forget the one at Harbor": what waits is not done, and the open one is left.
bool FlowNode::leaves_out(const Flow& flow, std::string_view sentence) {
  const auto which = left_out(sentence, flow, context_.state(brain_.channels_.flow), then_, around_);
  if (!which) return false;
  if (*which == 0) return leave(flow, false), true;
  ListBuilder rest;
  for (std::size_t i = 0; i < then_.size(); ++i) {
    if (i + 1 != *which) rest.add(then_[i]);
  }
  then_ = rest.build();
  go_back(own("left_out"), false);
  return true;
}

// "No table, I only want to know …": the form is left, and the rest is for the agent.
bool FlowNode::gives_up(const Flow& flow, std::string_view sentence) {
  const auto rest = makes_something(brain_, flow) ? beside_leaving(sentence, flow, around_) : std::nullopt;
  if (!rest) return false;
  const bool wants_more = !rest->empty() && !brain_.read(*rest, around_.language, true).wishes.empty();
  if (!wants_more || then_.size() > 0 || resume_.is_object()) return leave(flow, false), true;
  FlowTurn turn;
  turn.says = {own("left"), own("nothing_done")};
  say(turn);
  outcome_.writes.push_back({brain_.channels_.flow, nullptr});
  outcome_.writes.push_back({brain_.channels_.heard, *rest});
  return true;
}

// "LUME-1111 and LUME-2222" answers for two.
bool FlowNode::hear_several(const Flow& flow, std::string_view sentence) {
  const auto parts = with_shared_change(records_in(sentence, flow, around_), flow, around_);
  if (parts.size() < 2) return false;
  std::string said;
  for (std::size_t i = 1; i < parts.size(); ++i)
    said = keep_for_later(wish_for_another(flow, {{}, parts[i]}), "one_by_one");
  go_on_with(flow, parts.front(), std::move(said));
  return true;
}

// The places of which a flow that only looks something up asks for one: it can look at each.
Value FlowNode::places_asked_for(const Flow& flow, const Value& state) const {
  const auto* asked = flow.slot(state["asked"].text());
  const bool may_be_all = asked && asked->type == "location" && state["doubts"][asked->name].is_null() &&
                          std::ranges::none_of(flow.steps, [&](const Step& step) { return writes(step); });
  ListBuilder places;
  for (const auto& each : brain_.config().locations) {
    if (may_be_all) places.add(each.name);
  }
  return places.build();
}

// "Friday or Saturday?" "Both": each is a record, and all else is the same. "Harbor or Old Town?" "Both": each is
// looked at.
bool FlowNode::hear_both(const Flow& flow, std::string_view sentence) {
  const auto& state = context_.state(brain_.channels_.flow);
  const auto all = places_asked_for(flow, state);
  const auto choices = (all.size() > 0 ? all : state["doubts"][state["asked"].text()]["choices"]).items();
  const bool are_words = std::ranges::all_of(choices, [](const Value& choice) { return choice.is_text(); });
  const auto language = around_.language_heard();
  if (choices.size() < 2 || !are_words || !reading::says(sentence, language, reading::List::both)) return false;
  if (!told_slots(flow, sentence, around_).is_empty()) return false;
  std::string said;
  for (const auto& choice : choices.subspan(1))
    said = keep_for_later(wish_for_another(flow, {{}, std::string(choice.text())}).with("whole", true), "one_by_one");
  go_on_with(flow, choices.front().text(), std::move(said));
  return true;
}

// "1930" to the question for a time is one, whatever has codes of four digits: what of a message answers the question.
std::optional<reading::Span> FlowNode::answer_in(const Flow& flow, std::string_view sentence) const {
  const auto* asked = flow.slot(context_.state(brain_.channels_.flow)["asked"].text());
  if (!asked) return std::nullopt;
  for (const auto& found : read_message(flow, asked, sentence, around_)) {
    if (found.slot == asked && found.is_certain()) return found.span;
  }
  return std::nullopt;
}

// "Ana, and where is order 1042?": the answer is taken, and the wish follows.
bool FlowNode::hear_beside_wishes(const Flow& flow, const reading::Reading& reading, std::string_view sentence) {
  if (reading.leaves) return false;
  std::vector<FlowWish> others;
  std::string rest(sentence);
  // "OK then, a table for 2 tonight at Harbor" to the question at which place something is looked up answers that, too.
  const auto* whole =
      makes_something(brain_, flow) ? nullptr : whole_new_wish(brain_, flow, reading, sentence, around_);
  const auto answer = answer_in(flow, sentence);
  for (auto& wish : flow_wishes(reading, sentence, around_)) {
    if (answer && is_all_within(wish.span, *answer, sentence)) continue;
    // What tells something of the form is a part of the answer, whatever it looks like to a classifier; but not beside
    // the code of another record.
    const bool is_of_other = names_other_record(wish, flow, around_);
    const auto named = text_of(wish.span, sentence);
    const bool is_other = *wish.intent->flow != flow.name && wish.confidence >= kSureOfAnother &&
                          told_slots(flow, named, around_).is_empty();
    const bool is_of_form = *wish.intent->flow == resume_["flow"].text();
    const bool is_whole = whole && whole->name == *wish.intent->flow;
    if ((!is_of_other && !is_other && !is_whole) || is_of_form) continue;
    if (is_of_other || is_other) {  // and what is told with a whole one answers as well
      const auto& span = is_of_other ? wish.about : wish.span;
      if (!is_of_other) wish.words = named;
      std::fill(rest.begin() + span.begin, rest.begin() + span.end, ' ');
    }
    others.push_back(std::move(wish));
  }
  if (others.empty()) return false;
  rest = without_joins(text::trim(rest), around_);
  const auto& state = context_.state(brain_.channels_.flow);
  const bool tells = !rest.empty() && hear(flow, state, rest, around_, brain_.conditions_).understood;
  if (!tells) return begin_in_between(flow, others);
  std::string said;
  const auto place = place_named(rest, around_);
  for (const auto& wish : others) {
    auto kept = wish_for(wish, wish.words);
    if (place) kept = kept.with("place", *place);
    said = keep_for_later(kept, "comes_next");
  }
  go_on_with(flow, rest, std::move(said));
  return true;
}

// "Move LUME-1111 to 20:00, and cancel LUME-2222" in the middle of a booking tells nothing of that: the first is done
// in between, and the others behind it.
bool FlowNode::begin_in_between(const Flow& flow, const std::vector<FlowWish>& wishes) {
  const auto is_of_other = [&](const FlowWish& wish) { return names_other_record(wish, flow, around_); };
  if (std::ranges::none_of(wishes, is_of_other)) return false;
  auto order = Value::object({{"start", *wishes.front().intent->flow}, {"slots", Value::object()}});
  order = order.with("words", wishes.front().words).with("resume", to_be_resumed());
  ListBuilder then;
  for (const auto& wish : std::span(wishes).subspan(1)) then.add(wish_for(wish, wish.words));
  if (wishes.size() > 1) order = order.with("then", then.build());
  outcome_.writes.push_back({brain_.channels_.flow, order});
  return true;
}

// "Yes, and cancel my order" is no yes: what is read back is shown again, and the wish follows.
bool FlowNode::keep_wish_beside(const Flow& flow, const reading::Reading& reading, std::string_view sentence) {
  const auto first = wish_beside(reading, sentence, flow, around_);
  if (!first) return false;
  std::string said;
  for (const auto& wish : flow_wishes(reading, sentence, around_)) {
    if (wish.span.begin >= *first) said = keep_for_later(wish_for(wish, wish.words), "comes_next");
  }
  go_back(std::move(said), false);
  return true;
}

// "No, but another one for Sunday": what was read back is not done, and the other one begins.
void FlowNode::keep_another_behind_no(const Flow& flow) {
  const auto said = last_text(context_.state(brain_.channels_.messages), "user");
  const auto another = another_in(said, flow, around_);
  if (another) keep_for_later(wish_for_another(flow, *another), "comes_next");
}

// "Yes, and another one for Sunday": what was read back is done, and the other one follows, whichever of the answers to
// the read-back it was said with.
void FlowNode::keep_another_behind_yes(const Flow& flow) {
  const auto& state = context_.state(brain_.channels_.flow);
  std::vector<std::string_view> answers;
  const auto messages = context_.state(brain_.channels_.messages).items();
  for (auto at = messages.rbegin(); at != messages.rend(); ++at) {
    const bool is_asked = std::ranges::any_of((*at)["tool_calls"].items(),
                                              [&](const Value& call) { return call["id"] == state["call"]; });
    if (is_asked) break;
    if ((*at)["role"].text() == "user") answers.push_back((*at)["content"].text());
  }
  for (auto said = answers.rbegin(); said != answers.rend(); ++said) {
    const auto another = another_behind_yes(*said, flow, around_, state["slots"]);
    if (another) keep_for_later(wish_for_another(flow, *another), "comes_next");
  }
}

// Of a flow that did something or was told not to, until another one begins or ends.
void FlowNode::note_what_stood(const Flow& flow, const FlowTurn& turn) {
  const auto& slots = turn.slots.is_object() ? turn.slots : context_.state(brain_.channels_.flow)["slots"];
  const auto record = record_of(flow, context_.state(brain_.channels_.flow)["vars"], slots);
  ListBuilder then;
  for (const auto& wish : then_.items()) {
    const bool is_like_this = wish["another"].boolean() && wish["start"].text() == flow.name && wish["like"].is_null();
    const bool is_same = wish["start"].text() != flow.name && wish["like"].is_null() &&
                         reading::says(wish["words"].text(), around_.language, reading::List::same_again);
    then.add(is_like_this ? wish.with("like", slots) : is_same ? wish.with("like", record) : wish);
  }
  if (then_.size() > 0) then_ = then.build();
  memory_ = memory_.without("stood");
  const bool only_looks = std::ranges::none_of(flow.steps, [&](const Step& step) { return writes(step); });
  if (!is_done_ && only_looks) note_asked(Value::object({{"flow", flow.name}, {"slots", slots}}));
  if (!is_done_) return;
  memory_ = memory_.with(
      "stood", Value::object({{"flow", flow.name},
                              {"slots", slots},
                              {"record", record},
                              {"before", stood_at(flow, or_empty(context_.state(brain_.channels_.flow)["vars"]),
                                                  brain_.config())},
                              {"done", *is_done_},
                              {"turn", context_.state(brain_.channels_.totals)["turns"]}}));
}

// In which the record was wanted that is done, for the next wish of the same person; or null.
Value FlowNode::name_in(const FlowTurn& turn) const {
  const auto* flow = brain_.config().flow(context_.state(brain_.channels_.flow)["flow"].text());
  const auto& slots = turn.slots.is_object() ? turn.slots : context_.state(brain_.channels_.flow)["slots"];
  if (!flow) return {};
  const auto name = std::ranges::find_if(
      flow->slots, [&](const Slot& slot) { return slot.type == "name" && slots[slot.name].is_text(); });
  return name == flow->slots.end() ? Value() : slots[name->name];
}

// Of two wishes the second one follows when the first is done.
bool FlowNode::begin_next(const FlowTurn& turn) {
  if (!turn.state.is_null() || turn.handoff || then_.size() == 0) return false;
  const auto wish = then_[0];
  if (const auto* person = brain_.config().intent(wish["person"].text()); person && person->handoff) {
    hand_off(brain_, context_, around_.language, outcome_,
             {*person->handoff, brain_.config().queue_for("intent", person->name)});
    return true;
  }
  auto order = Value::object({{"start", wish["start"]}, {"slots", Value::object()}, {"next", true}});
  const auto name = name_in(turn).is_text() ? name_in(turn) : wish["name"];
  if (!memory_["name"].is_text()) order = order.with("name", name);
  if (wish["kept"].boolean()) order = order.with("first", own("now_next"));
  for (const auto key : {"like", "whole", "place", "other"}) {
    if (!wish[key].is_null()) order = order.with(key, wish[key]);
  }
  ListBuilder rest;
  for (std::size_t i = 1; i < then_.size(); ++i) rest.add(name.is_text() ? then_[i].with("name", name) : then_[i]);
  if (then_.size() > 1) order = order.with("then", rest.build());
  outcome_.writes.push_back({brain_.channels_.flow, order});
  std::erase_if(outcome_.writes, [&](const graph::Write& write) { return write.channel == brain_.channels_.heard; });
  outcome_.writes.push_back({brain_.channels_.heard, wish["words"]});
  return true;
}

}  // namespace frontdesk::dialog
