#pragma once

#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "app/brain_maker.h"
#include "base/pool.h"
#include "dialog/conversations.h"
#include "platform/config/config_store.h"
#include "platform/usage.h"

namespace frontdesk::app {

// The brains of one tenant, by configuration version; made beside the loops on first use, once however many ask. The
// latest are kept, the others as long as a conversation uses them.
class TenantBrains {
 public:
  static constexpr std::size_t kKept = 3;

  TenantBrains(store::Tenant& tenant, platform::config::ConfigStore& configs, const BrainMaker& maker, Pool& pool)
      : tenant_(tenant), configs_(configs), maker_(maker), pool_(pool) {}

  // "" asks for the live version: Error{not_found, "config/none-live"} where nothing was deployed.
  Task<std::shared_ptr<const dialog::Brain>> version(std::string hash);
  // Gets a configuration's brain ready before it goes live.
  Task<> prepare(std::shared_ptr<const platform::config::Config> config);

 private:
  std::shared_ptr<const dialog::Brain> known(const std::string& hash);
  void keep(const std::shared_ptr<const dialog::Brain>& brain);
  Task<std::shared_ptr<const dialog::Brain>> make(ConfigPtr config);

  store::Tenant& tenant_;
  platform::config::ConfigStore& configs_;
  const BrainMaker& maker_;
  Pool& pool_;
  std::mutex mutex_;
  std::map<std::string, std::weak_ptr<const dialog::Brain>> by_hash_;
  std::deque<std::shared_ptr<const dialog::Brain>> latest_;
};

// What the tenants of a process share.
struct TenantServices {
  platform::config::ConfigStore& configs;
  const BrainMaker& maker;
  net::Loops& loops;
  Clock& clock;
  Random& random;
  Log& log;
  Pool& pool;
  platform::Usage& usage;
};

// What runs for one tenant.
struct TenantRuntime {
  TenantRuntime(store::Tenant& tenant, const TenantServices& services);

  store::Tenant& store;
  TenantBrains brains;
  dialog::Conversations conversations;
};

// The tenants of this process. Safe from any thread.
class Tenants {
 public:
  Tenants(store::Database& database, TenantServices services) : database_(database), services_(services) {}

  // Opens every tenant that has a place, loads what is live and picks up what a crash interrupted.
  Task<> open_all();
  // Makes the tenant's place where there is none yet (deployments do).
  Task<TenantRuntime*> open(TenantId id);
  // Error{not_found, "tenant/unknown"} where there is no such tenant.
  Task<TenantRuntime*> find(TenantId id);
  std::vector<TenantId> all() const;
  Task<> drain(Deadline deadline);

 private:
  TenantRuntime* known(const TenantId& id) const;

  store::Database& database_;
  TenantServices services_;
  mutable std::mutex mutex_;
  std::map<TenantId, std::unique_ptr<TenantRuntime>> runtimes_;
};

}  // namespace frontdesk::app
