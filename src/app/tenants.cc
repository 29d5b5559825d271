#include "app/tenants.h"

namespace frontdesk::app {

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
    auto made = maker_.make(*config, stored, effort);
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
      brains(tenant, services.configs, services.maker, services.pool),
      conversations(
          tenant, services.loops, services.clock, services.random, services.log,
          [this](std::string version) { return brains.version(std::move(version)); }, &services.usage) {}

TenantRuntime* Tenants::known(const TenantId& id) const {
  const std::lock_guard lock(mutex_);
  const auto found = runtimes_.find(id);
  return found == runtimes_.end() ? nullptr : found->second.get();
}

Task<TenantRuntime*> Tenants::open(TenantId id) {
  if (auto* runtime = known(id)) co_return runtime;
  auto* tenant = co_await database_.open(id);
  const std::lock_guard lock(mutex_);
  auto& place = runtimes_[id];
  if (!place) place = std::make_unique<TenantRuntime>(*tenant, services_);
  co_return place.get();
}

Task<TenantRuntime*> Tenants::find(TenantId id) {
  auto* runtime = known(id);
  if (!runtime) throw Error(Kind::not_found, "tenant/unknown", "There is no such tenant.");
  co_return runtime;
}

Task<> Tenants::open_all() {
  for (const auto& id : database_.tenants()) {
    auto* runtime = co_await open(id);
    co_await services_.configs.live(runtime->store);
    const auto resumed = co_await runtime->conversations.recover();
    if (resumed > 0)
      services_.log.info("app", "runs picked up", Value::object({{"tenant", id.text()}, {"runs", resumed}}));
  }
}

std::vector<TenantId> Tenants::all() const {
  const std::lock_guard lock(mutex_);
  std::vector<TenantId> ids;
  for (const auto& [id, runtime] : runtimes_) ids.push_back(id);
  return ids;
}

Task<> Tenants::drain(Deadline deadline) {
  for (const auto& id : all()) co_await known(id)->conversations.drain(deadline);
}

}  // namespace frontdesk::app
