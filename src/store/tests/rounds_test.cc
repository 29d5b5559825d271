#include "store/rounds.h"

#include <gtest/gtest.h>

#include <thread>

#include "store/place.h"

namespace frontdesk::store {
namespace {

Place place(const char* name) { return {TenantId::parse(name), name}; }

class RoundsTest : public testing::Test {
 protected:
  Pending& waiting(bool is_preparation = false) {
    auto& pending = *pending_.emplace_back(std::make_unique<Pending>());
    if (!is_preparation) pending.write = [](Transaction&) {};
    return pending;
  }

  Place busy_place_ = place("busy");
  Place quiet_place_ = place("quiet");
  Lane<Place> busy_{.place = busy_place_};
  Lane<Place> quiet_{.place = quiet_place_};
  Rounds<Place> rounds_;
  std::vector<std::unique_ptr<Pending>> pending_;
};

TEST_F(RoundsTest, takes_turns_between_tenants) {
  for (int i = 0; i < 100; ++i) rounds_.submit(busy_, waiting());
  rounds_.submit(quiet_, waiting());
  EXPECT_EQ(rounds_.take(16).lane, &busy_);
  EXPECT_EQ(rounds_.take(16).lane, &quiet_);
  const auto third = rounds_.take(16);
  EXPECT_EQ(third.lane, &busy_);
  EXPECT_EQ(third.count, 16);
  EXPECT_EQ(third.first, pending_[16].get());
}

TEST_F(RoundsTest, joins_no_preparation_with_anything) {
  for (const bool is_preparation : {false, false, true, false}) rounds_.submit(busy_, waiting(is_preparation));
  EXPECT_EQ(rounds_.take(16).count, 2);
  EXPECT_EQ(rounds_.take(16).count, 1);
  EXPECT_EQ(rounds_.take(16).count, 1);
}

TEST_F(RoundsTest, hands_out_what_is_left_after_it_was_closed) {
  rounds_.submit(busy_, waiting());
  rounds_.close();
  EXPECT_EQ(rounds_.take(16).count, 1);
  EXPECT_EQ(rounds_.take(16).lane, nullptr);
}

TEST_F(RoundsTest, wakes_the_one_that_waits) {
  std::vector<int> counts;
  std::thread taker([&] {
    for (auto taken = rounds_.take(16); taken.lane; taken = rounds_.take(16)) counts.push_back(taken.count);
  });
  for (int i = 0; i < 1'000; ++i) rounds_.submit(busy_, waiting());
  rounds_.close();
  taker.join();
  int sum = 0;
  for (const int count : counts) sum += count;
  EXPECT_EQ(sum, 1'000);
}

}  // namespace
}  // namespace frontdesk::store
