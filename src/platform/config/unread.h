#pragma once

#include "base/value.h"
#include "platform/config/findings.h"

namespace frontdesk::platform::config {

// Warns of members that are kept and that nothing in this release acts on: nobody shall rely on what does not happen.
void warn_of_unread(const Value& document, Findings& findings);

}  // namespace frontdesk::platform::config
