#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "dialog/slots.h"

namespace frontdesk::dialog {

// A second record that a message wants beside the one that is spoken of: "8pm, and another one for Sunday, same time".
struct Another {
  std::string before;  // what is said of the first; may be empty
  std::string words;   // what is said of the second, without the phrase for it: "one more" counts nobody here
};

// Of the things that the flow makes, by the phrases of the language and by what the examples of the flow's intents call
// it. "Another person" and "another day" change the first.
std::optional<Another> another_in(std::string_view message, const Flow& flow, const Surroundings& around);

// Whether a message calls what the flow makes by its name: "a table for two".
bool names_its_thing(std::string_view message, const Flow& flow, const Surroundings& around);

// Who the customer is, of a form's slots: the same for each record that they want.
Value contacts_of(const Flow& flow, const Value& slots);

}  // namespace frontdesk::dialog
