#include <gtest/gtest.h>

#include "simulated_books.h"

// Something else is wanted with a record than what is under way: a change in place of a cancellation, the other one of
// two, all of it as it was before.
namespace frontdesk::dialog {
namespace {

using testing::Booked;

TEST(Instead, a_change_is_wanted_where_it_would_be_cancelled) {
  const std::pair<const char*, const char*> changes[] = {
      {"actually make it Friday instead", "to Friday 4 December at 18:00, for 4"},
      {"no, only reduce it to 3", "to Thursday 3 December at 18:00, for 3"},
      {"move it to 7pm instead", "to Thursday 3 December at 19:00, for 4"},
      {"no, Sunday is better", "to Sunday 6 December at 18:00, for 4"},
      {"I just want to change it", "What shall be different"},
      {"can I change it instead?", "What shall be different"}};
  for (const auto& [words, part] : changes) {
    Booked guest;
    ASSERT_TRUE(guest.hears("cancel my booking", "I cancel booking LUME-1001")) << guest.heard;
    EXPECT_TRUE(guest.hears(words, part)) << words << ": " << guest.heard;
    EXPECT_EQ(guest.books["LUME-1001"]["status"].text(), "booked");
  }
  const std::array<const char*, 5> others[] = {
      {"Ein Tisch für 4 am 3. Dezember um 18 Uhr in Old Town, mein Name ist Anna Hinrichs", "ja",
       "ich möchte stornieren", "doch lieber auf Freitag verschieben", "auf Freitag, 4. Dezember um 18:00 Uhr, für 4"},
      {"Una mesa para 4 el 3 de diciembre a las 20:00 en Harbor, Ana Lopez", "sí", "quiero cancelar",
       "mejor el viernes", "al viernes 4 de diciembre a las 20:00, para 4"},
      {"Un tavolo per 2 il 3 dicembre alle 20 a Harbor, Mario Bianchi", "sì", "vorrei annullare",
       "no, meglio spostare a venerdì", "a venerdì 4 dicembre alle 20:00, per 2"}};
  for (const auto& [wish, yes, cancel, words, part] : others) {
    Booked guest(wish, yes);
    guest.say(cancel);
    EXPECT_TRUE(guest.hears(words, part)) << words << ": " << guest.heard;
  }
}

TEST(Instead, the_button_of_a_cancellation_leads_to_the_change) {
  Booked guest;
  guest.say("cancel my booking");
  const auto shown = guest.last()["read_back"]["id"];
  guest.heard = guest.business.say(
      guest.id, Said{.text = "Change", .answer = Value::object({{"to", shown}, {"with", "change"}})});
  EXPECT_NE(guest.heard.find("What shall be different"), std::string::npos) << guest.heard;
  EXPECT_TRUE(guest.hears("8pm", "to Thursday 3 December at 20:00, for 4")) << guest.heard;
}

TEST(Instead, it_is_cancelled_where_it_would_be_changed) {
  for (const auto* words : {"can you cancel it", "no, cancel the booking", "cancel it instead please"}) {
    Booked guest;
    guest.say("I want to change my booking");
    EXPECT_TRUE(guest.hears(words, "I cancel booking LUME-1001")) << words << ": " << guest.heard;
  }
  Booked guest;
  guest.say("I want to change my booking");
  EXPECT_TRUE(guest.hears("cancel", "let us leave that")) << guest.heard;  // alone it leaves what is under way
}

TEST(Instead, a_reason_is_no_change) {
  for (const auto* words : {"because we are away on Thursday", "what was the time again?", "yes"}) {
    Booked guest;
    guest.say("cancel my booking");
    guest.say(words);
    EXPECT_EQ(guest.heard.find("I move booking"), std::string::npos) << words << ": " << guest.heard;
  }
}

TEST(Instead, the_other_one_of_two) {
  Booked guest;
  guest.say("book a table for 2 on 2 December at 6pm at Old Town, Ana Lopez");
  ASSERT_TRUE(guest.hears("yes", "LUME-1002")) << guest.heard;
  ASSERT_TRUE(guest.hears("cancel my booking", "I cancel booking LUME-1002")) << guest.heard;
  EXPECT_TRUE(guest.hears("I meant the other one", "I cancel booking LUME-1001")) << guest.heard;
  guest.say("no");
  EXPECT_TRUE(guest.hears("cancel my other booking", "I cancel booking LUME-100")) << guest.heard;
}

TEST(Instead, as_it_was_before) {
  const std::array<const char*, 4> talks[] = {
      {"book a table for 4 on 3 December at 6pm at Old Town, Ana Lopez", "move it to 8pm", "put it back to how it was",
       "to Thursday 3 December at 18:00, for 4"},
      {"Una mesa para 4 el 3 de diciembre a las 20:00 en Harbor, Ana Lopez", "¿puede pasarla a las 21:00?",
       "déjela como estaba", "a las 20:00, para 4"},
      {"Un tavolo per 2 il 3 dicembre alle 20 a Harbor, Mario Bianchi", "posso spostare alle 21?",
       "la rimetta come prima", "alle 20:00, per 2"}};
  for (const auto& [wish, change, back, part] : talks) {
    Booked guest(wish, "ok");
    guest.say(change);
    guest.say("ok");
    EXPECT_TRUE(guest.hears(back, part)) << back << ": " << guest.heard;
    EXPECT_TRUE(guest.last()["read_back"].is_object()) << back;
  }
}

TEST(Instead, what_shall_be_different_is_called_by_its_name) {
  Booked guest;
  guest.say("I want to change my booking");
  EXPECT_TRUE(guest.hears("the time", "And at what time?")) << guest.heard;
  EXPECT_TRUE(guest.hears("8pm", "at 20:00, for 4")) << guest.heard;
  EXPECT_TRUE(guest.hears("no, change the number of people", "For how many?")) << guest.heard;
  EXPECT_TRUE(guest.hears("5", "at 20:00, for 5")) << guest.heard;
  EXPECT_TRUE(guest.hears("the day is wrong", "On which day?")) << guest.heard;
  EXPECT_TRUE(guest.hears("saturday", "to Saturday 5 December at 20:00, for 5")) << guest.heard;
}

TEST(Instead, a_bare_number_is_of_what_it_is_near) {
  Booked guest;
  EXPECT_TRUE(guest.hears("change it to 7", "to Thursday 3 December at 19:00, for 4")) << guest.heard;
  EXPECT_TRUE(guest.hears("make it half past", "at 19:30, for 4")) << guest.heard;
  EXPECT_TRUE(guest.hears("no, 6 is better", "at 18:00, for 4") || guest.last()["read_back"].is_object())
      << guest.heard;
}

TEST(Instead, a_weekday_is_of_the_week_that_stands) {
  Booked guest;
  EXPECT_TRUE(guest.hears("move it to Saturday", "to Saturday 5 December")) << guest.heard;
  EXPECT_TRUE(guest.hears("no not Saturday, make it Sunday", "to Sunday 6 December")) << guest.heard;
}

TEST(Instead, a_change_that_sounds_like_a_farewell) {
  Booked guest("Un tavolo per 2 il 3 dicembre alle 20 a Harbor, Mario Bianchi", "sì");
  EXPECT_TRUE(guest.hears("posso spostare a domani alla stessa ora?", "a martedì 24 novembre alle 20:00, per 2"))
      << guest.heard;
}

TEST(Instead, an_article_behind_the_hour_is_no_minute) {
  Booked guest("Ich möchte um 16 Uhr einen Tisch für 3 am Freitag in Old Town, mein Name ist Anna Hinrichs", "ja");
  EXPECT_EQ(guest.books["LUME-1001"]["time"].text(), "16:00");
}

}  // namespace
}  // namespace frontdesk::dialog
