#include "platform/look_ups.h"

#include <algorithm>

namespace frontdesk::platform {
namespace {

std::string key_of_conversation(const Seeker& seeker) { return seeker.tenant + "/conversation/" + seeker.conversation; }
std::string key_of_address(const Seeker& seeker) { return seeker.tenant + "/address/" + seeker.address; }

}  // namespace

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

std::optional<std::chrono::milliseconds> LookUps::refusal(const LookUpRule& rule, const Seeker& seeker,
                                                          Moment now) const {
  if (!seeker.address.empty()) {
    if (const auto wait = wait_for(key_of_address(seeker), rule.misses_of_address, now)) return wait;
  }
  if (!seeker.conversation.empty()) {
    if (const auto wait = wait_for(key_of_conversation(seeker), rule.misses_max, now)) return wait;
  }
  const auto wait = wait_for(seeker.tenant, rule.misses_all, now);
  const bool has_missed = seeker.address.empty() || misses_.contains(key_of_address(seeker)) ||
                          misses_.contains(key_of_conversation(seeker));
  return has_missed ? wait : std::nullopt;
}

std::expected<LookUps::Attempt, std::chrono::milliseconds> LookUps::begin(const LookUpRule& rule, const Seeker& seeker,
                                                                          Moment now) {
  const std::lock_guard lock(mutex_);
  forget_old(now);
  if (const auto wait = refusal(rule, seeker, now)) return std::unexpected(*wait);
  std::vector<std::string> keys{seeker.tenant};
  if (!seeker.conversation.empty()) keys.push_back(key_of_conversation(seeker));
  if (!seeker.address.empty()) keys.push_back(key_of_address(seeker));
  for (const auto& key : keys) misses_[key].push_back(now);
  // More than the limit say no more than the limit does; the oldest make room.
  auto& all = misses_[seeker.tenant];
  while (std::ssize(all) > rule.misses_all) all.pop_front();
  return Attempt(*this, std::move(keys), now);
}

}  // namespace frontdesk::platform
