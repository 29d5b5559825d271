#pragma once

#include <optional>
#include <string>

#include "dialog/slots.h"

namespace frontdesk::dialog {

// "And at Old Town?", "what about monday?", "and the lasagne?" behind a question that was answered: the same is asked
// of another place, day or thing. The question that it is, in words that a fact's answer can be made for; nullopt where
// the message says more than what is different. `asked`: {fact, words} or {flow, slots}.
std::optional<std::string> further_question(const Value& asked, std::string_view message, const Surroundings& around);

// What a further question is read in: "the 24th" is of the month that was asked about.
Surroundings around_asked(const Value& asked, const Surroundings& around);

}  // namespace frontdesk::dialog
