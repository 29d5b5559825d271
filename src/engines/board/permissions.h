#pragma once

#include "platform/caller.h"

namespace frontdesk::engines::board::permissions {

inline constexpr platform::Permission kRead{"engagements.read"};
inline constexpr platform::Permission kWrite{"engagements.write"};

}  // namespace frontdesk::engines::board::permissions
