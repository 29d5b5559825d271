#pragma once

#include <vector>

#include "engines/files/service.h"

namespace frontdesk::engines::files {

std::vector<platform::Route> routes(Service& service);

}  // namespace frontdesk::engines::files
