#include "graph/attempt.h"

#include "base/within.h"
#include "graph/gather.h"

namespace frontdesk::graph {
namespace {

// What a body threw, as an Error; cancellations pass through.
[[noreturn]] void rethrow_as_error(const NodeSpec& node) {
  try {
    throw;
  } catch (const Error&) {
    throw;
  } catch (const std::exception& other) {
    if (is_cancellation(std::current_exception())) throw;
    throw Error(Kind::internal, "graph/node-failed", fmt::format("The node {} failed.", node.name))
        .because(other.what());
  } catch (...) {
    throw Error(Kind::internal, "graph/node-failed", fmt::format("The node {} failed.", node.name));
  }
}

Task<NodeResult> run_once(const NodeSpec& node, NodeContext& context, Clock& clock) {
  try {
    if (node.plain) co_return node.plain(context);
    if (context.deadline().is_never()) co_return co_await node.coroutine(context);
    co_return co_await within(clock, context.deadline(), fmt::format("the node {}", node.name),
                              node.coroutine(context));
  } catch (...) {
    rethrow_as_error(node);
  }
}

// LangGraph's back-off. The jitter of a quarter keeps threads that failed together from coming back together.
std::chrono::nanoseconds wait_before_next(const RetryPolicy& policy, int attempt, const Error& error, Random& random) {
  double wait_ms = static_cast<double>(policy.first_wait.count());
  for (int i = 1; i < attempt; ++i) wait_ms *= policy.factor;
  wait_ms = std::min(wait_ms, static_cast<double>(policy.wait_max.count())) * (1 + random.uniform() / 4);
  if (error.retry_after) wait_ms = std::max(wait_ms, static_cast<double>(error.retry_after->count()));
  return std::chrono::nanoseconds(static_cast<std::int64_t>(wait_ms * 1e6));
}

}  // namespace

NodeResult run_plain_node(const NodeSpec& node, AttemptContext& context) {
  try {
    return node.plain(context);
  } catch (...) {
    rethrow_as_error(node);
  }
}

Task<NodeResult> run_node(const NodeSpec& node, AttemptContext& context, Clock& clock, Random& random,
                          Deadline deadline) {
  const auto attempts_max = node.options.retry ? node.options.retry->attempts_max : 1;
  for (int attempt = 1;; ++attempt) {
    std::optional<Error> failure;
    auto until = deadline;
    if (node.options.timeout.count() > 0) until = until.sooner(Deadline::in(clock, node.options.timeout));
    context.begin_attempt(attempt, until);
    try {
      co_return co_await run_once(node, context, clock);
    } catch (const Error& error) {
      if (attempt >= attempts_max || !error.can_be_retried() || deadline.passed(clock)) throw;
      failure = error;
    }
    const auto wait = wait_before_next(*node.options.retry, attempt, *failure, random);
    co_await clock.sleep_until(std::min(clock.now() + wait, deadline.at));
  }
}

}  // namespace frontdesk::graph
