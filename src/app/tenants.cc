#include "app/tenants.h"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/this_coro.hpp>
#include <iterator>
#include <set>

#include "base/as_error.h"
#include "dialog/backfill.h"
#include "graph/gather.h"
#include "graph/passing.h"

namespace frontdesk::app {
namespace {

constexpr std::size_t kDamagesMax = 20;  // that are shown of one tenant
constexpr std::chrono::milliseconds kHealWaitMin = std::chrono::seconds(1);
constexpr std::chrono::milliseconds kHealWaitMax = std::chrono::minutes(1);

Error everything_missing(const TenantId& id) {
  return Error(
      Kind::internal, "store/missing",
      fmt::format("{0} is in the register, and no file of it is in the data folder. Put its files back from the "
                  "last backup, or, where they are not missed, stop the server and run: frontdesk accept {0}",
                  id.text()));
}

Error out_of_service(const TenantId& id) {
  return Error(Kind::unavailable, "tenant/out-of-service",
               fmt::format(
                   "{} is out of service until its operator has looked at its data. The log and GET /v1/health say "
                   "what to do.",
                   id.text()))
      .after(std::chrono::seconds(60));
}

bool keep_once(std::vector<Error>& known, const Error& error) {
  if (known.size() >= kDamagesMax || std::ranges::find(known, error.detail, &Error::detail) != known.end())
    return false;
  known.push_back(error);
  return true;
}

// A new deployment mends it.
bool is_of_configuration(const Error& error) { return error.slug.starts_with("config/"); }

}  // namespace

std::shared_ptr<const dialog::Brain> TenantBrains::known(const std::string& hash) {
  const std::lock_guard lock(mutex_);
  const auto found = by_hash_.find(hash);
  return found == by_hash_.end() ? nullptr : found->second.lock();
}

void TenantBrains::keep(const std::shared_ptr<const dialog::Brain>& brain) {
  const std::lock_guard lock(mutex_);
  std::erase_if(by_hash_, [](const auto& entry) { return entry.second.expired(); });
  by_hash_.insert_or_assign(brain->version(), brain);
  latest_.push_front(brain);
  if (latest_.size() > kKept) latest_.pop_back();
}

// A tenant's work runs one piece at a time, so whoever comes second finds what the first has made.
Task<std::shared_ptr<const dialog::Brain>> TenantBrains::make(ConfigPtr config) {
  auto stored = co_await maker_.stored_model(tenant_, config->hash);
  auto work = [this, config, stored = std::move(stored)](Effort& effort) {
    if (auto brain = known(config->hash)) return MadeBrain{brain, {}};
    auto made = maker_.make(*config, stored, [this] { return guardian_.now(); }, effort);
    keep(made.brain);
    return made;
  };
  auto made = co_await pool_.run(tenant_.id().text(), std::move(work));
  if (!made.trained.empty()) co_await maker_.keep_model(tenant_, config->hash, std::move(made.trained));
  co_return made.brain;
}

Task<std::shared_ptr<const dialog::Brain>> TenantBrains::version(std::string hash) {
  std::shared_ptr<const platform::config::Config> config;
  if (hash.empty()) {
    config = configs_.cached(tenant_.id());
    if (!config) config = co_await configs_.live(tenant_);
    if (!config)
      throw Error(Kind::not_found, "config/none-live",
                  "Nothing is deployed for this tenant yet; deploy a tenant file first.");
    hash = config->hash;
  }
  if (auto brain = known(hash)) co_return brain;
  if (!config) config = co_await configs_.load(tenant_, hash);
  co_return co_await make(std::move(config));
}

Task<> TenantBrains::prepare(std::shared_ptr<const platform::config::Config> config) {
  if (known(config->hash)) co_return;
  try {
    co_await make(std::move(config));
    co_return;
  } catch (const Error& error) {
    if (error.slug != "work/too-costly") throw;
  }
  throw Error(Kind::invalid, "config/too-costly",
              "Learning the intents of this file takes more steps or time than one file may. Give it fewer or shorter "
              "examples, or fewer intents.");
}

TenantRuntime::TenantRuntime(store::Tenant& tenant, const TenantServices& services)
    : store(tenant),
      guardian(tenant, services.floor, services.clock),
      brains(tenant, services.configs, services.maker, services.pool, guardian),
      conversations(
          tenant, services.loops, services.clock, services.random, services.log,
          [this](std::string version) { return brains.version(std::move(version)); }, &services.usage) {}

TenantRuntime* Tenants::known(const TenantId& id) const {
  const std::lock_guard lock(mutex_);
  const auto found = runtimes_.find(id);
  return found == runtimes_.end() ? nullptr : found->second.get();
}

std::optional<Error> Tenants::refusal(const TenantId& id) const {
  const std::lock_guard lock(mutex_);
  const auto found = quarantined_.find(id);
  return found == quarantined_.end() ? std::nullopt : std::optional(found->second);
}

void Tenants::quarantine(const TenantId& id, const Error& why) {
  services_.log.error(
      "app", "a tenant is out of service",
      Value::object({{"tenant", id.text()}, {"slug", why.slug}, {"detail", why.detail}, {"cause", why.cause}}));
  const std::lock_guard lock(mutex_);
  quarantined_.insert_or_assign(id, why);
}

Task<TenantRuntime*> Tenants::open(TenantId id) {
  const auto refused = refusal(id);
  if (refused && !is_of_configuration(*refused)) throw out_of_service(id);
  co_return co_await open_place(std::move(id));
}

Task<TenantRuntime*> Tenants::open_place(TenantId id) {
  if (auto* runtime = known(id)) co_return runtime;
  store::Tenant* tenant = nullptr;
  try {
    tenant = co_await database_.open(id);
  } catch (const Error& error) {
    if (error.kind != Kind::internal) throw;
    quarantine(id, error);
  }
  if (!tenant) throw out_of_service(id);
  co_await services_.registered.add(id);
  const std::lock_guard lock(mutex_);
  auto& place = runtimes_[id];
  if (!place) place = std::make_unique<TenantRuntime>(*tenant, services_);
  co_return place.get();
}

Task<TenantRuntime*> Tenants::find(TenantId id) {
  if (refusal(id)) throw out_of_service(id);
  auto* runtime = known(id);
  if (!runtime) throw Error(Kind::not_found, "tenant/unknown", "There is no such tenant.");
  co_return runtime;
}

Task<> Tenants::start(TenantId id) {
  auto* runtime = co_await open_place(id);
  co_await runtime->guardian.load();
  co_await services_.configs.live(runtime->store);
  const auto resumed = co_await runtime->conversations.recover();
  if (resumed > 0)
    services_.log.info("app", "runs picked up", Value::object({{"tenant", id.text()}, {"runs", resumed}}));
}

Task<bool> Tenants::try_to_start(TenantId id) {
  std::exception_ptr failure;
  try {
    co_await start(id);
  } catch (...) {
    failure = std::current_exception();
  }
  if (!failure) co_return true;
  const auto why = as_error(failure, "tenant/not-started", "The tenant could not be started.");
  if (why.slug != "tenant/out-of-service") quarantine(id, why);
  co_return false;
}

Task<> Tenants::open_all() {
  const auto places = database_.tenants();
  for (const auto& id : places) co_await try_to_start(id);
  for (const auto& tenant : services_.registered.tenants()) {
    if (tenant.state == "active" && std::ranges::find(places, tenant.id) == places.end())
      quarantine(tenant.id, everything_missing(tenant.id));
  }
}

Task<> Tenants::fill_indexes() {
  for (const auto& id : all()) co_await fill_index(id);
}

// Without a configuration nobody knows which slots hold names, and everything else is found all the same.
Task<> Tenants::fill_index(TenantId id) {
  auto* runtime = known(id);
  if (!runtime) co_return;
  std::exception_ptr failure;
  try {
    if (co_await dialog::is_index_full(runtime->store)) co_return;
    dialog::BackfillParts parts{runtime->store, runtime->conversations.threads(), services_.pool, services_.clock,
                                services_.log};
    if (services_.configs.cached(id)) parts.live = co_await runtime->brains.version("");
    const auto filled = co_await dialog::fill_index(std::move(parts));
    services_.log.info(
        "app", "older conversations can be found now",
        Value::object({{"tenant", id.text()}, {"conversations", filled.conversations}, {"left", filled.left}}));
  } catch (...) {
    failure = std::current_exception();
  }
  if (!failure) co_return;
  if (graph::is_cancellation(failure)) std::rethrow_exception(failure);
  const auto why = as_error(failure);
  services_.log.warning("app", "older conversations cannot all be found; the next start goes on",
                        Value::object({{"tenant", id.text()}, {"slug", why.slug}, {"detail", why.detail}}));
}

std::vector<TenantId> Tenants::that_may_heal() const {
  const std::lock_guard lock(mutex_);
  std::vector<TenantId> ids;
  for (const auto& [id, why] : quarantined_) {
    if (graph::may_heal(why)) ids.push_back(id);
  }
  return ids;
}

Task<> Tenants::heal() {
  for (auto wait = kHealWaitMin;; wait = std::min(2 * wait, kHealWaitMax)) {
    if (that_may_heal().empty()) co_return;
    co_await services_.clock.sleep_for(wait);
    for (const auto& id : that_may_heal()) {
      if (!co_await try_to_start(id)) continue;
      {
        const std::lock_guard lock(mutex_);
        quarantined_.erase(id);
      }
      services_.log.info("app", "a tenant is in service again", Value::object({{"tenant", id.text()}}));
      boost::asio::co_spawn(co_await boost::asio::this_coro::executor, fill_index(id), boost::asio::detached);
    }
  }
}

Task<> Tenants::admit(TenantId id) {
  {
    const std::lock_guard lock(mutex_);
    const auto found = quarantined_.find(id);
    if (found == quarantined_.end() || !is_of_configuration(found->second)) co_return;
    quarantined_.erase(found);
  }
  services_.log.info("app", "a tenant is in service again", Value::object({{"tenant", id.text()}}));
  co_await known(id)->conversations.recover();
}

void Tenants::went_live(const platform::config::Config& config) {
  auto* runtime = known(config.tenant);
  const auto brain = runtime ? runtime->brains.known(config.hash) : nullptr;
  if (brain) runtime->guardian.go_live(brain->config().guards, brain->policies());
}

void Tenants::note(const TenantId& id, const Error& error) {
  const std::lock_guard lock(mutex_);
  keep_once(damages_[id], error);
}

void Tenants::warn(const TenantId& id, const Error& why) {
  {
    const std::lock_guard lock(mutex_);
    if (!keep_once(warnings_[id], why)) return;
  }
  services_.log.warning("app", "a tenant should look at this",
                        Value::object({{"tenant", id.text()}, {"slug", why.slug}, {"detail", why.detail}}));
}

std::vector<Error> Tenants::damages_of_operator() const {
  const std::lock_guard lock(mutex_);
  const auto met = damages_.find(TenantId::of_operator());
  return met == damages_.end() ? std::vector<Error>() : met->second;
}

std::vector<TenantId> Tenants::all() const {
  const std::lock_guard lock(mutex_);
  std::set<TenantId> ids;
  for (const auto& [id, runtime] : runtimes_) ids.insert(id);
  for (const auto& [id, why] : quarantined_) ids.insert(id);
  return {ids.begin(), ids.end()};
}

std::vector<TenantHealth> Tenants::health() const {
  std::vector<TenantHealth> list;
  for (const auto& id : all()) {
    TenantHealth health{.id = id};
    auto* runtime = known(id);
    const auto refused = refusal(id);
    health.serves = !refused;
    if (refused) health.problems.push_back(*refused);
    if (runtime) {
      health.threads = runtime->conversations.out_of_service();
      health.in_memory = runtime->conversations.threads().in_memory();
    }
    const std::lock_guard lock(mutex_);
    const auto met = damages_.find(id);
    if (met != damages_.end()) std::ranges::copy(met->second, std::back_inserter(health.problems));
    const auto warned = warnings_.find(id);
    if (warned != warnings_.end()) health.warnings = warned->second;
    list.push_back(std::move(health));
  }
  return list;
}

// Side by side: one that is slow to stop takes nothing of the others' time.
Task<> Tenants::drain(Deadline deadline) {
  std::vector<Task<>> drains;
  {
    const std::lock_guard lock(mutex_);
    for (const auto& [id, runtime] : runtimes_) drains.push_back(runtime->conversations.drain(deadline));
  }
  co_await graph::gather(std::move(drains));
}

}  // namespace frontdesk::app
