#pragma once

#include "platform/rights.h"

namespace frontdesk::gateway {

// Such as engines grant them.
inline platform::Rights some_rights() {
  using platform::Role;
  constexpr platform::Grant kGrants[] = {
      {Role::page, {"conversations.create"}},      {Role::visitor, {"conversation.own"}},
      {Role::tenant_admin, {"conversation.own"}},  {Role::tenant_admin, {"conversation.trace"}},
      {Role::tenant_admin, {"conversations.act"}}, {Role::tenant_admin, {"config.write"}}};
  return platform::Rights(kGrants);
}

}  // namespace frontdesk::gateway
