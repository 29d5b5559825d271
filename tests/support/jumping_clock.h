#pragma once

#include "base/clock.h"

namespace frontdesk::support {

// A clock on the wall that somebody moves, beside a steady one that nobody can.
class JumpingClock final : public Clock {
 public:
  explicit JumpingClock(ManualClock& steady) : steady_(steady) {}
  Timestamp wall() const override { return {steady_.wall().ms + ahead_.count()}; }
  Moment now() const override { return steady_.now(); }
  Task<> sleep_until(Moment moment) override { return steady_.sleep_until(moment); }
  void jump(std::chrono::milliseconds by) { ahead_ += by; }

 private:
  ManualClock& steady_;
  std::chrono::milliseconds ahead_{};
};

}  // namespace frontdesk::support
