#pragma once

#include <functional>
#include <string>

#include "dialog/slots.h"
#include "dialog/wishes.h"

namespace frontdesk::dialog {

// What a message says that no form may drop and that no slot of the flow has room for, as it was said: "we need a high
// chair". `is_answered`: what is said there (a span of the message) is answered otherwise.
std::string remarks_without_slot(const Flow& flow, std::string_view message, const Surroundings& around,
                                 const std::function<bool(const reading::Span&)>& is_answered);

// "A table for 2, and I'm allergic to nuts": what tells something that the flow for another wish has room to note asks
// nothing, where a flow that only looks things up would have begun with it. The wishes that are left.
std::vector<FlowWish> without_remarks(std::vector<FlowWish> wishes, const Surroundings& around);

}  // namespace frontdesk::dialog
