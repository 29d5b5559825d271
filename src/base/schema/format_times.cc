#include "base/schema/format_times.h"

#include <optional>

#include "base/ascii.h"

namespace frontdesk::schema {
namespace {

using text::is_digit;

// Takes exactly `count` digits from the front.
std::optional<int> take_number(std::string_view& text, std::size_t count) {
  if (text.size() < count) return std::nullopt;
  int number = 0;
  for (std::size_t i = 0; i < count; ++i) {
    if (!is_digit(text[i])) return std::nullopt;
    number = number * 10 + (text[i] - '0');
  }
  text.remove_prefix(count);
  return number;
}

bool take(std::string_view& text, char c) {
  if (text.empty() || text[0] != c) return false;
  text.remove_prefix(1);
  return true;
}

bool take_date(std::string_view& text) {
  const auto year = take_number(text, 4);
  if (!year || !take(text, '-')) return false;
  const auto month = take_number(text, 2);
  if (!month || *month < 1 || *month > 12 || !take(text, '-')) return false;
  const auto day = take_number(text, 2);
  const bool leap = (*year % 4 == 0 && *year % 100 != 0) || *year % 400 == 0;
  constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return day && *day >= 1 && *day <= kDays[*month - 1] + (*month == 2 && leap ? 1 : 0);
}

// hh:mm, as minutes of a day.
std::optional<int> take_minutes(std::string_view& text) {
  const auto hour = take_number(text, 2);
  if (!hour || *hour > 23 || !take(text, ':')) return std::nullopt;
  const auto minute = take_number(text, 2);
  if (!minute || *minute > 59) return std::nullopt;
  return *hour * 60 + *minute;
}

bool take_time(std::string_view& text) {
  const auto minutes = take_minutes(text);
  if (!minutes || !take(text, ':')) return false;
  const auto second = take_number(text, 2);
  if (!second || *second > 60) return false;
  if (take(text, '.')) {
    if (text.empty() || !is_digit(text[0])) return false;
    while (!text.empty() && is_digit(text[0])) text.remove_prefix(1);
  }
  int offset = 0;
  if (!take(text, 'Z') && !take(text, 'z')) {
    const bool east = take(text, '+');
    if (!east && !take(text, '-')) return false;
    const auto span = take_minutes(text);
    if (!span) return false;
    offset = east ? *span : -*span;
  }
  const int utc = (*minutes - offset + 2 * 1440) % 1440;
  return *second < 60 || utc == 1439;  // a leap second ends a day in UTC
}

// The units in their order, each with digits before it; none may come after one that was left out in between.
bool take_units(std::string_view& text, std::string_view units) {
  std::size_t next = 0;
  bool any = false;
  while (!text.empty() && is_digit(text[0])) {
    while (!text.empty() && is_digit(text[0])) text.remove_prefix(1);
    if (text.empty()) return false;
    const auto unit = units.find(text[0], next);
    if (unit == units.npos || (any && unit != next)) return false;
    next = unit + 1;
    any = true;
    text.remove_prefix(1);
  }
  return any;
}

}  // namespace

bool is_date(std::string_view text) { return take_date(text) && text.empty(); }
bool is_time(std::string_view text) { return take_time(text) && text.empty(); }

bool is_date_time(std::string_view text) {
  return take_date(text) && (take(text, 'T') || take(text, 't')) && take_time(text) && text.empty();
}

bool is_duration(std::string_view text) {
  if (!take(text, 'P')) return false;
  if (text.ends_with('W')) return take_units(text, "W") && text.empty();
  if (!text.starts_with('T') && !take_units(text, "YMD")) return false;
  return text.empty() || (take(text, 'T') && take_units(text, "HMS") && text.empty());
}

}  // namespace frontdesk::schema
