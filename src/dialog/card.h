#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/value.h"
#include "dialog/calendar.h"
#include "dialog/config.h"
#include "dialog/template.h"

namespace frontdesk::dialog {

// A line of a card.
struct Field {
  std::string label;
  std::string value;
};

// What arguments are called: wordings by their names.
using Labels = std::map<std::string, Value>;

// The arguments of a call as a customer reads them: labels are those of the tool, or the titles of the schema's
// properties, or their names; days are spoken, those far from today with their year; locations are named.
std::vector<Field> argument_fields(const Value& arguments, const Value& schema, const Labels& labels,
                                   const DialogConfig& config, std::string_view language, const Date& today);

// Lines as a tenant writes them, filled: {Label: value, …}, or [{label, value}, …], where both may be wordings. A line
// whose value is empty is left out.
std::vector<Field> rendered_lines(const Value& lines, const Value& scope, const DialogConfig& config,
                                  RenderLimits limits);

// The card of a step of a flow ({title, code, fields: lines, calendar}) as it is shown; null where nothing of it is
// filled. A calendar entry without its day and time is left out.
Value card_of(const Value& card, const Value& scope, const DialogConfig& config, std::string_view language);

}  // namespace frontdesk::dialog
