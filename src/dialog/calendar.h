#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"

namespace frontdesk::dialog {

// A day of the Gregorian calendar, without a zone.
struct Date {
  int year = 1970;
  int month = 1;  // 1…12
  int day = 1;

  static Date of(Timestamp time, int offset_minutes = 0);
  static Date from_days(std::int64_t days_since_1970);
  static std::optional<Date> parse_iso(std::string_view text);  // YYYY-MM-DD, a day that exists
  static bool exists(int year, int month, int day);

  std::int64_t days() const;  // since 1970-01-01
  int weekday() const;        // 0 = Monday
  std::string iso() const;
  std::string spoken(std::string_view language = "en") const;  // Tuesday 24 November
  // With the year where the day is not the next of its name: it is past, or ten months and more ahead.
  std::string spoken(std::string_view language, const Date& today) const;
  friend auto operator<=>(const Date&, const Date&) = default;
};

// A time of a day is a text, HH:MM, and so many minutes since midnight.
std::optional<int> parse_clock(std::string_view text);  // 00:00 to 23:59, just so
std::string clock_text(int minute);

}  // namespace frontdesk::dialog
