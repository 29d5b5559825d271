#pragma once

#include <optional>
#include <string>
#include <string_view>

// The character sets of the world (ICU behind it), by the names that the web has for them.
namespace frontdesk::charset {

// As UTF-8. Nothing where there is no such set, or where `bytes` are not of it.
std::optional<std::string> to_utf8(std::string_view bytes, std::string_view name);

// Likewise; what is not of it is U+FFFD. Nothing where there is no such set.
std::optional<std::string> to_utf8_replacing(std::string_view bytes, std::string_view name);

// What the bytes look like; empty where they look like nothing.
std::string guess(std::string_view bytes);

}  // namespace frontdesk::charset
