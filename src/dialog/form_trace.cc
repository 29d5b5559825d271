#include "dialog/form_trace.h"

#include <algorithm>

namespace frontdesk::dialog {
namespace {

bool is_told(const std::vector<Told>& told, std::string_view slot) {
  return std::ranges::find(told, slot, &Told::name) != told.end();
}

// What it began with and no word of the message says: from an earlier form, a record, or a language model.
Value known_before(const Begun& begun) {
  ListBuilder known;
  for (const auto& slot : begun.known.members()) {
    if (!is_told(begun.told, slot.key())) known.add(Value::object({{"name", slot.name}, {"value", slot.value}}));
  }
  return known.build();
}

// Of the step that waits: what it still needs, in the order in which it asks.
Value open_slots(const Flow& flow, const Value& state) {
  ListBuilder open;
  const auto at = static_cast<std::size_t>(state["step"].integer());
  if (at >= flow.steps.size()) return open.build();
  for (const auto& name : flow.steps[at].collect) {
    const auto* slot = flow.slot(name);
    if (slot && !slot->optional && state["slots"][name].is_null()) open.add(name);
  }
  return open.build();
}

// The slot in whose place another one is asked for.
const Slot* lacked_for(const Flow& flow, const Value& state, std::string_view asked) {
  const auto is_it = [&](const Slot& slot) {
    return slot.lacking == asked && state["lacks"].contains(slot.name) && state["slots"][slot.name].is_null();
  };
  const auto found = std::ranges::find_if(flow.slots, is_it);
  return found == flow.slots.end() ? nullptr : &*found;
}

std::string_view why_asked(const Value& before, const FlowTurn& turn) {
  const auto& asks = turn.asks;
  const bool is_same_flow = before["flow"] == turn.state["flow"];
  if (!turn.state["doubts"][asks].is_null()) return "doubt";
  if (turn.refused.contains(asks)) return "bounds";
  if (is_same_flow && !before["slots"][asks].is_null()) return "not_possible";
  return is_same_flow && before["asked"].text() == asks ? "again" : "open";
}

void tell_question(const Flow& flow, const Value& before, const FlowTurn& turn, ObjectBuilder& trace) {
  trace.set("asks", turn.asks);
  const auto* lacked = lacked_for(flow, turn.state, turn.asks);
  if (lacked) trace.set("instead_of", lacked->name);
  trace.set("why", lacked ? std::string_view("instead") : why_asked(before, turn));
  trace.set("open", open_slots(flow, turn.state));
}

Value wishes_kept(const Value& then) {
  ListBuilder kept;
  for (const auto& wish : then.items()) kept.add(Value::object({{"flow", wish["start"]}, {"words", wish["words"]}}));
  return kept.build();
}

}  // namespace

Value to_trace(const std::vector<Told>& told) {
  ListBuilder list;
  for (const auto& one : told) {
    const auto trace = Value::object({{"name", one.name}, {"value", one.value}});
    list.add(one.words.empty() ? trace : trace.with("words", one.words));
  }
  return list.build();
}

Value form_trace(const DialogConfig& config, const Value& before, const FlowTurn& turn, const Begun* begun) {
  const auto* flow = config.flow(turn.state["flow"].text());
  ObjectBuilder trace;
  if (flow) trace.set("flow", flow->name);
  bool tells = false;
  const auto tell = [&](std::string_view key, Value list) {
    if (list.size() == 0) return;
    trace.set(key, std::move(list));
    tells = true;
  };
  if (begun) {
    tell("told", to_trace(begun->told));
    tell("known", known_before(*begun));
  }
  if (flow && !turn.asks.empty()) tell_question(*flow, before, turn, trace), tells = true;
  tell("then", wishes_kept(turn.state["then"]));
  return tells ? trace.build() : Value();
}

}  // namespace frontdesk::dialog
