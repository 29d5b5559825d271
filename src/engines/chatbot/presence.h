#pragma once

#include <mutex>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/tenant_id.h"
#include "engines/chatbot/fading.h"

namespace frontdesk::engines::chatbot {

// Who of the staff looks at which conversation, and who writes: what they said last, in memory, for some seconds.
// Nothing rests on it: it warns two people who answer the same guest. Safe from any thread.
class Presence {
 public:
  static constexpr std::chrono::milliseconds kHere = std::chrono::seconds(12);
  static constexpr std::chrono::milliseconds kTyping = std::chrono::seconds(6);
  static constexpr std::size_t kMax = 10'000;  // of all tenants; more are not remembered

  struct Colleague {
    std::string name;
    bool typing = false;
  };

  explicit Presence(Clock& clock) : clock_(clock) {}

  // Notes that somebody is here, and gives the others, by name.
  std::vector<Colleague> note(const TenantId& tenant, const std::string& conversation, const std::string& name,
                              bool typing);

 private:
  struct Seen {
    Timestamp last{};
    Timestamp typed{};
  };

  Clock& clock_;
  std::mutex mutex_;
  Fading<Seen> seen_{kHere, kMax};
};

}  // namespace frontdesk::engines::chatbot
