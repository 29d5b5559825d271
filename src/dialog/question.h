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

// In the tenant's words (`ask`); where something was understood that is not one value (`doubt`, else null), with that:
// "Which do you mean: 3, 4 or 5?", "You said between 19:00 and 21:00. At what time?"
Question question_for(const Slot& slot, std::string ask, const Value& doubt, const Surroundings& around);

// What was understood of a slot and is not one value: {choices: [values]} where one of few was meant, {from?, to?,
// choices?} where a range was, {why: id of a sentence} where there is no such day; null where there is nothing that
// could be said of it.
Value doubt_of(const SlotFinding& found);

// Whether a value is one that the doubt leaves open.
bool allows(const Value& doubt, const Value& value);

// "Seven", which may be in the morning or in the evening; not "seven or eight".
bool is_of_either_half(std::span<const Value> clocks);

}  // namespace frontdesk::dialog
