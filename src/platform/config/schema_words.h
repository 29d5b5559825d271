#pragma once

#include <string>

#include "base/value.h"
#include "platform/config/findings.h"

namespace frontdesk::platform::config {

// What JSON Schema passes over and its author did not mean: a keyword that is nearly one it knows, and a required
// property that `properties` does not have. Other unknown words are left alone.
void check_schema_words(const Value& schema, const std::string& pointer, Findings& findings);

}  // namespace frontdesk::platform::config
