#pragma once

#include "store/database.h"

namespace frontdesk::dialog {

// The tables of conversations in each tenant's place.
store::Module module();

}  // namespace frontdesk::dialog
