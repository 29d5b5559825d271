#pragma once

#include <map>
#include <span>
#include <string>
#include <vector>

#include "platform/engine.h"

namespace frontdesk::platform {

// What each role may do. Whatever no engine grants to a role, it may not.
class Rights {
 public:
  explicit Rights(std::span<const Grant> grants);

  const std::vector<std::string>& of(Role role) const;
  // Whether there is anybody who may.
  bool is_granted(Permission permission) const;

 private:
  std::map<Role, std::vector<std::string>> by_role_;
};

}  // namespace frontdesk::platform
