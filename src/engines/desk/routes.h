#pragma once

#include <vector>

#include "engines/desk/lists.h"
#include "platform/route.h"

namespace frontdesk::engines::desk {

std::vector<platform::Route> routes(Desk& desk);

}  // namespace frontdesk::engines::desk
