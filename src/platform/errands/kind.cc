#include "platform/errands/kind.h"

#include "base/as_error.h"
#include "base/within.h"
#include "graph/gather.h"

namespace frontdesk::platform::errands {
namespace {

bool is_of_no_help_to_repeat(const Error& error) {
  return error.kind == Kind::invalid || error.kind == Kind::unauthenticated || error.kind == Kind::forbidden ||
         error.kind == Kind::not_found || error.kind == Kind::conflict;
}

// The errand fails in the transaction that settles its piece, so neither is ever over without the other.
Task<> perform(const ErrandKind& kind, work::Job& job) {
  const auto number = job.piece.item.payload["errand"].integer();
  const auto& clock = job.place.frame().clock;
  std::exception_ptr failure;
  try {
    auto errand = co_await job.place.store().read([number](store::Reader& reader) { return find(reader, number); });
    if (!errand) throw Error(Kind::not_found, "errands/unknown", fmt::format("There is no errand {}.", number));
    // A process that died with each attempt never said that it failed.
    if (job.piece.attempts > kind.retry.attempts_max)
      throw Error(Kind::conflict, "errands/dies", "The process ended at each attempt at this piece.");
    Piece piece{job.place, std::move(*errand), kind.name + "/" + job.piece.item.key, {}};
    auto& ticking = job.place.frame().clock;
    const auto step =
        co_await within(ticking, Deadline::in(clock, kind.time_max), "the errand " + kind.name, kind.perform(piece));
    co_await job.settle([&](Writing& writing) {
      if (piece.effects) piece.effects(writing);
      commit(writing, number, step);
    });
  } catch (...) {
    failure = std::current_exception();
  }
  if (!failure) co_return;
  if (graph::is_cancellation(failure)) std::rethrow_exception(failure);
  const auto error = as_error(failure);
  const bool is_over = is_of_no_help_to_repeat(error) || job.piece.attempts >= kind.retry.attempts_max;
  if (!is_over || error.slug == "work/lost" || error.slug == "errands/unknown") std::rethrow_exception(failure);
  const auto said = fmt::format("{}: {}", error.slug, error.detail);
  co_await job.settle([&](Writing& writing) { fail(writing, number, said); });
}

}  // namespace

work::Kind work_of(ErrandKind kind) {
  auto retry = kind.retry;
  const auto time_max = kind.time_max + std::chrono::seconds(10);
  ++retry.attempts_max;
  auto name = kind.name;
  return {.name = std::move(name),
          .perform = [kind = std::move(kind)](work::Job& job) { return perform(kind, job); },
          .retry = retry,
          .time_max = time_max};
}

}  // namespace frontdesk::platform::errands
