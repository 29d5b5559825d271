#include <gtest/gtest.h>

#include <set>

#include "simulated_guest.h"

// One record after the other: what is wanted beside the open one, and what is taken over from the one before.
namespace frontdesk::dialog {
namespace {

using testing::AtReadBack;
using testing::Guest;

Value four_languages() { return Value::object({{"languages", json::parse(R"(["en","de","es","it"])")}}); }

// The arguments of all that was written, in the order in which it was sent.
std::vector<Value> written(Guest& guest) {
  std::vector<Value> all;
  for (const auto& sent : guest.business.sent) all.push_back(sent.arguments);
  return all;
}

TEST(FollowUp, keeps_the_open_record_and_does_another_one_behind_it) {
  for (const auto* text : {"another one for Sunday same time", "yes, and another one for Sunday same time",
                           "one more booking for Sunday, same time", "and a second one on Sunday at the same time",
                           "can I book another table for Sunday at the same time?"}) {
    AtReadBack guest;
    EXPECT_TRUE(guest.hears(text, "That comes next.")) << text << ": " << guest.heard;
    EXPECT_NE(guest.heard.find("A table for 2 at Harbor, Tuesday 24 November at 19:30, in the name Ana."),
              std::string::npos)
        << text << ": " << guest.heard;
    EXPECT_TRUE(guest.business.effects.empty()) << text;
    EXPECT_TRUE(guest.hears("yes", "Now the next one. Which of our restaurants")) << text << ": " << guest.heard;
    guest.say("harbor");
    EXPECT_TRUE(guest.hears("for 3", "A table for 3 at Harbor, Sunday 29 November at 19:30, in the name Ana."))
        << text << ": " << guest.heard;
    guest.say("yes");
    const auto all = written(guest);
    ASSERT_EQ(all.size(), 2u) << text;
    EXPECT_EQ(json::print(all[0]),
              R"({"location":"harbor","date":"2026-11-24","time":"19:30","guests":2,"name":"Ana"})");
    EXPECT_EQ(all[1]["date"].text(), "2026-11-29");
  }
}

TEST(FollowUp, hears_what_is_said_of_the_first_beside_the_second) {
  Guest guest;
  guest.say("a table for two at Harbor tomorrow");
  EXPECT_TRUE(guest.hears("7:30pm, and another one for Sunday", "That comes next.")) << guest.heard;
  EXPECT_EQ(guest.last()["asks"].text(), "name");
  EXPECT_TRUE(guest.hears("Ana", "Tuesday 24 November at 19:30")) << guest.heard;
  EXPECT_TRUE(guest.hears("for 3 people, and another table at Old Town on Monday", "A table for 3 at Harbor"))
      << guest.heard;
}

TEST(FollowUp, takes_over_what_is_called_the_same) {
  AtReadBack guest;
  guest.say("another table for Sunday, same time, same place and the same people");
  EXPECT_TRUE(guest.hears("yes", "A table for 2 at Harbor, Sunday 29 November at 19:30, in the name Ana."))
      << guest.heard;
  AtReadBack later;
  later.say("yes");
  EXPECT_TRUE(later.hears("another one for sunday, same time and same branch", "For how many")) << later.heard;
}

TEST(FollowUp, begins_another_one_behind_a_no) {
  AtReadBack guest;
  EXPECT_TRUE(guest.hears("no, but another one for Sunday at 8pm", "I have not done it.")) << guest.heard;
  EXPECT_NE(guest.heard.find("Now the next one. Which of our restaurants"), std::string::npos) << guest.heard;
  EXPECT_TRUE(guest.business.effects.empty());
}

TEST(FollowUp, takes_another_person_or_day_for_no_record_of_its_own) {
  AtReadBack guest;
  EXPECT_TRUE(guest.hears("another person", "A table for 3 at Harbor, Tuesday 24 November")) << guest.heard;
  EXPECT_TRUE(guest.hears("another day please, saturday", "A table for 3 at Harbor, Saturday 28 November"))
      << guest.heard;
  EXPECT_TRUE(guest.hears("one more for dinner", "A table for 4")) << guest.heard;
  EXPECT_TRUE(guest.hears("I have another question: do you have parking?", "car park")) << guest.heard;
  EXPECT_NE(guest.heard.find("A table for 4"), std::string::npos) << guest.heard;
}

TEST(FollowUp, knows_another_one_in_four_languages) {
  const std::pair<const char*, const char*> talks[] = {
      {"ein Tisch für vier bei Harbor am Freitag um 20 Uhr, mein Name ist Ana",
       "noch einen Tisch am Sonntag, gleiche Zeit"},
      {"una mesa para cuatro en Harbor el viernes a las 20:00, me llamo Ana",
       "otra mesa para el domingo a la misma hora"},
      {"un tavolo per quattro a Harbor venerdì alle 20, mi chiamo Ana", "un altro tavolo per domenica alla stessa ora"},
      {"a table for four at Harbor on friday at 8pm, my name is Ana", "another for sunday at the same time"}};
  std::set<std::string> answers;
  for (const auto& [first, second] : talks) {
    Guest guest(four_languages());
    guest.say(first);
    const auto answer = guest.say(second);
    EXPECT_NE(answer.find("20:00"), std::string::npos) << second << ": " << answer;
    answers.insert(answer);
    EXPECT_TRUE(guest.business.effects.empty()) << second;
    EXPECT_TRUE(guest.last()["read_back"].is_object()) << second;
    guest.say("ok");
    ASSERT_EQ(guest.business.effects.size(), 1u) << second << ": " << answer;
    EXPECT_NE(guest.business.effects.begin()->second.find(R"("date":"2026-11-27","time":"20:00","guests":4)"),
              std::string::npos)
        << second;
    EXPECT_EQ(guest.last()["asks"].text(), "location") << second;
  }
  EXPECT_EQ(answers.size(), 4u) << "each is told in its language what comes next";
}

TEST(FollowUp, keeps_no_more_than_can_be_kept_in_mind) {
  AtReadBack guest;
  for (int i = 0; i < 5; ++i) guest.say("another one for Sunday");
  EXPECT_TRUE(guest.hears("another one for Sunday", "more than I can keep in mind")) << guest.heard;
  EXPECT_NE(guest.heard.find("Shall I book it?"), std::string::npos) << guest.heard;
}

TEST(FollowUp, begins_again_with_what_stood_behind_a_no) {
  for (const auto* text : {"same but for 3", "the same, but for 3 people", "for 3 then"}) {
    AtReadBack guest;
    guest.say("no");
    EXPECT_TRUE(guest.hears(text, "A table for 3 at Harbor, Tuesday 24 November at 19:30, in the name Ana."))
        << text << ": " << guest.heard;
    EXPECT_TRUE(guest.business.effects.empty()) << text;
  }
}

TEST(FollowUp, forgets_what_stood_as_soon_as_something_else_is_wanted) {
  AtReadBack guest;
  guest.say("no");
  EXPECT_EQ(guest.say("book a table for 3 tomorrow"), "Which of our restaurants would you like: Harbor or Old Town?");
  AtReadBack other;
  other.say("no");
  other.say("where is order 1042");
  other.hears("same but for 3", "");
  EXPECT_EQ(other.heard.find("A table for 3"), std::string::npos) << other.heard;
}

}  // namespace
}  // namespace frontdesk::dialog
