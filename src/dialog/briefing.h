#pragma once

#include <string>

#include "base/clock.h"
#include "dialog/config.h"

namespace frontdesk::dialog {

// What a language model cannot know and is asked about: the day and the hour, and where and when the business is open.
// The clock is that of the tenant's zone; a location in another zone is told with its own. Pure, so that a repeated
// step asks the same.
std::string briefing(const DialogConfig& config, Timestamp now);

}  // namespace frontdesk::dialog
