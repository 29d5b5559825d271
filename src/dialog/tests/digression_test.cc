#include <gtest/gtest.h>

#include "dialog/consent.h"
#include "simulated_guest.h"

// What is asked or left in the middle of a form: the form keeps its place and whatever was told of it.
namespace frontdesk::dialog {
namespace {

using testing::four_languages;
using testing::Guest;

TEST(Digression, is_answered_for_the_place_of_the_form) {
  const std::tuple<const char*, const char*, const char*> talks[] = {
      {"a table for two at Old Town", "gluten free?", "At Old Town, without gluten"},
      {"ein Tisch für zwei in Old Town", "glutenfrei?", "Bei Old Town, ohne Gluten"},
      {"una mesa para dos en Old Town", "¿sin gluten?", "En Old Town, sin gluten"},
      {"un tavolo per due a Old Town", "senza glutine?", "Da Old Town, senza glutine"}};
  for (const auto& [first, question, answer] : talks) {
    Guest guest(four_languages());
    guest.say(first);
    EXPECT_TRUE(guest.hears(question, answer)) << question << ": " << guest.heard;
    EXPECT_EQ(guest.last()["asks"].text(), "date") << question;
  }
}

TEST(Digression, that_asks_for_a_place_gives_the_form_none_and_keeps_what_is_told_of_it) {
  const std::tuple<const char*, const char*, const char*> talks[] = {
      {"a table for 2", "gluten free?", "harbor, and we are 5 people"},
      {"ein Tisch für 2", "glutenfrei?", "harbor, und wir sind 5 Personen"},
      {"una mesa para 2", "¿sin gluten?", "harbor, y somos 5 personas"},
      {"un tavolo per 2", "senza glutine?", "harbor, e siamo 5 persone"}};
  for (const auto& [first, question, answer] : talks) {
    Guest guest(four_languages());
    guest.say(first);
    guest.say(question);
    guest.say(answer);
    EXPECT_EQ(guest.last()["asks"].text(), "location") << answer << ": the kitchen's place is not the table's";
    guest.say("old town");
    guest.say("2026-11-27");
    guest.say("20:00");
    guest.say("Ana");
    guest.say("ok");
    ASSERT_EQ(guest.business.sent.size(), 1u) << answer;
    EXPECT_EQ(json::print(guest.business.sent[0].arguments),
              R"({"location":"old-town","date":"2026-11-27","time":"20:00","guests":5,"name":"Ana"})");
  }
}

TEST(Digression, ends_where_the_form_is_spoken_of_again) {
  Guest guest;
  guest.say("a table for 2");
  guest.say("gluten free?");
  guest.say("tomorrow at 8pm please, a table");
  EXPECT_EQ(guest.last()["asks"].text(), "location");
  EXPECT_TRUE(guest.hears("harbor", "In what name")) << guest.heard << ": the number of guests is not asked again";
}

TEST(Digression, within_another_one_comes_back_to_both) {
  Guest guest;
  guest.say("a table for 2");
  guest.say("gluten free?");
  EXPECT_TRUE(guest.hears("where is my order?", "order number")) << guest.heard;
  EXPECT_TRUE(guest.hears("1042", "For Harbor or for Old Town?")) << guest.heard;
  EXPECT_TRUE(guest.hears("harbor", "Which of our restaurants")) << guest.heard;
}

TEST(Form, is_left_by_a_no_to_a_question_that_no_is_no_answer_to) {
  const std::tuple<const char*, const char*, const char*> talks[] = {
      {"cancel my booking", "no", "I have done nothing."},
      {"cancel my booking", "no thanks", "I have done nothing."},
      {"a table for two", "no", "I have done nothing."},
      {"ich möchte meine Reservierung stornieren", "nein danke", "Ich habe nichts veranlasst."},
      {"quiero cancelar mi reserva", "no gracias", "No he hecho nada."},
      {"vorrei annullare la mia prenotazione", "no grazie", "Non ho fatto nulla."}};
  for (const auto& [first, no, told] : talks) {
    Guest guest(four_languages());
    guest.say(first);
    EXPECT_TRUE(guest.hears(no, told)) << first << ", " << no << ": " << guest.heard;
    EXPECT_EQ(guest.last()["asks"].text(), "") << first;
    EXPECT_TRUE(guest.business.sent.empty());
  }
}

TEST(Form, is_not_left_by_a_no_to_a_doubt) {
  Guest guest;
  guest.say("a table for 3 or 4 at Harbor tomorrow at 7:30pm");
  guest.say("no");
  EXPECT_EQ(guest.last()["asks"].text(), "guests");
}

struct Aside {
  std::vector<const char*> said;  // up to the answer beside the read-back
  const char* praise;
  const char* open;  // what is said of the read-back then
  const char* yes;
};

TEST(Digression, at_a_read_back_takes_thanks_and_praise_for_itself) {
  const char* const english = "a table for two at Harbor tomorrow at 7:30pm";
  const Aside talks[] = {
      {{english, "Ana", "is there parking?"}, "ok thanks", "This is still open:", "yes please"},
      {{english, "Ana", "is there parking?"}, "great", "This is still open:", "do it"},
      {{english, "Ana", "is there parking?"}, "that's perfect, thank you", "This is still open:", "go ahead"},
      {{"ein Tisch für zwei im Harbor morgen um 19:30", "Ana", "gibt es Parkplätze?"},
       "ok danke",
       "Das ist noch offen:",
       "ja danke"},
      {{"una mesa para dos en Harbor mañana a las 19:30", "Ana", "¿hay aparcamiento?"},
       "vale gracias",
       "Esto sigue pendiente:",
       "sí"},
      {{"un tavolo per due a Harbor domani alle 19:30", "Ana", "c'è un parcheggio?"},
       "va bene, grazie",
       "Questo è ancora in sospeso:",
       "sì"}};
  for (const auto& talk : talks) {
    Guest guest(four_languages());
    for (const auto* text : talk.said) guest.say(text);
    EXPECT_TRUE(guest.hears(talk.praise, talk.open)) << talk.praise << ": " << guest.heard;
    EXPECT_TRUE(guest.business.sent.empty()) << talk.praise;
    guest.say(talk.yes);
    EXPECT_EQ(guest.business.sent.size(), 1u) << talk.yes;
  }
  testing::AtReadBack plain;
  plain.say("perfect");
  EXPECT_EQ(plain.business.sent.size(), 1u) << "where nothing came between it is a yes";
}

TEST(Digression, about_another_table_takes_praise_too) {
  testing::AtReadBack guest;
  guest.say("which dishes are gluten free?");
  EXPECT_TRUE(guest.hears("ok great thanks", "This is still open:")) << guest.heard;
  EXPECT_TRUE(guest.business.sent.empty());
}

TEST(ReadAnswer, takes_thanks_for_no_yes_to_what_takes_something_away) {
  using dialog::gives_thanks;
  const char* const ways[][3] = {
      {"I cancel booking {{code}}. Are you sure?", "en", "ok thanks"},
      {"Die Reservierung {{code}} fällt dann aus. Soll ich sie stornieren?", "de", "ok danke"},
      {"Cancelo la reserva {{code}}. ¿Está seguro?", "es", "vale gracias"},
      {"Annullo la prenotazione {{code}}. È sicuro?", "it", "va bene, grazie"}};
  for (const auto& [pattern, language, thanks] : ways) {
    const auto echo = echo_of(pattern, language);
    EXPECT_TRUE(echo.undoes) << pattern;
    EXPECT_TRUE(is_mild(thanks, echo) && gives_thanks(thanks)) << thanks;
  }
  EXPECT_FALSE(echo_of("Shall I book it?", "en").undoes);
  EXPECT_FALSE(is_mild("ja danke"));
  EXPECT_FALSE(is_mild("cancel it, thanks", echo_of("I cancel booking {{code}}.", "en")));
}

TEST(ReadAnswer, knows_a_yes_and_a_no_as_they_are_said_every_day) {
  for (const auto* text : {"i said yes", "yeah mate", "sound", "finally. yes", "yes that one", "ja leider", "dale",
                           "venga, sí", "ja hab ich gesagt", "he dicho que sí", "ho detto di sì", "sì, purtroppo"})
    EXPECT_EQ(read_answer(text), Answer::yes) << text;
  for (const auto* text : {"ok never mind leave it as it is", "ok vergiss es", "vale déjalo", "ok lascia stare"})
    EXPECT_EQ(read_answer(text), Answer::no) << text;
}

}  // namespace
}  // namespace frontdesk::dialog
