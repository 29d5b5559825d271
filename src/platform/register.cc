#include "platform/register.h"

#include <algorithm>

#include "base/error.h"

namespace frontdesk::platform {
namespace {

constexpr std::string_view kPrefix = "pk_";
constexpr std::size_t kKeyBytesMin = 6;
constexpr std::size_t kKeyBytesMax = 63;

constexpr store::Sql kTenants{"SELECT id, created_at, state FROM tenants"};
constexpr store::Sql kAddTenant{
    "INSERT INTO tenants (id, created_at, state) VALUES ($1, $2, 'active') ON CONFLICT (id) DO UPDATE SET state = "
    "'active'"};
constexpr store::Sql kGiveUp{"UPDATE tenants SET state = 'given_up' WHERE id = $1"};
constexpr store::Sql kKeys{"SELECT key, number, tenant, retired_at IS NOT NULL FROM web_keys"};
constexpr store::Sql kFindKey{"SELECT key, number, tenant, retired_at IS NOT NULL FROM web_keys WHERE key = $1"};
constexpr store::Sql kAddKey{
    "INSERT INTO web_keys (key, number, tenant, issued_at) "
    "SELECT $1, COALESCE(MAX(number), 0) + 1, $2, $3 FROM web_keys"};
constexpr store::Sql kUseAgain{"UPDATE web_keys SET retired_at = NULL WHERE key = $1 AND tenant = $2"};
constexpr store::Sql kRetire{"UPDATE web_keys SET retired_at = $3 WHERE key = $1 AND tenant = $2"};

bool is_of_keys(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

void check_form(std::string_view key) {
  const bool fits = key.starts_with(kPrefix) && key.size() >= kKeyBytesMin && key.size() <= kKeyBytesMax &&
                    std::ranges::all_of(key, is_of_keys);
  if (fits) return;
  throw Error(Kind::invalid, "web-keys/bad-key",
              "A publishable key is pk_ and 3 to 60 letters, digits, hyphens and underscores.");
}

}  // namespace

Task<> Register::load() {
  auto* place = co_await database_.open(TenantId::of_operator());
  struct Found {
    std::map<TenantId, RegisteredTenant> tenants;
    std::map<std::string, WebKey, std::less<>> web_keys;
  };
  auto found = co_await place->read([](store::Reader& reader) {
    Found all;
    reader.each_row(kTenants, [&](const store::Row& row) {
      const auto id = TenantId::parse(row.text(0));
      all.tenants.emplace(id, RegisteredTenant{id, Timestamp{row.integer(1)}, std::string(row.text(2))});
    });
    reader.each_row(kKeys, [&](const store::Row& row) {
      all.web_keys.emplace(row.text(0), WebKey{TenantId::parse(row.text(2)), row.integer(1), row.integer(3) != 0});
    });
    return all;
  });
  const std::lock_guard lock(mutex_);
  tenants_ = std::move(found.tenants);
  web_keys_ = std::move(found.web_keys);
}

Task<> Register::add(TenantId tenant) {
  {
    const std::lock_guard lock(mutex_);
    const auto known = tenants_.find(tenant);
    if (known != tenants_.end() && known->second.state == "active") co_return;
  }
  auto* place = co_await database_.open(TenantId::of_operator());
  const auto now = clock_.wall();
  co_await place->write([&](store::Transaction& transaction) { transaction.run(kAddTenant, tenant.text(), now.ms); });
  const std::lock_guard lock(mutex_);
  const auto [entry, is_new] = tenants_.try_emplace(tenant, RegisteredTenant{tenant, now, "active"});
  if (!is_new) entry->second.state = "active";
}

Task<> Register::give_up(TenantId tenant) {
  auto* place = co_await database_.open(TenantId::of_operator());
  co_await place->write([&](store::Transaction& transaction) { transaction.run(kGiveUp, tenant.text()); });
  const std::lock_guard lock(mutex_);
  const auto known = tenants_.find(tenant);
  if (known != tenants_.end()) known->second.state = "given_up";
}

std::vector<RegisteredTenant> Register::tenants() const {
  const std::lock_guard lock(mutex_);
  std::vector<RegisteredTenant> all;
  all.reserve(tenants_.size());
  for (const auto& [id, tenant] : tenants_) all.push_back(tenant);
  return all;
}

std::vector<std::pair<std::string, bool>> Register::all_web_keys(const TenantId& tenant) const {
  std::vector<std::pair<std::int64_t, std::pair<std::string, bool>>> found;
  {
    const std::lock_guard lock(mutex_);
    for (const auto& [key, about] : web_keys_) {
      if (about.tenant == tenant) found.push_back({about.number, {key, about.is_retired}});
    }
  }
  std::ranges::sort(found);
  std::vector<std::pair<std::string, bool>> keys;
  keys.reserve(found.size());
  for (auto& [number, key] : found) keys.push_back(std::move(key));
  return keys;
}

std::vector<std::string> Register::web_keys(const TenantId& tenant) const {
  std::vector<std::string> keys;
  for (auto& [key, is_retired] : all_web_keys(tenant)) {
    if (!is_retired) keys.push_back(std::move(key));
  }
  return keys;
}

std::optional<TenantId> Register::tenant_of(std::string_view web_key) const {
  const std::lock_guard lock(mutex_);
  const auto found = web_keys_.find(web_key);
  if (found == web_keys_.end() || found->second.is_retired) return std::nullopt;
  return found->second.tenant;
}

Task<std::string> Register::issue_web_key(TenantId tenant) {
  auto key = random_.id(kPrefix);
  co_await keep(std::move(tenant), key);
  co_return key;
}

Task<> Register::ensure_web_key(TenantId tenant) {
  if (web_keys(tenant).empty()) co_await issue_web_key(std::move(tenant));
}

Task<> Register::give_web_key(TenantId tenant, std::string key) {
  check_form(key);
  if (tenant_of(key) == tenant) co_return;
  co_await keep(std::move(tenant), std::move(key));
}

// The database says whose a key is; what is in memory follows it.
Task<> Register::keep(TenantId tenant, std::string key) {
  auto* place = co_await database_.open(TenantId::of_operator());
  const auto now = clock_.wall();
  const auto kept = co_await place->write([&](store::Transaction& transaction) {
    const auto read = [](const store::Row& row) {
      return WebKey{TenantId::parse(row.text(2)), row.integer(1), row.integer(3) != 0};
    };
    const auto known = transaction.one(kFindKey, read, key);
    if (known && known->tenant != tenant) {
      throw Error(Kind::conflict, "web-keys/taken",
                  "This publishable key is, or was, another tenant's. Choose another, or let the house issue one.");
    }
    if (known) {
      transaction.run(kUseAgain, key, tenant.text());
    } else {
      transaction.run(kAddKey, key, tenant.text(), now.ms);
    }
    return *transaction.one(kFindKey, read, key);
  });
  const std::lock_guard lock(mutex_);
  web_keys_.insert_or_assign(std::move(key), kept);
}

Task<> Register::retire_web_key(TenantId tenant, std::string key) {
  auto* place = co_await database_.open(TenantId::of_operator());
  const auto now = clock_.wall();
  const auto changed = co_await place->write(
      [&](store::Transaction& transaction) { return transaction.run(kRetire, key, tenant.text(), now.ms); });
  if (changed == 0) {
    throw Error(Kind::not_found, "web-keys/unknown", "This tenant has no such key. List its keys.");
  }
  const std::lock_guard lock(mutex_);
  if (const auto found = web_keys_.find(key); found != web_keys_.end()) found->second.is_retired = true;
}

}  // namespace frontdesk::platform
