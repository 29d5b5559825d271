#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/random.h"
#include "base/task.h"
#include "store/database.h"

namespace frontdesk::platform {

struct RegisteredTenant {
  TenantId id;
  Timestamp created_at;
  std::string state;  // "active"; "given_up" where its data are gone and the operator has accepted that
};

// The operator's register of tenants and of their publishable keys. A key belongs to one tenant for good: it can be
// retired and never passes to another. What is in the operator's place is also held in memory, so that signing in waits
// for nothing. Safe from any thread; one a process.
class Register {
 public:
  Register(store::Database& database, Clock& clock, Random& random)
      : database_(database), clock_(clock), random_(random) {}

  // Reads everything; to be called before the rest.
  Task<> load();

  // Writes the tenant down where it is not known yet, or was given up.
  Task<> add(TenantId tenant);
  // Its data are gone, and are not missed. Its keys stay its own.
  Task<> give_up(TenantId tenant);
  std::vector<RegisteredTenant> tenants() const;

  // In use, oldest first.
  std::vector<std::string> web_keys(const TenantId& tenant) const;
  // Also those that are retired, with whether they are; oldest first.
  std::vector<std::pair<std::string, bool>> all_web_keys(const TenantId& tenant) const;
  // Whose key it is; empty for one that was never issued, or is retired.
  std::optional<TenantId> tenant_of(std::string_view web_key) const;

  // A new key that nobody can guess.
  Task<std::string> issue_web_key(TenantId tenant);
  // Issues one where the tenant has none in use.
  Task<> ensure_web_key(TenantId tenant);
  // A key of the operator's choice. Throws Error{invalid, "web-keys/bad-key"} or {conflict, "web-keys/taken"}, the
  // latter also where it was once another tenant's.
  Task<> give_web_key(TenantId tenant, std::string key);
  // Throws Error{not_found, "web-keys/unknown"} for a key that is not this tenant's.
  Task<> retire_web_key(TenantId tenant, std::string key);

 private:
  struct WebKey {
    TenantId tenant;
    std::int64_t number = 0;
    bool is_retired = false;
  };

  Task<> keep(TenantId tenant, std::string key);

  store::Database& database_;
  Clock& clock_;
  Random& random_;
  mutable std::mutex mutex_;
  std::map<TenantId, RegisteredTenant> tenants_;
  std::map<std::string, WebKey, std::less<>> web_keys_;
};

}  // namespace frontdesk::platform
