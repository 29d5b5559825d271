#include "app/tenants.h"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/this_coro.hpp>
#include <iterator>

#include "base/as_error.h"
#include "graph/gather.h"
#include "graph/passing.h"
#include "platform/work/worker.h"

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

// Keeps a runtime from ending while a task of the house uses it.
struct Hold {
  explicit Hold(TenantRuntime& runtime) : runtime(runtime) { ++runtime.holds; }
  ~Hold() { --runtime.holds; }
  Hold(const Hold&) = delete;
  TenantRuntime& runtime;
};

// A new deployment mends it.
bool is_of_configuration(const Error& error) { return error.slug.starts_with("config/"); }

}  // namespace

Tenants::Turn::~Turn() {
  const auto turn = tenants.turns_.extract(id);
  turn.mapped()->notify_all();
}

Task<std::unique_ptr<Tenants::Turn>> Tenants::take_turn(TenantId id) {
  for (auto found = turns_.find(id); found != turns_.end(); found = turns_.find(id)) {
    const auto other = found->second;
    co_await other->wait();
  }
  turns_.emplace(id, std::make_shared<graph::Signal>(services_.loops.executor(0)));
  co_return std::make_unique<Turn>(*this, std::move(id));
}

// What was begun there is finished, also where the caller is cancelled.
Task<> Tenants::on_first_loop(Task<> task) {
  const auto whole = [](Task<> task) -> Task<> {
    co_await boost::asio::this_coro::reset_cancellation_state(boost::asio::disable_cancellation());
    co_await std::move(task);
  };
  co_await boost::asio::co_spawn(services_.loops.executor(0), whole(std::move(task)), boost::asio::use_awaitable);
}

TenantRuntime* Tenants::known(const TenantId& id) const {
  const std::lock_guard lock(mutex_);
  const auto found = runtimes_.find(id);
  return found == runtimes_.end() ? nullptr : found->second.get();
}

// One that takes requests.
TenantRuntime* Tenants::use(const TenantId& id) const {
  const std::lock_guard lock(mutex_);
  const auto found = runtimes_.find(id);
  if (found == runtimes_.end() || !found->second->is_started) return nullptr;
  found->second->note_use(services_.clock);
  return found->second.get();
}

std::optional<Error> Tenants::refusal(const TenantId& id) const {
  const std::lock_guard lock(mutex_);
  const auto found = quarantined_.find(id);
  return found == quarantined_.end() ? std::nullopt : std::optional(found->second);
}

void Tenants::demand_served(const TenantId& id) const {
  if (const auto why = platform::refusal_of(services_.registered.find(id))) throw *why;
}

void Tenants::quarantine(const TenantId& id, const Error& why) {
  services_.log.error(
      "app", "a tenant is out of service",
      Value::object({{"tenant", id.text()}, {"slug", why.slug}, {"detail", why.detail}, {"cause", why.cause}}));
  const std::lock_guard lock(mutex_);
  quarantined_.insert_or_assign(id, why);
}

Task<TenantRuntime*> Tenants::open(TenantId id) {
  demand_served(id);
  const auto refused = refusal(id);
  if (refused && !is_of_configuration(*refused)) throw out_of_service(id);
  // Also one that is being started: what it is started with is prepared as a deployment is.
  if (auto* runtime = known(id)) {
    runtime->note_use(services_.clock);
    co_return runtime;
  }
  co_await on_first_loop(bring_up(id));
  auto* runtime = known(id);
  if (!runtime) throw out_of_service(id);
  co_return runtime;
}

Task<TenantRuntime*> Tenants::find(TenantId id) {
  demand_served(id);
  if (refusal(id)) throw out_of_service(id);
  if (auto* runtime = use(id)) co_return runtime;
  co_await on_first_loop(bring_up(id));
  auto* runtime = refusal(id) ? nullptr : use(id);
  if (!runtime) throw out_of_service(id);
  co_return runtime;
}

// Whoever asked is told of what may pass, and the next who asks tries again; the rest is for the operator to look at.
Task<> Tenants::bring_up(TenantId id) {
  const auto turn = co_await take_turn(id);
  if (use(id)) co_return;
  demand_served(id);
  std::exception_ptr failure;
  try {
    co_await start(id);
  } catch (...) {
    failure = std::current_exception();
  }
  if (!failure) {
    boost::asio::co_spawn(services_.loops.executor(0), fill_index(id), boost::asio::detached);
    co_return;
  }
  const auto why = as_error(failure, "tenant/not-started", "The tenant could not be started.");
  if (graph::may_heal(why)) {
    co_await end(id);
    throw why;
  }
  if (why.slug != "tenant/out-of-service") quarantine(id, why);
}

Task<> Tenants::open_place(TenantId id) {
  if (known(id)) co_return;
  const auto registered = services_.registered.find(id);
  if (registered && registered->state == platform::TenantState::active && !database_.has_place(id))
    throw everything_missing(id);
  auto* const tenant = co_await database_.open(id);
  co_await services_.registered.note_awake(id);
  co_await services_.registered.note_made(id);
  auto made = std::make_unique<TenantRuntime>(*tenant, services_);
  auto& worker = made->place.worker();
  {
    const std::lock_guard lock(mutex_);
    runtimes_[id] = std::move(made);
  }
  worker.start();  // it may look for the runtime at once
}

