#include "engines/chatbot/typing.h"

#include <fmt/format.h>

namespace frontdesk::engines::chatbot {
namespace {

bool is_within(Timestamp at, Timestamp now, std::chrono::milliseconds life) { return now.ms - at.ms < life.count(); }

}  // namespace

void Typing::forget(Timestamp now) {
  if (is_within(swept_, now, kAgainAfter)) return;
  std::erase_if(told_, [now](const auto& entry) { return !is_within(entry.second, now, kAgainAfter); });
  swept_ = now;
}

bool Typing::is_due(const TenantId& tenant, const std::string& conversation, const std::string& who) {
  const auto now = clock_.wall();
  const std::lock_guard lock(mutex_);
  forget(now);
  const Key key{fmt::format("{}/{}", tenant.text(), conversation), who};
  const auto told = told_.find(key);
  if (told != told_.end() && is_within(told->second, now, kAgainAfter)) return false;
  if (told == told_.end() && told_.size() >= kMax) return false;
  told_[key] = now;
  return true;
}

graph::Event typing_event(const std::string& who) {
  auto data =
      Value::object({{"on", true}, {"role", who.empty() ? "customer" : "person"}, {"ms", Typing::kShown.count()}});
  return {"typing", who.empty() ? data : data.with("by", who)};
}

}  // namespace frontdesk::engines::chatbot
