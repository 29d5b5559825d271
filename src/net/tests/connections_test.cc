#include "net/connections.h"

#include <gtest/gtest.h>

namespace frontdesk::net {
namespace {

using Places = std::vector<std::shared_ptr<Place>>;

std::shared_ptr<Place> come(Connections& table, const std::string& address, Standing standing = Standing::fresh) {
  auto entrance = table.enter(0, address, false);
  if (entrance.place) table.rise(entrance.place, standing);
  return entrance.place;
}

TEST(Connections, let_the_oldest_silent_one_give_way) {
  Connections table({.connections_max = 3});
  const auto known = come(table, "a", Standing::known);
  const auto first = come(table, "b"), second = come(table, "c");
  const auto entrance = table.enter(0, "d", false);
  ASSERT_TRUE(entrance.place);
  EXPECT_EQ(entrance.give_way, Places{first});
  EXPECT_EQ(table.count(), 3u);
}

TEST(Connections, let_a_guest_give_way_where_nobody_is_silent_and_never_who_is_known) {
  Connections table({.connections_max = 2});
  const auto known = come(table, "a", Standing::known), guest = come(table, "b", Standing::guest);
  const auto entrance = table.enter(0, "c", false);
  EXPECT_EQ(entrance.give_way, Places{guest});
  table.rise(entrance.place, Standing::known);
  EXPECT_FALSE(table.enter(0, "d", false).place);
  table.leave(*known);
  EXPECT_TRUE(table.enter(0, "d", false).place);
}

TEST(Connections, hold_each_address_to_its_share) {
  Connections table({.connections_per_address_max = 2});
  come(table, "a", Standing::known);
  come(table, "a", Standing::known);
  EXPECT_FALSE(table.enter(0, "a", false).place);
  EXPECT_TRUE(table.enter(0, "b", false).place);
  EXPECT_TRUE(table.enter(0, "a", true).place) << "a trusted proxy speaks for many";
}

// So that whoever opens connections without end takes nothing from a guest of the same address but a race.
TEST(Connections, let_half_open_ones_push_out_each_other_and_nobody_else) {
  Connections table({.half_open_max = 5, .half_open_per_address_max = 3});
  const auto guest = come(table, "a", Standing::known);
  std::size_t gave_way = 0;
  for (int i = 0; i < 10'000; ++i) {
    const auto entrance = table.enter(0, "a", false);
    ASSERT_TRUE(entrance.place);
    for (const auto& place : entrance.give_way) EXPECT_NE(place, guest);
    gave_way += entrance.give_way.size();
  }
  EXPECT_EQ(gave_way, 10'000u - 3);
  EXPECT_EQ(table.count(), 1u + 3);
  for (const auto* address : {"b", "c", "d"}) come(table, address);
  EXPECT_EQ(table.count(), 1u + 5);
  EXPECT_TRUE(guest->is_counted);
}

TEST(Connections, count_what_is_held_in_all_and_by_address) {
  Connections table({.memory_bytes_max = 100, .memory_bytes_per_address_max = 60});
  const auto one = come(table, "a"), two = come(table, "a"), other = come(table, "b");
  EXPECT_TRUE(table.hold(*one, 50));
  EXPECT_FALSE(table.hold(*two, 11));
  EXPECT_TRUE(table.hold(*two, 10));
  EXPECT_FALSE(table.hold(*other, 41));
  EXPECT_TRUE(table.hold(*other, 40));
  EXPECT_TRUE(table.hold(*one, 0));
  EXPECT_TRUE(table.hold(*two, 60));
  table.leave(*two);
  table.leave(*other);
  EXPECT_EQ(table.bytes_held(), 0u);
}

TEST(Connections, have_no_limit_where_it_is_0) {
  Connections table({.connections_max = 0,
                     .connections_per_address_max = 0,
                     .half_open_max = 0,
                     .half_open_per_address_max = 0,
                     .memory_bytes_max = 0,
                     .memory_bytes_per_address_max = 0});
  for (int i = 0; i < 12'000; ++i) EXPECT_TRUE(table.enter(0, "a", false).place);
  EXPECT_EQ(table.count(), 12'000u);
  EXPECT_TRUE(table.hold(*come(table, "a"), std::size_t{1} << 40));
}

TEST(Connections, forget_addresses_that_have_gone) {
  Connections table({.connections_max = 1});
  const auto place = come(table, "a");
  EXPECT_EQ(table.least(), place);
  EXPECT_EQ(table.least(), nullptr);
  table.leave(*place);
  table.rise(place, Standing::known);
  EXPECT_FALSE(table.hold(*place, 1)) << "what gave way holds nothing";
  EXPECT_EQ(table.count(), 0u);
}

}  // namespace
}  // namespace frontdesk::net
