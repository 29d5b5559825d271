#pragma once

#include "dialog/slots.h"

namespace frontdesk::dialog {

// What a message that was said to a read-back makes of the slots, {slot: value}. That is what it has `told` of them,
// where it differs from what is known; else, behind a refusal ("no, Ana Ruiz", "ah no, the other one"), the rest is
// read as the answer to the question for each slot that is filled, and taken where it fits just one of them.
Value corrected_slots(const Flow& flow, const Value& told, const Value& known, std::string_view message,
                      const Surroundings& around);

// What a message to a read-back changes that says a value and nothing else, where it can be the value of one slot alone
// ("22.30"), or that takes the month back and names another ("sorry, I meant January"): {slot: value}, or empty.
Value bare_change(const Flow& flow, const Value& known, std::string_view message, const Surroundings& around);

// The value of just one slot that a message tells and nothing else, small words beside it passed over: "can you make
// that 12.30". {slot: value}, or empty.
Value bare_value(const Flow& flow, std::string_view message, const Surroundings& around);

}  // namespace frontdesk::dialog
