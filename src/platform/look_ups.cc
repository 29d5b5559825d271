#include "platform/look_ups.h"

#include <algorithm>

namespace frontdesk::platform {

void LookUps::Attempt::take_back() {
  auto* const look_ups = std::exchange(look_ups_, nullptr);
  if (!look_ups) return;
  const std::lock_guard lock(look_ups->mutex_);
  for (const auto& key : keys_) {
    const auto found = look_ups->misses_.find(key);
    if (found == look_ups->misses_.end()) continue;
    auto& misses = found->second;
    if (const auto at = std::ranges::find(misses, at_); at != misses.end()) misses.erase(at);
    if (misses.empty()) look_ups->misses_.erase(found);
  }
}

// Bounds the memory as well: no tenant has more entries than its limit of all allows.
void LookUps::forget_old(Moment now) {
  for (auto entry = misses_.begin(); entry != misses_.end();) {
    auto& misses = entry->second;
    while (!misses.empty() && misses.front() + window_ <= now) misses.pop_front();
    entry = misses.empty() ? misses_.erase(entry) : std::next(entry);
  }
}

std::optional<std::chrono::milliseconds> LookUps::wait_for(const std::string& key, std::int64_t limit,
                                                           Moment now) const {
  const auto found = misses_.find(key);
  if (found == misses_.end() || static_cast<std::int64_t>(found->second.size()) < limit) return std::nullopt;
  return std::chrono::ceil<std::chrono::milliseconds>(found->second.front() + window_ - now);
}

std::expected<LookUps::Attempt, std::chrono::milliseconds> LookUps::begin(const LookUpRule& rule,
                                                                          const std::string& tenant,
                                                                          const std::string& conversation, Moment now) {
  const std::lock_guard lock(mutex_);
  forget_old(now);
  std::vector<std::string> keys{tenant};
  if (const auto wait = wait_for(tenant, rule.misses_all, now)) return std::unexpected(*wait);
  if (!conversation.empty()) {
    keys.push_back(tenant + "/" + conversation);
    if (const auto wait = wait_for(keys.back(), rule.misses_max, now)) return std::unexpected(*wait);
  }
  for (const auto& key : keys) misses_[key].push_back(now);
  return Attempt(*this, std::move(keys), now);
}

}  // namespace frontdesk::platform
