#pragma once

#include <string>
#include <string_view>

#include "base/random.h"
#include "platform/action.h"

// Conversations with a draft of the configuration, by which staff try a change before it goes live. They run as any
// other does, but what writes is not called; they are in no list and no count. Their ids tell them apart, so that
// nothing can take the one for the other.
namespace frontdesk::dialog {

inline constexpr std::string_view kTestChannel = "test";
inline constexpr std::string_view kDraftPrefix = "t_";  // of their ids

std::string new_draft_id(Random& random);
bool is_with_draft(std::string_view conversation);

// What stands for the result of a call that was not sent: what the tool was given, and for what else its output schema
// names a value that shows that it is none ("TEST", 0, the first of an enumeration).
Value rehearsed(const platform::Action& action, const Value& arguments);

}  // namespace frontdesk::dialog
