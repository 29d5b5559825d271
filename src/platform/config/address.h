#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace frontdesk::platform::config {

// Why a text cannot be the address of a service; empty where it can: http or https, a host, no name or password in it.
std::optional<std::string> problem_with_url(std::string_view text);

// "https://www.example.com": scheme and host, perhaps a port, nothing else.
bool is_web_origin(std::string_view text);

}  // namespace frontdesk::platform::config
