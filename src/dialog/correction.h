#pragma once

#include "dialog/slots.h"

namespace frontdesk::dialog {

// What a message that was said to a read-back makes of the slots, {slot: value}. That is what it has `told` of them,
// where it differs from what is known; else, behind a refusal ("no, Ana Ruiz", "ah no, the other one"), the rest is
// read as the answer to the question for each slot that is filled, and taken where it fits just one of them.
Value corrected_slots(const Flow& flow, const Value& told, const Value& known, std::string_view message,
                      const Surroundings& around);

}  // namespace frontdesk::dialog
