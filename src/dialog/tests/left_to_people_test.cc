#include <gtest/gtest.h>

#include "simulated_books.h"

// Who is left to a person by a rule is told why, and has a way back.
namespace frontdesk::dialog {
namespace {

using testing::four_languages;
using testing::Guest;

struct LargeParty : Guest {
  LargeParty() : Guest(four_languages()) { first = say("table for 14 at harbor tomorrow 19:00, name Kim"); }
  std::string first;
  bool waits() { return business.status(id) == Status::pending_human; }
};

TEST(LeftToPeople, is_told_why) {
  LargeParty guest;
  EXPECT_TRUE(guest.waits());
  EXPECT_EQ(guest.first.find("Tables for more than eight are arranged by a colleague."), 0u) << guest.first;
}

TEST(LeftToPeople, what_was_asked_beside_it_is_answered) {
  Guest guest(four_languages());
  EXPECT_TRUE(guest.hears("habt ihr silvester offen? wir wären so 12 leute", "Harbor hat am Donnerstag, 31. Dezember"))
      << guest.heard;
  EXPECT_EQ(guest.of_type("handoff").size(), 1u);
}

TEST(LeftToPeople, a_number_that_the_rule_lets_pass_is_offered_to_go_on_with) {
  for (const auto* said : {"ok 8 then", "what if we are only 8?"}) {
    LargeParty guest;
    EXPECT_TRUE(guest.hears(said, "shall I go on?")) << said << ": " << guest.heard;
    EXPECT_TRUE(guest.hears("yes", "A table for 8 at Harbor, Tuesday 24 November at 19:00, in the name Kim"))
        << guest.heard;
  }
}

TEST(LeftToPeople, what_the_rule_does_not_let_pass_is_not_offered) {
  for (const auto* said : {"no, just book it", "book a table for 9 at harbor tomorrow at 7pm"}) {
    LargeParty guest;
    EXPECT_EQ(guest.say(said).find("shall I go on?"), std::string::npos) << said;
    EXPECT_TRUE(guest.waits());
  }
}

TEST(LeftToPeople, takes_leave_and_is_not_told_once_more_how_it_stands) {
  LargeParty guest;
  EXPECT_TRUE(guest.hears("ok im off, cheers", "Good-bye")) << guest.heard;
  EXPECT_TRUE(guest.waits());
}

TEST(LeftToPeople, the_way_back_is_found_in_other_words) {
  const std::pair<const char*, const char*> ways[] = {
      {"actually forget it, just need the address of harbor", "12 Quay Street"},
      {"forget it, no need anymore", "What"},
      {"no need for a person anymore", "What"},
      {"Go on with the assistant please", "What"}};
  for (const auto& [said, part] : ways) {
    LargeParty guest;
    EXPECT_TRUE(guest.hears(said, part)) << said << ": " << guest.heard;
    EXPECT_FALSE(guest.waits()) << said;
  }
}

TEST(LeftToPeople, who_comes_late_is_told_to_them_and_moves_nothing) {
  testing::Booked guest;
  guest.say("we're going to be about 20 min late");
  EXPECT_EQ(guest.of_type("handoff").size(), 1u) << guest.heard;
  EXPECT_EQ(guest.say("will you keep the table for us till 7.20?").find("shall I go on?"), std::string::npos);
}

}  // namespace
}  // namespace frontdesk::dialog
