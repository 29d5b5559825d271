#pragma once

#include <optional>
#include <string>
#include <string_view>

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

// "today", "tomorrow", "on Tuesday 24 November", as seen from `today`.
std::string spoken_day(const Date& day, const Date& today, std::string_view language);

// The first opening behind a moment, within a week.
std::optional<PlaceTime> next_opening(const platform::config::OpeningHours& hours, const PlaceTime& now);

}  // namespace frontdesk::dialog
