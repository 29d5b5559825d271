#include <gtest/gtest.h>

#include "simulated_books.h"

// What is to be noted with a record, and what is not to be noted any more.
namespace frontdesk::dialog {
namespace {

using testing::four_languages;
using testing::Guest;

TEST(NotedBeside, a_note_is_taken_off) {
  const std::tuple<const char*, const char*, const char*> talks[] = {
      {"table for 2 at harbor tomorrow at 7pm by the window, name Ann", "Noted: “by the window”",
       "take the note off pls"},
      {"table for 2 at harbor tomorrow at 7pm by the window, name Ann", "Noted: “by the window”", "no note please"},
      {"Mesa para dos mañana a las 20 en Harbor en la terraza, nombre Ana", "Anotado: «en la terraza»",
       "quita la nota de la terraza"}};
  for (const auto& [wish, noted, off] : talks) {
    Guest guest(four_languages());
    ASSERT_TRUE(guest.hears(wish, noted)) << guest.heard;
    const auto heard = guest.say(off);
    EXPECT_TRUE(guest.last()["read_back"].is_object()) << off << ": " << heard;
    EXPECT_EQ(heard.find("oted"), std::string::npos) << off << ": " << heard;
    EXPECT_EQ(heard.find("notado"), std::string::npos) << off << ": " << heard;
  }
}

TEST(NotedBeside, another_note_begins_anew_where_one_was_taken_off) {
  Guest guest(four_languages());
  guest.say("table for 2 at harbor tomorrow at 7pm by the window, name Ann");
  guest.say("take the note off pls");
  EXPECT_TRUE(guest.hears("with a high chair", "Noted: “a high chair”")) << guest.heard;
}

TEST(NotedBeside, what_is_asked_for_beside_a_yes_is_read_back_with_the_rest) {
  Guest guest(four_languages());
  guest.say("Tisch für 2 morgen um 19 Uhr im Harbor, Name Ann");
  EXPECT_TRUE(guest.hears("genau, aber bitte einen Platz ohne Zugluft", "Vermerkt: „einen Platz ohne Zugluft“"))
      << guest.heard;
  EXPECT_TRUE(guest.business.sent.empty()) << "it was no yes";
  guest.say("ja");
  ASSERT_EQ(guest.business.sent.size(), 1u);
  EXPECT_EQ(guest.business.sent[0].arguments["note"].text(), "einen Platz ohne Zugluft");
}

TEST(NotedBeside, a_question_that_was_answered_is_no_note) {
  Guest guest(four_languages());
  guest.say("hay sitio en la terraza mañana para dos?");
  EXPECT_EQ(guest.say("en Harbor a las 20").find("Anoto"), std::string::npos);
}

TEST(NotedBeside, a_question_without_its_mark_is_none_either) {
  testing::Booked guest;
  guest.say("do u have highchairs btw");
  EXPECT_TRUE(guest.last()["read_back"].is_null());
}

TEST(NotedBeside, a_telephone_number_is_the_booking_s_and_begins_nothing) {
  Guest guest(four_languages());
  EXPECT_TRUE(guest.hears(
      "table for 2 at old town thursday 10 dec 7pm, name Ellie Grant, phone +44 20 7946 0958",
      "A table for 2 at Old Town, Thursday 10 December at 19:00, in the name Ellie Grant, phone +442079460958"))
      << guest.heard;
}

}  // namespace
}  // namespace frontdesk::dialog
