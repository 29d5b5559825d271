#pragma once

#include <vector>

#include "store/database.h"

namespace frontdesk::dialog {

// The tables of conversations in each tenant's place.
store::Module module();
// These with those of all that is below: what a place has before any engine.
std::vector<store::Module> modules_up_to_here();

}  // namespace frontdesk::dialog
