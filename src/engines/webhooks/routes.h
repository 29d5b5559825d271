#pragma once

#include <vector>

#include "engines/webhooks/lists.h"
#include "platform/route.h"

namespace frontdesk::engines::webhooks {

std::vector<platform::Route> routes(Webhooks& webhooks);

}  // namespace frontdesk::engines::webhooks
