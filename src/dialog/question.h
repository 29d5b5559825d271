#pragma once

#include <string>
#include <vector>

#include "dialog/button.h"
#include "dialog/slots.h"

namespace frontdesk::dialog {

// How a slot is asked for.
struct Question {
  std::string text;
  std::vector<Button> buttons;
};

// A value of a slot as it is said to the customer.
std::string spoken_value(const Slot& slot, const Value& value, const Surroundings& around);

// "Noted: 5, Friday 4 December.": what `slots` has that is not so in `before`; empty where that is nothing.
std::string spoken_news(const Flow& flow, const Value& before, const Value& slots, const Surroundings& around);

// In the tenant's words (`ask`); where something was understood that is not one value (`doubt`, else null), with that:
// "Which do you mean: 3, 4 or 5?", "You said between 19:00 and 21:00. At what time?"
Question question_for(const Slot& slot, std::string ask, const Value& doubt, const Surroundings& around);

// What was offered with a question ([texts]) goes before the slot's own answers, unless something was half understood.
std::vector<Button> buttons_beside(const Value& offers, const Value& doubt, std::vector<Button> own);

// The times of the day that a tool names beside the one that it refuses: "20:00 is taken; 18:00 and 21:00 are free".
Value times_in(std::string_view words, std::string_view refused);

// What was understood of a slot and is not one value: {choices: [values]} where one of few was meant, {from?, to?,
// choices?} where a range was, {why: id of a sentence, takes?: value} where there is no such day, or another clock
// is meant; null where there is nothing that
// could be said of it.
Value doubt_of(const SlotFinding& found);

// What a yes takes of a doubt that names the one value that may be meant: the time by the clock here. {slot: value}, or
// empty.
Value affirmed(const Slot& slot, const Value& doubt, std::string_view answer);

// Whether a value is one that the doubt leaves open.
bool allows(const Value& doubt, const Value& value);

// "Seven", which may be in the morning or in the evening; not "seven or eight".
bool is_of_either_half(std::span<const Value> clocks);

}  // namespace frontdesk::dialog
