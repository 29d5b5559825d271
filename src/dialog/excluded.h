#pragma once

#include "dialog/flow.h"

namespace frontdesk::dialog {

// "Not the Harbor one", "not friday", "la de Harbor no" in answer to a question that leaves a choice: what is left of
// it is told, or still in doubt. Empty where the message takes nothing out. `doubt`: what was half understood of the
// slot, or null.
SlotsTold left_of_choice(const Flow& flow, const Slot& asked, const Value& doubt, std::string_view message,
                         const Surroundings& around);

}  // namespace frontdesk::dialog
