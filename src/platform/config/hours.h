#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "base/value.h"

namespace frontdesk::platform::config {

// From minute to minute of a day; an end at or below the begin is on the next day ("18:00-02:00"). "24:00" is 1440.
struct Span {
  int from = 0;
  int to = 0;
  friend bool operator==(const Span&, const Span&) = default;
};

inline constexpr std::array<std::string_view, 7> kWeekdays = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

// Opening hours of a week, Monday first; a day without spans is closed.
struct OpeningHours {
  std::array<std::vector<Span>, 7> days;

  // Minutes since that day's midnight; looks at what began the day before as well.
  bool is_open(int weekday, int minute) const;
};

struct HoursProblem {
  std::string pointer;  // relative to the hours
  std::string problem;
  std::string remedy;
};

// {mon: "11:30-22:00", tue: ["11:30-14:30", "17:00-22:00"], sun: closed}. Problems are appended, the rest is read.
OpeningHours parse_hours(const Value& hours, std::vector<HoursProblem>& problems);

}  // namespace frontdesk::platform::config
