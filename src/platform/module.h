#pragma once

#include "store/database.h"

namespace frontdesk::platform {

// The tables of the platform in each tenant's place, and those in the operator's.
store::Module module();
store::Module operator_module();

}  // namespace frontdesk::platform
