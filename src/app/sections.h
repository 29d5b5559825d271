#pragma once

#include <vector>

#include "platform/config/section.h"

namespace frontdesk::app {

// The members of a tenant's file, of all layers.
std::vector<platform::config::Section> all_sections();

}  // namespace frontdesk::app
