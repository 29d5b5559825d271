#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "base/tenant_id.h"

namespace frontdesk::platform {

// A word for what somebody may do, "conversations.read". Compared as a whole; "*" allows everything.
struct Permission {
  std::string_view name;
};

// Who asks. The tenant comes from the credential, never from the path.
struct Caller {
  TenantId tenant;
  std::string principal;  // "user:u_…", "key:k_…", "visitor:c_…", "staff:ana"
  std::vector<std::string> permissions;
  std::string name;  // how others see a user or a key; empty: the principal says it

  bool may(Permission permission) const {
    return std::ranges::any_of(permissions,
                               [&](const std::string& has) { return has == "*" || has == permission.name; });
  }
};

// What customers and colleagues call somebody of the staff: the user's name, or the one given at sign-in.
inline std::string name_of(const std::string& principal) {
  constexpr std::string_view kStaff = "staff:";
  return principal.starts_with(kStaff) ? principal.substr(kStaff.size()) : principal;
}
inline std::string name_of(const Caller& caller) {
  return caller.name.empty() ? name_of(caller.principal) : caller.name;
}

}  // namespace frontdesk::platform
