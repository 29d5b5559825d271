#pragma once

#include <optional>
#include <vector>

#include "dialog/calendar.h"
#include "dialog/reading/entity.h"
#include "dialog/reading/language.h"
#include "platform/config/hours.h"

namespace frontdesk::dialog::reading {

enum class End { start, finish };  // until when is right at the hour of closing, too

struct TimeAround {
  const platform::config::OpeningHours* hours = nullptr;  // null: not known
  std::optional<int> weekday;                             // 0 is Monday; of the day that was said
  const DayPart* part = nullptr;                          // "in the evening"
  int not_before = 0;                                     // minute of the day: on the day of today it is so late
};

struct TimeRead {
  std::optional<int> minute;  // of the day
  std::optional<Doubt> doubt;

  Value value() const;
};

// The time that a pattern's fields say. Of the two halves of the day it is the one that was said, else the one that the
// part of the day allows, else the one of the opening hours; what is still two is asked.
TimeRead time_of(const Fields& fields, const TimeAround& around, End end = End::start);

}  // namespace frontdesk::dialog::reading
