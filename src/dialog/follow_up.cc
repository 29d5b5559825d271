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

Value wish_for_another(const Flow& flow, const Another& another) {
  return Value::object({{"start", flow.name}, {"words", another.words}, {"another", true}, {"kept", true}});
}

}  // namespace

// "Another one" is like the one before it in what it says of that, and for the same person; what was refused is begun
// again with all that stood.
FlowNode::Beginning FlowNode::beginning_of(const Flow& flow, const Value& order) {
  Beginning begun;
  begun.words = context_.state(brain_.channels_.heard).text();
  begun.like = order["like"];
  const auto from = order["from"].text();
  if (!from.empty() && memory_["stood"]["flow"].text() == flow.name) begun.like = memory_["stood"]["slots"];
  memory_ = memory_.without("stood");
  if (!begun.like.is_object()) begun.like = Value::object();
  if (const auto another = another_in(begun.words, flow, around_)) {
    const bool is_second = from.empty() && !told_slots(flow, another->before, around_).is_empty();
    if (is_second) begun.says = keep_for_later(wish_for_another(flow, *another), "one_by_one");
    begun.words = is_second ? another->before : another->before + " " + another->words;
  }
  const bool is_whole = from == "stood" || reading::says(begun.words, around_.language, reading::List::same_again);
  begun.known = is_whole ? begun.like : contacts_of(flow, begun.like);
  return begun;
}

// What is said of it.
std::string FlowNode::keep_for_later(const Value& wish, std::string_view said) {
  if (!then_.is_list()) then_ = Value::list();
  if (then_.size() >= kWaitingMax) return own("queue_full");
  then_ = then_.push(wish);
  return own(said);
}

// "Another one for Sunday": the open one stays as it is but for what is said of it, and the other follows.
bool FlowNode::hear_another(const Flow& flow, std::string_view sentence) {
  const auto another = another_in(sentence, flow, around_);
  if (!another) return false;
  const auto& state = context_.state(brain_.channels_.flow);
  auto said = keep_for_later(wish_for_another(flow, *another), "comes_next");
  std::optional<FlowTurn> turn;
  if (state["call"].is_text()) {
    turn = change_slots(flow, state, another->before, around_, brain_.conditions_);
  } else if (!another->before.empty()) {
    auto told = hear(flow, state, another->before, around_, brain_.conditions_);
    if (told.understood) turn = std::move(told.turn);
  }
  if (!turn) return go_back(std::move(said)), true;
  turn->says.insert(turn->says.begin(), std::move(said));
  take(flow, std::move(*turn));
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
