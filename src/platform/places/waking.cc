#include "platform/places/waking.h"

#include "base/error.h"
#include "graph/threads.h"
#include "platform/work/job.h"

namespace frontdesk::platform {
namespace {

constexpr std::string_view kWaking = "graph.wake";

Task<> wake(std::function<Task<graph::Threads*>(TenantId place)> find, work::Job& job) {
  const auto& payload = job.piece.item.payload;
  auto* const threads = co_await find(job.place.id());
  const auto woken_at = Value::object({{"woken_at", job.place.frame().clock.wall().ms}});
  try {
    co_await threads->answer(std::string(payload["thread"].text()), job.piece.item.key, woken_at);
  } catch (const Error& error) {
    if (error.slug != "graph/unknown-interrupt") throw;  // it was answered by an attempt before, or dropped
  }
}

}  // namespace

graph::Interrupted wait_until(Place& place, const graph::NodeContext& context, std::string key, Timestamp until) {
  auto item = work::Item{.kind = std::string(kWaking),
                         .key = context.interrupt(key),
                         .payload = Value::object({{"thread", context.thread()}}),
                         .due = until};
  graph::Interrupted waits{std::move(key), Value::object({{"until", until.ms}}), {}};
  waits.statements.push_back([&place, item = std::move(item)](store::Transaction& transaction) {
    Writing(transaction, place, "graph").ask(item);
  });
  return waits;
}

work::Kind waking(std::function<Task<graph::Threads*>(TenantId place)> find) {
  return {.name = std::string(kWaking),
          .perform = [find = std::move(find)](work::Job& job) { return wake(find, job); }};
}

}  // namespace frontdesk::platform