Task<> Tenants::start(TenantId id) {
  co_await open_place(id);
  auto* const runtime = known(id);
  co_await runtime->guardian.load();
  co_await services_.configs.live(runtime->store);
  const auto resumed = co_await runtime->threads.recover();
  runtime->is_started = true;
  if (resumed > 0)
    services_.log.info("app", "runs picked up", Value::object({{"tenant", id.text()}, {"runs", resumed}}));
}

Task<bool> Tenants::try_to_start(TenantId id) {
  const auto turn = co_await take_turn(id);
  if (use(id)) co_return true;
  // It may have been suspended, closed or erased while others took their time.
  const auto registered = services_.registered.find(id);
  if (registered && !registered->is_served()) co_return false;
  std::exception_ptr failure;
  try {
    co_await start(id);
  } catch (...) {
    failure = std::current_exception();
  }
  if (!failure) co_return true;
  quarantine(id, as_error(failure, "tenant/not-started", "The tenant could not be started."));
  co_return false;
}

// Places that the register does not know were made by a process that ended before it could write them down.
Task<> Tenants::open_all() {
  for (const auto& id : database_.tenants()) co_await services_.registered.add(id);
  const auto now = services_.clock.wall();
  for (const auto& tenant : services_.registered.tenants()) {
    if (!tenant.is_served()) continue;
    const auto sleeper = services_.registered.sleeper(tenant.id);
    const bool is_missing = tenant.state == platform::TenantState::active && !database_.has_place(tenant.id);
    const bool is_due = !sleeper || (sleeper->wake_at && *sleeper->wake_at <= now);
    if (is_missing) quarantine(tenant.id, everything_missing(tenant.id));
    if (!is_missing && is_due) co_await try_to_start(tenant.id);
  }
}

Task<> Tenants::fill_indexes() {
  for (const auto& id : all()) co_await fill_index(id);
}

Task<> Tenants::fill_index(TenantId id) {
  auto* const runtime = use(id);
  if (!runtime) co_return;
  const Hold hold(*runtime);
  std::exception_ptr failure;
  try {
    co_await dialog::start_filling(runtime->place);
  } catch (...) {
    failure = std::current_exception();
  }
  if (!failure) co_return;
  if (graph::is_cancellation(failure)) std::rethrow_exception(failure);
  const auto why = as_error(failure);
  services_.log.warning("app", "older conversations cannot all be found; the next start goes on",
                        Value::object({{"tenant", id.text()}, {"slug", why.slug}, {"detail", why.detail}}));
}

// A piece takes less than a runtime is kept that was retired. Without a configuration nobody knows which slots hold
// names, and everything else is found all the same.
Task<dialog::BackfillParts> Tenants::backfill_parts(TenantId id) {
  auto* const runtime = known(id);
  if (!runtime || !runtime->is_started)
    throw Error(Kind::unavailable, "tenant/not-started", "The tenant is being started.");
  dialog::BackfillParts parts{runtime->threads, services_.pool, services_.log};
  if (services_.configs.cached(id)) parts.live = co_await runtime->brains.version("");
  co_return parts;
}

platform::errands::ErrandKind Tenants::filling() {
  return dialog::filling([this](TenantId id) { return backfill_parts(std::move(id)); });
}

std::vector<TenantId> Tenants::that_may_heal() const {
  const std::lock_guard lock(mutex_);
  std::vector<TenantId> ids;
  for (const auto& [id, why] : quarantined_) {
    const auto registered = services_.registered.find(id);
    const bool is_served = !registered || registered->is_served();
    if (is_served && graph::may_heal(why)) ids.push_back(id);
  }
  return ids;
}

// A place that is woken later may fail as well as one at the start.
Task<> Tenants::keep_healing() {
  for (;;) {
    co_await heal();
    co_await services_.clock.sleep_for(kHealWaitMin);
  }
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
  auto* const runtime = known(id);
  if (!runtime) co_return;  // stopped meanwhile; whoever asks for it next starts it
  co_await runtime->threads.recover();
  runtime->is_started = true;
}

void Tenants::went_live(const platform::config::Config& config) {
  auto* runtime = known(config.tenant);
  const auto brain = runtime ? runtime->brains.known(config.hash) : nullptr;
  if (brain) runtime->guardian.go_live(brain->config().guards, brain->policies(), brain->look_ups());
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
  std::vector<TenantId> ids;
  for (const auto& tenant : services_.registered.tenants()) {
    if (tenant.is_there()) ids.push_back(tenant.id);
  }
  return ids;
}

std::vector<TenantHealth> Tenants::health() const {
  std::vector<TenantHealth> list;
  for (const auto& id : all()) {
    TenantHealth health{.id = id};
    const auto refused = refusal(id);
    if (const auto registered = services_.registered.find(id)) health.state = registered->state;
    health.serves = !refused;
    if (refused) health.problems.push_back(*refused);
    const std::lock_guard lock(mutex_);
    if (const auto found = runtimes_.find(id); found != runtimes_.end()) {
      const auto& runtime = found->second;
      health.threads = runtime->threads.out_of_service();
      health.in_memory = runtime->threads.in_memory();
    }
    const auto met = damages_.find(id);
    if (met != damages_.end()) std::ranges::copy(met->second, std::back_inserter(health.problems));
    const auto warned = warnings_.find(id);
    if (warned != warnings_.end()) health.warnings = warned->second;
    list.push_back(std::move(health));
  }
  return list;
}

}  // namespace frontdesk::app
