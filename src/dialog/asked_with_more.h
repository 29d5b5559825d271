#pragma once

#include <optional>
#include <string_view>

#include "dialog/config.h"
#include "dialog/slots.h"

namespace frontdesk::dialog {

// "And my wife is coeliac" behind a question with a list of which nothing may be left out: the same is asked with more
// of it, and "what can all of us have?" with what is known. `before` are the slots of the question that was answered;
// `is_anew` where the message asks for the flow by itself, so that it must say that it adds to it. Gives the slots that
// differ; nullopt where the message does not go on with that question.
std::optional<Value> asked_with_more(const Flow& flow, const Value& before, std::string_view message, bool is_anew,
                                     const Surroundings& around);

}  // namespace frontdesk::dialog
