#pragma once

#include "store/database.h"

namespace frontdesk::platform {

// The tables of the platform.
store::Module module();

}  // namespace frontdesk::platform
