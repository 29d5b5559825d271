#pragma once

#include <vector>

#include "dialog/calendar.h"
#include "dialog/reading/when.h"

namespace frontdesk::dialog::reading {

struct Now {
  Date today;
  int minute = 0;  // of it, where the business is
  const platform::config::OpeningHours* hours = nullptr;
};

// The day of today by its name ("Friday", on a Friday) is that of next week where the time that was told of it is over
// today, or nobody is in any more. Otherwise it stays doubtful.
void leave_what_is_over(std::vector<TimedEntity>& read, const Now& now);

}  // namespace frontdesk::dialog::reading
