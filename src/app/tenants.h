#pragma once

#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "app/tenant_runtime.h"
#include "dialog/backfill.h"
#include "graph/signal.h"

namespace frontdesk::app {

// What is wrong with a tenant's data.
struct TenantHealth {
  TenantId id;
  bool serves = true;
  platform::TenantState state = platform::TenantState::active;
  std::vector<Error> problems;
  std::vector<Error> warnings;                         // nothing is broken, and somebody should look
  std::vector<std::pair<std::string, Error>> threads;  // conversations that are out of service
  graph::Threads::InMemory in_memory;
};

// The tenants of this process. A place is opened when somebody asks for it or something in it is due, and is put to
// rest where neither has been so for a while: the register knows then when it must be woken, and what must be known of
// it meanwhile. Before a place is written to it is noted as awake, so the next start opens what a crash left awake.
//
// One that cannot be opened, verified, migrated or prepared is out of service, by itself: the others go on. Safe from
// any thread.
class Tenants {
 public:
  Tenants(store::Database& database, TenantServices services) : database_(database), services_(services) {}

  // Before the first is opened.
  void add(platform::GraphKind kind) { services_.graphs.push_back(std::move(kind)); }
  // Opens the places that are not asleep, or have something due, loads what is live and picks up what a crash
  // interrupted. One that the register knows and of whom no file is left is out of service.
  Task<> open_all();
  // Tries again, with a back-off, to start those that are out of service for a reason that may pass: a disk may get
  // room again. Returns when there is none (any more).
  Task<> heal();
  Task<> keep_healing();  // until it is cancelled
  // Has what was said before the search index was there put into it, in each place by an errand of its own. A tenant
  // whose place is opened later has it begun then.
  Task<> fill_indexes();
  platform::errands::ErrandKind filling();  // of which these are
  // Wakes places in which something is due, and puts to rest those that nobody uses. Goes on until it is cancelled.
  Task<> keep_house();
  // One round of it. Returns when the next wakes at the latest; nothing where none does.
  Task<std::optional<Timestamp>> look_after_places();

  // For deployments: opens one, too, that is out of service for its configuration only. Makes the place of one that was
  // registered and has none yet. Throws as find().
  Task<TenantRuntime*> open(TenantId id);
  // Good for a minute, as requests are, and for as long as one of its threads is listened to. Error{not_found,
  // "tenant/unknown"|"tenant/closed"}, {unavailable, "tenant/suspended"|"tenant/out-of-service"}.
  Task<TenantRuntime*> find(TenantId id);

  // It is not served any more: its runs stop at a committed step, its work waits. Nothing where it is served again.
  Task<> stop(TenantId id);
  // It is served again: what is due in its place is done.
  Task<> resume(TenantId id);
  // Its data, served or not, for whoever copies them; Error{not_found, "tenant/unknown"}.
  Task<store::Tenant*> data(TenantId id);
  // Leaves nothing of its data; safe to call again.
  Task<> erase(TenantId id);

  // A configuration is about to go live: one that kept its tenant out of service does so no longer.
  Task<> admit(TenantId id);
  // It is live: its guards and policies act on all conversations of the tenant from here on.
  void went_live(const platform::config::Config& config);
  // Damage that was met, and does not keep the tenant from serving.
  void note(const TenantId& id, const Error& error);
  // Said once in the log, and in the health from then on.
  void warn(const TenantId& id, const Error& why);
  bool is_out_of_service(const TenantId& id) const { return refusal(id).has_value(); }
  bool is_awake(const TenantId& id) const { return known(id) != nullptr; }
  std::vector<TenantId> all() const;  // whose data are there; also those out of service
  std::vector<TenantHealth> health() const;
  std::vector<Error> damages_of_operator() const;  // of the operator's own place
  Task<> drain(Deadline deadline);

 private:
  // Held as long as somebody changes what runs for a tenant; the next has their turn when it ends.
  struct Turn {
    Turn(Tenants& tenants, TenantId id) : tenants(tenants), id(std::move(id)) {}
    Turn(const Turn&) = delete;
    ~Turn();
    Tenants& tenants;
    TenantId id;
  };
  using RuntimePtr = std::unique_ptr<TenantRuntime>;
  struct Retired {
    RuntimePtr runtime;
    Moment at;
  };

  TenantRuntime* known(const TenantId& id) const;
  TenantRuntime* use(const TenantId& id) const;
  std::optional<Error> refusal(const TenantId& id) const;
  void demand_served(const TenantId& id) const;
  Task<std::unique_ptr<Turn>> take_turn(TenantId id);
  Task<> on_first_loop(Task<> task);
  Task<> bring_up(TenantId id);
  Task<> end(TenantId id);
  Task<> open_place(TenantId id);
  Task<> start(TenantId id);
  Task<bool> try_to_start(TenantId id);
  Task<> fill_index(TenantId id);
  Task<dialog::BackfillParts> backfill_parts(TenantId id);
  bool is_to_wake(const platform::RegisteredTenant& tenant) const;
  Task<> wake_due();
  Task<> put_to_rest(TenantId id);
  Task<bool> may_rest(TenantRuntime& runtime);
  Task<platform::Sleeper> sleeper_of(TenantRuntime& runtime);
  std::vector<TenantId> unused() const;
  RuntimePtr take_out(const TenantId& id, std::chrono::milliseconds unused_for);
  void retire(RuntimePtr runtime);
  void free_retired();
  std::vector<TenantId> that_may_heal() const;
  void quarantine(const TenantId& id, const Error& why);

  store::Database& database_;
  TenantServices services_;
  mutable std::mutex mutex_;
  std::map<TenantId, RuntimePtr> runtimes_;
  std::map<TenantId, Error> quarantined_;
  std::map<TenantId, std::vector<Error>> damages_;  // of those that serve
  std::map<TenantId, std::vector<Error>> warnings_;
  // Both of the first loop. Whoever opens, stops or puts to rest a place has its turn.
  std::map<TenantId, std::shared_ptr<graph::Signal>> turns_;
  std::list<Retired> retired_;  // end when nobody can hold them any more
};

}  // namespace frontdesk::app
