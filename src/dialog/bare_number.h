#pragma once

#include <string_view>

#include "dialog/flow.h"
#include "dialog/slots.h"

namespace frontdesk::dialog {

// "Make it 7", "no, 5 is better": a number and nothing else, small words beside it passed over. It may be of several
// slots of a form: how many come, the time, the day. {slot: value}, or {slot: [values]} where it is in doubt which one
// of that slot.
Value bare_number(const Flow& flow, std::string_view message, const Surroundings& around);

// Of the slots that a number may be of, the one that is meant, where that is clear: it is near what stands there, and
// of several such ones it is the one that was told last (`latest`, a slot's name or null). {slot: value}, or empty.
// `known`: {slot: value}; what is not known is not meant.
Value meant_by(const Value& bare, const Value& known, const Value& latest);

// What of the record that a flow changes is as it was found: {slot: value}. `vars`: the flow's.
Value stood_at(const Flow& flow, const Value& vars, const DialogConfig& config);

// Whether no more is told than a number that may as well be of another slot: "make it 7" counts nobody for sure.
bool is_loose(const SlotsTold& told, const Value& bare);

// "Change it to 7", said of a record that is not known yet: which slot that is, shows once it is found.
void keep_loose(const Flow& flow, std::string_view message, const Surroundings& around, SlotsTold& told);

// "Make it half past": the minutes of the time that stands, which keeps its hour. {slot: value}, or empty.
Value at_another_minute(const Flow& flow, const Value& known, std::string_view message, const Surroundings& around);

}  // namespace frontdesk::dialog
