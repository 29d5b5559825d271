#pragma once

#include <string>
#include <string_view>

#include "base/random.h"
#include "gateway/fingerprints.h"

namespace frontdesk::gateway {

// The key in a file of this folder that only its owner may read. Where there never was one, it is made (mode 0600) with
// a new key that begins with `prefix`. A key that is gone or another than it was is never replaced in silence:
// Error{conflict, "sign-in/key-file-gone"}, {conflict, "sign-in/key-file-changed"}. Throws also Error{forbidden,
// "sign-in/key-file-open-to-others"}, {invalid, "sign-in/key-file-malformed"} and {unavailable,
// "sign-in/key-file-unreadable"}.
std::string load_or_make_key(const std::string& folder, const std::string& name, std::string_view prefix,
                             Random& random, Fingerprints& fingerprints);

}  // namespace frontdesk::gateway
