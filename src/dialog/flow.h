#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "dialog/button.h"
#include "dialog/config.h"
#include "dialog/slots.h"

// The interpreter of a declared flow: pure, one turn at a time. Its state is a value in the thread's state:
// {flow, step, phase, slots, doubts, vars, asked?, alone?, misses, lacks?, shifts?, refused?, looks, was, bare,
// latest?, offers, with}; `looks` is how each of `vars` was looked up: {var: {tool, arguments, step}}, `offers` are the
// answers that were offered with the question, and `with` are the arguments of the call that is waited for.
namespace frontdesk::dialog {

struct FlowCall {
  std::string tool;
  Value arguments;
};

// What a flow does until it needs somebody else.
struct FlowTurn {
  Value state;                    // null: the flow is over
  std::vector<std::string> says;  // what the customer is told, in order
  std::optional<FlowCall> call;   // a tool is to be called
  std::optional<std::string> handoff;
  bool waits = false;           // for the customer's next words
  bool failed_by_us = false;    // the handoff is for an error that is nobody's but ours
  std::string asks;             // the slot that it waits for
  std::vector<Button> buttons;  // answers that are offered
  Value card;                   // shown with what is said, or null
  Value slots;                  // all that is known, also where the flow is over
  Value refused;                // {slot: value}: told, understood, and out of the slot's bounds
};

// Slots that the triggering sentence already told may be given. `condition` answers a CEL expression over a scope.
using Conditions = std::function<bool(std::string_view expression, const Value& scope)>;

// What a sentence tells of a flow's slots; numbers as they were said, also out of their bounds. What was understood and
// is not one value is a doubt: {slot: {choices: [values]}}, or {slot: {from?, to?, choices?}}, an end of which is null
// where it is open. The slot is then asked for with what was understood.
struct SlotsTold {
  Value values = Value::object();
  Value doubts = Value::object();
  Value bare = Value::object();  // {slot: value}: a number that may be of each of these, see bare_number

  bool is_empty() const { return values.size() == 0 && doubts.size() == 0; }
};

// `state`: the flow's, which "an hour later" and "the same time" refer to; null where it is not begun.
SlotsTold told_slots(const Flow& flow, std::string_view sentence, const Surroundings& around, const Value& state = {});

// Whether a message to a read-back changes what the flow knows.
bool changes_form(const Flow& flow, const Value& state, std::string_view sentence, const Surroundings& around);

FlowTurn start_flow(const Flow& flow, const SlotsTold& told, const Surroundings& around, const Conditions& holds);

// The customer answered, or corrected what was known: a slot that is told anew changes, however it was filled, and the
// flow goes through its steps again from the first. `understood` is false where no slot could be read from the
// sentence; the turn then asks again (second time with what the slot says under `otherwise`), and the third miss hands
// over.
struct HeardAnswer {
  FlowTurn turn;
  bool understood = true;
};
HeardAnswer hear(const Flow& flow, const Value& state, std::string_view sentence, const Surroundings& around,
                 const Conditions& holds);

// Asks again for what the flow waits for, after something else was answered in between.
FlowTurn ask_again(const Flow& flow, const Value& state, const Surroundings& around);

// A call came back. `result` is the tool's value, or {"error": {slug, detail}}.
FlowTurn call_returned(const Flow& flow, const Value& state, const Value& result, const Surroundings& around,
                       const Conditions& holds);

// Asks for the call that the flow waits for once more: something else was said at its read-back.
FlowTurn call_again(const Flow& flow, const Value& state, const Surroundings& around, const Conditions& holds);

// The customer changed something instead of confirming; nullopt where the sentence tells no slot.
std::optional<FlowTurn> change_slots(const Flow& flow, const Value& state, std::string_view sentence,
                                     const Surroundings& around, const Conditions& holds);

}  // namespace frontdesk::dialog
