#include <gtest/gtest.h>

#include "simulated_guest.h"

// Several wishes of one message, or beside what is open: none is lost, each has what is said of it, and the guest hears
// at once that it comes next.
namespace frontdesk::dialog {
namespace {

using testing::AtReadBack;
using testing::four_languages;
using testing::Guest;

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

std::vector<std::string> written(Guest& guest) {
  std::vector<std::string> all;
  all.reserve(guest.business.sent.size());
  for (const auto& sent : guest.business.sent) all.push_back(sent.tool + " " + json::print(sent.arguments));
  return all;
}

TEST(SeveralWishes, of_which_one_stands_behind_a_full_stop_are_all_done) {
  Guest guest;
  const auto told = guest.say("Table for 2 tomorrow at 7:30pm at Harbor, name Zed. Cancel LUME-7908.");
  EXPECT_TRUE(has(told, "One after the other.")) << told;
  EXPECT_TRUE(has(told, "in the name Zed. Shall I book it?")) << told;
  EXPECT_TRUE(guest.hears("yes", "I cancel booking LUME-7908 in the name Zed")) << guest.heard;
}

TEST(SeveralWishes, have_each_what_is_said_of_it) {
  Guest guest;
  guest.say("Table for 2 tomorrow at 7:30pm at Harbor, name Zed and cancel LUME-1111 and move LUME-2222 to 20:00");
  for (int i = 0; i < 3; ++i) guest.say("yes");
  EXPECT_EQ(written(guest),
            (std::vector<std::string>{
                R"(book_table {"location":"harbor","date":"2026-11-24","time":"19:30","guests":2,"name":"Zed"})",
                R"(cancel_booking {"code":"LUME-1111","name":"Zed"})",
                R"(move_booking {"code":"LUME-2222","name":"Zed","date":"2026-11-27","time":"20:00","guests":4})"}));
}

TEST(SeveralWishes, for_the_same_thing_are_done_as_often_as_they_are_said) {
  Guest guest;
  guest.say(
      "where is order 1042, cancel LUME-1111, move LUME-2222 to friday 8pm, where is order 1017, cancel LUME-3333");
  guest.say("Ana");
  for (int i = 0; i < 3; ++i) guest.say("yes");
  ASSERT_EQ(written(guest).size(), 3u);
  EXPECT_EQ(written(guest).back(), R"(cancel_booking {"code":"LUME-3333","name":"Ana"})");
}

TEST(SeveralWishes, beside_an_answer_leave_the_form_what_is_its_own) {
  const std::tuple<const char*, const char*, const char*> talks[] = {
      {"a table for two at Harbor tomorrow at 7:30pm", "name Ana and cancel LUME-1111 and move LUME-2222 to 20:00",
       "Tuesday 24 November at 19:30, in the name Ana"},
      {"ein Tisch für zwei bei Harbor morgen um 19:30 Uhr",
       "Ana, und bitte stornieren Sie LUME-1111 und verschieben Sie LUME-2222 auf 20 Uhr",
       "um 19:30 Uhr, auf den Namen Ana"},
      {"una mesa para dos en Harbor mañana a las 19:30",
       "Ana, y cancele la reserva LUME-1111 y cambie la reserva LUME-2222 a las 20:00", "a las 19:30, a nombre de Ana"},
      {"un tavolo per due a Harbor domani alle 19:30",
       "Ana, e annulli la prenotazione LUME-1111 e sposti la prenotazione LUME-2222 alle 20:00",
       "alle 19:30, a nome Ana"}};
  for (const auto& [first, second, shown] : talks) {
    Guest guest(four_languages());
    guest.say(first);
    EXPECT_TRUE(guest.hears(second, shown)) << second << ": " << guest.heard;
    guest.say("ok");
    EXPECT_TRUE(has(std::string(guest.last()["text"].text()), "LUME-1111")) << second;
  }
}

TEST(SeveralWishes, of_a_record_that_is_named_are_no_change_of_the_open_one) {
  AtReadBack guest;
  EXPECT_TRUE(guest.hears("move LUME-2222 to 20:00",
                          "That comes next. First this one: A table for 2 at Harbor, Tuesday 24 "
                          "November at 19:30"))
      << guest.heard;
  EXPECT_TRUE(guest.hears("also cancel LUME-3333", "That comes next.")) << guest.heard;
  EXPECT_TRUE(guest.hears("yes", "I move booking LUME-2222")) << guest.heard;
  Guest form;
  form.say("a table for two at Harbor tomorrow");
  EXPECT_TRUE(form.hears("move LUME-2222 to 20:00", "in what name")) << form.heard;
  EXPECT_TRUE(form.hears("Ana", "I move booking LUME-2222 in the name Ana to Friday 27 November at 20:00"))
      << form.heard;
  EXPECT_TRUE(form.hears("yes", "At what time?")) << form.heard;
}

TEST(SeveralWishes, for_two_more_records_keep_the_open_one) {
  AtReadBack guest;
  EXPECT_TRUE(guest.hears("book for 5 on Saturday at 7pm and another for 4 on Sunday",
                          "That comes next. First this one: A table for 2 at Harbor, Tuesday 24 November"))
      << guest.heard;
  guest.say("yes");
  EXPECT_TRUE(guest.hears("harbor", "A table for 5 at Harbor, Saturday 28 November at 19:00")) << guest.heard;
  guest.say("yes");
  guest.say("harbor");
  EXPECT_TRUE(guest.hears("8pm", "A table for 4 at Harbor, Sunday 29 November at 20:00")) << guest.heard;
}

TEST(SeveralWishes, are_not_done_where_one_is_left_out) {
  const std::pair<const char*, const char*> talks[] = {
      {"a table for two at Harbor tomorrow at 7:30pm, my name is Ana", "another one for Sunday"},
      {"ein Tisch für zwei bei Harbor morgen um 19:30 Uhr, mein Name ist Ana", "noch einen Tisch am Sonntag"},
      {"una mesa para dos en Harbor mañana a las 19:30, me llamo Ana", "otra mesa para el domingo"},
      {"un tavolo per due a Harbor domani alle 19:30, mi chiamo Ana", "un altro tavolo per domenica"}};
  const std::vector<const char*> words[] = {{"forget the second one", "not the second", "please skip the last one"},
                                            {"vergessen Sie den zweiten", "den zweiten doch nicht"},
                                            {"olvide la segunda", "la segunda no"},
                                            {"lasci stare il secondo", "il secondo no"}};
  for (std::size_t i = 0; i < std::size(talks); ++i) {
    for (const auto* text : words[i]) {
      Guest guest(four_languages());
      guest.say(talks[i].first);
      guest.say(talks[i].second);
      guest.say(text);
      EXPECT_TRUE(guest.last()["read_back"].is_object()) << text;
      guest.say("ok");
      EXPECT_EQ(guest.business.sent.size(), 1u) << text;
      EXPECT_EQ(guest.last()["asks"].text(), "") << text << ": nothing comes behind it";
    }
  }
}

TEST(SeveralWishes, and_a_question_beside_them_are_answered) {
  Guest guest;
  const auto told = guest.say("a table for 2 tomorrow at 7, and do you have parking?");
  EXPECT_TRUE(has(told, "car park")) << told;
  EXPECT_TRUE(has(told, "Harbor or Old Town?")) << told;
}

TEST(SeveralWishes, and_a_question_that_nothing_is_known_of_are_told_so) {
  Guest guest;
  const auto told = guest.say("a table for 2 tomorrow at 7, and do you have a piano?");
  EXPECT_TRUE(has(told, "I do not know that.")) << told;
  EXPECT_TRUE(has(told, "Harbor or Old Town?")) << told;
  EXPECT_EQ(guest.of_type("unanswered").size(), 1u);
  for (const auto* text : {"a table for 2 tomorrow, is that possible?", "a table for 2, maybe tomorrow at 7?",
                           "can I have a table for 2 tomorrow?"}) {
    Guest plain;
    EXPECT_FALSE(plain.hears(text, "I do not know that")) << text << ": " << plain.heard;
  }
}

TEST(SeveralWishes, of_which_one_is_a_person_fetch_them_last) {
  Guest guest;
  EXPECT_TRUE(guest.hears("where is order 1042, and I want to talk to a person", "Order 1042 is on its way."))
      << guest.heard;
  EXPECT_TRUE(has(guest.heard, "I am fetching a colleague")) << guest.heard;
  EXPECT_EQ(guest.business.status(guest.id), Status::pending_human);
}

TEST(SeveralWishes, for_two_days_are_asked_about_and_both_are_done) {
  const std::pair<const char*, const char*> talks[] = {
      {"a table for 4 at Harbor on friday and saturday at 8pm, my name is Ana", "both"},
      {"ein Tisch für 4 bei Harbor am Freitag und am Samstag um 20 Uhr, mein Name ist Ana", "beide"},
      {"una mesa para 4 en Harbor el viernes y el sábado a las 20:00, me llamo Ana", "los dos"},
      {"un tavolo per 4 a Harbor venerdì e sabato alle 20, mi chiamo Ana", "tutti e due"}};
  for (const auto& [first, both] : talks) {
    Guest guest(four_languages());
    guest.say(first);
    EXPECT_EQ(guest.last()["asks"].text(), "date") << first;
    EXPECT_EQ(guest.last()["buttons"].size(), 2u) << first;
    guest.say(both);
    guest.say("ok");
    guest.say("ok");
    ASSERT_EQ(guest.business.sent.size(), 2u) << both;
    EXPECT_EQ(guest.business.sent[0].arguments["date"].text(), "2026-11-27");
    EXPECT_EQ(guest.business.sent[1].arguments["date"].text(), "2026-11-28");
    EXPECT_EQ(guest.business.sent[1].arguments["guests"].integer(), 4);
  }
}

}  // namespace
}  // namespace frontdesk::dialog
