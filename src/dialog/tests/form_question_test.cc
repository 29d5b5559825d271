#include <gtest/gtest.h>

#include "simulated_guest.h"

// What is asked in the middle of a form: it is answered, fills nothing, and the form is resumed.
namespace frontdesk::dialog {
namespace {

using testing::Guest;

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

TEST(FormQuestion, with_a_day_in_it_fills_no_day) {
  for (const auto* const question :
       {"what do you have on friday?", "which times do you have on friday", "tell me when you are open on friday"}) {
    Guest guest;
    guest.say("a table for two at Harbor");
    const auto told = guest.say(question);
    EXPECT_TRUE(has(told, "Harbor is open on Friday 27 November from 11:30 to 23:00.")) << question << ": " << told;
    EXPECT_TRUE(has(told, "For which day?")) << question << ": " << told;
    EXPECT_EQ(guest.last()["asks"].text(), "date");
  }
}

TEST(FormQuestion, for_the_times_is_told_what_the_file_knows) {
  Guest guest;
  guest.say("a table for two at Harbor on friday");
  const auto told = guest.say("what times are free?");
  EXPECT_TRUE(has(told, "Harbor is open on Friday 27 November from 11:30 to 23:00.")) << told;
  EXPECT_TRUE(has(told, "What is free I see")) << told;
  EXPECT_TRUE(has(told, "At what time?")) << told;
  EXPECT_TRUE(guest.hears("7pm", "In what name")) << guest.heard;
}

TEST(FormQuestion, that_nothing_is_known_of_is_not_known_and_fills_nothing) {
  Guest guest;
  guest.say("a table for two at Harbor");
  const auto told = guest.say("do you have live music on friday?");
  EXPECT_TRUE(has(told, "I do not know that")) << told;
  EXPECT_EQ(guest.last()["asks"].text(), "date");
  EXPECT_EQ(guest.of_type("unanswered").size(), 1U);
}

TEST(FormQuestion, that_proposes_a_value_is_an_answer) {
  for (const auto* const answer : {"how about friday?", "can we come on friday?", "is friday possible?",
                                   "do you have something on friday?", "would friday work?"}) {
    Guest guest;
    guest.say("a table for two at Harbor");
    EXPECT_TRUE(guest.hears(answer, "At what time?")) << answer << ": " << guest.heard;
  }
}

TEST(FormQuestion, beside_an_answer_is_answered_and_the_answer_counts) {
  Guest guest;
  guest.say("a table for two at Harbor");
  const auto told = guest.say("what do you have on friday? otherwise saturday.");
  EXPECT_TRUE(has(told, "on Friday 27 November")) << told;
  EXPECT_TRUE(has(told, "At what time?")) << told;
  const auto later = guest.say("7pm");
  EXPECT_TRUE(has(guest.say("Ana"), "Saturday 28 November")) << later;
}

TEST(FormQuestion, fills_nothing_in_a_language_that_is_not_served) {
  Guest guest;
  guest.say("a table for two at Harbor");
  guest.say("¿qué tienen el viernes?");
  EXPECT_EQ(guest.last()["asks"].text(), "date");
  guest.say("che cosa avete venerdì?");
  EXPECT_EQ(guest.last()["asks"].text(), "date");
}

TEST(FormQuestion, is_read_in_the_guests_language) {
  Guest guest;
  guest.say("ich möchte einen Tisch für zwei im Harbor reservieren");
  const auto told = guest.say("was habt ihr am Freitag frei?");
  EXPECT_TRUE(has(told, "Harbor hat am Freitag, 27. November von 11:30 bis 23:00 Uhr")) << told;
  EXPECT_EQ(guest.last()["asks"].text(), "date");
  EXPECT_TRUE(guest.hears("wie wäre es mit Freitag?", "Um wie viel Uhr?")) << guest.heard;
}

}  // namespace
}  // namespace frontdesk::dialog
