#include "dialog/briefing.h"

#include <gtest/gtest.h>

#include "base/json.h"

namespace frontdesk::dialog {
namespace {

constexpr Timestamp kNight{1'795'737'600'000};  // Friday 2026-11-27, 00:00 UTC

DialogConfig config_of(const char* text) { return read_dialog_config(json::parse(text)); }

TEST(Briefing, tells_the_day_and_the_hour_of_the_tenants_zone) {
  const auto text = briefing(config_of(R"({"name":"Acme","time_zone":"America/New_York"})"), kNight);
  EXPECT_NE(text.find("Thursday 26 November 2026 (2026-11-26), 19:00 (America/New_York)"), std::string::npos) << text;
}

TEST(Briefing, tells_the_clock_of_a_location_elsewhere) {
  const auto config = config_of(R"({"time_zone":"Europe/Rome","locations":[
      {"id":"a","name":"A"},{"id":"b","name":"B","time_zone":"America/New_York"}]})");
  EXPECT_EQ(config.locations[0].zone.name(), "Europe/Rome");
  const auto text = briefing(config, kNight);
  EXPECT_NE(text.find("2026-11-27), 01:00 (Europe/Rome)"), std::string::npos) << text;
  EXPECT_NE(text.find("- A (id a).\n"), std::string::npos) << text;
  EXPECT_NE(text.find("time zone America/New_York, where it is 2026-11-26, 19:00"), std::string::npos) << text;
}

TEST(Briefing, where_the_tenant_says_no_zone_that_of_the_first_location_which_does_goes) {
  EXPECT_EQ(config_of(R"({"locations":[{"id":"a","name":"A"},{"id":"b","name":"B","time_zone":"Europe/Paris"}]})")
                .zone.name(),
            "Europe/Paris");
  EXPECT_EQ(config_of(R"({"locations":[{"id":"a","name":"A"}]})").zone.name(), "UTC");
}

}  // namespace
}  // namespace frontdesk::dialog
