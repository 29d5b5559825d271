#include "dialog/further_question.h"

#include <gtest/gtest.h>

#include "simulated_guest.h"

// What was asked once is asked again of another place, day or thing; and what "there" is.
namespace frontdesk::dialog {
namespace {

using testing::four_languages;
using testing::Guest;

// A guest who speaks any of the demo's languages asks one thing after the other.
struct Asking : Guest {
  Asking() : Guest(four_languages()) {}
};

TEST(FurtherQuestion, is_answered_for_another_place_and_another_day) {
  const std::vector<std::pair<const char*, const char*>> talks[] = {
      {{"is harbor open on sunday?", "Harbor is open on Sunday 29 November from 11:30 to 21:00."},
       {"and at Old Town?", "Old Town is open on Sunday 29 November from 12:00 to 22:00."},
       {"what about tuesday?", "Old Town is open tomorrow from 17:00 to 23:00."}},
      {{"habt ihr am Sonntag in Harbor auf?", "Harbor hat am Sonntag, 29. November von 11:30 bis 21:00 Uhr geöffnet."},
       {"und in Old Town?", "Old Town hat am Sonntag, 29. November von 12:00 bis 22:00 Uhr geöffnet."}},
      {{"¿abre Harbor el domingo?", "Harbor abre el domingo 29 de noviembre de 11:30 a 21:00."},
       {"¿y Old Town?", "Old Town abre el domingo 29 de noviembre de 12:00 a 22:00."}},
      {{"Harbor è aperto la domenica?", "Harbor è aperto domenica 29 novembre dalle 11:30 alle 21:00."},
       {"e Old Town?", "Old Town è aperto domenica 29 novembre dalle 12:00 alle 22:00."}}};
  for (const auto& talk : talks) {
    Asking guest;
    for (const auto& [question, answer] : talk) EXPECT_EQ(guest.say(question), answer) << question;
  }
}

TEST(FurtherQuestion, is_answered_for_another_thing) {
  Asking guest;
  EXPECT_EQ(guest.say("how much is the carbonara?"), "15 €");
  EXPECT_EQ(guest.say("and the lasagne?"), "16 €");
  EXPECT_EQ(guest.say("and the tiramisu"), "8 €");
}

TEST(FurtherQuestion, begins_what_looks_something_up_again_with_what_was_told) {
  Asking guest;
  guest.say("what can I eat without gluten?");
  EXPECT_TRUE(guest.hears("Old Town", "At Old Town, without gluten")) << guest.heard;
  EXPECT_TRUE(guest.hears("and at Harbor?", "At Harbor, without gluten")) << guest.heard;
  EXPECT_TRUE(guest.hears("and without nuts?", "At Harbor, without gluten, nuts")) << guest.heard;
}

TEST(FurtherQuestion, is_one_of_its_own_where_it_says_so) {
  Asking guest;
  guest.say("is harbor open on sunday?");
  EXPECT_TRUE(guest.hears("where is Old Town?", "3 Lantern Lane")) << guest.heard;
  EXPECT_TRUE(guest.hears("and for 4 people on Friday at 7pm, name Ana", "Which of our restaurants")) << guest.heard;
}

TEST(FurtherQuestion, changes_no_form_that_is_open) {
  Asking guest;
  guest.say("a table for two at Harbor tomorrow");
  guest.say("do you have parking?");
  EXPECT_TRUE(guest.hears("and at Old Town?", "Old Town has no parking at the door")) << guest.heard;
  EXPECT_EQ(guest.last()["asks"].text(), "time");
  guest.say("8pm");
  EXPECT_TRUE(guest.hears("Ana", "A table for 2 at Harbor")) << guest.heard;
}

TEST(FurtherQuestion, is_forgotten_once_something_else_was_said) {
  Asking guest;
  guest.say("is harbor open on sunday?");
  guest.say("thanks");
  EXPECT_EQ(guest.say("and at Old Town?").find("is open"), std::string::npos);
}

TEST(There, is_the_place_that_was_spoken_of_last) {
  const std::pair<const char*, const char*> talks[] = {
      {"where is Old Town?", "a table for 2 there tomorrow at 7pm, my name is Ana"},
      {"wo ist Old Town?", "ein Tisch für 2 dort morgen um 19 Uhr, mein Name ist Ana"},
      {"¿dónde está Old Town?", "una mesa para 2 allí mañana a las 19:00, me llamo Ana"},
      {"dov'è Old Town?", "un tavolo per 2 lì domani alle 19, mi chiamo Ana"}};
  for (const auto& [question, wish] : talks) {
    Asking guest;
    guest.say(question);
    EXPECT_TRUE(guest.hears(wish, "Old Town")) << guest.heard;
    EXPECT_TRUE(guest.last()["read_back"].is_object()) << wish;
  }
}

TEST(There, is_where_an_answer_says_for_what_is_wanted_beside_it) {
  const std::pair<const char*, const char*> talks[] = {
      {"what allergens are in the tiramisu?", "Old Town — and book me a table for 2 there tomorrow at 7, name Ana"},
      {"what allergens are in the tiramisu?", "Old Town, and I'd like a table for 2 tomorrow at 7pm, my name is Ana"},
      {"was ist ohne Nüsse?", "Old Town, und reservieren Sie mir dort einen Tisch für 2 morgen um 19 Uhr"},
      {"¿qué hay sin gluten?", "Old Town, y resérveme allí una mesa para 2 mañana a las 19:00"},
      {"cosa c'è senza glutine?", "Old Town, e prenoti un tavolo per 2 lì domani alle 19"}};
  for (const auto& [question, answer] : talks) {
    Asking guest;
    guest.say(question);
    guest.say(answer);
    if (guest.last()["asks"].text() == "name") guest.say("Ana");
    EXPECT_TRUE(guest.last()["read_back"].is_object()) << answer;
    EXPECT_NE(guest.last()["text"].text().find("Old Town"), std::string::npos) << guest.last()["text"].text();
  }
}

}  // namespace
}  // namespace frontdesk::dialog
