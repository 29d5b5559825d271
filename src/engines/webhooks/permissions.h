#pragma once

#include "platform/caller.h"

namespace frontdesk::engines::webhooks::permissions {

inline constexpr platform::Permission kManage{"webhooks.manage"};  // who is told what, and with which secret

}  // namespace frontdesk::engines::webhooks::permissions
