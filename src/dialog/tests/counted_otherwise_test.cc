#include <gtest/gtest.h>

#include "simulated_books.h"

// What is no count, no name and no denial, however much it looks like one; and what is one, however it is said.
namespace frontdesk::dialog {
namespace {

using testing::four_languages;
using testing::Guest;

constexpr std::string_view kReadBack = "A table for 3 at Harbor, Tuesday 24 November at 19:00, in the name Anna.";

struct ReadBack : Guest {
  ReadBack() : Guest(four_languages()) { say("table for 3 at harbor tuesday at 7pm, name Anna"); }
};

TEST(CountedOtherwise, nobody_comes_by_what_is_said_beside_the_form) {
  for (const auto* said :
       {"too loud for a baby", "7 is way too late for a baby", "we're bringing one, a big labrador"}) {
    ReadBack guest;
    EXPECT_TRUE(guest.hears(said, kReadBack)) << said << ": " << guest.heard;
  }
}

TEST(CountedOtherwise, people_are_counted_as_they_say_it) {
  const std::pair<const char*, const char*> wishes[] = {
      {"Einen Tisch zu zweit morgen um 19 Uhr im Harbor, Name Weber", "Ein Tisch für 2 bei Harbor"},
      {"Tisch zu dritt morgen um 19 Uhr im Harbor, Name Weber", "Ein Tisch für 3 bei Harbor"},
      {"mit 6 Leuten wollen wir morgen um 20 Uhr ins Harbor kommen, Name Weber", "Ein Tisch für 6 bei Harbor"}};
  for (const auto& [said, part] : wishes) {
    Guest guest(four_languages());
    EXPECT_TRUE(guest.hears(said, part)) << said << ": " << guest.heard;
  }
}

TEST(CountedOtherwise, a_number_takes_the_place_of_what_it_replaces) {
  ReadBack guest;
  EXPECT_TRUE(guest.hears("can we make it 8 instead of 7? my sister works till 7",
                          "for 3 at Harbor, Tuesday 24 November at 20:00"))
      << guest.heard;
  EXPECT_TRUE(guest.hears("make it 4 instead of 3", "for 4 at Harbor, Tuesday 24 November at 20:00")) << guest.heard;
}

TEST(CountedOtherwise, halves_and_quarters_of_hours_are_not_dropped) {  // it is nine o'clock
  const std::pair<const char*, const char*> wishes[] = {
      {"2 at harbor in an hour and a half, name Bo", "at 10:30"},
      {"2 at harbor, three quarters of an hour from now, name Bo", "at 09:45"},
      {"2 at harbor in two and a half hours, name Bo", "at 11:30"},
      {"un tavolo per due tra un'ora e mezza da harbor, Ugo Riva", "alle 10:30"},
      {"Tisch für 2 in eineinhalb stunden im Harbor, Name Bo", "um 10:30"},
      {"una mesa para dos en media hora en Harbor, nombre Ana", "a las 09:30"}};
  for (const auto& [said, part] : wishes) {
    Guest guest(four_languages());
    EXPECT_TRUE(guest.hears(said, part)) << said << ": " << guest.heard;
  }
}

TEST(CountedOtherwise, names_are_taken_whole) {
  const std::pair<const char*, const char*> names[] = {
      {"Nguyễn Văn An", "in the name Nguyễn Văn An"},
      {"Abu Bakr al-Siddiq", "in the name Abu Bakr al-Siddiq"},
      {"my name is Holloway, Margaret Holloway", "in the name Margaret Holloway"},
      {"i said o'brien", "in the name O'Brien"}};
  for (const auto& [name, part] : names) {
    Guest guest(four_languages());
    guest.say("a table at harbor tomorrow 19:00 for 2");
    EXPECT_TRUE(guest.hears(name, part)) << name << ": " << guest.heard;
  }
  Guest guest(four_languages());
  EXPECT_TRUE(guest.hears("book a table for Maria Lopez at harbor tomorrow 19:00 for 2", "in the name Maria Lopez"))
      << guest.heard;
}

TEST(CountedOtherwise, what_stands_behind_a_title_or_last_is_a_name) {
  const std::pair<const char*, const char*> wishes[] = {
      {"reservation for mr. o'brien, 8 ppl, dec 24th 19h, harbor", "in the name Mr. O'Brien"},
      {"table for 2 at harbor tomorrow at 7pm for mr smith", "in the name Mr Smith"},
      {"table for 2 tmrw at 1pm, harbor, Priya", "in the name Priya"},
      {"table for 2 tmrw at 1pm, harbor, Marta Conti", "in the name Marta Conti"},
      {"Tisch für 2 morgen um 20 Uhr im Harbor, Anna Smith", "auf den Namen Anna Smith"},
      {"Tisch für 2 morgen um 20 Uhr im Harbor, Großer Tisch", "Auf welchen Namen"},
      {"table for 2 tmrw at 1pm, harbor, Thanks", "In what name shall I book?"},
      {"table for 2 at harbor tomorrow at 7pm, dr dinner", "In what name shall I book?"}};
  for (const auto& [said, part] : wishes) {
    Guest guest(four_languages());
    EXPECT_TRUE(guest.hears(said, part)) << said << ": " << guest.heard;
  }
}

TEST(CountedOtherwise, who_has_no_code_wants_one_thing) {
  Guest guest(four_languages());
  EXPECT_TRUE(guest.hears("i need to change my booking but i cant find the code", "What is your booking code?"));
  EXPECT_EQ(guest.heard.find("One after the other"), std::string::npos) << guest.heard;
}

TEST(CountedOtherwise, what_is_believed_is_no_name) {
  Guest guest(four_languages());
  guest.say("table for 2 on thursday at 7pm");
  EXPECT_TRUE(guest.hears("Harbor I believe it is called", "In what name shall I book?")) << guest.heard;
}

TEST(CountedOtherwise, who_is_not_sure_denies_nothing) {
  Guest guest(four_languages());
  guest.say("table for 2 on thursday at 7pm");
  guest.say("not sure, my friend is at harbor usually");
  EXPECT_TRUE(guest.hears("Kim Lee", "A table for 2 at Harbor")) << guest.heard;
}

TEST(CountedOtherwise, nothing_is_no_night) {
  Guest guest(four_languages());
  guest.say("Tisch für 4 am Donnerstag um 17:30 im Harbor");
  EXPECT_TRUE(
      guest.hears("Hildegard Sommer, und bitte nichts mit Stufen wegen dem Rollator",
                  "um 17:30 Uhr, auf den Namen Hildegard Sommer. Vermerkt: „nichts mit Stufen wegen dem Rollator“"))
      << guest.heard;
}

}  // namespace
}  // namespace frontdesk::dialog
