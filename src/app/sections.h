#pragma once

#include <optional>
#include <vector>

#include "dialog/safeguards.h"
#include "platform/config/section.h"

namespace frontdesk::app {

// The members of a tenant's file, of all layers. With a floor, a file that is laxer than it is refused.
std::vector<platform::config::Section> all_sections(std::optional<dialog::Floor> floor = {});

}  // namespace frontdesk::app
