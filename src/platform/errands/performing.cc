#include "platform/errands/performing.h"

#include "base/as_error.h"
#include "base/within.h"
#include "graph/gather.h"
#include "platform/errands/kind.h"
#include "platform/work/job.h"

namespace frontdesk::platform::errands {
namespace {

const RetryPolicy kRetry = work::Kind().retry;

// What it says of itself is read by people, and sums up to budgets.
void demand_sound(const ErrandKind& kind, const Step& step) {
  bool is_sound = step.done >= 0 && (!step.total || *step.total >= 0) && step.cost.is_object();
  for (const auto& [unit, many] : step.cost.members()) {
    is_sound = is_sound && kind.counts(unit.text()) && many.is_integer() && many.integer() >= 0;
  }
  if (!is_sound)
    throw Error(Kind::invalid, "errands/bad-step",
                fmt::format("A piece of \"{}\" counts below nothing, or what is none of its units.", kind.name));
}

Task<> advance(work::Job& job, std::int64_t number) {
  auto errand = co_await job.place.store().read([number](store::Reader& reader) { return known(reader, number); });
  // A process that died with each attempt never said that it failed.
  if (job.piece.attempts > kRetry.attempts_max)
    throw Error(Kind::conflict, "errands/dies", "The process ended at each attempt at this piece.");
  const auto& kind = known_kind(job.place.frame(), errand.kind);
  if (errand.state == State::stopping) {  // behind an attempt that came to nothing
    co_await job.settle([number](Writing& writing) { fail(writing, number, "", false); });
    co_return;
  }
  Piece piece{job.place, std::move(errand), fmt::format("{}/{}", kind.name, job.piece.item.key), {}};
  auto& clock = job.place.frame().clock;
  const auto step =
      co_await within(clock, Deadline::in(clock, kPieceMax), "the errand " + kind.name, kind.perform(piece));
  demand_sound(kind, step);
  co_await job.settle([&](Writing& writing) {
    if (piece.effects) piece.effects(writing);
    commit(writing, number, step);
  });
}

// The errand fails in the transaction that settles its piece, so neither is ever over without the other.
Task<> perform(work::Job& job) {
  const auto number = job.piece.item.payload["errand"].integer();
  std::exception_ptr failure;
  try {
    co_await advance(job, number);
  } catch (...) {
    failure = std::current_exception();
  }
  if (!failure) co_return;
  const auto error = as_error(failure);
  if (graph::is_cancellation(failure) || error.slug == "work/lost" || error.slug == "errands/unknown")
    std::rethrow_exception(failure);
  const bool is_for_good = is_of_no_help_to_repeat(error) || job.piece.attempts >= kRetry.attempts_max;
  const auto said = fmt::format("{}: {}", error.slug, error.detail);
  const bool is_over = co_await job.place.write("work:" + std::string(kWork), [&](Writing& writing) {
    const bool is_over = fail(writing, number, said, is_for_good);
    if (is_over) job.settle_in(writing);
    return is_over;
  });
  if (!is_over) std::rethrow_exception(failure);
}

}  // namespace

work::Kind performing() {
  auto retry = kRetry;
  ++retry.attempts_max;  // the errand fails first, and says why
  return {
      .name = std::string(kWork), .perform = perform, .retry = retry, .time_max = kPieceMax + std::chrono::seconds(10)};
}

const ErrandKind& known_kind(const Frame& frame, std::string_view name) {
  if (const auto* const kind = frame.find_errand(name)) return *kind;
  throw Error(Kind::not_found, "errands/unknown-kind",
              fmt::format("Nothing in this program does errands of the kind \"{}\"; the engine that does "
                          "names it in Engine::errands.",
                          name));
}

}  // namespace frontdesk::platform::errands
