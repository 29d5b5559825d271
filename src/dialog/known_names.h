#pragma once

#include <string_view>
#include <vector>

#include "base/value.h"
#include "platform/config/findings.h"

namespace frontdesk::dialog {

bool knows(const std::vector<std::string_view>& names, std::string_view name);

// Finds the entries of a list that have the name of one before them; `key` is where a name stands.
void check_unique(const Value& list, std::string_view pointer, std::string_view key,
                  platform::config::Findings& findings);

}  // namespace frontdesk::dialog
