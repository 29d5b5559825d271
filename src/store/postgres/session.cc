#include "store/postgres/session.h"

#include "base/error.h"
#include "store/postgres/errors.h"
#include "store/postgres/schema.h"

namespace frontdesk::store::postgres {
namespace {

constexpr int kTriesMax = 40;
constexpr auto kPauseMin = std::chrono::milliseconds(20);
constexpr auto kPauseMax = std::chrono::milliseconds(500);
// A connection remembers each schema that it touched, at some hundred kilobytes each.
constexpr std::size_t kPlacesMax = 200;
constexpr std::int64_t kMeasureEveryMs = 10'000;

Error in_doubt_error(const Address& address) {
  return Error(Kind::unavailable, "store/in-doubt",
               fmt::format("The database {} was lost within a commit, so it is not known whether it is stored. Look at "
                           "what is there before you try again.",
                           address.text()))
      .after(std::chrono::seconds(1));
}

}  // namespace

std::chrono::milliseconds jittered(Random& random, std::chrono::milliseconds span) {
  return std::chrono::milliseconds(
      static_cast<std::int64_t>(static_cast<double>(span.count()) * (0.5 + random.uniform() / 2)));
}

// Throws what a connect throws when patience is over.
Connection& Session::open(const Place& place) {
  house_.reach.demand_lease();
  if (connection_ && (connection_->is_lost() || touched_.size() > kPlacesMax)) connection_.reset();
  if (!house_.reach.await()) throw unreachable(house_.address, "there is an outage");
  if (!connection_) {
    connection_.emplace(house_.address, house_.silence_max);
    touched_.clear();
  }
  touched_.insert(&place);
  return *connection_;
}

// Tries until there is an outcome, or patience is over; then the error is that of all.
template <class Try>
void Session::until_done(Pending* first, Try attempt) {
  const auto deadline = house_.clock.now() + house_.patience;
  auto pause = kPauseMin;
  for (int tries = 0;; ++tries) {
    std::exception_ptr failure;
    try {
      if (attempt() == Outcome::done) return;
    } catch (const Error& error) {
      failure = std::current_exception();
      if (error.slug != "store/unreachable") tries = kTriesMax;
    } catch (...) {
      failure = std::current_exception();
      tries = kTriesMax;
    }
    if (!connection_ || connection_->is_lost()) house_.reach.doubt();
    const bool is_over = tries >= kTriesMax || house_.clock.now() >= deadline || !house_.reach.await() ||
                         !house_.reach.pause(jittered(house_.random, pause));
    if (is_over) {
      if (!failure) failure = std::make_exception_ptr(unreachable(house_.address, "the connection ended"));
      for (auto* pending = first; pending; pending = pending->next) pending->failure = failure;
      return;
    }
    pause = std::min<std::chrono::milliseconds>(pause * 2, kPauseMax);
  }
}

void Session::prepare(const Place& place, Pending& pending) {
  until_done(&pending, [&] {
    auto& connection = open(place);
    postgres::prepare(connection, house_.name, house_.migrations.of(place.id), place, house_.lease.fence());
    return Outcome::done;
  });
  if (connection_ && !connection_->is_lost() && !pending.failure) measure_now_and_then(place);
}

void Session::remove(const Place& place, Pending& pending) {
  until_done(&pending, [&] {
    auto& connection = open(place);
    postgres::remove(connection, house_.name, place, house_.lease.fence());
    return Outcome::done;
  });
  touched_.erase(&place);
}

Outcome Session::try_write(const Place& place, Pending* first, std::optional<std::int64_t>& in_doubt) {
  auto& connection = open(place);
  if (in_doubt && was_committed(connection, place, house_.lease.fence(), *in_doubt)) return Outcome::done;
  in_doubt.reset();
  const auto mark = static_cast<std::int64_t>(house_.random.next());
  const auto outcome = commit_group(connection, first, place, house_.lease.fence(), mark);
  if (outcome == Outcome::in_doubt) in_doubt = mark;
  return outcome;
}

void Session::write(const Place& place, Pending* first) {
  std::optional<std::int64_t> in_doubt;
  until_done(first, [&] { return try_write(place, first, in_doubt); });
  if (!connection_ || connection_->is_lost()) {
    if (!in_doubt) return;
    const auto failure = std::make_exception_ptr(in_doubt_error(house_.address));
    for (auto* pending = first; pending; pending = pending->next) pending->failure = failure;
    return;
  }
  tell_committed(first);
  measure_now_and_then(place);
}

void Session::read(const Place& place, Pending* first) {
  until_done(first, [&] { return read_group(open(place), first, place); });
}

void Session::measure_now_and_then(const Place& place) {
  const auto now = house_.clock.wall().ms;
  if (place.measured_ms != 0 && std::abs(now - place.measured_ms) < kMeasureEveryMs) return;
  place.measured_ms = now;
  try {
    place.bytes = measure(*connection_, place);
  } catch (const Error&) {
    connection_.reset();  // it is measured again later
  }
}

}  // namespace frontdesk::store::postgres
