#pragma once

#include <span>
#include <string>
#include <string_view>

#include "base/value.h"
#include "dialog/config.h"
#include "dialog/slots.h"

namespace frontdesk::dialog {

// What was read back.
struct Shown {
  const Flow& flow;
  const Value& state;                         // of the flow: its slots, and what was looked up
  std::span<const Value> arguments;           // of the calls
  std::span<const std::string> read_backs{};  // as the tenant wrote them, with their holes
};

// The answer to a read-back without what it only repeats: values that stand in it, each with the words that lead to it
// ("at 7:30pm", "in the name Ana", "same time"). What is left of "same time, yes" is a yes. A value that is not just
// the one that was shown stays, and so does whatever else is said.
std::string without_repeats(std::string_view answer, const Shown& shown, const Surroundings& around);

}  // namespace frontdesk::dialog
