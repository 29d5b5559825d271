#pragma once

#include <string>
#include <string_view>

#include "base/random.h"

namespace frontdesk::gateway {

// The key in a file that only its owner may read. Where there is no file, one is made (mode 0600) with a new key that
// begins with `prefix`. Throws Error{forbidden, "sign-in/key-file-open-to-others"}, {invalid,
// "sign-in/key-file-malformed"} and {unavailable, "sign-in/key-file-unreadable"}.
std::string load_or_make_key(const std::string& path, std::string_view prefix, Random& random);

}  // namespace frontdesk::gateway
