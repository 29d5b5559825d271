#include "base/rate_limit.h"

#include <gtest/gtest.h>

namespace frontdesk {
namespace {

using namespace std::chrono_literals;

TEST(RateLimiter, lets_a_burst_through_and_then_the_rate) {
  ManualClock clock({0});
  RateLimiter limiter(clock, {.per_second = 10, .burst = 3});
  for (int i = 0; i < 3; ++i) EXPECT_FALSE(limiter.take("a"));
  EXPECT_EQ(limiter.take("a"), 100ms);
  EXPECT_FALSE(limiter.take("b")) << "one caller was held up by another";
  clock.advance(100ms);
  EXPECT_FALSE(limiter.take("a"));
  EXPECT_TRUE(limiter.take("a"));
}

TEST(RateLimiter, forgets_whoever_has_been_quiet) {
  ManualClock clock({0});
  RateLimiter limiter(clock, {.per_second = 10, .burst = 3});
  for (int i = 0; i < 10'000; ++i) {
    limiter.take(std::to_string(i));
    clock.advance(1ms);
  }
  EXPECT_LE(limiter.size(), 1100u);
}

TEST(RateLimiter, can_be_switched_off) {
  ManualClock clock({0});
  RateLimiter limiter(clock, {.per_second = 0});
  for (int i = 0; i < 10'000; ++i) EXPECT_FALSE(limiter.take("a"));
}

TEST(RateLimiter, takes_back_what_did_not_count) {
  ManualClock clock({0});
  RateLimiter limiter(clock, {.per_second = 1, .burst = 2});
  for (int i = 0; i < 10; ++i) {
    EXPECT_FALSE(limiter.take("a"));
    limiter.give_back("a");
  }
  limiter.give_back("a");
  EXPECT_FALSE(limiter.take("a"));
  EXPECT_FALSE(limiter.take("a"));
  EXPECT_TRUE(limiter.take("a")) << "no more than a burst is given back";
}

}  // namespace
}  // namespace frontdesk
