#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"

namespace bistro {

// A day in the restaurants' own time.
struct Day {
  std::int64_t since_1970 = 0;

  static std::optional<Day> parse(std::string_view iso);  // YYYY-MM-DD, a day that exists
  std::string iso() const;
  std::string spoken() const;  // Tuesday 24 November
  int weekday() const;         // 0 = Monday
  friend auto operator<=>(const Day&, const Day&) = default;
};

// A minute of a day, 0 to 1440.
struct TimeOfDay {
  int minute = 0;

  static std::optional<TimeOfDay> parse(std::string_view text);  // HH:MM
  std::string text() const;
  friend auto operator<=>(const TimeOfDay&, const TimeOfDay&) = default;
};

// The time on the wall of the restaurants.
struct Now {
  std::int64_t ms = 0;  // since 1970, UTC
  Day day;
  TimeOfDay time;

  static Now of(frontdesk::Timestamp wall, int utc_offset_minutes);
};

}  // namespace bistro
