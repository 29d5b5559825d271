#pragma once

#include <vector>

#include "engines/tenants/verbs.h"
#include "platform/route.h"

namespace frontdesk::engines::tenants {

std::vector<platform::HouseRoute> routes(const Service& service);

}  // namespace frontdesk::engines::tenants
