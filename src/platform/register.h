#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/random.h"
#include "base/task.h"
#include "platform/registered_tenant.h"
#include "store/database.h"

namespace frontdesk::platform {

// What is known of a tenant's place while it is asleep. A place is not written to while it is, so nothing of this is
// old.
struct Sleeper {
  std::optional<Timestamp> wake_at;  // when something in it is due
  std::string name;                  // as the live version says it
  bool has_web = false;              // whether that has a web channel,
  bool shows_trace = false;          // and shows visitors what the bot did
};

// The operator's register of tenants, of their places that are asleep and of their publishable keys. A key belongs to
// one tenant for good: it can be retired and never passes to another. What is in the operator's place is also held in
// memory, so that signing in waits for nothing. Safe from any thread; one a process.
class Register {
 public:
  Register(store::Database& database, Clock& clock, Random& random)
      : database_(database), clock_(clock), random_(random) {}

  // Reads everything; to be called before the rest.
  Task<> load();

  // Writes the tenant down where it is not known yet, or was given up; its place may be made then.
  Task<> add(TenantId tenant);
  // Its place is there.
  Task<> note_made(TenantId tenant);
  // Its data are gone, and are not missed. Its keys stay its own.
  Task<> give_up(TenantId tenant);
  // What was committed of it in the operator's place is so from here on. An older change than what is known is nothing.
  void keep(RegisteredTenant tenant);
  std::vector<RegisteredTenant> tenants() const;  // by id
  std::optional<RegisteredTenant> find(const TenantId& tenant) const;

  // Nothing where the place is awake, or was when a process ended that could not say more.
  std::optional<Sleeper> sleeper(const TenantId& tenant) const;
  // Before the place is written to.
  Task<> note_awake(TenantId tenant);
  // Nobody writes to these any more.
  Task<> note_asleep(std::map<TenantId, Sleeper> sleepers);

  // In use, oldest first.
  std::vector<std::string> web_keys(const TenantId& tenant) const;
  // Also those that are retired, with whether they are; oldest first.
  std::vector<std::pair<std::string, bool>> all_web_keys(const TenantId& tenant) const;
  // Whose key it is; empty for one that was never issued, or is retired.
  std::optional<TenantId> tenant_of(std::string_view web_key) const;

  // What is to be written beside a change, in its transaction: who made it. Not called where nothing changes.
  using Beside = std::function<void(store::Transaction& transaction, const std::string& key)>;
  // A new key that nobody can guess.
  Task<std::string> issue_web_key(TenantId tenant, Beside beside = {});
  // Issues one where the tenant has none in use.
  Task<> ensure_web_key(TenantId tenant);
  // A key of the operator's choice. Throws Error{invalid, "web-keys/bad-key"} or {conflict, "web-keys/taken"}, the
  // latter also where it was once another tenant's.
  Task<> give_web_key(TenantId tenant, std::string key, Beside beside = {});
  // Throws Error{not_found, "web-keys/unknown"} for a key that is not this tenant's.
  Task<> retire_web_key(TenantId tenant, std::string key, Beside beside = {});

 private:
  struct WebKey {
    TenantId tenant;
    std::int64_t number = 0;
    bool is_retired = false;
  };

  Task<> keep_key(TenantId tenant, std::string key, Beside beside);
  Task<> change(TenantId tenant, std::function<bool(std::optional<RegisteredTenant>& tenant)> how);

  store::Database& database_;
  Clock& clock_;
  Random& random_;
  mutable std::mutex mutex_;
  std::map<TenantId, RegisteredTenant> tenants_;
  std::map<TenantId, Sleeper> sleepers_;
  std::map<std::string, WebKey, std::less<>> web_keys_;
};

}  // namespace frontdesk::platform
