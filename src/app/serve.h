#pragma once

#include "app/options.h"

namespace frontdesk::app {

// Runs the all-in-one server until SIGTERM or SIGINT, then drains it. Prints one line with its address when it is
// ready. Returns the exit status; what keeps it from starting is said in a sentence on standard error.
int serve(const Options& options);

}  // namespace frontdesk::app
