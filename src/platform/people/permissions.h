#pragma once

#include <vector>

#include "platform/engine.h"

namespace frontdesk::platform::people::permissions {

inline constexpr Permission kOwn{"me.own"};            // one's own account; every user has it
inline constexpr Permission kPeople{"people.manage"};  // see, invite and disable people, and give them roles
inline constexpr Permission kKeys{"keys.manage"};      // make and revoke API keys
inline constexpr Permission kHouse{"house.manage"};    // what is the operator's: tenants, their keys, health

std::vector<Grant> grants();

}  // namespace frontdesk::platform::people::permissions
