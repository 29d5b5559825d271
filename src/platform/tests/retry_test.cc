#include "platform/retry.h"

#include <gtest/gtest.h>

namespace frontdesk::platform {
namespace {

using namespace std::chrono_literals;

TEST(Backoff, doubles_up_to_its_cap_and_jitters_within_its_upper_half) {
  SeededRandom random(7);
  const RetryPolicy policy{.first_wait = 100ms, .wait_max = 300ms};
  for (int i = 0; i < 200; ++i) {
    const auto first = backoff(policy, 1, random);
    EXPECT_GE(first, 50ms);
    EXPECT_LE(first, 100ms);
    const auto second = backoff(policy, 2, random);
    EXPECT_GE(second, 100ms);
    EXPECT_LE(second, 200ms);
    EXPECT_LE(backoff(policy, 40, random), 300ms);
  }
}

TEST(RetryAfter, is_read_as_seconds_or_as_a_date) {
  const Timestamp now{784'111'777'000};  // Sun, 06 Nov 1994 08:49:37 GMT
  EXPECT_EQ(parse_retry_after("120", now), 120s);
  EXPECT_EQ(parse_retry_after(" 0 ", now), 0s);
  EXPECT_EQ(parse_retry_after("Sun, 06 Nov 1994 08:49:47 GMT", now), 10s);
  EXPECT_EQ(parse_retry_after("Sun, 06 Nov 1994 08:00:00 GMT", now), 0s);
  EXPECT_EQ(parse_retry_after("99999999999", now), 24h);
  for (const auto* nonsense : {"", "soon", "-5", "1.5", "10 seconds", "Sun, 06 Nov", "99999999999999999999999"}) {
    EXPECT_FALSE(parse_retry_after(nonsense, now).has_value()) << nonsense;
  }
}

}  // namespace
}  // namespace frontdesk::platform
