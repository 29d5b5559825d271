#pragma once

#include <functional>
#include <string>

#include "dialog/slots.h"

namespace frontdesk::dialog {

// What a message says that no form may drop and that no slot of the flow has room for, as it was said: "we need a high
// chair". `is_answered`: what is said there (a span of the message) is answered otherwise.
std::string remarks_without_slot(const Flow& flow, std::string_view message, const Surroundings& around,
                                 const std::function<bool(const reading::Span&)>& is_answered);

}  // namespace frontdesk::dialog
