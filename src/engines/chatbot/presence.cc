#include "engines/chatbot/presence.h"

#include <fmt/format.h>

namespace frontdesk::engines::chatbot {

std::vector<Presence::Colleague> Presence::note(const TenantId& tenant, const std::string& conversation,
                                                const std::string& name, bool typing) {
  const auto now = clock_.wall();
  const auto place = fmt::format("{}/{}", tenant.text(), conversation);
  const std::lock_guard lock(mutex_);
  if (auto* const mine = seen_.take({place, name}, now)) *mine = {now, typing ? now : Timestamp{}};
  std::vector<Colleague> others;
  const auto& seen = seen_.entries();
  for (auto at = seen.lower_bound({place, ""}); at != seen.end() && at->first.first == place; ++at) {
    if (at->first.second == name || !seen_.is_alive(at->second, now)) continue;
    others.push_back({at->first.second, is_within(at->second.typed, now, kTyping)});
  }
  return others;
}

}  // namespace frontdesk::engines::chatbot
