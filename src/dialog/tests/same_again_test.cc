#include <gtest/gtest.h>

#include "simulated_books.h"

// The same once more, of another kind than what it is the same as; and the same change of a further record.
namespace frontdesk::dialog {
namespace {

using testing::Booked;
using testing::four_languages;
using testing::Guest;

struct Anywhere : Guest {
  Anywhere() : Guest(four_languages()) {}
};

TEST(SameAgain, is_made_behind_what_was_cancelled_as_that_was) {
  const std::pair<const char*, const char*> talks[] = {
      {"cancel LUME-1111, name Ana, and book me the same the day after", "yes"},
      {"storniere LUME-1111, Name Ana, und buchen Sie mir dasselbe am Tag danach", "ja"},
      {"cancele LUME-1111 a nombre de Ana y resérveme lo mismo al día siguiente", "sí"},
      {"annulla LUME-1111 a nome Ana e prenotami lo stesso il giorno dopo", "sì"}};
  for (const auto& [wish, yes] : talks) {
    Anywhere guest;
    guest.say(wish);
    guest.say(yes);
    ASSERT_EQ(guest.business.sent.size(), 1u) << wish;
    EXPECT_EQ(guest.business.sent[0].tool, "cancel_booking") << wish;
    EXPECT_TRUE(guest.last()["read_back"].is_object()) << wish;
    guest.say(yes);
    ASSERT_EQ(guest.business.sent.size(), 2u) << wish;
    EXPECT_EQ(guest.business.sent[1].tool, "book_table") << wish;
    EXPECT_EQ(json::print(guest.business.sent[1].arguments),
              R"({"location":"harbor","date":"2026-11-28","time":"19:00","guests":4,"name":"Ana"})")
        << wish;
  }
}

TEST(SameAgain, is_made_also_where_it_is_wanted_once_that_is_done) {
  Anywhere guest;
  guest.say("cancel my booking LUME-1111 in the name Ana");
  guest.say("yes");
  EXPECT_TRUE(
      guest.hears("now book me the same the day after", "A table for 4 at Harbor, Saturday 28 November at 19:00"))
      << guest.heard;
  Anywhere other;
  other.say("cancel my booking LUME-1111 in the name Ana");
  other.say("yes");
  EXPECT_TRUE(
      other.hears("and book the same for Sunday at 6pm", "A table for 4 at Harbor, Sunday 29 November at 18:00"))
      << other.heard;
}

TEST(SameAgain, is_nothing_new_beside_a_further_code) {
  Anywhere guest;
  guest.say("cancel LUME-1111, name Ana, and the same for LUME-2222");
  guest.say("yes");
  guest.say("yes");
  ASSERT_EQ(guest.business.sent.size(), 2u);
  for (const auto& sent : guest.business.sent) EXPECT_EQ(sent.tool, "cancel_booking");
}

TEST(SharedChange, is_made_to_a_further_record) {
  const std::pair<const char*, const char*> talks[] = {
      {"move LUME-1111 to 8pm, name Ana, and LUME-2222 too", "yes"},
      {"change LUME-1111 to 8pm and LUME-2222 as well, my name is Ana", "yes"},
      {"move LUME-1111 and LUME-2222 to 8pm, name Ana", "yes"},
      {"verschieben Sie LUME-1111 auf 20 Uhr, Name Ana, und LUME-2222 auch", "ja"},
      {"cambie LUME-1111 a las 20:00, nombre Ana, y LUME-2222 también", "sí"},
      {"sposti LUME-1111 alle 20, nome Ana, e anche LUME-2222", "sì"}};
  for (const auto& [wish, yes] : talks) {
    Anywhere guest;
    guest.say(wish);
    guest.say(yes);
    guest.say(yes);
    ASSERT_EQ(guest.business.sent.size(), 2u) << wish;
    EXPECT_EQ(guest.business.sent[0].arguments["code"].text(), "LUME-1111") << wish;
    EXPECT_EQ(guest.business.sent[1].arguments["code"].text(), "LUME-2222") << wish;
    for (const auto& sent : guest.business.sent) {
      EXPECT_EQ(sent.tool, "move_booking") << wish;
      EXPECT_EQ(sent.arguments["time"].text(), "20:00") << wish;
    }
  }
}

TEST(SharedChange, is_none_where_each_has_its_own) {
  Anywhere guest;
  guest.say("move LUME-1111 to Saturday at 8pm, name Ana, and LUME-2222 to Sunday at 6pm");
  guest.say("yes");
  guest.say("yes");
  ASSERT_EQ(guest.business.sent.size(), 2u);
  EXPECT_EQ(guest.business.sent[0].arguments["date"].text(), "2026-11-28");
  EXPECT_EQ(guest.business.sent[1].arguments["date"].text(), "2026-11-29");
}

TEST(SharedChange, asks_which_record_is_meant_where_it_is_only_described) {
  Anywhere guest;
  guest.say("change the one on the 2nd to 8pm, and the one on the 3rd too");
  ASSERT_EQ(guest.last()["asks"].text(), "code");
  guest.say("LUME-1111, Ana");
  guest.say("yes");
  EXPECT_EQ(guest.last()["asks"].text(), "code") << guest.last()["text"].text();
  EXPECT_TRUE(guest.hears("LUME-2222", "to Thursday 3 December at 20:00")) << guest.heard;
}

TEST(SeveralRecords, are_told_of_and_never_mixed_up) {
  Booked guest;
  guest.say("and another one 21 january 3pm for 4");
  EXPECT_EQ(guest.last()["asks"].text(), "location") << "it changes nothing of the first: " << guest.heard;
  guest.say("Harbor");
  guest.say("yes");
  EXPECT_EQ(guest.books["LUME-1001"]["date"].text(), "2026-12-03");
  EXPECT_EQ(guest.books["LUME-1002"]["date"].text(), "2027-01-21");
  EXPECT_TRUE(guest.hears("what have I booked?", "LUME-1001")) << guest.heard;
  EXPECT_NE(guest.heard.find("LUME-1002"), std::string::npos) << guest.heard;
  guest.say("cancel one of them");
  EXPECT_EQ(guest.last()["asks"].text(), "code") << "which one, nobody said: " << guest.heard;
}

}  // namespace
}  // namespace frontdesk::dialog
