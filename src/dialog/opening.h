#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dialog/calendar.h"
#include "dialog/config.h"
#include "dialog/slots.h"
#include "platform/config/hours.h"

// When a location is open, in its own time.
namespace frontdesk::dialog {

// What the clock on the wall of a place shows.
struct PlaceTime {
  Date day;
  int minute = 0;  // since midnight
};
PlaceTime place_time(const Zone& zone, Timestamp now);

platform::config::OpeningHours hours_of(const Location& place);

std::string open_now(const Location& place, const Surroundings& around);
std::string open_on(const Location& place, const Date& day, const Surroundings& around);
// Whether it is open then: at the first of the minutes at which it is ("at 10" may be in the morning or in the
// evening).
std::string open_at(const Location& place, const Date& day, std::span<const int> minutes, const Surroundings& around);

// "today", "tomorrow", "on Tuesday 24 November", as seen from `today`.
std::string spoken_day(const Date& day, const Date& today, std::string_view language);

// Times at which a place is open on a day, on the hour and few enough to be offered, and the first one at all; not
// before `now`, and of `within` ({"from", "to"}; either may be null) where that is told. The last hour before it closes
// is none.
std::vector<std::string> open_times(const Location& place, const Date& day, const Value& within, Timestamp now);
std::optional<std::string> first_open(const Location& place, const Date& day, const Value& within, Timestamp now);

// The first opening behind a moment, within a week.
std::optional<PlaceTime> next_opening(const platform::config::OpeningHours& hours, const PlaceTime& now);

}  // namespace frontdesk::dialog
