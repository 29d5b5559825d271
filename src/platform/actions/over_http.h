#pragma once

#include "platform/actions/actions.h"
#include "platform/route.h"

namespace frontdesk::platform {

// What a request wants done: by its caller, under its Idempotency-Key.
Wanted wanted(const RouteRequest& request, std::string action, Value arguments);

}  // namespace frontdesk::platform
