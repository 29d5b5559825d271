#pragma once

#include <optional>
#include <string>

#include "dialog/reading/reading.h"
#include "dialog/slots.h"

namespace frontdesk::dialog {

// A question in the middle of a form that rather wants to know something than tells it: "what do you have on friday?",
// "what times are free?", "do you have live music on friday?".
struct FormQuestion {
  std::string answer;  // what can be told; empty: nothing is known of it
  std::string rest;    // what else the message says; empty where it only asks
};

// Nullopt where the message asks nothing, or proposes a value ("is friday possible?", "how about 8?"). `slots`: what
// is known of the form. What is free only a tool knows, once a day and a time are named; when the place is open the
// file knows.
std::optional<FormQuestion> question_in_form(const Flow& flow, const Slot* asked, const Value& slots,
                                             const reading::Reading& reading, std::string_view sentence,
                                             const Surroundings& around);

// The first question behind this byte that is about nothing of the flow, and has a word that neither the language nor
// the tenant's file knows: "a table for 2, and do you have a piano?". Empty: there is none.
std::string question_beside(const Flow& flow, std::uint32_t from, const reading::Reading& reading,
                            std::string_view sentence, const Surroundings& around);

}  // namespace frontdesk::dialog
