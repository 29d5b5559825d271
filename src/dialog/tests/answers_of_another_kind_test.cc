#include <gtest/gtest.h>

#include "base/json.h"
#include "simulated_guest.h"

// What is said to an open question and is not the value that it asks for: no preference, a no to the whole thing, the
// answer to a later question, a time as it is typed in a hurry.
namespace frontdesk::dialog {
namespace {

using testing::four_languages;
using testing::Guest;

TEST(NoPreference, takes_the_value_that_the_file_has_for_it_whatever_else_the_word_may_mean) {
  const std::pair<const char*, const char*> talks[] = {{"a table for two tomorrow at 7:30pm", "either place is fine"},
                                                       {"a table for two tomorrow at 7:30pm", "doesn't matter"},
                                                       {"ein Tisch für zwei morgen um 19:30", "egal wo"},
                                                       {"ein Tisch für zwei morgen um 19:30", "ist mir egal"},
                                                       {"una mesa para dos mañana a las 19:30", "me da igual"},
                                                       {"un tavolo per due domani alle 19:30", "non importa"}};
  for (const auto& [first, said] : talks) {
    Guest guest(four_languages());
    guest.say(first);
    ASSERT_EQ(guest.last()["asks"].text(), "location") << guest.heard;
    guest.say(said);
    EXPECT_EQ(guest.last()["asks"].text(), "name") << said << ": " << guest.heard;
    EXPECT_TRUE(guest.hears("Ana", "Harbor")) << said << ": " << guest.heard;
  }
}

TEST(NoPreference, of_two_that_are_named_is_asked) {
  Guest guest;
  guest.say("a table for two tomorrow at 7:30pm");
  guest.say("either Harbor or Old Town");
  EXPECT_EQ(guest.last()["asks"].text(), "location") << guest.heard;
}

TEST(OpenForm, is_left_by_whoever_forbids_what_it_is_for) {
  const std::pair<const char*, std::vector<const char*>> talks[] = {
      {"a table for two at Harbor tomorrow", {"don't book it", "please don't book it"}},
      {"ein Tisch für zwei im Harbor morgen", {"bitte nicht reservieren", "buchen Sie ihn nicht"}},
      {"una mesa para dos en Harbor mañana", {"no la reserve", "por favor, no la reserve"}},
      {"un tavolo per due a Harbor domani", {"non lo prenoti", "non prenotarlo"}}};
  for (const auto& [first, answers] : talks) {
    for (const auto* said : answers) {
      Guest guest(four_languages());
      guest.say(first);
      ASSERT_EQ(guest.last()["asks"].text(), "time") << guest.heard;
      guest.say(said);
      EXPECT_TRUE(guest.last()["asks"].is_null()) << said << ": " << guest.heard;
    }
  }
}

TEST(OpenForm, is_not_left_by_whoever_forbids_a_part_of_it) {
  for (const auto* said : {"don't book it for two, we are three", "don't book it before eight"}) {
    Guest guest;
    guest.say("a table for two at Harbor tomorrow");
    guest.say(said);
    EXPECT_FALSE(guest.last()["asks"].is_null() && guest.last()["read_back"].is_null()) << said << ": " << guest.heard;
  }
}

TEST(OpenForm, takes_a_time_as_it_is_typed_in_a_hurry) {
  for (const auto* said : {"730", "at 730", "make it 730", "730pm", "1930"}) {
    Guest guest;
    guest.say("a table for two at Harbor tomorrow");
    guest.say(said);
    EXPECT_EQ(guest.last()["asks"].text(), "name") << said << ": " << guest.heard;
    EXPECT_TRUE(guest.hears("Ana", "19:30")) << said << ": " << guest.heard;
  }
}

TEST(OpenForm, takes_a_name_that_is_all_of_the_answer_to_another_question) {
  const std::pair<const char*, const char*> talks[] = {{"a table for two at Harbor tomorrow", "7:30pm"},
                                                       {"ein Tisch für zwei im Harbor morgen", "um 19:30"},
                                                       {"una mesa para dos en Harbor mañana", "a las 19:30"},
                                                       {"un tavolo per due a Harbor domani", "alle 19:30"}};
  for (const auto& [first, time] : talks) {
    Guest guest(four_languages());
    guest.say(first);
    guest.say("Katarina Novakova");
    EXPECT_EQ(guest.last()["asks"].text(), "time") << guest.heard;
    EXPECT_TRUE(guest.hears(time, "Katarina Novakova")) << guest.heard;
    EXPECT_FALSE(guest.last()["read_back"].is_null()) << guest.heard;
  }
}

TEST(OpenForm, takes_no_name_out_of_words_that_it_knows_or_that_stand_alone) {
  for (const auto* said : {"Hmm", "Tomorrow Evening", "Old Town", "Window Seat", "Vegetarian Menu"}) {
    Guest guest;
    guest.say("a table for two at Harbor tomorrow");
    guest.say(said);
    EXPECT_EQ(guest.heard.find("Noted"), std::string::npos) << said << ": " << guest.heard;
  }
}

TEST(OwnRecord, is_changed_by_who_tells_something_of_it_and_nothing_new_is_begun) {
  for (const auto* said :
       {"hello, I have a booking under Novak for tomorrow, can we bring 2 more people?",
        "ich habe eine Reservierung für morgen, wir kommen zu fünft", "tengo una reserva para mañana, somos cinco",
        "ho una prenotazione per domani, siamo in cinque"}) {
    Guest guest(four_languages());
    guest.hears(said, "");
    EXPECT_EQ(guest.last()["asks"].text(), "code") << said << ": " << guest.heard;
  }
  Guest guest;
  guest.say("do I have to have a booking? a table for two tomorrow at 7pm at Harbor");
  EXPECT_NE(guest.last()["asks"].text(), "code") << "who asks has none";
}

TEST(LookUp, is_answered_by_a_wish_for_something_new_that_is_done_behind_it) {
  Guest guest;
  guest.say("is the lasagne vegetarian?");
  ASSERT_EQ(guest.last()["asks"].text(), "location") << guest.heard;
  EXPECT_TRUE(guest.hears("ok then a table for 2 tomorrow at 7:30pm at Harbor please", "At Harbor")) << guest.heard;
  EXPECT_EQ(guest.last()["asks"].text(), "name") << guest.heard;
  EXPECT_TRUE(guest.hears("Jo Smith", "19:30")) << guest.heard;
}

}  // namespace
}  // namespace frontdesk::dialog
