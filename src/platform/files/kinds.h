#pragma once

#include <string>
#include <string_view>

namespace frontdesk::platform::files {

// How much of a file's beginning is looked at to see what it is.
inline constexpr std::size_t kHeadBytes = 1024;

// The media type in small letters, without parameters. Throws
//   Error{invalid, "files/type-not-taken"}  for a type that is not in the list
std::string read_type(std::string_view declared);

// Throws Error{invalid, "files/lying-type"} where what it begins with is not of its type. `type`: as read_type() gives.
void demand_type(std::string_view type, std::string_view head);

}  // namespace frontdesk::platform::files
