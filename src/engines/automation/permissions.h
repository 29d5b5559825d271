#pragma once

#include "platform/caller.h"

namespace frontdesk::engines::automation::permissions {

inline constexpr platform::Permission kRead{"config.read"};         // see the tenant's file and its history
inline constexpr platform::Permission kWrite{"config.write"};       // change it, and stop tools
inline constexpr platform::Permission kApprove{"config.approve"};   // of what somebody else wants live
inline constexpr platform::Permission kHear{"conversations.read"};  // what customers said; granted with conversations

}  // namespace frontdesk::engines::automation::permissions
