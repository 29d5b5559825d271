#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "dialog/config.h"

namespace frontdesk::dialog {

// Whether somebody who answers is there.
struct Attendance {
  bool is_in = true;
  std::optional<Timestamp> from;  // where nobody is in: when somebody will be, if that is within a week
};

// By the opening hours of the locations; a business without hours is always there.
Attendance attendance_of(const DialogConfig& config, Timestamp now);

// "today from 11:30", "tomorrow from 11:30", "on Tuesday 24 November from 11:30".
std::string spoken_return(Timestamp from, Timestamp now, std::string_view language = "en");

}  // namespace frontdesk::dialog
