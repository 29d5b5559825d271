#pragma once

#include <optional>
#include <string_view>

#include "base/clock.h"
#include "base/value.h"
#include "dialog/config.h"

namespace frontdesk::dialog {

// What a reader of slots may look at beside the text.
struct Surroundings {
  const DialogConfig& config;
  Timestamp now;
  std::string_view language = "en";  // in which the bot answers
};

// Finds the slot's value in a sentence. `asked`: the sentence answers a question for just this slot, so that a bare "4"
// is a number of guests and "Ana" is a name; otherwise the sentence must say what it means ("for 4", "at 7"). Dates
// become YYYY-MM-DD (never in the past), times HH:MM, numbers integers, locations and choices their ids.
std::optional<Value> read_slot(const Slot& slot, std::string_view sentence, bool asked, const Surroundings& around);

// Everything the sentence tells about the slots of a flow that are still empty.
Value read_slots(const Flow& flow, const Value& known, std::string_view sentence, const Surroundings& around);

// What somebody else, a language model, has put into the slots of a flow, read as the customer's words are. A value
// that has the slot's form already stays; one that says nothing of its slot is left out, so that the flow asks.
Value read_given(const Flow& flow, const Value& given, const Surroundings& around);

}  // namespace frontdesk::dialog
