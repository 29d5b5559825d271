#include <gtest/gtest.h>

#include "simulated_guest.h"

// What guests say right behind something: another day, an hour later, a new one in place of what is gone, a name in
// the same breath.
namespace frontdesk::dialog {
namespace {

using testing::four_languages;
using testing::Guest;

struct Everyday : Guest {
  Everyday() : Guest(four_languages()) {}
  std::string shown() { return std::string(last()["text"].text()); }
};

TEST(EverydayCorrections, move_by_what_pushing_says) {
  const std::vector<std::array<const char*, 3>> talks = {
      {"table for 4 at harbor friday 7pm, name Ana", "can you push that back an hour", "at 20:00"},
      {"table for 4 at harbor friday 7pm, name Ana", "push it forward an hour I mean earlier", "at 18:00"},
      {"table for 4 at harbor friday 7pm, name Ana", "move it back half an hour", "at 19:30"},
      {"ein Tisch für 4 im Harbor am Freitag um 19 Uhr, Name Ana", "eine Stunde nach hinten bitte", "um 20:00"},
      {"una mesa para 2 en Harbor el viernes a las 19:00, me llamo Ana", "adelantarla una hora", "a las 18:00"},
      {"un tavolo per 2 a Harbor venerdì alle 19, mi chiamo Ana", "posticiparla di un'ora", "alle 20:00"}};
  for (const auto& [wish, change, part] : talks) {
    Everyday guest;
    guest.say(wish);
    EXPECT_TRUE(guest.hears(change, part)) << change << ": " << guest.heard;
  }
  Everyday guest;
  guest.say("table for 4 at harbor friday 7pm, name Ana");
  guest.say("yes");
  EXPECT_TRUE(guest.hears("can you push that back an hour", "Friday 27 November at 20:00, for 4. Is that right?"))
      << guest.heard;
}

TEST(EverydayCorrections, make_a_new_one_in_place_of_what_is_gone) {
  const std::vector<std::array<const char*, 5>> talks = {
      {"table for 4 at harbor friday 7pm, name Ana", "yes", "cancel it", "and book me thu 17 dec 8pm instead",
       "A table for 4 at Harbor, Thursday 17 December at 20:00, in the name Ana. Shall I book it?"},
      {"ein Tisch für 4 im Harbor am Freitag um 19 Uhr, Name Ana", "ja", "stornieren Sie das",
       "und jetzt neu buchen für den 4. Dezember", "Ein Tisch für 4 bei Harbor, Freitag, 4. Dezember um 19:00"},
      {"una mesa para 4 en Harbor el viernes a las 19:00, me llamo Ana", "sí", "cancele la reserva",
       "y resérvame otra vez para el 4 de diciembre",
       "Una mesa para 4 en Harbor, el viernes 4 de diciembre a las 19:00"},
      {"un tavolo per 4 a Harbor venerdì alle 19, mi chiamo Ana", "sì", "annulla la prenotazione",
       "e prenota di nuovo per il 4 dicembre", "Un tavolo per 4 da Harbor, venerdì 4 dicembre alle 19:00"}};
  for (const auto& [wish, yes, cancel, again, part] : talks) {
    Everyday guest;
    guest.say(wish);
    guest.say(yes);
    guest.say(cancel);
    guest.say(yes);
    EXPECT_TRUE(guest.hears(again, part)) << again << ": " << guest.heard;
    EXPECT_TRUE(guest.last()["read_back"].is_object()) << again;
  }
}

TEST(EverydayCorrections, tell_those_who_wait_that_it_gets_late) {
  const std::pair<const char*, const char*> talks[] = {
      {"table for 4 at harbor friday 7pm", "we will be 15 minutes late"},
      {"table for 4 at harbor friday 7pm", "we might be 15 minutes late"},
      {"ein Tisch für 4 im Harbor am Freitag um 19 Uhr", "wir kommen 15 Minuten zu spät"},
      {"una mesa para 2 en Harbor el viernes a las 19:00", "llegaremos 15 minutos tarde"},
      {"un tavolo per 2 a Harbor venerdì alle 19", "arriviamo con 15 minuti di ritardo"}};
  for (const auto& [wish, last] : talks) {
    Everyday guest;
    guest.say(wish);
    guest.say(last);
    EXPECT_EQ(guest.of_type("handoff").size(), 1u) << last << ": " << guest.shown();
  }
}

TEST(EverydayCorrections, ask_of_the_month_that_was_asked_about) {
  const std::vector<std::array<const char*, 3>> talks = {
      {"are you open on christmas day?", "and on the 24th?", "Thursday 24 December"},
      {"habt ihr am 25. Dezember offen?", "und am 24.?", "Donnerstag, 24. Dezember"},
      {"¿abren el 25 de diciembre?", "¿y el día 24?", "24 de diciembre"},
      {"siete aperti il 25 dicembre?", "e il 24?", "24 dicembre"}};
  for (const auto& [question, further, part] : talks) {
    Everyday guest;
    guest.say(question);
    EXPECT_TRUE(guest.hears(further, part)) << further << ": " << guest.heard;
  }
}

TEST(EverydayCorrections, hear_a_name_in_the_same_breath) {
  const std::vector<std::pair<const char*, const char*>> all = {
      {"book harbor wednesday 2 dec 4pm for 2, Ines Pohl", "in the name Ines Pohl"},
      {"table for 2 at harbor tomorrow 7pm, spelt Rita Orah", "in the name Rita Orah"},
      {"una mesa para 2 en Harbor mañana a las 19:00, Ines Pohl", "a nombre de Ines Pohl"},
      {"un tavolo per 2 a Harbor domani alle 19, Ines Pohl", "a nome Ines Pohl"}};
  for (const auto& [wish, part] : all) {
    Everyday guest;
    EXPECT_TRUE(guest.hears(wish, part)) << wish << ": " << guest.heard;
  }
  Everyday guest;
  EXPECT_TRUE(guest.hears("table for 2 tomorrow at 7pm, Old Town please", "In what name")) << guest.heard;
}

}  // namespace
}  // namespace frontdesk::dialog
