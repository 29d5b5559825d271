#include <gtest/gtest.h>

#include "simulated_guest.h"

// What is said at a read-back beside yes and no: a value more, a correction, what is shown already, and what cannot be
// taken; and a day out of those that were offered.
namespace frontdesk::dialog {
namespace {

using testing::AtReadBack;
using testing::four_languages;
using testing::Guest;

struct Opening {
  const char* language;
  const char* table;
};

constexpr Opening kOpenings[] = {{"en", "a table for two at Harbor tomorrow at 7:30pm"},
                                 {"de", "ein Tisch für zwei im Harbor morgen um 19:30"},
                                 {"es", "una mesa para dos en Harbor mañana a las 19:30"},
                                 {"it", "un tavolo per due a Harbor domani alle 19:30"}};

void open(Guest& guest, std::string_view language) {
  for (const auto& opening : kOpenings) {
    if (opening.language != language) continue;
    guest.say(opening.table);
    guest.say("Ana");
  }
}

// Of the last read-back.
std::string card(Guest& guest) {
  std::string all;
  for (const auto& field : guest.last()["card"]["fields"].items()) all += std::string(field["value"].text()) + "|";
  return all;
}

TEST(OfferedDays, are_meant_by_their_weekday_and_by_their_place) {
  const std::tuple<const char*, const char*, const char*, const char*> talks[] = {
      {"a table for 3 at Harbor on 5/12 at 5pm", "the saturday of course", "Saturday 5 December", "Ana"},
      {"a table for 3 at Harbor on 5/12 at 5pm", "the first", "Saturday 5 December", "Ana"},
      {"a table for 3 at Harbor on 5/12 at 5pm", "the second", "Wednesday 12 May", "Ana"},
      {"a table for 3 at Harbor on 5/12 at 5pm", "wednesday", "Wednesday 12 May", "Ana"}};
  for (const auto& [first, answer, day, name] : talks) {
    Guest guest(four_languages());
    guest.say(first);
    EXPECT_EQ(guest.last()["asks"].text(), "date") << first << guest.heard;
    guest.say(answer);
    guest.say(name);
    EXPECT_NE(card(guest).find(day), std::string::npos) << answer << ": " << card(guest);
  }
}

TEST(OfferedDays, that_wait_for_the_open_one_are_meant_by_their_weekday) {
  Guest guest;
  guest.say("a table for 2 at Harbor at 5pm on friday 11 december or saturday 12 december");
  guest.say("both");
  guest.say("Wu");
  EXPECT_NE(card(guest).find("Friday 11 December"), std::string::npos) << card(guest);
  EXPECT_TRUE(guest.hears("and saturday?", "That comes next.")) << guest.heard;
  EXPECT_NE(card(guest).find("Friday 11 December"), std::string::npos) << card(guest);
  guest.say("yes");
  EXPECT_NE(card(guest).find("Saturday 12 December"), std::string::npos) << card(guest);
}

TEST(ReadBack, keeps_what_is_shown_where_a_value_more_is_wanted) {
  const std::tuple<const char*, const char*, const char*> talks[] = {
      {"en", "oh and also at Old Town", "That comes next."},
      {"en", "old town too", "That comes next."},
      {"de", "ach und auch noch im Old Town", "Das kommt danach."},
      {"es", "y también en Old Town", "Eso viene después."},
      {"it", "e anche a Old Town", "Questo viene dopo."}};
  for (const auto& [language, said, told] : talks) {
    Guest guest(four_languages());
    open(guest, language);
    const auto before = card(guest);
    guest.say(said);
    EXPECT_EQ(card(guest), before) << said << ": " << guest.heard;
    guest.say("yes");
    guest.say("yes");
    ASSERT_EQ(guest.business.sent.size(), 2u) << said;
    EXPECT_EQ(guest.business.sent[0].arguments["location"].text(), "harbor") << said;
    EXPECT_EQ(guest.business.sent[1].arguments["location"].text(), "old-town") << said;
    EXPECT_EQ(guest.business.sent[1].arguments["time"].text(), "19:30") << said;
  }
}

TEST(ReadBack, is_changed_by_a_correction_in_any_words) {
  const std::tuple<const char*, const char*, const char*> talks[] = {
      {"en", "wait, my wife says rather eight", "20:00"},
      {"de", "ach Moment, meine Frau sagt lieber acht", "20:00"},
      {"es", "espera, al final somos 4", "|4|"},
      {"it", "aspetti, alla fine siamo in 4", "|4|"},
      {"en", "actually can we bring the number back up to 4", "|4|"},
      {"en", "and half an hour later", "20:00"},
      {"en", "a week later", "Tuesday 1 December"},
      {"de", "eine Woche später", "Dienstag, 1. Dezember"}};
  for (const auto& [language, said, value] : talks) {
    Guest guest(four_languages());
    open(guest, language);
    guest.say(said);
    EXPECT_NE(card(guest).find(value), std::string::npos) << said << ": " << card(guest) << guest.heard;
    EXPECT_TRUE(guest.business.sent.empty()) << said;
  }
  Guest guest;
  open(guest, "en");
  guest.say("two weeks later");
  guest.say("no the week before");
  EXPECT_NE(card(guest).find("Tuesday 1 December"), std::string::npos) << card(guest);
}

TEST(ReadBack, says_what_it_did_not_take) {
  const std::tuple<const char*, const char*, const char*> talks[] = {
      {"en", "the tall one if possible", "I took neither a yes nor a change from that"},
      {"en", "with an apostrophe", "I took neither a yes nor a change from that"},
      {"de", "gern der hintere", "Daraus habe ich weder ein Ja"},
      {"es", "junto a la columna", "De eso no he sacado ni un sí"},
      {"it", "vicino alla colonna", "Da questo non ho capito né un sì"}};
  for (const auto& [language, said, told] : talks) {
    Guest guest(four_languages());
    open(guest, language);
    EXPECT_TRUE(guest.hears(said, told)) << said << ": " << guest.heard;
    EXPECT_TRUE(guest.business.sent.empty()) << said;
    guest.say("yes");
    EXPECT_EQ(guest.business.sent.size(), 1u) << said;
  }
}

TEST(ReadBack, is_what_it_was_where_what_is_shown_is_said_again) {
  const std::tuple<const char*, const char*, const char*> talks[] = {
      {"en", "no, two people I said", "A table for 2"},
      {"de", "nee, zwei Leute hab ich gesagt", "So steht es schon da."},
      {"es", "no, he dicho dos personas", "Una mesa para 2"},
      {"it", "no, ho detto due persone", "Un tavolo per 2"}};
  for (const auto& [language, said, told] : talks) {
    Guest guest(four_languages());
    open(guest, language);
    EXPECT_TRUE(guest.hears(said, told)) << said << ": " << guest.heard;
    EXPECT_NE(card(guest).find("19:30"), std::string::npos) << said << guest.heard;
    guest.say("yes");
    EXPECT_EQ(guest.business.sent.size(), 1u) << said;
  }
  AtReadBack guest;
  guest.say("sorry, got distracted. so yes, two people");
  EXPECT_LE(guest.business.sent.size(), 1u);
  guest.say("yes");
  EXPECT_EQ(guest.business.sent.size(), 1u);
}

TEST(SmallWords, are_no_numbers) {
  Guest time;
  time.say("a table at Harbor on wednesday 16 december");
  EXPECT_EQ(time.last()["asks"].text(), "time");
  time.say("and 3 of us");
  EXPECT_EQ(time.last()["asks"].text(), "time") << time.heard;
  time.say("ok then 12.30 fine");
  time.say("Wu");
  EXPECT_NE(card(time).find("12:30"), std::string::npos) << card(time);
  EXPECT_NE(card(time).find("|3|"), std::string::npos) << card(time);
  const auto before = card(time);
  time.say("can you send me a confirmation");
  EXPECT_EQ(card(time), before);
  time.say("the time should be 3");
  EXPECT_NE(card(time).find("15:00"), std::string::npos) << card(time);
}

TEST(SmallWords, that_say_how_many_at_each_count_them_all) {
  for (const auto* text : {"I need two tables next to each other, 6 people each, saturday 5 december at Harbor 1pm",
                           "zwei Tische im Harbor, je 6 Personen, am 5. Dezember um 13 Uhr",
                           "dos mesas en Harbor, 6 personas cada una, el 5 de diciembre a las 13:00",
                           "due tavoli a Harbor, 6 persone ciascuno, il 5 dicembre alle 13:00"}) {
    Guest guest(four_languages());
    guest.say(text);
    EXPECT_EQ(guest.of_type("handoff").size(), 1u) << text << ": " << guest.last()["text"].text();
  }
}

TEST(WhoIsLate, is_passed_on_to_people_and_makes_no_party_of_the_minutes) {
  for (const auto* text : {"hi we have a table at 8 tonight, Bianchi, we'll be about 15 mins late is that ok?",
                           "running 20 minutes late sorry", "wir kommen etwa 15 Minuten zu spät, Bianchi",
                           "llegamos 15 minutos tarde", "arriviamo con 15 minuti di ritardo"}) {
    Guest guest(four_languages());
    guest.say(text);
    const auto handoffs = guest.of_type("handoff");
    ASSERT_EQ(handoffs.size(), 1u) << text << ": " << guest.last()["text"].text();
    EXPECT_EQ(handoffs[0]["reason"].text(), "The customer will be late.") << text;
  }
}

}  // namespace
}  // namespace frontdesk::dialog
