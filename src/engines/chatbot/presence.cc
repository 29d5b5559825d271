#include "engines/chatbot/presence.h"

#include <fmt/format.h>

namespace frontdesk::engines::chatbot {
namespace {

bool is_within(Timestamp at, Timestamp now, std::chrono::milliseconds life) { return now.ms - at.ms < life.count(); }

}  // namespace

void Presence::forget(Timestamp now) {
  if (is_within(swept_, now, kHere)) return;
  std::erase_if(seen_, [now](const auto& entry) { return !is_within(entry.second.here, now, kHere); });
  swept_ = now;
}

std::vector<Presence::Colleague> Presence::note(const TenantId& tenant, const std::string& conversation,
                                                const std::string& name, bool typing) {
  const auto now = clock_.wall();
  const auto place = fmt::format("{}/{}", tenant.text(), conversation);
  const std::lock_guard lock(mutex_);
  forget(now);
  const auto mine = seen_.find({place, name});
  if (mine != seen_.end() || seen_.size() < kMax) {
    auto& seen = seen_[{place, name}];
    seen.here = now;
    seen.typed = typing ? now : Timestamp{};
  }
  std::vector<Colleague> others;
  for (auto at = seen_.lower_bound({place, ""}); at != seen_.end() && at->first.first == place; ++at) {
    if (at->first.second == name || !is_within(at->second.here, now, kHere)) continue;
    others.push_back({at->first.second, is_within(at->second.typed, now, kTyping)});
  }
  return others;
}

}  // namespace frontdesk::engines::chatbot
