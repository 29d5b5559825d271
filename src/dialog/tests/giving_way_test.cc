#include <gtest/gtest.h>

#include "simulated_books.h"

// One record goes, and another is wanted in its place.
namespace frontdesk::dialog {
namespace {

using testing::Booked;
using testing::four_languages;
using testing::Guest;

TEST(GivingWay, on_another_day_it_is_moved) {
  for (const auto* said : {"cancel that and give us friday same time instead",
                           "we can't come any more, can you cancel it and give us friday same time?"}) {
    Booked guest;
    EXPECT_TRUE(
        guest.hears(said, "I move booking LUME-1001 in the name Ana Lopez to Friday 4 December at 18:00, for 4"))
        << said << ": " << guest.heard;
  }
}

TEST(GivingWay, where_no_change_reaches_the_new_one_comes_first) {
  Booked guest;
  EXPECT_TRUE(guest.hears("cancel it and book me at harbor instead same time",
                          "A table for 4 at Harbor, Thursday 3 December at 18:00, in the name Ana Lopez"))
      << guest.heard;
  EXPECT_TRUE(guest.hears("yes", "I cancel booking LUME-1001")) << guest.heard;
  EXPECT_EQ(guest.books["LUME-1001"]["status"].text(), "booked");
  guest.say("yes");
  EXPECT_NE(guest.books["LUME-1001"]["status"].text(), "booked");
}

TEST(GivingWay, who_asks_for_it_wants_it) {
  Booked guest;
  EXPECT_TRUE(guest.hears("can you cancel that? plans changed", "I cancel booking LUME-1001")) << guest.heard;
  Booked other;
  other.say("can you cancel for free?");
  EXPECT_TRUE(other.last()["read_back"].is_null()) << other.heard;
}

TEST(GivingWay, the_same_day_and_time_are_those_of_the_one_before) {
  Booked guest;
  EXPECT_TRUE(guest.hears("book me a table at harbor for 2 same day same time",
                          "A table for 2 at Harbor, Thursday 3 December at 18:00, in the name Ana Lopez"))
      << guest.heard;
}

TEST(GivingWay, a_day_and_a_party_told_beside_a_fact_are_a_wish) {
  Guest guest(four_languages());
  EXPECT_TRUE(
      guest.hears("good evening. we are celebrating our anniversary on the 12th of december, two people, we'd like "
                  "something romantic",
                  "there is a candle on the dessert"))
      << guest.heard;
  EXPECT_NE(guest.heard.find("Which of our restaurants"), std::string::npos) << guest.heard;
  Guest other(four_languages());
  other.say("it is a birthday, we are 4");
  EXPECT_TRUE(other.last()["asks"].is_null()) << "nothing says that they want to come";
}

TEST(GivingWay, several_things_told_in_a_question_are_a_wish) {
  const std::pair<const char*, const char*> wishes[] = {
      {"could we come on Tuesday at 6pm with two kids and a high chair? 2 adults, Harbor",
       "In what name shall I book?"},
      {"siamo in sei, martedì sera avete posto?", "Quale dei nostri ristoranti"}};
  for (const auto& [said, part] : wishes) {
    Guest guest(four_languages());
    EXPECT_TRUE(guest.hears(said, part)) << said << ": " << guest.heard;
  }
}

}  // namespace
}  // namespace frontdesk::dialog
