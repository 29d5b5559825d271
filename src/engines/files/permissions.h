#pragma once

#include "platform/caller.h"

namespace frontdesk::engines::files::permissions {

inline constexpr platform::Permission kRead{"files.read"};
inline constexpr platform::Permission kWrite{"files.write"};  // give and remove

}  // namespace frontdesk::engines::files::permissions
