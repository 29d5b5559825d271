#include "base/clock.h"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <ctime>
#include <list>

namespace frontdesk {

namespace asio = boost::asio;

std::string to_iso(Timestamp time) {
  const auto ms = (time.ms % 1000 + 1000) % 1000;  // of the second that it is in, before 1970, too
  const auto seconds = static_cast<std::time_t>((time.ms - ms) / 1000);
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", parts.tm_year + 1900, parts.tm_mon + 1,
                     parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec, ms);
}

Timestamp SystemClock::wall() const {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return {std::chrono::duration_cast<std::chrono::milliseconds>(since).count()};
}

Moment SystemClock::now() const { return std::chrono::steady_clock::now(); }

Task<> SystemClock::sleep_until(Moment moment) {
  asio::steady_timer timer(co_await asio::this_coro::executor);
  timer.expires_at(moment);
  co_await timer.async_wait(asio::use_awaitable);
}

struct ManualClock::Sleepers {
  struct Sleeper {
    Moment until;
    asio::steady_timer* timer;
    bool woken = false;
  };
  std::list<Sleeper> list;
};

// A sleeper's place in the list; it goes also when the coroutine is destroyed in its sleep, and may outlive the clock.
struct ManualClock::Place {
  Place(std::shared_ptr<Sleepers> sleepers, Sleepers::Sleeper sleeper)
      : sleepers(std::move(sleepers)), sleeper(this->sleepers->list.insert(this->sleepers->list.end(), sleeper)) {}
  ~Place() { sleepers->list.erase(sleeper); }
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;

  std::shared_ptr<Sleepers> sleepers;
  std::list<Sleepers::Sleeper>::iterator sleeper;
};

ManualClock::ManualClock(Timestamp start) : start_(start), sleepers_(std::make_shared<Sleepers>()) {}
ManualClock::~ManualClock() = default;

Timestamp ManualClock::wall() const {
  return {start_.ms + std::chrono::duration_cast<std::chrono::milliseconds>(now_.time_since_epoch()).count()};
}

Moment ManualClock::now() const { return now_; }

Task<> ManualClock::sleep_until(Moment moment) {
  if (moment <= now_) {
    co_await asio::post(co_await asio::this_coro::executor, asio::use_awaitable);
    co_return;
  }
  asio::steady_timer timer(co_await asio::this_coro::executor, asio::steady_timer::time_point::max());
  const Place place(sleepers_, {moment, &timer});
  boost::system::error_code code;
  co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, code));
  if (!place.sleeper->woken) throw boost::system::system_error(asio::error::operation_aborted);
}

void ManualClock::advance(std::chrono::nanoseconds span) {
  now_ += span;
  for (auto& sleeper : sleepers_->list) {
    if (sleeper.woken || sleeper.until > now_) continue;
    sleeper.woken = true;
    sleeper.timer->cancel();
  }
}

bool ManualClock::advance_to_next() {
  auto next = Moment::max();
  for (const auto& sleeper : sleepers_->list) {
    if (!sleeper.woken) next = std::min(next, sleeper.until);
  }
  if (next == Moment::max()) return false;
  advance(next > now_ ? next - now_ : std::chrono::nanoseconds(0));
  return true;
}

}  // namespace frontdesk
