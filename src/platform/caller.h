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
  std::string principal;  // "contact:c_…", "staff:ana", "operator", "run:…"
  std::vector<std::string> permissions;

  bool may(Permission permission) const {
    return std::ranges::any_of(permissions,
                               [&](const std::string& has) { return has == "*" || has == permission.name; });
  }
};

// What customers and colleagues call somebody of the staff: the name given at sign-in.
inline std::string name_of(const Caller& caller) {
  constexpr std::string_view kStaff = "staff:";
  const auto& principal = caller.principal;
  return principal.starts_with(kStaff) ? principal.substr(kStaff.size()) : principal;
}

}  // namespace frontdesk::platform
