#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace frontdesk::platform::config {

// "500ms", "5s", "2 min", "1h", "30d": a whole number and a unit. Empty where the text is something else, or is longer
// than a hundred years.
std::optional<std::chrono::milliseconds> parse_duration(std::string_view text);

// For the schema of a member that holds such a text.
inline constexpr const char* kDurationPattern = "^[0-9]{1,9} ?(ms|s|min|h|d)$";

}  // namespace frontdesk::platform::config
