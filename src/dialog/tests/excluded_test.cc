#include "dialog/excluded.h"

#include <gtest/gtest.h>

#include "simulated_guest.h"

// "Not the Harbor one" in answer to a question that leaves a choice.
namespace frontdesk::dialog {
namespace {

using testing::AtReadBack;
using testing::four_languages;
using testing::Guest;

TEST(Excluded, leaves_the_other_place) {
  const std::vector<std::string> talks[] = {
      {"a table for 2 tomorrow at 7pm, my name is Ana", "not the Harbor one", "no, not Harbor", "anything but Harbor"},
      {"ein Tisch für 2 morgen um 19 Uhr, mein Name ist Ana", "nicht das Harbor", "Harbor nicht"},
      {"una mesa para 2 mañana a las 19:00, me llamo Ana", "la de Harbor no", "no el de Harbor"},
      {"un tavolo per 2 domani alle 19, mi chiamo Ana", "non quello di Harbor", "quello di Harbor no"}};
  for (const auto& talk : talks) {
    for (std::size_t i = 1; i < talk.size(); ++i) {
      Guest guest(four_languages());
      guest.say(talk[0]);
      ASSERT_EQ(guest.last()["asks"].text(), "location");
      EXPECT_TRUE(guest.hears(talk[i], "Old Town")) << talk[i] << ": " << guest.heard;
      EXPECT_TRUE(guest.last()["read_back"].is_object()) << talk[i];
    }
  }
}

TEST(Excluded, leaves_the_other_day_of_two) {
  Guest guest;
  guest.say("a table for 2 at Old Town friday or saturday at 7pm, name Ana");
  ASSERT_EQ(guest.last()["asks"].text(), "date");
  EXPECT_TRUE(guest.hears("not the friday one", "Saturday 28 November at 19:00")) << guest.heard;
}

TEST(Excluded, says_nothing_where_the_denial_is_about_something_else) {
  Guest guest;
  guest.say("a table for 2 tomorrow at 7pm, name Ana");
  EXPECT_TRUE(guest.hears("I do not know yet, Harbor I think", "at Harbor")) << guest.heard;
}

TEST(Excluded, is_the_record_that_is_named_where_several_wait) {
  AtReadBack guest;
  guest.say("and another table for 4 at Old Town on Sunday at 6pm");
  guest.say("not the Harbor one");
  EXPECT_TRUE(guest.business.sent.empty());
  guest.say("yes");
  ASSERT_EQ(guest.business.sent.size(), 1u);
  EXPECT_EQ(guest.business.sent[0].arguments["location"].text(), "old-town");
}

}  // namespace
}  // namespace frontdesk::dialog
