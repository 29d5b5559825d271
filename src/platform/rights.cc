#include "platform/rights.h"

#include <algorithm>

namespace frontdesk::platform {

Rights::Rights(std::span<const Grant> grants) {
  for (const auto& [role, permission] : grants) {
    auto& words = by_role_[role];
    const std::string word(permission.name);
    if (std::ranges::find(words, word) == words.end()) words.push_back(word);
  }
}

const std::vector<std::string>& Rights::of(Role role) const {
  static const std::vector<std::string> kNone;
  const auto found = by_role_.find(role);
  return found == by_role_.end() ? kNone : found->second;
}

bool Rights::is_granted(Permission permission) const {
  return std::ranges::any_of(by_role_, [&](const auto& entry) {
    return std::ranges::find(entry.second, permission.name) != entry.second.end();
  });
}

}  // namespace frontdesk::platform
