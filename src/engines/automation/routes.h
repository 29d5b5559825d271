#pragma once

#include <vector>

#include "engines/automation/service.h"
#include "platform/route.h"

namespace frontdesk::engines::automation {

// The HTTP surface; api.yaml is its contract.
std::vector<platform::Route> routes(Service& service);

}  // namespace frontdesk::engines::automation
