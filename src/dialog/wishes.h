#pragma once

#include "dialog/config.h"
#include "dialog/reading/reading.h"
#include "dialog/slots.h"

namespace frontdesk::dialog {

// Whether one of the message's wishes starts a flow or fetches a person, and is no mere question.
bool begins_something(const reading::Reading& reading, const DialogConfig& config);

// A wish of a message that starts a flow.
struct FlowWish {
  const Intent* intent = nullptr;  // of the configuration; its flow is there
  double confidence = 0;
  reading::Span span;   // that names it
  reading::Span about;  // and what is said behind it, up to the next
  std::string words;    // all that is said of it
};

// Those of a message in their order. One whose flow was wanted before says more of that record, unless it speaks of
// another one: "cancel A, move B, and cancel C".
std::vector<FlowWish> flow_wishes(const reading::Reading& reading, std::string_view message,
                                  const Surroundings& around);

// Whether it is for another flow than the one that is under way, clearly so, and says of which record: what is told
// beside its code is that record's. "Move LUME-1111 to 20:00" in the middle of a booking.
bool names_other_record(const FlowWish& wish, const Flow& flow, const Surroundings& around);

// Whether words tell a code of this flow, and have others beside it: "cancel LUME-1111".
bool tells_code_and_more(std::string_view words, const Flow& flow, const Surroundings& around);

// Whether words have a code of any flow.
bool tells_any_code(std::string_view words, const Surroundings& around);

}  // namespace frontdesk::dialog
