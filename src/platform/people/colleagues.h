#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "platform/caller.h"

namespace frontdesk::platform::people {

// Somebody of the house or of a tenant, as letters need them.
struct Colleague {
  std::string principal;
  std::string name;
  std::string email;
};

// Who there is, for those who write to people. Safe from any thread.
struct Colleagues {
  std::function<std::string(const std::string& principal)> name_of;
  std::function<std::optional<Colleague>(const std::string& principal)> find;  // nothing where they have no address
  std::function<bool(const std::string& one, const std::string& other)> is_same_person;
  std::function<std::vector<Colleague>(const TenantId& place, Permission permission)> who_may;
};

}  // namespace frontdesk::platform::people
