#pragma once

#include <optional>
#include <string>

#include "base/error.h"
#include "gateway/fingerprints.h"

namespace frontdesk::gateway {

// What is new about secrets.json since the last start: that it is gone, was changed, or cannot be read. The file is its
// owner's to change, so this is said once and keeps nothing from starting. Nothing of what stands in it is repeated.
std::optional<Error> look_at_secrets(Files& files, const std::string& folder, Fingerprints& fingerprints);

}  // namespace frontdesk::gateway
