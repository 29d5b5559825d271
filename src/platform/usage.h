#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string_view>

#include "base/clock.h"
#include "platform/quotas.h"

namespace frontdesk::platform {

// Counts what each tenant uses and says when its quota is used up: Error{exhausted, "quota/…"} with the quota's name,
// and with retry_after where time heals it. Rates are counted in memory, anew with each start; what is kept is counted
// where it is kept. Safe from any thread.
class Usage {
 public:
  using StoredBytes = std::function<std::uint64_t(const TenantId&)>;

  // `stored_bytes` tells what a tenant's database takes on disk; asked at most every ten seconds a tenant.
  Usage(const Clock& clock, Quotas quotas, StoredBytes stored_bytes);

  const Quota& of(const TenantId& tenant) const { return quotas_.of(tenant); }

  // One more conversation beside the `kept` that are there:
  // "quota/conversations", "quota/conversations-per-hour", "quota/storage".
  void open_conversation(const TenantId& tenant, std::int64_t kept);
  // One more message of a customer: "quota/messages-per-minute", "quota/storage".
  void take_message(const TenantId& tenant);
  // "quota/storage".
  void check_storage(const TenantId& tenant);

 private:
  // Runs full over the period.
  struct Rate {
    double left = 0;
    std::optional<Moment> at = {};
    // How long to wait where nothing is left.
    std::optional<std::chrono::milliseconds> take(std::int64_t count, std::chrono::nanoseconds period, Moment now);
  };
  struct Tenant {
    Rate conversations;
    Rate messages;
    std::uint64_t stored_bytes = 0;
    std::optional<Moment> measured;
  };
  const Clock& clock_;
  const Quotas quotas_;
  const StoredBytes stored_bytes_;
  std::mutex mutex_;
  std::map<TenantId, Tenant> tenants_;
};

}  // namespace frontdesk::platform
