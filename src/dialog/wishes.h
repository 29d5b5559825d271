#pragma once

#include "dialog/config.h"
#include "dialog/reading/reading.h"

namespace frontdesk::dialog {

// Whether one of the message's wishes starts a flow or fetches a person, and is no mere question.
bool begins_something(const reading::Reading& reading, const DialogConfig& config);

}  // namespace frontdesk::dialog
