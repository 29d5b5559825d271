#pragma once

#include "base/value.h"
#include "platform/config/findings.h"

namespace frontdesk::platform::config {

// Refuses keys and passwords that stand in the file itself, wherever they stand. What was found is never repeated.
void refuse_inline_secrets(const Value& document, Findings& findings);

}  // namespace frontdesk::platform::config
