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
#include "platform/register.h"
#include "platform/usage.h"

namespace frontdesk::app {

// The brains of one tenant, by configuration version; made beside the loops on first use, once however many ask. The
// latest are kept, the others as long as a conversation uses them.
class TenantBrains {
 public:
  static constexpr std::size_t kKept = 2;

  TenantBrains(store::Tenant& tenant, platform::config::ConfigStore& configs, const BrainMaker& maker, Pool& pool,
               const dialog::Guardian& guardian)
      : tenant_(tenant), configs_(configs), maker_(maker), pool_(pool), guardian_(guardian) {}

  // "" asks for the live version: Error{not_found, "config/none-live"} where nothing was deployed.
  Task<std::shared_ptr<const dialog::Brain>> version(std::string hash);
  // Gets a configuration's brain ready before it goes live.
  Task<> prepare(std::shared_ptr<const platform::config::Config> config);
  // Null where it was not prepared, or is not in use any more.
  std::shared_ptr<const dialog::Brain> known(const std::string& hash);

 private:
  void keep(const std::shared_ptr<const dialog::Brain>& brain);
  Task<std::shared_ptr<const dialog::Brain>> make(ConfigPtr config);

  store::Tenant& tenant_;
  platform::config::ConfigStore& configs_;
  const BrainMaker& maker_;
  Pool& pool_;
  const dialog::Guardian& guardian_;
  std::mutex mutex_;
  std::map<std::string, std::weak_ptr<const dialog::Brain>> by_hash_;
  std::deque<std::shared_ptr<const dialog::Brain>> latest_;
};

// What the tenants of a process share.
struct TenantServices {
  platform::config::ConfigStore& configs;
  platform::Register& registered;
  const BrainMaker& maker;
  net::Loops& loops;
  Clock& clock;
  Random& random;
  Log& log;
  Pool& pool;
  platform::Usage& usage;
  dialog::Floor floor;
};

// What runs for one tenant.
struct TenantRuntime {
  TenantRuntime(store::Tenant& tenant, const TenantServices& services);

  store::Tenant& store;
  dialog::Guardian guardian;
  TenantBrains brains;
  dialog::Conversations conversations;
};

// What is wrong with a tenant's data.
struct TenantHealth {
  TenantId id;
  bool serves = true;
  std::vector<Error> problems;
  std::vector<Error> warnings;                         // nothing is broken, and somebody should look
  std::vector<std::pair<std::string, Error>> threads;  // conversations that are out of service
  graph::Threads::InMemory in_memory;
};

// The tenants of this process. One that cannot be opened, verified, migrated or prepared is out of service, by itself:
// the others go on. Safe from any thread.
class Tenants {
 public:
  Tenants(store::Database& database, TenantServices services) : database_(database), services_(services) {}

  // Opens every tenant that has a place, loads what is live and picks up what a crash interrupted. One that the
  // register knows and of whom no file is left is out of service.
  Task<> open_all();
  // Tries again, with a back-off, to start those that are out of service for a reason that may pass: a disk may get
  // room again. Returns when there is none (any more).
  Task<> heal();
  // Puts what was said before the search index was there into it, tenant by tenant and in pieces. A tenant whose place
  // heals later has its own filled then. Returns when all is done, and goes on at the next start where the process
  // ends.
  Task<> fill_indexes();
  // Makes the tenant's place where there is none yet (deployments do), and writes the tenant into the register. Opens
  // one, too, that is out of service for its configuration only. Error{unavailable, "tenant/out-of-service"}.
  Task<TenantRuntime*> open(TenantId id);
  // Error{not_found, "tenant/unknown"} where there is no such tenant; {unavailable, "tenant/out-of-service"}.
  Task<TenantRuntime*> find(TenantId id);
  // A configuration is about to go live: one that kept its tenant out of service does so no longer.
  Task<> admit(TenantId id);
  // It is live: its guards and policies act on all conversations of the tenant from here on.
  void went_live(const platform::config::Config& config);
  // Damage that was met, and does not keep the tenant from serving.
  void note(const TenantId& id, const Error& error);
  // Said once in the log, and in the health from then on.
  void warn(const TenantId& id, const Error& why);
  bool is_out_of_service(const TenantId& id) const { return refusal(id).has_value(); }
  std::vector<TenantId> all() const;  // also those out of service
  std::vector<TenantHealth> health() const;
  std::vector<Error> damages_of_operator() const;  // of the operator's own place
  Task<> drain(Deadline deadline);

 private:
  TenantRuntime* known(const TenantId& id) const;
  std::optional<Error> refusal(const TenantId& id) const;
  Task<TenantRuntime*> open_place(TenantId id);
  Task<> start(TenantId id);
  Task<bool> try_to_start(TenantId id);
  Task<> fill_index(TenantId id);
  std::vector<TenantId> that_may_heal() const;
  void quarantine(const TenantId& id, const Error& why);

  store::Database& database_;
  TenantServices services_;
  mutable std::mutex mutex_;
  std::map<TenantId, std::unique_ptr<TenantRuntime>> runtimes_;
  std::map<TenantId, Error> quarantined_;
  std::map<TenantId, std::vector<Error>> damages_;  // of those that serve
  std::map<TenantId, std::vector<Error>> warnings_;
};

}  // namespace frontdesk::app
