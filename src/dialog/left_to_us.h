#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dialog/slots.h"

namespace frontdesk::dialog {

// How a question is answered by who leaves the answer to the business: "whichever", "the earliest", "the second one".
struct LeftToUs {
  std::string words;                // that would be the answer; empty where nothing can be chosen unasked
  std::vector<std::string> offers;  // then: what may be chosen instead; may be empty
  std::string said;                 // and what is said of them
};

// Of the slot that `state` waits for: one of what was offered with the question, or the first that there is. Nothing
// where the message tells the slot, or leaves nothing to us.
std::optional<LeftToUs> left_to_us(const Flow& flow, const Value& state, std::string_view sentence,
                                   const Surroundings& around);

}  // namespace frontdesk::dialog
