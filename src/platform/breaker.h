#pragma once

#include <chrono>
#include <deque>
#include <expected>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

#include "base/clock.h"

namespace frontdesk::platform {

struct BreakerLimits {
  int failures_max = 5;  // within `window`: then it opens
  std::chrono::milliseconds window{10'000};
  std::chrono::milliseconds open_time{5'000};  // then one probe is let through
};

// Spares a peer that keeps failing, and its callers the waiting. Closed: everybody passes. Open: nobody. Half open: one
// probe passes; its success closes the breaker, its failure opens it again. Safe from any thread.
class Breaker {
 public:
  explicit Breaker(BreakerLimits limits = {}) : limits_(limits) {}
  Breaker(const Breaker&) = delete;

  // The right to try once. Say how it ended; a pass that is dropped unsaid (a cancelled call) counts as nothing.
  class Pass {
   public:
    Pass(Pass&& other) noexcept;
    Pass& operator=(Pass&&) = delete;
    ~Pass();
    void succeeded();
    void failed(Moment now);
    // The peer itself has said how long it wants to be left alone.
    void told_to_wait(Moment until);

   private:
    friend class Breaker;
    Pass(Breaker& breaker, bool probe) : breaker_(&breaker), probe_(probe) {}
    Breaker* breaker_;
    bool probe_;
  };

  // A pass, or the time after which to come back.
  std::expected<Pass, std::chrono::milliseconds> enter(Moment now);

 private:
  void open(Moment until);

  const BreakerLimits limits_;
  std::mutex mutex_;
  std::deque<Moment> failures_;
  Moment open_until_ = Moment::min();
  bool is_open_ = false;
  bool probing_ = false;
};

// Breakers by name ("tool/<tenant>/<tool>"); they live as long as this. Safe from any thread.
class Breakers {
 public:
  explicit Breakers(BreakerLimits limits = {}) : limits_(limits) {}
  Breaker& of(const std::string& name);

 private:
  const BreakerLimits limits_;
  std::mutex mutex_;
  std::unordered_map<std::string, std::unique_ptr<Breaker>> by_name_;
};

}  // namespace frontdesk::platform
