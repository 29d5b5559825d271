#pragma once

#include "platform/rights.h"

namespace frontdesk::gateway {

// Such as engines grant them.
inline platform::Rights some_rights() {
  using platform::Role;
  constexpr platform::Grant kGrants[] = {{Role::page, {"conversations.create"}}, {Role::visitor, {"conversation.own"}},
                                         {Role::staff, {"conversation.own"}},    {Role::staff, {"conversation.trace"}},
                                         {Role::staff, {"conversations.act"}},   {Role::staff, {"config.write"}}};
  return platform::Rights(kGrants);
}

}  // namespace frontdesk::gateway
