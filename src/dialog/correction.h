#pragma once

#include "dialog/flow.h"
#include "dialog/slots.h"

namespace frontdesk::dialog {

// What a message that was said to a read-back changes in the form of `state`, where it has `told` this. That is what is
// told and differs from what is known; else, behind a refusal ("no, Ana Ruiz", "ah no, the other one"), the rest is
// read as the answer to the question for each slot that is filled, and taken where it fits just one of them; else it
// may say no more than a number ("make it 7", "wait, my wife says rather eight"), or take the month back and name
// another. A doubt that leaves open what stands there changes nothing, and neither does a day that there is not.
SlotsTold corrected(const Flow& flow, SlotsTold told, const Value& state, std::string_view message,
                    const Surroundings& around);

// The value of just one slot that a message tells and nothing else, small words beside it passed over: "can you make
// that 12.30". {slot: value}, or empty.
Value bare_value(const Flow& flow, std::string_view message, const Surroundings& around);

}  // namespace frontdesk::dialog
