#pragma once

#include <optional>
#include <vector>

#include "dialog/safeguards.h"
#include "platform/config/section.h"

namespace frontdesk::dialog {

// The dialog's members of the tenant's file: intents, flows, guards; their schemas and what a schema cannot say.
// Without a floor the guards may be as lax as they like.
std::vector<platform::config::Section> dialog_sections(std::optional<Floor> floor = {});

}  // namespace frontdesk::dialog
