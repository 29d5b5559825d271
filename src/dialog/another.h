#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dialog/slots.h"

namespace frontdesk::dialog {

// A second record that a message wants beside the one that is spoken of: "8pm, and another one for Sunday, same time".
struct Another {
  std::string before;  // what is said of the first; may be empty
  std::string words;   // what is said of the second, without the phrase for it: "one more" counts nobody here
};

// Of the things that the flow makes, by the phrases of the language and by what the examples of the flow's intents call
// it. "Another person" and "another day" change the first.
// `known`: the slots of the one that is read back: "and LUME-2222" beside LUME-1111 is another one, too; null
// elsewhere.
std::optional<Another> another_in(std::string_view message, const Flow& flow, const Surroundings& around,
                                  const Value& known = {});

// The parts of a message that each speak of a record of their own ("4 on Friday at 8 and 2 on Saturday at 7", "cancel
// LUME-1111 and LUME-2222"): where both sides of a join tell two of the same slots, or each a code. Else all of it is
// one part; so it is where something is denied, corrected or a range.
std::vector<std::string> records_in(std::string_view message, const Flow& flow, const Surroundings& around);

// A message without the joins that it begins and ends with.
std::string without_joins(std::string_view message, const Surroundings& around);

// Whether a message calls what the flow makes by its name: "a table for two".
bool names_its_thing(std::string_view message, const Flow& flow, const Surroundings& around);

// Who the customer is, of a form's slots: the same for each record that they want.
Value contacts_of(const Flow& flow, const Value& slots);

}  // namespace frontdesk::dialog
