// How places end: put to rest, stopped, erased, drained.
#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include "app/tenant_cards.h"
#include "app/tenants.h"
#include "base/as_error.h"
#include "graph/gather.h"
#include "platform/work/worker.h"

namespace frontdesk::app {
namespace {

constexpr std::chrono::seconds kLookAgain{20};  // also where nothing is due: clocks jump
constexpr std::chrono::seconds kStopMax{10};    // for what is under way in a place that is stopped
// A request ends within a minute, and with it all that it was given.
constexpr std::chrono::minutes kRetiredFor{2};

// Side by side: one that is slow to stop takes nothing of the others' time.
Task<> drain_one(TenantRuntime& runtime, Deadline deadline) {
  std::vector<Task<>> drains;
  drains.push_back(runtime.place.worker().drain(deadline));
  drains.push_back(runtime.threads.drain(deadline));
  co_await graph::gather(std::move(drains));
}

std::optional<Timestamp> earlier(std::optional<Timestamp> one, std::optional<Timestamp> other) {
  if (!one || !other) return one ? one : other;
  return std::min(*one, *other);
}

// When something in the place is due; what is under way is so at once.
std::optional<Timestamp> next_in(store::Reader& reader, const platform::Place& place, Timestamp now) {
  namespace work = platform::work;
  if (work::has_due(reader, now) || work::is_running(reader)) return now;
  return work::Worker::next_due(reader, place, now);
}

}  // namespace

// Nothing where somebody has asked for it within the span.
Tenants::RuntimePtr Tenants::take_out(const TenantId& id, std::chrono::milliseconds unused_for) {
  const std::lock_guard lock(mutex_);
  const auto found = runtimes_.find(id);
  if (found == runtimes_.end() || found->second->unused_for(services_.clock) < unused_for) return nullptr;
  return std::move(runtimes_.extract(found).mapped());
}

void Tenants::retire(RuntimePtr runtime) {
  if (runtime) retired_.push_back({std::move(runtime), services_.clock.now()});
}

void Tenants::free_retired() {
  const auto now = services_.clock.now();
  retired_.remove_if([now](const Retired& retired) {
    return now - retired.at >= kRetiredFor && retired.runtime->holds == 0 && retired.runtime->threads.is_idle();
  });
}

// What runs for it ends; whoever asks next begins anew.
Task<> Tenants::end(TenantId id) {
  auto runtime = take_out(id, std::chrono::milliseconds(0));
  if (!runtime) co_return;
  auto& ended = *runtime;
  retire(std::move(runtime));
  co_await drain_one(ended, Deadline::in(services_.clock, kStopMax));
  services_.configs.forget(id);
}

Task<> Tenants::stop(TenantId id) {
  const auto stopped = [](Tenants& tenants, TenantId id) -> Task<> {
    const auto turn = co_await tenants.take_turn(id);
    const auto registered = tenants.services_.registered.find(id);
    if (registered && registered->is_served()) co_return;  // it was resumed while this waited
    co_await tenants.end(id);
    const std::lock_guard lock(tenants.mutex_);
    tenants.quarantined_.erase(id);  // what it was out of service for is met again, if it is still so
  };
  co_await on_first_loop(stopped(*this, std::move(id)));
}

Task<> Tenants::resume(TenantId id) {
  std::exception_ptr failure;
  try {
    co_await on_first_loop(bring_up(id));
  } catch (...) {
    failure = std::current_exception();
  }
  if (!failure) co_return;
  const auto why = as_error(failure);
  services_.log.warning("app", "a tenant that is served again is opened when somebody asks for it",
                        Value::object({{"tenant", id.text()}, {"slug", why.slug}, {"detail", why.detail}}));
}

Task<store::Tenant*> Tenants::data(TenantId id) {
  const auto registered = services_.registered.find(id);
  if (!registered || !registered->is_there() || !database_.has_place(id))
    throw Error(Kind::not_found, "tenant/unknown", "There is no such tenant.");
  co_return co_await database_.open(std::move(id));
}

Task<> Tenants::erase(TenantId id) {
  co_await stop(id);
  co_await database_.remove(id);
  const std::lock_guard lock(mutex_);
  quarantined_.erase(id);
  damages_.erase(id);
  warnings_.erase(id);
}

Task<> Tenants::keep_house() {
  for (;;) {
    std::optional<Timestamp> next;
    std::exception_ptr failure;
    try {
      next = co_await look_after_places();
    } catch (...) {
      failure = std::current_exception();
    }
    if (failure) {
      if (graph::is_cancellation(failure)) std::rethrow_exception(failure);
      services_.log.warning("app", "places could not be looked after",
                            Value::object({{"slug", as_error(failure).slug}}));
    }
    auto span = std::chrono::duration_cast<std::chrono::milliseconds>(kLookAgain);
    if (next) span = std::min(span, std::chrono::milliseconds(next->ms - services_.clock.wall().ms));
    co_await services_.clock.sleep_for(std::max(span, std::chrono::milliseconds(1)));
  }
}

Task<std::optional<Timestamp>> Tenants::look_after_places() {
  co_await wake_due();
  for (const auto& id : unused()) co_await put_to_rest(id);
  free_retired();
  std::optional<Timestamp> next;
  for (const auto& tenant : services_.registered.tenants()) {
    const auto sleeper = services_.registered.sleeper(tenant.id);
    if (tenant.is_served() && sleeper && !is_out_of_service(tenant.id)) next = earlier(next, sleeper->wake_at);
  }
  co_return next;
}

// One that is served and neither runs nor sleeps could not be opened when it was to be: nobody knows what is due in it.
bool Tenants::is_to_wake(const platform::RegisteredTenant& tenant) const {
  if (tenant.state != platform::TenantState::active || is_out_of_service(tenant.id)) return false;
  const auto sleeper = services_.registered.sleeper(tenant.id);
  if (!sleeper) return !is_awake(tenant.id);
  return sleeper->wake_at && *sleeper->wake_at <= services_.clock.wall();
}

Task<> Tenants::wake_due() {
  for (const auto& tenant : services_.registered.tenants()) {
    if (is_to_wake(tenant)) co_await try_to_start(tenant.id);
  }
}

std::vector<TenantId> Tenants::unused() const {
  std::vector<TenantId> ids;
  if (services_.rest_after <= std::chrono::milliseconds(0)) return ids;
  const std::lock_guard lock(mutex_);
  for (const auto& [id, runtime] : runtimes_) {
    if (runtime->is_started && runtime->unused_for(services_.clock) >= services_.rest_after) ids.push_back(id);
  }
  return ids;
}

// Nobody is in it, and nothing is due for a while.
Task<bool> Tenants::may_rest(TenantRuntime& runtime) {
  const auto now = services_.clock.wall();
  const auto next =
      co_await runtime.store.read([&](store::Reader& reader) { return next_in(reader, runtime.place, now); });
  if (next && next->ms - now.ms < services_.rest_after.count()) co_return false;
  co_return runtime.holds == 0 && runtime.threads.is_idle();
}

Task<platform::Sleeper> Tenants::sleeper_of(TenantRuntime& runtime) {
  const auto now = services_.clock.wall();
  const auto live = services_.configs.cached(runtime.store.id());
  auto sleeper = card_of(runtime.store.id(), live.get());
  if (co_await runtime.threads.has_due()) {
    sleeper.wake_at = now;
  } else {
    sleeper.wake_at =
        co_await runtime.store.read([&](store::Reader& reader) { return next_in(reader, runtime.place, now); });
  }
  co_return sleeper;
}

// From when it is taken out nobody new gets it, and whoever asks waits for this turn to end; what it noted as due is
// read behind all that was under way. Where something goes wrong, or came in between, it is opened again.
Task<> Tenants::put_to_rest(TenantId id) {
  bool is_asleep = false;
  {
    const auto turn = co_await take_turn(id);
    auto* const runtime = known(id);
    if (!runtime || !co_await may_rest(*runtime)) co_return;
    auto ended = take_out(id, services_.rest_after);
    if (!ended) co_return;
    retire(std::move(ended));
    std::exception_ptr failure;
    try {
      co_await drain_one(*runtime, Deadline::in(services_.clock, kStopMax));
      const auto sleeper = co_await sleeper_of(*runtime);
      if (!sleeper.wake_at || *sleeper.wake_at > services_.clock.wall()) {
        co_await services_.registered.note_asleep({{id, sleeper}});
        is_asleep = true;
      }
    } catch (...) {
      failure = std::current_exception();
    }
    services_.configs.forget(id);
    if (failure && graph::is_cancellation(failure)) std::rethrow_exception(failure);
  }
  if (!is_asleep) co_await resume(id);
}

// What is noted here is what the next start opens, so all of it is noted at once.
Task<> Tenants::drain(Deadline deadline) {
  std::vector<TenantRuntime*> running;
  {
    const std::lock_guard lock(mutex_);
    for (const auto& [id, runtime] : runtimes_) running.push_back(runtime.get());
  }
  std::vector<Task<>> drains;
  for (auto* const runtime : running) drains.push_back(drain_one(*runtime, deadline));
  co_await graph::gather(std::move(drains));
  std::map<TenantId, platform::Sleeper> sleepers;
  std::exception_ptr failure;
  try {
    for (auto* const runtime : running) {
      // One that did not end in time may still write.
      const bool is_quiet = runtime->is_started && !is_out_of_service(runtime->store.id()) && runtime->holds == 0 &&
                            runtime->threads.is_idle() && !deadline.passed(services_.clock);
      if (is_quiet) sleepers.emplace(runtime->store.id(), co_await sleeper_of(*runtime));
    }
    co_await services_.registered.note_asleep(std::move(sleepers));
  } catch (...) {
    failure = std::current_exception();
  }
  if (failure)
    services_.log.warning("app", "what is due could not be noted; the next start looks into each place",
                          Value::object({{"slug", as_error(failure).slug}}));
}

}  // namespace frontdesk::app
