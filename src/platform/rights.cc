#include "platform/rights.h"

#include <algorithm>

namespace frontdesk::platform {

std::optional<Role> next_above(Role role) {
  switch (role) {
    case Role::viewer:
      return Role::agent;
    case Role::agent:
      return Role::tenant_admin;
    case Role::tenant_admin:
      return Role::operator_admin;
    default:
      return std::nullopt;
  }
}

std::vector<Grant> grants_of(const Facts& facts) {
  auto grants = facts.grants;
  for (const auto& offer : facts.for_bots) grants.push_back({Role::bot, offer.permission});
  return grants;
}

namespace {

void add(std::vector<std::string>& words, const std::string& word) {
  if (std::ranges::find(words, word) == words.end()) words.push_back(word);
}

const std::vector<std::string>& find(const std::map<Role, std::vector<std::string>>& by_role, Role role) {
  static const std::vector<std::string> kNone;
  const auto found = by_role.find(role);
  return found == by_role.end() ? kNone : found->second;
}

}  // namespace

Rights::Rights(std::span<const Grant> grants) {
  for (const auto& [least, permission] : grants) {
    const std::string word(permission.name);
    add(by_name_[least], word);
    for (std::optional role = least; role; role = next_above(*role)) add(by_role_[*role], word);
  }
}

const std::vector<std::string>& Rights::of(Role role) const { return find(by_role_, role); }

const std::vector<std::string>& Rights::in_operators_place(Role role) const { return find(by_name_, role); }

bool Rights::is_granted(Permission permission) const {
  return std::ranges::any_of(by_role_, [&](const auto& entry) {
    return std::ranges::find(entry.second, permission.name) != entry.second.end();
  });
}

}  // namespace frontdesk::platform
