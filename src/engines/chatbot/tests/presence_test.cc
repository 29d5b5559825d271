#include "engines/chatbot/presence.h"

#include <gtest/gtest.h>

namespace frontdesk::engines::chatbot {
namespace {

const auto kBistro = TenantId::parse("bistro");

TEST(Presence, tells_each_of_the_others_and_of_nobody_elses_guests) {
  ManualClock clock(Timestamp{1'795'424'400'000});
  Presence presence(clock);
  EXPECT_TRUE(presence.note(kBistro, "c_1", "Ana", true).empty());
  const auto others = presence.note(kBistro, "c_1", "Ben", false);
  ASSERT_EQ(others.size(), 1U);
  EXPECT_EQ(others[0].name, "Ana");
  EXPECT_TRUE(others[0].typing);
  EXPECT_FALSE(presence.note(kBistro, "c_1", "Ana", false)[0].typing);
  EXPECT_TRUE(presence.note(kBistro, "c_2", "Ben", false).empty());
  EXPECT_TRUE(presence.note(TenantId::parse("other"), "c_1", "Ben", false).empty());
}

TEST(Presence, forgets_who_has_gone) {
  ManualClock clock(Timestamp{1'795'424'400'000});
  Presence presence(clock);
  presence.note(kBistro, "c_1", "Ana", true);
  clock.advance(std::chrono::seconds(7));
  EXPECT_FALSE(presence.note(kBistro, "c_1", "Ben", false)[0].typing);
  clock.advance(std::chrono::seconds(7));
  EXPECT_TRUE(presence.note(kBistro, "c_1", "Ben", false).empty());
}

}  // namespace
}  // namespace frontdesk::engines::chatbot
