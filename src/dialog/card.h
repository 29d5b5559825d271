#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/value.h"
#include "dialog/calendar.h"
#include "dialog/config.h"

namespace frontdesk::dialog {

// A line of a card.
struct Field {
  std::string label;
  std::string value;
};

// The arguments of a call as a customer reads them: labels are the titles of the schema's properties, or their names;
// days are spoken, those far from today with their year; locations are named.
std::vector<Field> argument_fields(const Value& arguments, const Value& schema, const DialogConfig& config,
                                   std::string_view language, const Date& today);

// The card of a step of a flow, rendered ({title, code, fields: {label: value}, calendar}), as it is shown; null where
// nothing of it is filled. A calendar entry without its day and time is left out.
Value card_of(const Value& rendered);

}  // namespace frontdesk::dialog
