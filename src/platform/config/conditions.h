#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/config/findings.h"

namespace frontdesk::platform::config {

// A name that a condition may use, and what may stand behind its dot.
struct KnownName {
  std::string_view name;                                // "arguments"
  std::optional<std::vector<std::string_view>> fields;  // nothing: anything may stand there
};

// Writes down where the CEL condition at `pointer` cannot be read, or names what is not known.
void check_condition(std::string_view pointer, std::string_view condition, const std::vector<KnownName>& known,
                     Findings& findings);

}  // namespace frontdesk::platform::config
