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
  Zone zone = {};                 // of those who will be
};

// By the hours of the queue, else by those of the locations; who has no hours is always there.
Attendance attendance_of(const DialogConfig& config, std::string_view queue, Timestamp now);

// "today from 11:30", "tomorrow from 11:30", "on Tuesday 24 November from 11:30", by the clock of those who will be in;
// empty where it is not known.
std::string spoken_return(const Attendance& attendance, Timestamp now, std::string_view language = "en");

}  // namespace frontdesk::dialog
