#include "platform/work/worker.h"

#include <algorithm>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/post.hpp>

#include "base/as_error.h"
#include "base/within.h"
#include "graph/gather.h"
#include "platform/work/job.h"
#include "platform/work/schedules.h"

namespace frontdesk::platform::work {
namespace {

constexpr std::chrono::seconds kWaitBehindOutage{1};
constexpr std::int64_t kJumpMs = 2'000;  // what is less is drift

Error unknown_kind(const std::string& name) {
  return {frontdesk::Kind::not_found, "work/unknown-kind",
          fmt::format("Nothing in this program does work of the kind \"{}\".", name)};
}

}  // namespace

Task<> Job::settle(std::function<void(Writing& writing)> body) {
  co_await place.write("work:" + piece.item.kind, [&](Writing& writing) {
    body(writing);
    settle_in(writing);
  });
}

void Job::settle_in(Writing& writing) {
  work::settle(writing.sql, piece, writing.at);
  is_settled_ = true;
}

Worker::Worker(Place& place, Executor executor)
    : place_(place), executor_(std::move(executor)), wakes_(executor_, 1), wall_ahead_ms_(wall_ahead_ms()) {}

void Worker::start() {
  spawn(run(), [] {});
}

void Worker::spawn(Task<> task, std::function<void()> ended) {
  std::erase_if(stops_, [](const auto& stop) { return stop.expired(); });
  const auto stop = std::make_shared<boost::asio::cancellation_signal>();
  stops_.push_back(stop);
  boost::asio::co_spawn(executor_, std::move(task),
                        boost::asio::bind_cancellation_slot(
                            stop->slot(), [self = shared_from_this(), stop, ended](std::exception_ptr) { ended(); }));
}

void Worker::abandon() {
  is_stopping_ = true;
  for (const auto& weak : stops_) {
    if (const auto stop = weak.lock()) stop->emit(boost::asio::cancellation_type::terminal);
  }
}

void Worker::look() {
  boost::asio::post(executor_, [self = shared_from_this()] { self->wake(); });
}

// One wake that nobody waits for is kept, so that none is missed between a look and the rest behind it.
void Worker::wake() { wakes_.try_send(boost::system::error_code()); }

Task<> Worker::run() {
  while (!is_stopping_) {
    std::exception_ptr failure;
    try {
      if (may_have_lost_some_) co_await take_up();
      co_await ask_what_is_scheduled();
      // Slots are filled by the half, so that a long queue is claimed in few transactions.
      if (held_.size() <= kAtOnce / 2) co_await begin(kAtOnce - held_.size());
      co_await rest();
    } catch (...) {
      failure = std::current_exception();
    }
    if (!failure) continue;
    if (graph::is_cancellation(failure)) std::rethrow_exception(failure);
    // What was claimed by a commit whose answer did not come is held by nobody.
    may_have_lost_some_ = true;
    co_await wait_for(kWaitBehindOutage);
  }
}

Task<> Worker::take_up() {
  co_await place_.store().write([this](store::Transaction& transaction) { release_all_but(transaction, held_); });
  may_have_lost_some_ = false;
}

Task<> Worker::ask_what_is_scheduled() {
  const auto& frame = place_.frame();
  if (frame.schedules.empty()) co_return;
  const auto zone = frame.zone_of(place_.id());
  const bool anew = is_elsewhere_in_time_ || zone.name() != zone_;
  const auto due = [&](store::Reader& reader) {
    const auto next = schedules::next(reader, frame.schedules, place_.id());
    return next && *next <= frame.clock.wall();
  };
  if (!anew && !co_await place_.store().read(due)) co_return;
  co_await place_.write("work:schedule",
                        [&](Writing& writing) { schedules::ask(writing, frame.schedules, place_.id(), zone, anew); });
  is_elsewhere_in_time_ = false;
  zone_ = zone.name();
}

Task<std::vector<Piece>> Worker::claim(std::size_t limit) {
  const auto now = place_.frame().clock.wall();
  const auto due = [now, limit](store::Reader& reader) { return has_due(reader, now) && limit > 0; };
  if (!co_await place_.store().read(due)) co_return std::vector<Piece>();
  co_return co_await place_.store().write(
      [now, limit](store::Transaction& transaction) { return work::claim(transaction, now, limit); });
}

Task<> Worker::begin(std::size_t limit) {
  auto pieces = co_await claim(limit);
  if (pieces.size() == limit) wake();  // there may be more
  for (auto& piece : pieces) {
    const auto number = piece.number;
    held_.insert(number);
    spawn(perform(std::move(piece)), [this, number] {
      held_.erase(number);
      wake();
    });
  }
}

std::optional<Timestamp> Worker::next_due(store::Reader& reader, const Place& place, Timestamp now) {
  const auto work = work::next_due(reader, now);
  const auto scheduled = schedules::next(reader, place.frame().schedules, place.id());
  return work && scheduled ? std::min(work, scheduled) : work ? work : scheduled;
}

Task<> Worker::rest() {
  const auto& clock = place_.frame().clock;
  const auto now = clock.wall();
  const auto due = co_await place_.store().read([&](store::Reader& reader) { return next_due(reader, place_, now); });
  auto span = std::chrono::duration_cast<std::chrono::milliseconds>(kLookAgain);
  if (due) span = std::min(span, std::chrono::milliseconds(std::max<std::int64_t>(due->ms - now.ms, 0)));
  co_await wait_for(span);
  co_await follow_the_wall();
}

Task<> Worker::wait_for(std::chrono::milliseconds span) {
  using namespace boost::asio::experimental::awaitable_operators;
  co_await (place_.frame().clock.sleep_for(span) || wakes_.async_receive(boost::asio::use_awaitable));
}

std::int64_t Worker::wall_ahead_ms() const {
  const auto& clock = place_.frame().clock;
  const auto since_start = std::chrono::duration_cast<std::chrono::milliseconds>(clock.now().time_since_epoch());
  return clock.wall().ms - since_start.count();
}

Task<> Worker::follow_the_wall() {
  const auto jump = wall_ahead_ms() - wall_ahead_ms_;
  if (std::abs(jump) < kJumpMs) co_return;
  wall_ahead_ms_ += jump;  // before the write: whoever comes meanwhile must not move them again
  std::exception_ptr failure;
  try {
    co_await place_.store().write([jump](store::Transaction& transaction) { move_waits(transaction, jump); });
  } catch (...) {
    failure = std::current_exception();
    wall_ahead_ms_ -= jump;
  }
  if (failure) std::rethrow_exception(failure);
  is_elsewhere_in_time_ = true;
  place_.frame().log.warning("work", "the clock on the wall was moved; waits moved along",
                             Value::object({{"tenant", place_.id().text()}, {"by_ms", jump}}));
}

// What cannot be noted in an outage of the database is noted behind it; until then nobody else has the piece.
Task<> Worker::perform(Piece piece) {
  std::exception_ptr failure;
  try {
    co_await attempt(piece);
  } catch (...) {
    failure = std::current_exception();
  }
  while (failure) {
    if (graph::is_cancellation(failure)) co_return;
    std::exception_ptr not_noted;
    try {
      co_await note_failure(piece, failure);
    } catch (...) {
      not_noted = std::current_exception();
    }
    if (!not_noted || is_stopping_ || is_of_no_help_to_repeat(as_error(not_noted))) co_return;
    co_await place_.frame().clock.sleep_for(kWaitBehindOutage);
  }
}

Task<> Worker::attempt(Piece piece) {
  const auto* const kind = place_.frame().find_kind(piece.item.kind);
  if (!kind) throw unknown_kind(piece.item.kind);
  Job job(place_, std::move(piece));
  auto& clock = place_.frame().clock;
  co_await within(clock, Deadline::in(clock, kind->time_max), "the work " + kind->name, kind->perform(job));
  if (!job.is_settled()) co_await job.settle();
}

// A wait is counted by the clock on the wall as it is known to go: a jump of which nobody knows yet would move it
// twice.
Task<> Worker::note_failure(const Piece& piece, const std::exception_ptr& failure) {
  co_await follow_the_wall();
  const auto error = as_error(failure);
  const auto& frame = place_.frame();
  const auto* const kind = frame.find_kind(piece.item.kind);
  const bool is_over = !kind || is_of_no_help_to_repeat(error) || piece.attempts >= kind->retry.attempts_max;
  const auto said = fmt::format("{}: {}", error.slug, error.detail);
  auto wait = kind ? backoff(kind->retry, piece.attempts, frame.random) : std::chrono::milliseconds(0);
  if (kind && error.retry_after) wait = std::max(wait, std::min(*error.retry_after, kind->retry.told_wait_max));
  const Timestamp due{frame.clock.wall().ms + wait.count()};
  co_await place_.store().write([&](store::Transaction& transaction) {
    is_over ? fail(transaction, piece, said) : put_off(transaction, piece, due, said);
  });
  frame.log.warning("work", is_over ? "a piece of work failed for good" : "a piece of work is tried again",
                    Value::object({{"tenant", place_.id().text()},
                                   {"kind", piece.item.kind},
                                   {"number", piece.number},
                                   {"attempt", piece.attempts},
                                   {"slug", error.slug},
                                   {"cause", error.cause}}));
}

Task<std::size_t> Worker::do_what_is_due() {
  std::size_t done = 0;
  for (;;) {
    co_await follow_the_wall();
    co_await ask_what_is_scheduled();
    auto pieces = co_await claim(kAtOnce);
    if (pieces.empty()) co_return done;
    done += pieces.size();
    std::vector<Task<>> jobs;
    jobs.reserve(pieces.size());
    for (auto& piece : pieces) jobs.push_back(perform(std::move(piece)));
    co_await graph::gather(std::move(jobs));
  }
}

Task<> Worker::drain(Deadline deadline) {
  const auto& frame = place_.frame();
  co_await boost::asio::post(executor_, boost::asio::use_awaitable);
  is_stopping_ = true;
  wake();
  while (!held_.empty() && !deadline.passed(frame.clock)) co_await frame.clock.sleep_for(std::chrono::milliseconds(10));
}

}  // namespace frontdesk::platform::work
