#pragma once

#include <atomic>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "app/brain_maker.h"
#include "base/pool.h"
#include "dialog/conversations.h"
#include "platform/config/config_store.h"
#include "platform/engine.h"
#include "platform/places/place.h"
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
  Spans* spans;  // who is told of runs; null: nobody
  Log& log;
  Pool& pool;
  platform::Usage& usage;
  dialog::Floor floor;
  const platform::Frame& frame;
  std::chrono::milliseconds rest_after = std::chrono::minutes(10);  // that nobody asked for it; 0: places stay awake
  std::vector<platform::GraphKind> graphs{};                        // of all engines
};

// What runs for one tenant while its place is awake.
struct TenantRuntime {
  TenantRuntime(store::Tenant& tenant, const TenantServices& services);

  // Asked for by somebody, at this moment.
  void note_use(const Clock& clock) { used_at = clock.now().time_since_epoch().count(); }
  // For how long nobody has asked for it.
  std::chrono::nanoseconds unused_for(const Clock& clock) const {
    return clock.now().time_since_epoch() - std::chrono::nanoseconds(used_at.load());
  }

  store::Tenant& store;
  platform::Place place;
  dialog::Guardian guardian;
  TenantBrains brains;
  graph::Threads threads;
  dialog::Conversations conversations;
  std::atomic<bool> is_started = false;  // its runs were picked up, so it takes more
  std::atomic<int> holds = 0;            // tasks of the house that use it, whoever asks for it
  std::atomic<std::int64_t> used_at;
};

}  // namespace frontdesk::app
