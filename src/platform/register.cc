#include "platform/register.h"

#include <algorithm>

#include "base/error.h"

namespace frontdesk::platform {
namespace {

constexpr std::string_view kWebKeyPrefix = "pk_";
constexpr std::size_t kKeyBytesMin = 6;
constexpr std::size_t kKeyBytesMax = 63;

constexpr store::Sql kSleepers{"SELECT tenant, wake_at, name, web, trace FROM sleepers"};
constexpr store::Sql kWake{"DELETE FROM sleepers WHERE tenant = $1"};
constexpr store::Sql kSleep{
    "INSERT INTO sleepers (tenant, wake_at, name, web, trace) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (tenant) DO "
    "UPDATE SET wake_at = excluded.wake_at, name = excluded.name, web = excluded.web, trace = excluded.trace"};
constexpr store::Sql kKeys{"SELECT key, number, tenant, retired_at IS NOT NULL FROM web_keys"};
constexpr store::Sql kFindKey{"SELECT key, number, tenant, retired_at IS NOT NULL FROM web_keys WHERE key = $1"};
constexpr store::Sql kAddKey{
    "INSERT INTO web_keys (key, number, tenant, issued_at) "
    "SELECT $1, COALESCE(MAX(number), 0) + 1, $2, $3 FROM web_keys"};
constexpr store::Sql kUseAgain{"UPDATE web_keys SET retired_at = NULL WHERE key = $1 AND tenant = $2"};
constexpr store::Sql kRetire{"UPDATE web_keys SET retired_at = $3 WHERE key = $1 AND tenant = $2"};

bool is_of_web_keys(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

void check_form(std::string_view key) {
  const bool fits = key.starts_with(kWebKeyPrefix) && key.size() >= kKeyBytesMin && key.size() <= kKeyBytesMax &&
                    std::ranges::all_of(key, is_of_web_keys);
  if (fits) return;
  throw Error(Kind::invalid, "web-keys/bad-key",
              "A publishable key is pk_ and 3 to 60 letters, digits, hyphens and underscores.");
}

}  // namespace

Task<> Register::load() {
  auto* place = co_await database_.open(TenantId::of_operator());
  struct Found {
    std::vector<RegisteredTenant> tenants;
    std::map<TenantId, Sleeper> sleepers;
    std::map<std::string, WebKey, std::less<>> web_keys;
  };
  auto found = co_await place->read([](store::Reader& reader) {
    Found all{.tenants = list_tenants(reader)};
    reader.each_row(kSleepers, [&](const store::Row& row) {
      Sleeper sleeper{
          .name = std::string(row.text(2)), .has_web = row.integer(3) != 0, .shows_trace = row.integer(4) != 0};
      if (!row.is_null(1)) sleeper.wake_at = Timestamp{row.integer(1)};
      all.sleepers.emplace(TenantId::parse(row.text(0)), std::move(sleeper));
    });
    reader.each_row(kKeys, [&](const store::Row& row) {
      all.web_keys.emplace(row.text(0), WebKey{TenantId::parse(row.text(2)), row.integer(1), row.integer(3) != 0});
    });
    return all;
  });
  for (auto& tenant : found.tenants) keep(std::move(tenant));
  const std::lock_guard lock(mutex_);
  sleepers_ = std::move(found.sleepers);
  web_keys_ = std::move(found.web_keys);
}

// `how` says whether something is to be written.
Task<> Register::change(TenantId tenant, std::function<bool(std::optional<RegisteredTenant>& tenant)> how) {
  auto* place = co_await database_.open(TenantId::of_operator());
  auto changed = co_await place->write([&](store::Transaction& transaction) {
    auto known = find_tenant(transaction, tenant);
    if (how(known)) write_tenant(transaction, *known);
    return known;
  });
  if (changed) keep(*std::move(changed));
}

Task<> Register::add(TenantId tenant) {
  const auto known = find(tenant);
  if (known && known->state != TenantState::given_up) co_return;
  const auto now = clock_.wall();
  co_await change(tenant, [&](std::optional<RegisteredTenant>& written) {
    if (written && written->state != TenantState::given_up) return false;
    if (!written) written = RegisteredTenant{.id = tenant, .created_at = now};
    written->state = TenantState::making;
    written->since = now;
    return true;
  });
}

Task<> Register::note_made(TenantId tenant) {
  const auto known = find(tenant);
  if (!known || known->state != TenantState::making) co_return;
  co_await change(tenant, [](std::optional<RegisteredTenant>& written) {
    if (!written || written->state != TenantState::making) return false;
    written->state = TenantState::active;
    return true;
  });
}

Task<> Register::give_up(TenantId tenant) {
  const auto now = clock_.wall();
  co_await change(tenant, [now](std::optional<RegisteredTenant>& written) {
    if (!written || !written->is_there()) return false;
    written->state = TenantState::given_up;
    written->since = now;
    return true;
  });
}

void Register::keep(RegisteredTenant tenant) {
  const std::lock_guard lock(mutex_);
  const auto [entry, is_new] = tenants_.try_emplace(tenant.id, tenant);
  if (!is_new && entry->second.version < tenant.version) entry->second = std::move(tenant);
}

std::vector<RegisteredTenant> Register::tenants() const {
  const std::lock_guard lock(mutex_);
  std::vector<RegisteredTenant> all;
  all.reserve(tenants_.size());
  for (const auto& [id, tenant] : tenants_) all.push_back(tenant);
  return all;
}

std::optional<RegisteredTenant> Register::find(const TenantId& tenant) const {
  const std::lock_guard lock(mutex_);
  const auto found = tenants_.find(tenant);
  return found == tenants_.end() ? std::nullopt : std::optional(found->second);
}

std::optional<Sleeper> Register::sleeper(const TenantId& tenant) const {
  const std::lock_guard lock(mutex_);
  const auto found = sleepers_.find(tenant);
  return found == sleepers_.end() ? std::nullopt : std::optional(found->second);
}

Task<> Register::note_awake(TenantId tenant) {
  if (!sleeper(tenant)) co_return;
  auto* place = co_await database_.open(TenantId::of_operator());
  co_await place->write([&](store::Transaction& transaction) { transaction.run(kWake, tenant.text()); });
  const std::lock_guard lock(mutex_);
  sleepers_.erase(tenant);
}

Task<> Register::note_asleep(std::map<TenantId, Sleeper> sleepers) {
  if (sleepers.empty()) co_return;
  auto* place = co_await database_.open(TenantId::of_operator());
  co_await place->write([&](store::Transaction& transaction) {
    for (const auto& [tenant, sleeper] : sleepers) {
      std::optional<std::int64_t> wake_at;
      if (sleeper.wake_at) wake_at = sleeper.wake_at->ms;
      transaction.run(kSleep, tenant.text(), wake_at, sleeper.name, sleeper.has_web ? 1 : 0,
                      sleeper.shows_trace ? 1 : 0);
    }
  });
  const std::lock_guard lock(mutex_);
  for (auto& [tenant, sleeper] : sleepers) sleepers_.insert_or_assign(tenant, std::move(sleeper));
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

Task<std::string> Register::issue_web_key(TenantId tenant, Beside beside) {
  auto key = random_.id(kWebKeyPrefix);
  co_await keep_key(std::move(tenant), key, std::move(beside));
  co_return key;
}

Task<> Register::ensure_web_key(TenantId tenant) {
  if (web_keys(tenant).empty()) co_await issue_web_key(std::move(tenant));
}

Task<> Register::give_web_key(TenantId tenant, std::string key, Beside beside) {
  check_form(key);
  if (tenant_of(key) == tenant) co_return;
  co_await keep_key(std::move(tenant), std::move(key), std::move(beside));
}

// The database says whose a key is; what is in memory follows it.
Task<> Register::keep_key(TenantId tenant, std::string key, Beside beside) {
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
    if (beside) beside(transaction, key);
    return *transaction.one(kFindKey, read, key);
  });
  const std::lock_guard lock(mutex_);
  web_keys_.insert_or_assign(std::move(key), kept);
}

Task<> Register::retire_web_key(TenantId tenant, std::string key, Beside beside) {
  auto* place = co_await database_.open(TenantId::of_operator());
  const auto now = clock_.wall();
  const auto changed = co_await place->write([&](store::Transaction& transaction) {
    const auto count = transaction.run(kRetire, key, tenant.text(), now.ms);
    if (count != 0 && beside) beside(transaction, key);
    return count;
  });
  if (changed == 0) {
    throw Error(Kind::not_found, "web-keys/unknown", "This tenant has no such key. List its keys.");
  }
  const std::lock_guard lock(mutex_);
  if (const auto found = web_keys_.find(key); found != web_keys_.end()) found->second.is_retired = true;
}

}  // namespace frontdesk::platform
