#pragma once

#include <string>

#include "platform/config/config_store.h"

namespace frontdesk::app {

// Throws Error{not_found, "cli/no-file"}.
std::string read_text_file(const std::string& path);

// The file with what it extends, as far as that can be read; what cannot is found by the check.
platform::config::Upload upload_of(const std::string& path);

}  // namespace frontdesk::app
