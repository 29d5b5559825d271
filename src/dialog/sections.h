#pragma once

#include <vector>

#include "platform/config/section.h"

namespace frontdesk::dialog {

// The dialog's members of the tenant's file: intents, flows, guards; their schemas and what a schema cannot say.
std::vector<platform::config::Section> dialog_sections();

}  // namespace frontdesk::dialog
