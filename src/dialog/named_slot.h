#pragma once

#include "dialog/flow.h"

namespace frontdesk::dialog {

// The slot of a form that a message calls by what it holds, and of which it tells no value: "the time", "change the
// day"; or null.
const Slot* slot_named(const Flow& flow, std::string_view message, const Surroundings& around);

// The slot of which a message to a read-back says that it shall be different, and not how: "change the time", "the name
// is wrong"; or null. `known`: {slot: value}, what is shown.
const Slot* slot_to_change(const Flow& flow, const Value& known, std::string_view message, const Surroundings& around);

}  // namespace frontdesk::dialog
