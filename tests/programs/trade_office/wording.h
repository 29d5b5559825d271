#pragma once

#include <map>
#include <string>
#include <string_view>

#include "base/value.h"

// How a guest says a value, and how one recognises it in what a business writes.
namespace frontdesk::trade {

using Names = std::map<std::string, std::string>;  // of locations: id -> name

// "the 28th of november" for 2026-11-28, "Marina" for marina, 19:30 and 4 as they are; in English.
std::string spoken(const Value& value, const Names& locations);

// Whether a text shows the value to a reader: a day by number and month (in English, German, Spanish or Italian) or as
// 2026-11-28, a time as 19:30, 7:30 pm or 7pm, a number as a word of its own that is no part of a day or a time, a
// phone number by its digits, anything else by its letters.
bool shows(std::string_view text, const Value& value, const Names& locations);

// The usual answers of a language; `pick` chooses among them.
std::string usual_yes(std::string_view language, std::size_t pick);
std::string usual_no(std::string_view language);
std::string usual_ignorance(std::string_view language);

}  // namespace frontdesk::trade
