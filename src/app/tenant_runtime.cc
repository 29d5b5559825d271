#include "app/tenant_runtime.h"

#include "base/error.h"

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
      place(tenant, services.frame, services.loops.of(tenant.id().text())),
      guardian(tenant, services.floor, services.clock),
      brains(tenant, services.configs, services.maker, services.pool, guardian),
      threads(tenant, services.loops, services.clock, services.random, services.log),
      conversations(
          tenant, threads, services.clock, services.random, services.log,
          [this](std::string version) { return brains.version(std::move(version)); }, &services.usage),
      used_at(services.clock.now().time_since_epoch().count()) {
  threads.report_to(services.spans);
  for (const auto& kind : services.graphs) {
    threads.add({kind.prefix,
                 [id = tenant.id(), bind = kind.bind](std::string thread) { return bind(id, std::move(thread)); }});
  }
}

}  // namespace frontdesk::app
