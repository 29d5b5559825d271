#include "base/zone.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace frontdesk {
namespace {

// Days and times from the calendar: 2026-03-29 is day 20541 since 1970, 2026-10-25 is day 20751.
constexpr std::int64_t kSpringRome = 20'541;
constexpr std::int64_t kAutumnRome = 20'751;

Zone zone(std::string_view name) {
  auto found = Zone::find(name);
  EXPECT_TRUE(found) << name;
  return found.value_or(Zone());
}

Timestamp utc(std::int64_t day, int minute) { return {WallTime::at(day, minute).ms}; }

TEST(Zone, knows_the_places_of_the_data_base) {
  const auto of = [](std::string_view name) {
    const auto found = std::ranges::find(Zone::places(), name, &Zone::Place::name);
    return found == Zone::places().end() ? std::string("-") : found->zone.name() + (found->is_sign ? "!" : "");
  };
  EXPECT_EQ(of("Tokyo"), "Asia/Tokyo");
  EXPECT_EQ(of("New York"), "America/New_York");
  EXPECT_EQ(of("CET"), "CET!");
  EXPECT_EQ(of("Nowhere"), "-");
}

TEST(Zone, knows_the_zones_of_the_data_base_and_no_others) {
  EXPECT_EQ(zone("Europe/Rome").name(), "Europe/Rome");
  for (const auto* const name : {"", "Rome", "Europe/Atlantis", "../../etc/passwd", "europe/rome"})
    EXPECT_FALSE(Zone::find(name)) << name;
  EXPECT_EQ(Zone().offset_minutes({0}), 0);
}

// Directive 2000/84/EC: the last Sundays of March and October, at 01:00 UTC.
TEST(Zone, europe_changes_its_clocks_at_one_utc_on_the_last_sundays) {
  const auto rome = zone("Europe/Rome");
  EXPECT_EQ(rome.offset_minutes(utc(kSpringRome, 59)), 60);
  EXPECT_EQ(rome.offset_minutes(utc(kSpringRome, 60)), 120);
  EXPECT_EQ(rome.offset_minutes(utc(kAutumnRome, 59)), 120);
  EXPECT_EQ(rome.offset_minutes(utc(kAutumnRome, 60)), 60);
  EXPECT_EQ(rome.moments(WallTime::at(kSpringRome, 119)).passing, Zone::Passing::once);
  EXPECT_EQ(rome.moments(WallTime::at(kSpringRome, 120)).passing, Zone::Passing::never);
  EXPECT_EQ(rome.moments(WallTime::at(kSpringRome, 179)).passing, Zone::Passing::never);
  EXPECT_EQ(rome.moments(WallTime::at(kSpringRome, 180)).passing, Zone::Passing::once);
  const auto twice = rome.moments(WallTime::at(kAutumnRome, 150));
  EXPECT_EQ(twice.passing, Zone::Passing::twice);
  EXPECT_EQ(twice.first, utc(kAutumnRome, 30));
  EXPECT_EQ(twice.second, utc(kAutumnRome, 90));
  EXPECT_EQ(rome.moments(WallTime::at(kAutumnRome, 180)).passing, Zone::Passing::once);
}

// Energy Policy Act of 2005: second Sunday of March, first Sunday of November, at 02:00. Arizona has no summer time.
TEST(Zone, the_united_states_change_theirs_at_two_local_and_arizona_does_not) {
  const auto new_york = zone("America/New_York");
  EXPECT_EQ(new_york.moments(WallTime::at(20'520, 150)).passing, Zone::Passing::never);  // 2026-03-08 02:30
  EXPECT_EQ(new_york.moments(WallTime::at(20'758, 90)).passing, Zone::Passing::twice);   // 2026-11-01 01:30
  const auto phoenix = zone("America/Phoenix");
  EXPECT_EQ(phoenix.moments(WallTime::at(20'520, 150)).passing, Zone::Passing::once);
  EXPECT_EQ(phoenix.offset_minutes(utc(20'600, 0)), -420);
}

// Mexico gave its summer time up on 2022-10-30, Kazakhstan put its clocks on +5 on 2024-03-01.
TEST(Zone, knows_what_changed_in_the_last_years) {
  EXPECT_EQ(zone("America/Mexico_City").offset_minutes({1'720'000'000'000}), -360);
  EXPECT_EQ(zone("Asia/Almaty").offset_minutes({1'720'000'000'000}), 300);
}

TEST(Zone, knows_offsets_that_are_no_whole_hours_and_changes_of_half_an_hour) {
  EXPECT_EQ(zone("Asia/Kathmandu").offset_minutes({1'700'000'000'000}), 345);
  EXPECT_EQ(zone("Australia/Lord_Howe").offset_minutes(utc(20'454, 0)), 660);  // 2026-01-01
  EXPECT_EQ(zone("Australia/Lord_Howe").offset_minutes(utc(20'635, 0)), 630);  // 2026-07-01
}

TEST(Zone, what_the_wall_shows_and_when_it_is_are_each_others_opposite) {
  for (const auto* const name : {"Europe/Rome", "America/New_York", "Pacific/Auckland", "Asia/Kolkata"}) {
    const auto here = zone(name);
    for (std::int64_t hour = 0; hour < 24 * 366; hour += 1) {
      const Timestamp time{1'790'000'000'000 + hour * 3'600'000};
      const auto back = here.moments(here.wall(time));
      EXPECT_TRUE(back.first == time || back.second == time) << name << " " << hour;
    }
  }
}

}  // namespace
}  // namespace frontdesk
