#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/task.h"

namespace frontdesk {

// Milliseconds since 1970, UTC: for people and records. It may jump.
struct Timestamp {
  std::int64_t ms = 0;
  friend auto operator<=>(const Timestamp&, const Timestamp&) = default;
};
std::string to_iso(Timestamp time);  // 2026-11-23T04:15:00.000Z

// Time since some start; it never jumps: for waiting and measuring.
using Moment = std::chrono::time_point<std::chrono::steady_clock, std::chrono::nanoseconds>;

// The seam of time. All waiting goes through sleep_until, so that a simulated clock can drive everything.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual Timestamp wall() const = 0;
  virtual Moment now() const = 0;
  // Runs on the caller's executor; ends early with operation_aborted when the task is cancelled.
  virtual Task<> sleep_until(Moment moment) = 0;

  Task<> sleep_for(std::chrono::nanoseconds span) { return sleep_until(now() + span); }
};

class SystemClock final : public Clock {
 public:
  Timestamp wall() const override;
  Moment now() const override;
  Task<> sleep_until(Moment moment) override;
};

// Stands still until it is told to move; for tests and simulations on one thread.
class ManualClock final : public Clock {
 public:
  explicit ManualClock(Timestamp start);
  ~ManualClock() override;
  Timestamp wall() const override;
  Moment now() const override;
  Task<> sleep_until(Moment moment) override;
  void advance(std::chrono::nanoseconds span);
  // Moves to the moment that the next sleeper waits for; false when nobody sleeps.
  bool advance_to_next();

 private:
  struct Sleepers;
  struct Place;
  Timestamp start_;
  Moment now_{};
  std::shared_ptr<Sleepers> sleepers_;
};

// A point in time after which nobody waits for the answer any more.
struct Deadline {
  Moment at = Moment::max();

  static Deadline never() { return {}; }
  static Deadline in(const Clock& clock, std::chrono::nanoseconds span) { return {clock.now() + span}; }
  bool passed(const Clock& clock) const { return clock.now() >= at; }
  bool is_never() const { return at == Moment::max(); }
  Deadline sooner(Deadline other) const { return at < other.at ? *this : other; }
};

}  // namespace frontdesk
