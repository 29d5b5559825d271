#include <gtest/gtest.h>

#include "base/json.h"
#include "base/yaml.h"
#include "dialog/reading/trade.h"
#include "dialog/slots.h"
#include "simulated_guest.h"

// Of what somebody must not eat nothing may be left out: neither what the file does not know nor what only sounds
// alike.
namespace frontdesk::dialog {
namespace {

std::string read(std::string_view message) {
  static const auto config = [] {
    auto parsed = read_dialog_config(yaml::parse(R"(client_id: mill
languages: [en, de, es, it]
words:
  synonyms:
    - {name: oats, words: [Hafer, avena]}
    - {name: rye, words: [Roggen, centeno, segale]}
    - {name: without, words: [allergic to, allergy, without, allergisch, ohne, alérgico al, sin, allergico al, senza]}
intents: [{name: ask, flow: ask, examples: [which breads are there, ich bin gegen etwas allergisch, welche Brote gibt es]}]
flows:
  - name: ask
    slots: [{name: without, type: choices, optional: true, of: [oats, wild oats, rye]}]
)")
                                         .value);
    parsed.trade = std::make_shared<const reading::Trade>(parsed);
    return parsed;
  }();
  const auto found = read_message(config.flows.front(), nullptr, message, {config, Timestamp{1'795'683'600'000}});
  return found.empty() ? "-" : json::print(found.front().value);
}

TEST(SeveralChoices, are_all_that_a_message_names) {
  EXPECT_EQ(read("without rye and wild oats"), R"(["rye","wild oats","oats"])");
  EXPECT_EQ(read("is there rye in it?"), R"(["rye"])");
  EXPECT_EQ(read("which breads are there"), "-");
}

TEST(SeveralChoices, have_those_whose_names_contain_one_another) {
  EXPECT_EQ(read("breads without oats"), R"(["oats","wild oats"])");
  EXPECT_EQ(read("Brot ohne Hafer"), R"(["oats","wild oats"])");
}

TEST(SeveralChoices, have_what_stands_beside_them_and_is_not_known) {
  EXPECT_EQ(read("teff and rye allergy"), R"(["teff","rye"])");
  EXPECT_EQ(read("allergic to rye, teff"), R"(["rye","teff"])");
  EXPECT_EQ(read("soy alérgico al centeno y al teff"), R"(["rye","teff"])");
  EXPECT_EQ(read("sono allergico al teff e alla segale"), R"(["teff","rye"])");
  EXPECT_EQ(read("ich bin gegen Teff allergisch"), R"(["teff"])");
  EXPECT_EQ(read("I'm allergic to teff"), R"(["teff"])");
}

TEST(SeveralChoices, that_no_recipe_tells_of_fetch_somebody) {
  for (const auto* says : {"I have a shellfish and egg allergy, what can I eat at Harbor?",
                           "sono allergico ai crostacei e al latte, cosa posso mangiare da Harbor?",
                           "soy alérgico al marisco y a la leche, ¿qué puedo comer en Harbor?",
                           "ich bin gegen Krebstiere und Milch allergisch, was kann ich bei Harbor essen?"}) {
    testing::Guest guest;
    const auto heard = guest.say(says);
    EXPECT_EQ(heard.find("tiramisu"), std::string::npos) << says << " → " << heard;
    EXPECT_EQ(guest.of_type("handoff").size(), 1u) << says << " → " << heard;
  }
}

TEST(SeveralChoices, are_no_words_of_the_language_itself) {
  testing::Guest guest;
  EXPECT_TRUE(guest.hears("soy alérgico a la leche, ¿qué puedo comer en Harbor?", "sin leche:")) << guest.heard;
}

TEST(SeveralChoices, of_a_diet_and_an_allergy_are_told_together) {
  testing::Guest guest;
  EXPECT_TRUE(guest.hears("I'm vegan and allergic to nuts, what can I eat at Harbor?",
                          "without animal products, nuts and pine nuts"))
      << guest.heard;
}

TEST(SeveralChoices, of_a_diet_are_never_told_without_what_else_must_not_be_in) {
  for (const auto* says : {"I'm vegetarian and lactose intolerant, what can I have at Harbor?",
                           "ich bin Vegetarier und gegen Milch allergisch, was kann ich bei Harbor essen?",
                           "soy vegetariano y alérgico a la leche, ¿qué puedo comer en Harbor?",
                           "sono vegetariano e allergico al latte, cosa posso mangiare da Harbor?"}) {
    testing::Guest guest;
    const auto heard = guest.say(says);
    EXPECT_EQ(heard.find("argherita"), std::string::npos) << says << " → " << heard;
    EXPECT_NE(heard.find("tiramisu"), std::string::npos) << says << " → " << heard;
  }
}

TEST(SeveralChoices, that_dishes_contain_are_answered_with_those_as_well) {
  testing::Guest guest;
  EXPECT_TRUE(guest.hears("which dishes contain milk at Harbor?", "Not without: panna cotta")) << guest.heard;
}

}  // namespace
}  // namespace frontdesk::dialog
