#pragma once

#include <optional>
#include <string_view>

#include "base/value.h"

namespace frontdesk::yaml {

// What a plain scalar means in the core schema of YAML 1.2.2 (10.3.2): null, boolean, whole number (decimal, 0o, 0x),
// real, or else the text itself. Whole numbers beyond 64 bits become reals, which a
// document does not take. .inf and .nan give nothing: JSON has no
// such.
std::optional<Value> resolve_plain(std::string_view text);

}  // namespace frontdesk::yaml
