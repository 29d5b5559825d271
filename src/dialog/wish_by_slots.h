#pragma once

#include <optional>

#include "dialog/slots.h"
#include "dialog/understanding.h"

namespace frontdesk::dialog {

// The wish that a message has by what it tells, where the classifier is sure of none: "blood test, riverside, Saturday
// at ten" names no intent, and only one flow asks for all of that. Of a statement three slots speak for a flow, or two
// where the classifier leans to it; of a question two, and only where it leans to it. Where two flows are told equally
// much, the classifier's first guess decides, or nothing.
std::optional<Guess> wish_by_slots(const DialogConfig& config, std::string_view message, const Understanding& whole,
                                   bool is_question, const Surroundings& around);

}  // namespace frontdesk::dialog
