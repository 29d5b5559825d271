#pragma once

#include <atomic>
#include <cstdint>

#include "base/clock.h"

namespace frontdesk {

// What a piece of work may still cost. Loops whose length others decide (a tenant's file, a tool's answer) spend from
// it as they go, so that the work ends with a typed error and not when it pleases. For one thread.
class Effort {
 public:
  // Without a limit: for tools at the command line, and for tests.
  Effort() = default;
  // At most so many steps (one is about what looking at one value costs), and not after the deadline; `stopped` may be
  // null.
  Effort(std::uint64_t steps_max, const Clock& clock, Deadline deadline, const std::atomic<bool>* stopped = nullptr)
      : left_(steps_max), clock_(&clock), deadline_(deadline), stopped_(stopped) {}

  // Throws Error{exhausted, "work/too-costly"}, or {unavailable, "work/stopped"} where the process ends.
  void spend(std::uint64_t steps) {
    if (steps > left_) refuse();
    left_ -= steps;
    until_look_ -= static_cast<std::int64_t>(steps);
    if (until_look_ <= 0) look();
  }

 private:
  void look();
  [[noreturn]] static void refuse();

  std::uint64_t left_ = UINT64_MAX;
  std::int64_t until_look_ = 0;  // steps until the clock is asked again
  const Clock* clock_ = nullptr;
  Deadline deadline_;
  const std::atomic<bool>* stopped_ = nullptr;
};

}  // namespace frontdesk
