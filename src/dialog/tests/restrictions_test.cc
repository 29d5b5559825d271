#include <gtest/gtest.h>

#include "simulated_guest.h"

// What one table does not eat adds up from message to message, and the answer says what was left out.
namespace frontdesk::dialog {
namespace {

using testing::four_languages;
using testing::Guest;

struct Eating : Guest {
  Eating() : Guest(four_languages()) {}
};

TEST(Restrictions, add_up_from_message_to_message) {
  using Talk = std::vector<std::pair<const char*, const char*>>;
  const Talk talks[] = {
      {{"im lactose intolerant, what can i have at old town", "At Old Town, without milk:"},
       {"and without nuts too", "At Old Town, without milk, nuts and pine nuts:"}},
      {{"which dishes are dairy free at harbor", "At Harbor, without milk:"},
       {"and my wife is coeliac", "At Harbor, without milk and gluten:"},
       {"and the kid cant have eggs", "At Harbor, without milk, gluten and eggs:"},
       {"so what can all three of us eat?", "At Harbor, without milk, gluten and eggs:"},
       {"and at old town?", "At Old Town, without milk, gluten and eggs:"}},
      {{"which dishes are gluten free at old town", "At Old Town, without gluten:"},
       {"and dairy free too", "At Old Town, without gluten and milk:"}},
      {{"Ich vertrage keine Laktose, was gibt es im Old Town?", "Bei Old Town, ohne Milch:"},
       {"und meine Frau hat Zöliakie", "Bei Old Town, ohne Milch und Gluten:"},
       {"und ohne Eier", "Bei Old Town, ohne Milch, Gluten und Eier:"},
       {"was können wir alle essen?", "Bei Old Town, ohne Milch, Gluten und Eier:"}},
      {{"qué platos son sin gluten en Old Town", "En Old Town, sin gluten:"},
       {"y mi mujer es intolerante a la lactosa", "En Old Town, sin gluten y leche:"},
       {"¿qué podemos comer todos?", "En Old Town, sin gluten y leche:"}},
      {{"quali piatti sono senza glutine a Old Town", "Da Old Town, senza glutine:"},
       {"e mia moglie è intollerante al lattosio", "Da Old Town, senza glutine e latte:"},
       {"e anche senza uova", "Da Old Town, senza glutine, latte e uova:"},
       {"cosa possiamo mangiare tutti?", "Da Old Town, senza glutine, latte e uova:"}},
  };
  for (const auto& talk : talks) {
    Eating guest;
    for (const auto& [said, part] : talk) EXPECT_TRUE(guest.hears(said, part)) << said << ": " << guest.heard;
  }
}

TEST(Restrictions, that_no_recipe_tells_of_fetch_a_person) {
  const std::pair<const char*, const char*> talks[] = {
      {"i cant have gluten, dairy or nuts. whats safe at harbor", "and peanuts"},
      {"which dishes are dairy free at harbor", "and honey in the tiramisu?"},
      {"which dishes are dairy free at harbor", "does the branzino come with pork?"},
      {"enthält das Pesto im Old Town Nüsse?", "und das Tiramisu Alkohol?"},
      {"ist im Pesto im Old Town was mit Nüssen?", "und Honig?"},
      {"qué platos son sin gluten en Old Town", "¿lleva cerdo la carbonara?"},
      {"quali piatti sono senza glutine a Old Town", "c'è maiale nella carbonara?"}};
  for (const auto& [first, then] : talks) {
    Eating guest;
    guest.say(first);
    EXPECT_TRUE(guest.of_type("handoff").empty()) << first << ": " << guest.last()["text"].text();
    guest.say(then);
    EXPECT_EQ(guest.of_type("handoff").size(), 1u) << then << ": " << guest.last()["text"].text();
  }
}

TEST(Restrictions, add_up_in_the_middle_of_a_form) {
  Eating guest;
  guest.say("table for 4 at harbor friday 7pm");
  guest.say("is there gluten free food");
  EXPECT_TRUE(guest.hears("and my wife cant have dairy", "At Harbor, without gluten and milk:")) << guest.heard;
  EXPECT_EQ(guest.last()["asks"].text(), "name");
  EXPECT_TRUE(guest.hears("and nuts too", "At Harbor, without gluten, milk, nuts and pine nuts:")) << guest.heard;
  EXPECT_TRUE(guest.hears("so what can all of us eat?", "At Harbor, without gluten, milk, nuts and pine nuts:"))
      << guest.heard;
  EXPECT_TRUE(guest.hears("Ana", "A table for 4 at Harbor, Friday 27 November at 19:00")) << guest.heard;
}

TEST(Restrictions, outlast_a_word_of_thanks) {
  Eating guest;
  guest.say("which dishes are dairy free at harbor");
  guest.say("thanks");
  EXPECT_TRUE(guest.hears("and gluten free?", "At Harbor, without milk and gluten:")) << guest.heard;
  EXPECT_TRUE(guest.hears("I'm also allergic to nuts", "At Harbor, without milk, gluten, nuts and pine nuts:"))
      << guest.heard;
}

TEST(Restrictions, are_left_behind_by_a_question_that_adds_to_none) {
  Eating guest;
  guest.say("which dishes are dairy free at harbor");
  EXPECT_TRUE(guest.hears("which dishes are gluten free?", "without gluten:")) << guest.heard;
  EXPECT_TRUE(guest.hears("and a table for two at harbor tomorrow at 8pm, name Ana", "Shall I book it?"))
      << guest.heard;
}

}  // namespace
}  // namespace frontdesk::dialog
