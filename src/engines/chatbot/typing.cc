#include "engines/chatbot/typing.h"

#include <fmt/format.h>

namespace frontdesk::engines::chatbot {

bool Typing::is_due(const TenantId& tenant, const std::string& conversation, const std::string& who) {
  const auto now = clock_.wall();
  const std::lock_guard lock(mutex_);
  auto* told = told_.take({fmt::format("{}/{}", tenant.text(), conversation), who}, now);
  if (!told || told_.is_alive(*told, now)) return false;
  told->last = now;
  return true;
}

graph::Event typing_event(const std::string& who) {
  auto data =
      Value::object({{"on", true}, {"role", who.empty() ? "customer" : "person"}, {"ms", Typing::kShown.count()}});
  return {"typing", who.empty() ? data : data.with("by", who)};
}

}  // namespace frontdesk::engines::chatbot
