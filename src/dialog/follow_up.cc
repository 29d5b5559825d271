#include "base/text.h"
#include "dialog/another.h"
#include "dialog/consent.h"
#include "dialog/nodes.h"
#include "dialog/reading/heard.h"

// One record after the other: what is wanted beside the open flow waits until that is done, and what stood when it
// ended can be taken over by the next.
namespace frontdesk::dialog {
namespace {

constexpr std::size_t kWaitingMax = 5;  // wishes behind the open flow
constexpr double kSureOfAnother = 0.8;  // confidence of a wish that is kept beside an answer

Value wish_for_another(const Flow& flow, const Another& another) {
  return Value::object({{"start", flow.name}, {"words", another.words}, {"another", true}, {"kept", true}});
}

bool wants_another_flow(const reading::Wish& wish, const DialogConfig& config, std::string_view flow) {
  const auto* intent = config.intent(wish.intent);
  return intent && intent->flow && *intent->flow != flow && wish.confidence >= kSureOfAnother;
}

Value wish_for(const reading::Wish& wish, const DialogConfig& config, std::string_view sentence) {
  const auto words = sentence.substr(wish.span.begin, wish.span.end - wish.span.begin);
  return Value::object({{"start", *config.intent(wish.intent)->flow}, {"words", words}, {"kept", true}});
}

}  // namespace

const reading::Wish* wish_behind_yes(const reading::Reading& reading, std::string_view text, const DialogConfig& config,
                                     std::string_view flow, const Surroundings& around) {
  for (const auto& wish : reading.wishes) {
    const auto before = without_joins(text.substr(0, wish.span.begin), around);
    if (wants_another_flow(wish, config, flow) && read_answer(before) == Answer::yes) return &wish;
  }
  return nullptr;
}

// "Another one" is like the one before it in what it says of that, and for the same person; what was refused is begun
// again with all that stood.
FlowNode::Beginning FlowNode::beginning_of(const Flow& flow, const Value& order) {
  Beginning begun;
  begun.words = context_.state(brain_.channels_.heard).text();
  begun.known = Value::object();
  begun.like = order["like"];
  const auto from = order["from"].text();
  if (!from.empty() && memory_["stood"]["flow"].text() == flow.name) begun.like = memory_["stood"]["slots"];
  memory_ = memory_.without("stood");
  if (!begun.like.is_object()) begun.like = Value::object();
  if (const auto another = another_in(begun.words, flow, around_)) {
    const bool is_second = from.empty() && !told_slots(flow, another->before, around_).is_empty();
    if (is_second) begun.says = keep_for_later(wish_for_another(flow, *another), "one_by_one");
    begun.words = is_second ? another->before : another->before + " " + another->words;
  } else if (from.empty() && then_.size() == 0) {
    begun.known = begin_first(flow, begun);
  }
  const bool is_whole = from == "stood" || reading::says(begun.words, around_.language, reading::List::same_again);
  begun.known = begun.known.merged(is_whole ? begun.like : contacts_of(flow, begun.like));
  return begun;
}

// Of several records in one message the first; who they are for may be told with any of them.
Value FlowNode::begin_first(const Flow& flow, Beginning& begun) {
  auto contacts = Value::object();
  const auto parts = records_in(begun.words, flow, around_);
  for (std::size_t i = 1; i < parts.size(); ++i) {
    begun.says = keep_for_later(wish_for_another(flow, {{}, parts[i]}), "one_by_one");
    contacts = contacts_of(flow, told_slots(flow, parts[i], around_).values).merged(contacts);
  }
  if (parts.size() > 1) begun.words = parts.front();
  return contacts;
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
  if (!turn) return go_back(std::move(said));
  turn->says.insert(turn->says.begin(), std::move(said));
  take(flow, std::move(*turn));
}

// "Another one for Sunday": the open one stays as it is but for what is said of it, and the other follows.
bool FlowNode::hear_another(const Flow& flow, std::string_view sentence) {
  const auto& state = context_.state(brain_.channels_.flow);
  const auto another = another_in(sentence, flow, around_, state["call"].is_text() ? state["slots"] : Value());
  if (!another) return false;
  auto said = keep_for_later(wish_for_another(flow, *another), "comes_next");
  go_on_with(flow, another->before, std::move(said));
  return true;
}

// "LUME-1111 and LUME-2222" answers for two.
bool FlowNode::hear_several(const Flow& flow, std::string_view sentence) {
  const auto parts = records_in(sentence, flow, around_);
  if (parts.size() < 2) return false;
  std::string said;
  for (std::size_t i = 1; i < parts.size(); ++i)
    said = keep_for_later(wish_for_another(flow, {{}, parts[i]}), "one_by_one");
  go_on_with(flow, parts.front(), std::move(said));
  return true;
}

// "Ana, and where is order 1042?": the answer is taken, and the wish follows.
bool FlowNode::hear_beside_wishes(const Flow& flow, const reading::Reading& reading, std::string_view sentence) {
  // What tells something of the form is a part of the answer, whatever it looks like to a classifier.
  const auto is_other = [&](const reading::Wish& wish) {
    const auto words = sentence.substr(wish.span.begin, wish.span.end - wish.span.begin);
    return wants_another_flow(wish, brain_.config(), flow.name) && told_slots(flow, words, around_).is_empty();
  };
  if (reading.leaves || std::ranges::none_of(reading.wishes, is_other)) return false;
  const auto& state = context_.state(brain_.channels_.flow);
  const auto rest = without_joins(reading.without(sentence, is_other), around_);
  if (rest.empty() || !hear(flow, state, rest, around_, brain_.conditions_).understood) return false;
  std::string said;
  for (const auto& wish : reading.wishes) {
    if (is_other(wish)) said = keep_for_later(wish_for(wish, brain_.config(), sentence), "comes_next");
  }
  go_on_with(flow, rest, std::move(said));
  return true;
}

// "Yes, and cancel my order" is no yes: what is read back is shown again, and the wish follows.
bool FlowNode::keep_wish_behind_yes(const Flow& flow, const reading::Reading& reading, std::string_view sentence) {
  const auto* wish = wish_behind_yes(reading, sentence, brain_.config(), flow.name, around_);
  if (!wish) return false;
  go_back(keep_for_later(wish_for(*wish, brain_.config(), sentence), "comes_next"));
  return true;
}

// "No, but another one for Sunday": what was read back is not done, and the other one begins.
void FlowNode::keep_another_behind_no(const Flow& flow) {
  const auto said = last_text(context_.state(brain_.channels_.messages), "user");
  const auto another = another_in(said, flow, around_);
  if (another) keep_for_later(wish_for_another(flow, *another), "comes_next");
}

// Of a flow that did something or was told not to, until another one begins or ends.
void FlowNode::note_what_stood(const Flow& flow, const FlowTurn& turn) {
  const auto& slots = turn.slots.is_object() ? turn.slots : context_.state(brain_.channels_.flow)["slots"];
  ListBuilder then;
  for (const auto& wish : then_.items()) {
    const bool is_like_this = wish["another"].boolean() && wish["start"].text() == flow.name && wish["like"].is_null();
    then.add(is_like_this ? wish.with("like", slots) : wish);
  }
  if (then_.size() > 0) then_ = then.build();
  memory_ = memory_.without("stood");
  if (!is_done_) return;
  memory_ = memory_.with("stood", Value::object({{"flow", flow.name},
                                                 {"slots", slots},
                                                 {"done", *is_done_},
                                                 {"turn", context_.state(brain_.channels_.totals)["turns"]}}));
}

// Of two wishes the second one follows when the first is done.
bool FlowNode::begin_next(const FlowTurn& turn) {
  if (!turn.state.is_null() || turn.handoff || then_.size() == 0) return false;
  const auto wish = then_[0];
  auto order = Value::object({{"start", wish["start"]}, {"slots", Value::object()}});
  if (wish["kept"].boolean()) order = order.with("first", own("now_next"));
  if (wish["like"].is_object()) order = order.with("like", wish["like"]);
  ListBuilder rest;
  for (std::size_t i = 1; i < then_.size(); ++i) rest.add(then_[i]);
  if (then_.size() > 1) order = order.with("then", rest.build());
  outcome_.writes.push_back({brain_.channels_.flow, order});
  std::erase_if(outcome_.writes, [&](const graph::Write& write) { return write.channel == brain_.channels_.heard; });
  outcome_.writes.push_back({brain_.channels_.heard, wish["words"]});
  return true;
}

}  // namespace frontdesk::dialog
