#pragma once

#include <string>

#include "base/clock.h"
#include "dialog/config.h"

namespace frontdesk::dialog {

// What a language model cannot know and is asked about: the day and the hour, and where and when the business is open.
// The clock is the one by which dates are read and tools are called (UTC). Pure, so that a repeated step asks the same.
std::string briefing(const DialogConfig& config, Timestamp now);

}  // namespace frontdesk::dialog
