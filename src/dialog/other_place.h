#pragma once

#include "dialog/flow.h"

namespace frontdesk::dialog {

// "Not Harbor", "at the other one", said where a place is known ({slot: value}): another one is meant. It is told where
// there are two, else in doubt; empty where nothing is said of it.
SlotsTold other_place(const Flow& flow, std::string_view message, const Value& known, const Surroundings& around);

}  // namespace frontdesk::dialog
