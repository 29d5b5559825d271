#pragma once

#include <optional>
#include <string>
#include <vector>

#include "platform/pages/opening_hours.h"

// A rule of opening hours, as it is written down.
namespace frontdesk::platform::pages {

enum class SunEvent { none, dawn, sunrise, sunset, dusk };

struct OpeningTime {
  SunEvent event = SunEvent::none;
  int minutes = 0;  // of the day, or from the event
};

struct OpeningSpan {
  OpeningTime from;
  std::optional<OpeningTime> to;  // nothing: only the begin is known ("17:00+")
  bool is_open_end = false;
};

// A day of a year: a month, a day of one, a weekday of one, or Easter, each moved by days or to a weekday.
struct OpeningDate {
  enum class Kind { month, day, weekday, easter };
  Kind kind = Kind::month;
  std::optional<int> year;
  int month = 0;
  int day = 0;
  int weekday = 0;  // Monday is 0
  int nth = 0;      // from the end where it is negative
  int days = 0;     // moved by so many
  int to_weekday = -1;
  bool is_before = false;  // to the weekday before it, not behind it
};

struct OpeningDates {
  OpeningDate from;
  std::optional<OpeningDate> to;
  bool has_no_end = false;
  bool is_in_one_month = false;  // "Jan Mo[1]-15"
  int step = 1;
};

struct OpeningNumbers {  // years, weeks
  int from = 0;
  int to = 0;
  int step = 1;
};

struct OpeningWeekdays {
  int from = 0;
  int to = 0;
  std::vector<int> nth;  // none: each of a month
  int days = 0;          // moved by so many
};

struct OpeningHoursText::Rule {
  enum class Joins { overriding, adding, falling_back };
  Joins joins = Joins::overriding;
  std::vector<OpeningNumbers> years;
  std::vector<OpeningDates> dates;
  std::vector<OpeningNumbers> weeks;
  std::vector<OpeningWeekdays> weekdays;
  std::vector<int> public_holidays;  // moved by so many days
  std::vector<int> school_holidays;
  std::vector<OpeningSpan> spans;  // none: the whole day
  OpenState state = OpenState::open;
  std::string comment;

  bool names_days() const {
    return !years.empty() || !dates.empty() || !weeks.empty() || !weekdays.empty() || !public_holidays.empty() ||
           !school_holidays.empty();
  }
  bool is_on(std::int64_t day, const OpeningPlace& place) const;
  // Of a day that it is on; to the end of the next one at most.
  std::vector<OpenPart> parts(std::int64_t day, const OpeningPlace& place) const;
};

}  // namespace frontdesk::platform::pages
