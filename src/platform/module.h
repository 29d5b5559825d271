#pragma once

#include <vector>

#include "store/database.h"

namespace frontdesk::platform {

// The tables of the platform: those in each tenant's place, those in the operator's, and those that every place has.
std::vector<store::Module> modules();

}  // namespace frontdesk::platform
