#include "rules.h"

#include <gtest/gtest.h>

namespace bistro {
namespace {

const Location& harbor() { return *find_location("harbor"); }
const Day kTuesday = *Day::parse("2026-11-24");
const Day kMonday = *Day::parse("2026-11-23");
Sitting at(const char* time) { return *sitting_at(harbor().hours(kTuesday), *TimeOfDay::parse(time)); }

TEST(ChooseTable, takes_the_smallest_that_seats_the_guests) {
  EXPECT_EQ(choose_table(harbor(), 2, at("19:00"), {})->name, "H1");
  EXPECT_EQ(choose_table(harbor(), 3, at("19:00"), {})->name, "H3");
  EXPECT_EQ(choose_table(harbor(), 12, at("19:00"), {})->name, "H7");
}

TEST(ChooseTable, passes_over_tables_that_are_taken_at_that_time) {
  EXPECT_EQ(choose_table(harbor(), 2, at("19:00"), {{"H1", at("18:00")}})->name, "H2");
  EXPECT_EQ(choose_table(harbor(), 2, at("20:00"), {{"H1", at("18:00")}})->name, "H1");
  EXPECT_EQ(choose_table(harbor(), 12, at("19:00"), {{"H7", at("20:30")}}), nullptr);
}

TEST(SittingAt, respects_the_opening_hours) {
  EXPECT_FALSE(sitting_at(harbor().hours(kMonday), *TimeOfDay::parse("19:00")));
  EXPECT_FALSE(sitting_at(harbor().hours(kTuesday), *TimeOfDay::parse("11:29")));
  EXPECT_TRUE(sitting_at(harbor().hours(kTuesday), *TimeOfDay::parse("11:30")));
  EXPECT_FALSE(sitting_at(harbor().hours(kTuesday), *TimeOfDay::parse("21:01")));
  EXPECT_EQ(at("21:00").ends.text(), "22:00");
}

TEST(Alternatives, are_the_nearest_free_times_in_the_order_of_the_day) {
  const std::vector<Taken> taken{{"H7", at("19:00")}};  // until 21:00
  const auto times = alternatives(harbor(), kTuesday, *TimeOfDay::parse("19:30"), 12, {}, taken);
  ASSERT_EQ(times.size(), 3u);
  EXPECT_EQ(times[0].text(), "16:30");
  EXPECT_EQ(times[1].text(), "17:00");
  EXPECT_EQ(times[2].text(), "21:00");
}

TEST(Alternatives, do_not_lie_in_the_past) {
  const std::vector<Taken> taken{{"H7", at("19:00")}};
  const auto times =
      alternatives(harbor(), kTuesday, *TimeOfDay::parse("19:30"), 12, *TimeOfDay::parse("18:00"), taken);
  ASSERT_EQ(times.size(), 1u);
  EXPECT_EQ(times[0].text(), "21:00");
}

TEST(ProgressOf, advances_with_time) {
  const Order order{1042, "harbor", true, "carbonara", 0, 10, 20};
  const auto stage = [&](int minutes) { return progress_of(order, minutes * 60'000).stage; };
  EXPECT_EQ(stage(0), Stage::received);
  EXPECT_EQ(stage(2), Stage::in_the_kitchen);
  EXPECT_EQ(stage(12), Stage::on_its_way);
  EXPECT_EQ(stage(32), Stage::delivered);
  EXPECT_EQ(progress_of(order, 12 * 60'000).eta_minutes, 20);
  EXPECT_EQ(sentence_of(order, progress_of(order, 12 * 60'000)),
            "Order 1042 (carbonara) has left Harbor and should be with you in about 20 minutes.");
}

TEST(ProgressOf, lets_a_takeaway_wait_for_its_guest) {
  const Order order{1043, "old-town", false, "pesto", 0, 10, 20};
  EXPECT_EQ(progress_of(order, 13 * 60'000).stage, Stage::ready);
  EXPECT_EQ(progress_of(order, 13 * 60'000).eta_minutes, 0);
  EXPECT_EQ(progress_of(order, 32 * 60'000).stage, Stage::collected);
}

TEST(Day, knows_which_days_exist) {
  EXPECT_EQ(kTuesday.spoken(), "Tuesday 24 November");
  EXPECT_EQ(kTuesday.iso(), "2026-11-24");
  EXPECT_TRUE(Day::parse("2028-02-29"));
  EXPECT_FALSE(Day::parse("2026-02-29"));
  EXPECT_FALSE(Day::parse("2026-1-01"));
  EXPECT_FALSE(Day::parse("tomorrow"));
}

TEST(TimeOfDay, knows_which_times_exist) {
  EXPECT_EQ(TimeOfDay::parse("07:05")->text(), "07:05");
  EXPECT_FALSE(TimeOfDay::parse("24:01"));
  EXPECT_FALSE(TimeOfDay::parse("7:05"));
  EXPECT_FALSE(TimeOfDay::parse("12:60"));
}

TEST(Locations, hold_the_same_dishes_smallest_table_first) {
  for (const auto& location : locations()) {
    EXPECT_EQ(location.menu.size(), harbor().menu.size());
    EXPECT_TRUE(std::ranges::is_sorted(location.tables, {}, &Table::seats));
  }
}

}  // namespace
}  // namespace bistro
