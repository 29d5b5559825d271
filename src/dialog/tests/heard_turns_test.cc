#include "dialog/heard_turns.h"

#include <gtest/gtest.h>

#include "simulated_business.h"

namespace frontdesk::dialog {
namespace {

using testing::SimulatedBusiness;

TEST(HeardTurns, have_the_answers_within_a_form_and_what_was_asked) {
  SimulatedBusiness business;
  const auto id = business.open();
  business.say(id, "I need a table for two tomorrow at 7pm");
  business.say(id, "the one with the blue door");
  business.say(id, "Old Town");
  const auto heard = business.wait(heard_since(business.conversations(), Timestamp{}));
  ASSERT_EQ(heard.turns.size(), 3U);
  EXPECT_EQ(heard.turns[0].asked, "");
  EXPECT_EQ(heard.turns[0].intent, "book_table");
  EXPECT_FALSE(heard.turns[0].is_answer());
  EXPECT_EQ(heard.turns[1].text, "the one with the blue door");
  EXPECT_EQ(heard.turns[1].asked, "location");
  EXPECT_TRUE(heard.turns[1].missed);
  EXPECT_EQ(heard.turns[2].asked, "location");
  EXPECT_TRUE(heard.turns[2].is_answer());
  EXPECT_FALSE(heard.turns[2].missed);
  std::string told;
  for (const auto& event : business.events(id)) {
    if (event.type != "reading" || !event.data["told"].is_list()) continue;
    told += fmt::format("{}: ", event.data["asked"].text());
    for (const auto& one : event.data["told"].items())
      told += fmt::format("{}={} ", one["name"].text(), one["value"].text());
  }
  EXPECT_EQ(told, "location: location: location=old-town ") << "the trace shows what an answer was taken for";
}

TEST(HeardTurns, tell_the_answer_to_a_read_back_and_a_question_without_an_answer_apart) {
  SimulatedBusiness business;
  const auto id = business.open();
  business.say(id, "a table for two at Old Town tomorrow at 7pm");
  business.say(id, "do you have a helicopter pad?");
  const auto heard = business.wait(heard_since(business.conversations(), Timestamp{}));
  ASSERT_EQ(heard.turns.size(), 2U);
  EXPECT_TRUE(heard.turns[1].is_unanswered);
  EXPECT_TRUE(heard.turns[1].missed);
}

TEST(HeardTurns, have_nothing_of_what_was_said_to_people) {
  SimulatedBusiness business;
  const auto id = business.open();
  business.say(id, "I need a table for two tomorrow at 7pm");
  business.wait(business.conversations().take_over(id, "Ana"));
  business.say(id, "Old Town");
  EXPECT_EQ(business.wait(heard_since(business.conversations(), Timestamp{})).turns.size(), 1U);
}

}  // namespace
}  // namespace frontdesk::dialog
