#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "platform/engine.h"

namespace frontdesk::platform {

// Of people: the one that may whatever `role` may, and more; nothing where there is none.
std::optional<Role> next_above(Role role);

// What an engine grants: what it says, and to bots what it offers them.
std::vector<Grant> grants_of(const Facts& facts);

// What each role may do. Whatever no engine grants to a role, or to one that it includes, it may not.
class Rights {
 public:
  explicit Rights(std::span<const Grant> grants);

  const std::vector<std::string>& of(Role role) const;
  // What a role of the operator may in the operator's own place: what is granted to it by name, and not what it may in
  // tenants' places because it includes their roles.
  const std::vector<std::string>& in_operators_place(Role role) const;
  // Whether there is anybody who may.
  bool is_granted(Permission permission) const;

 private:
  std::map<Role, std::vector<std::string>> by_role_;
  std::map<Role, std::vector<std::string>> by_name_;
};

}  // namespace frontdesk::platform
