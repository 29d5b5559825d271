#include "platform/usage.h"

#include <algorithm>
#include <string>

#include "base/error.h"

namespace frontdesk::platform {
namespace {

constexpr auto kMeasuredEvery = std::chrono::seconds(10);

std::string used_up(const TenantId& tenant, std::string_view quota, std::int64_t limit) {
  return fmt::format("{} has used up its quota `{}` of {}. Come back later, or have the operator raise it.",
                     tenant.text(), quota, limit);
}

}  // namespace

Usage::Usage(const Clock& clock, Quotas quotas, StoredBytes stored_bytes)
    : clock_(clock), quotas_(std::move(quotas)), stored_bytes_(std::move(stored_bytes)) {}

std::optional<std::chrono::milliseconds> Usage::Rate::take(std::int64_t count, std::chrono::nanoseconds period,
                                                           Moment now) {
  if (count <= 0) return std::nullopt;
  const auto most = static_cast<double>(count);
  const auto each = std::chrono::duration<double>(period) / most;
  left = at ? std::min(most, left + std::chrono::duration<double>(now - *at) / each) : most;
  at = now;
  if (left < 1)
    return std::chrono::duration_cast<std::chrono::milliseconds>(each * (1 - left)) + std::chrono::milliseconds(1);
  left -= 1;
  return std::nullopt;
}

void Usage::open_conversation(const TenantId& tenant, std::int64_t kept) {
  check_storage(tenant);
  const auto& quota = of(tenant);
  if (quota.conversations > 0 && kept >= quota.conversations) {
    throw Error(Kind::exhausted, "quota/conversations", used_up(tenant, "conversations", quota.conversations));
  }
  const std::lock_guard lock(mutex_);
  const auto wait =
      tenants_[tenant].conversations.take(quota.conversations_per_hour, std::chrono::hours(1), clock_.now());
  if (!wait) return;
  throw Error(Kind::exhausted, "quota/conversations-per-hour",
              used_up(tenant, "conversations_per_hour", quota.conversations_per_hour))
      .after(*wait);
}

void Usage::take_message(const TenantId& tenant) {
  check_storage(tenant);
  const auto limit = of(tenant).messages_per_minute;
  const std::lock_guard lock(mutex_);
  const auto wait = tenants_[tenant].messages.take(limit, std::chrono::minutes(1), clock_.now());
  if (!wait) return;
  throw Error(Kind::exhausted, "quota/messages-per-minute", used_up(tenant, "messages_per_minute", limit)).after(*wait);
}

void Usage::check_storage(const TenantId& tenant) {
  const auto quota = of(tenant).stored_mb;
  if (quota <= 0) return;
  const std::lock_guard lock(mutex_);
  auto& known = tenants_[tenant];
  const auto now = clock_.now();
  if (!known.measured || now - *known.measured >= kMeasuredEvery) {
    known.stored_bytes = stored_bytes_(tenant);
    known.measured = now;
  }
  if (known.stored_bytes < static_cast<std::uint64_t>(quota) << 20) return;
  throw Error(Kind::exhausted, "quota/storage", used_up(tenant, "stored_mb", quota));
}

}  // namespace frontdesk::platform
