#pragma once

#include <mutex>
#include <string>

#include "base/clock.h"
#include "base/tenant_id.h"
#include "engines/chatbot/fading.h"
#include "graph/graph.h"

namespace frontdesk::engines::chatbot {

// That somebody writes, for whoever follows the conversation at this moment. Kept is only when each was told last, so
// that it is told once in a while and not at every key; it ends by itself. Safe from any thread.
class Typing {
 public:
  static constexpr std::chrono::milliseconds kAgainAfter = std::chrono::seconds(2);
  static constexpr std::chrono::milliseconds kShown = std::chrono::seconds(6);
  static constexpr std::size_t kMax = 10'000;  // of all tenants; where more write at once, some are not told

  explicit Typing(Clock& clock) : clock_(clock) {}

  // Whether it is to be told now. `who`: a person's name; empty: the visitor.
  bool is_due(const TenantId& tenant, const std::string& conversation, const std::string& who);

 private:
  struct Told {
    Timestamp last{};
  };

  Clock& clock_;
  std::mutex mutex_;
  Fading<Told> told_{kAgainAfter, kMax};
};

// `typing` of events.md: who, and for how long it is to be seen, and nothing else.
graph::Event typing_event(const std::string& who);

}  // namespace frontdesk::engines::chatbot
