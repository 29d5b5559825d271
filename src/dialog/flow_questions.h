#pragma once

#include "dialog/flow.h"

namespace frontdesk::dialog {

// What a step of a flow does next, in its state's `phase`.
enum Phase { kBegin = 0, kCollecting = 1, kCalled = 2 };

// Turns in which a flow only asks. `state`: the flow's.

// The answer fitted nothing; the third time a person is fetched.
HeardAnswer missed(const Flow& flow, const Value& state, const Slot& slot, const Surroundings& around);

// Understood, and not possible: it is said at once what would be, and does not count as a miss.
HeardAnswer out_of_bounds(const Value& state, const Slot& slot, const Value& value, const Surroundings& around);
std::string why_out_of_bounds(const Slot& slot, const Value& state, const Surroundings& around);

// Asks for this slot in place of whatever is asked; what the others stand at is kept.
FlowTurn ask_for(const Slot& slot, const Value& state, const Surroundings& around);

// "The time is wrong": it is asked for anew, and the flow goes on from there.
FlowTurn ask_anew(const Flow& flow, const Slot& slot, const Value& state, const Surroundings& around);

}  // namespace frontdesk::dialog
