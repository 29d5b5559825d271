#pragma once

#include "platform/config/section.h"

namespace frontdesk::dialog {

// Finds fault with the flows of a tenant's file, as far as their schema cannot: names that nothing has, sentences with
// holes that nothing fills, calls that their tool would refuse.
void check_flows(const platform::config::Checked& document, platform::config::Findings& findings);

}  // namespace frontdesk::dialog
