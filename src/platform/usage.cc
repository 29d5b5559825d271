#include "platform/usage.h"

#include <algorithm>
#include <string>

#include "base/error.h"

namespace frontdesk::platform {
namespace {

constexpr auto kMeasuredEvery = std::chrono::seconds(10);

// "conversations_per_hour" is the quota, "quota/conversations-per-hour" its slug.
Error used_up(std::string_view quota, const TenantId& tenant, std::int64_t limit) {
  auto slug = fmt::format("quota/{}", quota);
  std::ranges::replace(slug, '_', '-');
  return Error(
      Kind::exhausted, slug,
      fmt::format("{} has used up its quota `{}` of {}; the operator can raise it.", tenant.text(), quota, limit));
}

}  // namespace

Usage::Usage(const Clock& clock, Quotas quotas, StoredBytes stored_bytes)
    : clock_(clock), quotas_(std::move(quotas)), stored_bytes_(std::move(stored_bytes)) {}

void Usage::take(Rate& rate, const Limit& limit, const TenantId& tenant) {
  if (limit.count <= 0) return;
  const auto now = clock_.now();
  const auto most = static_cast<double>(limit.count);
  const auto each = std::chrono::duration<double>(limit.period) / most;
  rate.left = rate.begun ? std::min(most, rate.left + std::chrono::duration<double>(now - rate.at) / each) : most;
  rate.at = now;
  rate.begun = true;
  if (rate.left < 1) {
    const auto wait = std::chrono::duration_cast<std::chrono::milliseconds>(each * (1 - rate.left));
    throw used_up(limit.name, tenant, limit.count).after(wait + std::chrono::milliseconds(1));
  }
  rate.left -= 1;
}

void Usage::open_conversation(const TenantId& tenant, std::int64_t kept) {
  check_storage(tenant);
  const auto& quota = of(tenant);
  if (quota.conversations > 0 && kept >= quota.conversations)
    throw used_up("conversations", tenant, quota.conversations);
  const std::lock_guard lock(mutex_);
  take(tenants_[tenant].conversations, {"conversations_per_hour", quota.conversations_per_hour, std::chrono::hours(1)},
       tenant);
}

void Usage::take_message(const TenantId& tenant) {
  check_storage(tenant);
  const std::lock_guard lock(mutex_);
  take(tenants_[tenant].messages, {"messages_per_minute", of(tenant).messages_per_minute, std::chrono::minutes(1)},
       tenant);
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
  auto error = used_up("stored_mb", tenant, quota);
  error.slug = "quota/storage";
  throw error;
}

}  // namespace frontdesk::platform
