#pragma once

#include <string_view>

#include "dialog/slots.h"

namespace frontdesk::dialog {

// What a message to a read-back changes behind the last word of it that turns to something else, where that is all that
// stands there: "wait, my wife says rather eight". `known`: the slots that are shown. A number that may be of two of
// them is of the one that it is near.
Value turned_change(const Flow& flow, const Value& known, std::string_view message, const Surroundings& around);

}  // namespace frontdesk::dialog
