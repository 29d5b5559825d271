#include "app/tenants.h"

#include <algorithm>
#include <iterator>
#include <set>

#include "graph/gather.h"

namespace frontdesk::app {
namespace {

constexpr std::size_t kDamagesMax = 20;  // that are shown of one tenant

Error out_of_service(const TenantId& id) {
  return Error(Kind::unavailable, "tenant/out-of-service",
               fmt::format(
                   "{} is out of service until its operator has looked at its data. The log and GET /v1/health say "
                   "what to do.",
                   id.text()))
      .after(std::chrono::seconds(60));
}

Error as_error(std::exception_ptr failure) {
  try {
    std::rethrow_exception(failure);
  } catch (const Error& error) {
    return error;
  } catch (const std::exception& other) {
    return Error(Kind::internal, "internal", other.what());
  }
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
  co_await make(std::move(config));
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
  auto* runtime = co_await open(id);
  co_await runtime->guardian.load();
  co_await services_.configs.live(runtime->store);
  const auto resumed = co_await runtime->conversations.recover();
  if (resumed > 0)
    services_.log.info("app", "runs picked up", Value::object({{"tenant", id.text()}, {"runs", resumed}}));
}

Task<> Tenants::open_all() {
  for (const auto& id : database_.tenants()) {
    std::exception_ptr failure;
    try {
      co_await start(id);
    } catch (...) {
      failure = std::current_exception();
    }
    if (failure && !refusal(id)) quarantine(id, as_error(failure));
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
  auto& known = damages_[id];
  if (known.size() < kDamagesMax && std::ranges::find(known, error.detail, &Error::detail) == known.end())
    known.push_back(error);
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
    const auto* runtime = known(id);
    const auto refused = refusal(id);
    health.serves = !refused;
    if (refused) health.problems.push_back(*refused);
    if (runtime) health.threads = runtime->conversations.out_of_service();
    const std::lock_guard lock(mutex_);
    const auto met = damages_.find(id);
    if (met != damages_.end()) std::ranges::copy(met->second, std::back_inserter(health.problems));
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
