#include "platform/breaker.h"

#include <gtest/gtest.h>

namespace frontdesk::platform {
namespace {

using namespace std::chrono_literals;

constexpr Moment kStart{1h};

void fail(Breaker& breaker, Moment at, int times) {
  for (int i = 0; i < times; ++i) {
    auto pass = breaker.enter(at);
    ASSERT_TRUE(pass.has_value());
    pass->failed(at);
  }
}

TEST(Breaker, opens_at_the_fifth_failure_in_ten_seconds) {
  Breaker breaker;
  fail(breaker, kStart, 4);
  ASSERT_TRUE(breaker.enter(kStart).has_value());
  fail(breaker, kStart + 9s, 1);

  const auto refused = breaker.enter(kStart + 9s);
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error(), 5s);
}

TEST(Breaker, forgets_failures_older_than_its_window) {
  Breaker breaker;
  fail(breaker, kStart, 4);
  fail(breaker, kStart + 11s, 4);
  EXPECT_TRUE(breaker.enter(kStart + 11s).has_value());
}

TEST(Breaker, lets_one_probe_through_when_it_is_half_open) {
  Breaker breaker;
  fail(breaker, kStart, 5);
  auto probe = breaker.enter(kStart + 5s);
  ASSERT_TRUE(probe.has_value());
  EXPECT_FALSE(breaker.enter(kStart + 5s).has_value()) << "only one at a time";

  probe->succeeded();
  EXPECT_TRUE(breaker.enter(kStart + 5s).has_value());
  fail(breaker, kStart + 6s, 4);
  EXPECT_TRUE(breaker.enter(kStart + 6s).has_value()) << "a success wipes the slate";
}

TEST(Breaker, opens_again_when_the_probe_fails) {
  Breaker breaker;
  fail(breaker, kStart, 5);
  breaker.enter(kStart + 5s)->failed(kStart + 6s);
  const auto refused = breaker.enter(kStart + 7s);
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error(), 4s);
}

TEST(Breaker, gives_a_dropped_probe_to_the_next_caller) {
  Breaker breaker;
  fail(breaker, kStart, 5);
  {
    const auto cancelled = breaker.enter(kStart + 5s);
  }
  EXPECT_TRUE(breaker.enter(kStart + 5s).has_value());
}

TEST(Breaker, leaves_a_peer_alone_for_as_long_as_it_asked) {
  Breaker breaker;
  breaker.enter(kStart)->told_to_wait(kStart + 30s);
  EXPECT_FALSE(breaker.enter(kStart + 29s).has_value());
  EXPECT_TRUE(breaker.enter(kStart + 30s).has_value());
}

TEST(Breakers, keep_one_breaker_a_name) {
  Breakers breakers;
  fail(breakers.of("tool/bistro/book_table"), kStart, 5);
  EXPECT_FALSE(breakers.of("tool/bistro/book_table").enter(kStart).has_value());
  EXPECT_TRUE(breakers.of("tool/other/book_table").enter(kStart).has_value());
}

}  // namespace
}  // namespace frontdesk::platform
