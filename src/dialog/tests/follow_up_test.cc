#include <gtest/gtest.h>

#include <set>

#include "simulated_guest.h"

// One record after the other: what is wanted beside the open one, and what is taken over from the one before.
namespace frontdesk::dialog {
namespace {

using testing::AtReadBack;
using testing::four_languages;
using testing::Guest;

// The arguments of all that was written, in the order in which it was sent.
std::vector<Value> written(Guest& guest) {
  std::vector<Value> all;
  all.reserve(guest.business.sent.size());
  for (const auto& sent : guest.business.sent) all.push_back(sent.arguments);
  return all;
}

TEST(FollowUp, keeps_the_open_record_and_does_another_one_behind_it) {
  for (const auto* text :
       {"another one for Sunday same time", "one more booking for Sunday, same time",
        "and a second one on Sunday at the same time", "can I book another table for Sunday at the same time?"}) {
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
  for (int i = 0; i < 12; ++i) guest.say("another one for Sunday");
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

TEST(FollowUp, does_two_records_of_one_message_in_turn) {
  Guest guest;
  EXPECT_TRUE(guest.hears("a table for 4 at Harbor on Friday at 8pm and for 2 at Old Town on Saturday at 7pm",
                          "One after the other. First this one: In what name"))
      << guest.heard;
  EXPECT_TRUE(guest.hears("Ana", "A table for 4 at Harbor, Friday 27 November at 20:00")) << guest.heard;
  EXPECT_TRUE(guest.hears("yes", "A table for 2 at Old Town, Saturday 28 November at 19:00, in the name Ana."))
      << guest.heard;
  guest.say("yes");
  EXPECT_EQ(guest.business.effects.size(), 2u);
}

TEST(FollowUp, cancels_each_of_two_codes_behind_a_yes_of_its_own) {
  for (const auto* text : {"cancel LUME-1111 and LUME-2222, my name is Ana", "cancel LUME-1111, LUME-2222. I'm Ana"}) {
    Guest guest;
    EXPECT_TRUE(guest.hears(text, "I cancel booking LUME-1111 in the name Ana")) << text << ": " << guest.heard;
    EXPECT_TRUE(guest.hears("yes", "I cancel booking LUME-2222 in the name Ana")) << text << ": " << guest.heard;
    EXPECT_EQ(guest.business.effects.size(), 1u) << text;
    guest.say("yes");
    EXPECT_EQ(guest.business.effects.size(), 2u) << text;
  }
  Guest asked;
  asked.say("cancel my booking");
  asked.say("LUME-1111 and LUME-2222");
  asked.say("Ana");
  EXPECT_TRUE(asked.hears("yes, and also LUME-3333", "I cancel booking LUME-2222")) << asked.heard;
  EXPECT_EQ(asked.business.effects.size(), 1u);
  EXPECT_TRUE(asked.hears("yes", "I cancel booking LUME-3333")) << asked.heard;
}

TEST(FollowUp, parts_no_message_that_speaks_of_one_record) {
  for (const auto* text : {"a table for 2 adults and 3 children at Harbor on Friday at 7pm",
                           "a table for two at Harbor, not Friday at 7pm and not Saturday at 8pm",
                           "a table for two at Harbor between Friday at 7pm and Saturday at 8pm"}) {
    Guest guest;
    EXPECT_FALSE(guest.hears(text, "One after the other")) << text << ": " << guest.heard;
  }
}

TEST(FollowUp, parts_two_records_in_every_language) {
  for (const auto* text :
       {"ein Tisch für 4 bei Harbor am Freitag um 20 Uhr und für 2 in Old Town am Samstag um 19 Uhr",
        "una mesa para 4 en Harbor el viernes a las 20:00 y para 2 en Old Town el sábado a las 19:00",
        "un tavolo per 4 a Harbor venerdì alle 20 e per 2 a Old Town sabato alle 19"}) {
    Guest guest(four_languages());
    guest.say(text);
    guest.say("Ana");
    guest.say("ok");
    guest.say("ok");
    const auto all = written(guest);
    ASSERT_EQ(all.size(), 2u) << text;
    EXPECT_EQ(json::print(all[1]),
              R"({"location":"old-town","date":"2026-11-28","time":"19:00","guests":2,"name":"Ana"})")
        << text;
  }
}

TEST(FollowUp, keeps_another_wish_beside_an_answer) {
  Guest guest;
  guest.say("cancel my booking LUME-1111");
  EXPECT_TRUE(guest.hears("Ana, and where is my order 1042?", "That comes next.")) << guest.heard;
  EXPECT_NE(guest.heard.find("I cancel booking LUME-1111 in the name Ana"), std::string::npos) << guest.heard;
  EXPECT_TRUE(guest.hears("yes", "Order 1042 is on its way.")) << guest.heard;
  EXPECT_EQ(guest.business.effects.size(), 1u);
}

TEST(FollowUp, takes_a_yes_with_another_wish_for_no_yes_and_keeps_the_wish) {
  for (const auto* text : {"yes and cancel my other booking", "yes please, and also cancel my booking LUME-1234"}) {
    AtReadBack guest;
    EXPECT_TRUE(guest.hears(text, "That comes next. First this one: A table for 2 at Harbor")) << text << guest.heard;
    EXPECT_TRUE(guest.business.effects.empty()) << text;
    EXPECT_TRUE(guest.hears("yes", "Now the next one.")) << text << ": " << guest.heard;
    EXPECT_EQ(guest.business.effects.size(), 1u) << text;
  }
}

TEST(FollowUp, says_that_nothing_was_done_where_another_wish_takes_the_place) {
  AtReadBack guest;
  EXPECT_TRUE(guest.hears("cancel my other booking", "I have done nothing. What is your booking code?")) << guest.heard;
}

TEST(FollowUp, asks_again_behind_a_yes_that_is_a_question) {
  for (const auto* text : {"yes?", "sure thing, why not", "Is that right? yes", "ok?"}) {
    AtReadBack guest;
    EXPECT_TRUE(guest.hears(text, "I am not sure whether that is a yes. A table for 2")) << text << ": " << guest.heard;
    EXPECT_TRUE(guest.business.effects.empty()) << text;
    guest.say("yes");
    EXPECT_EQ(guest.business.effects.size(), 1u) << text;
  }
  AtReadBack guest;
  EXPECT_TRUE(guest.hears("yes, is there parking?", "car park")) << guest.heard;
}

TEST(FollowUp, takes_no_article_for_the_number_of_guests) {
  for (const auto* text : {"vorrei un tavolo per quattro domani alle 19:30 ad Harbor",
                           "quiero una mesa para cuatro mañana a las 19:30 en Harbor",
                           "ich möchte einen Tisch für vier morgen um 19:30 Uhr im Harbor",
                           "I want one table for four tomorrow at 7:30pm at Harbor"}) {
    Guest guest(four_languages());
    guest.say(text);
    guest.say("Ana");
    guest.say("yes");
    ASSERT_EQ(written(guest).size(), 1u) << text << ": " << guest.heard;
    EXPECT_EQ(written(guest)[0]["guests"].integer(), 4) << text;
  }
}

TEST(FollowUp, keeps_the_open_booking_where_a_table_is_wanted_also) {
  for (const auto* text : {"I also want a table for 4 at old town on thursday at 18:00",
                           "a further table for 4 at old town on thursday at 18:00"}) {
    AtReadBack guest;
    EXPECT_TRUE(guest.hears(text, "A table for 2 at Harbor")) << text << ": " << guest.heard;
    guest.say("yes");
    ASSERT_EQ(written(guest).size(), 1u) << text;
    EXPECT_EQ(written(guest)[0]["guests"].integer(), 2) << text;
  }
}

// Of what was done the demo's file has a flow, which looks: what was told may not be so any more.
TEST(FollowUp, looks_up_what_was_done_when_it_is_asked_for) {
  for (const auto* text : {"what did i book", "is my booking LUME-4821 confirmed?", "when is my reservation?"}) {
    AtReadBack guest;
    guest.say("yes");
    EXPECT_TRUE(guest.hears(text, "Your booking LUME-4821 stands")) << text << ": " << guest.heard;
    EXPECT_EQ(guest.business.effects.size(), 1u) << text;
  }
}

TEST(FollowUp, tells_what_it_told_where_no_flow_looks) {
  const auto without = [](const char* list, const char* name) {
    ListBuilder left;
    const auto document = support::demo_document();
    for (const auto& one : document[list].items()) {
      if (one["name"].text() != name) left.add(one);
    }
    return left.build();
  };
  Guest guest(Value::object({{"intents", without("intents", "my_booking")}}));
  guest.say("a table for two at Harbor tomorrow at 7:30pm");
  guest.say("Ana");
  const auto done = guest.say("yes");
  EXPECT_TRUE(guest.hears("what did i book", "This is what I told you here: “" + done)) << guest.heard;
}

TEST(FollowUp, tells_of_no_record_that_it_does_not_have) {
  AtReadBack guest;
  guest.say("yes");
  EXPECT_FALSE(guest.hears("is my booking LUME-9999 confirmed?", "Done:")) << guest.heard;
  Guest stranger;
  EXPECT_FALSE(stranger.hears("is my booking LUME-4821 confirmed?", "Harbor")) << stranger.heard;
}

TEST(FollowUp, knows_who_asks_for_their_record_in_every_language) {
  for (const auto* text : {"was habe ich gebucht?", "¿qué he reservado?", "che cosa ho prenotato?"}) {
    Guest guest(four_languages());
    guest.say("a table for two at Harbor tomorrow at 7:30pm");
    guest.say("Ana");
    guest.say("yes");
    EXPECT_TRUE(guest.hears(text, "LUME-4821")) << text << ": " << guest.heard;
  }
}

}  // namespace
}  // namespace frontdesk::dialog
