#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "base/value.h"
#include "dialog/calendar.h"
#include "dialog/config.h"

namespace frontdesk::dialog {

// What one rendering may come to; over it is Error{exhausted, "dialog/template-too-large"}, whatever lists it was
// given.
struct RenderLimits {
  std::size_t bytes_max = 16'000;
  std::size_t steps_max = 20'000;  // parts of the pattern that are filled, items of lists
  std::string_view language = "en";
  std::string_view empty = {};     // what a text without a word is told as; empty: as nothing
  std::optional<Date> today = {};  // days far from it are told with their year; absent: none is
  bool is_stored = false;          // for a program, that wants "true" and not a word of the customer's language
};
inline constexpr RenderLimits kMessageLimits{};
inline constexpr RenderLimits kArgumentsLimits{.bytes_max = 256'000, .steps_max = 50'000, .is_stored = true};

// Sentences with holes, as tenants write them: {{slots.name}}, {{booking.date | date}}, {{#list}}…{{.}}…{{/list}} for
// each item (or once for a value that is there). Unknown names are empty, true and false are yes and no. Filters: date
// ("Tuesday 24 November"), location (its name), hours (of a location), choice (its label, or those of a list), list
// ("a, b and c"), upper.
std::string render(std::string_view pattern, const Value& scope, const DialogConfig& config,
                   RenderLimits limits = kMessageLimits);

// For arguments: texts that are one hole as a whole keep the value's type; members whose hole is empty are left out.
Value render_value(const Value& pattern, const Value& scope, const DialogConfig& config,
                   RenderLimits limits = kArgumentsLimits);

// For conditions and holes: "a.b.0".
const Value* look_up(const Value& scope, std::string_view path);

// 2026-11-24 -> Tuesday 24 November; anything else as it is.
std::string spoken_date(std::string_view iso, std::string_view language = "en", const std::optional<Date>& today = {});
std::string spoken_hours(const Value& hours, std::string_view language = "en");  // "Mon closed, Tue to Thu 11:30-22:00"
std::string spoken_answer(bool is_yes, std::string_view language = "en");        // "yes", "no", as within a sentence
std::string spoken_list(const Value& list, std::string_view language = "en");

}  // namespace frontdesk::dialog
