// Numbers and articles: which of them count who comes, and which say something else.
#include <gtest/gtest.h>

#include "base/json.h"
#include "dialog/slots.h"

namespace frontdesk::dialog {
namespace {

constexpr Timestamp kThursday{1'795'683'600'000};  // 26 November 2026

DialogConfig of_a_house() {
  return read_dialog_config(json::parse(R"({
    "flows": [
      {"name": "visit", "steps": [{"collect": ["date"]}], "slots": [
        {"name": "date", "type": "date", "ask": "Which day?"}, {"name": "time", "type": "time", "ask": "When?"},
        {"name": "heads", "type": "number", "ask": {"en": "For how many of you?", "de": "Für wie viele Personen?"}}]},
      {"name": "load", "steps": [{"collect": ["weight"]}], "slots": [
        {"name": "weight", "type": "number", "ask": "How heavy is it?"}]},
      {"name": "boxes", "steps": [{"collect": ["amount"]}], "slots": [
        {"name": "amount", "type": "number", "counts": ["kilos"], "ask": "How many?"}]}]})"));
}

// What is understood of one slot: its value, "?" with what may be meant where it has to be asked, "-" where nothing is.
std::string read(std::string_view slot, std::string_view message, std::string_view language, bool asked = true) {
  static const auto config = of_a_house();
  for (const auto& flow : config.flows) {
    const auto* wanted = flow.slot(slot);
    if (!wanted) continue;
    Surroundings around{.config = config, .now = kThursday};
    around.heard_in = language;
    for (const auto& each : read_message(flow, asked ? wanted : nullptr, message, around)) {
      if (each.slot != wanted) continue;
      std::string out = each.value.is_null() ? "?" : json::print(each.value);
      if (each.doubt) {
        for (const auto& candidate : each.doubt->candidates) out += " " + json::print(candidate);
      }
      return out;
    }
  }
  return "-";
}

TEST(Counts, of_those_who_may_be_counted_already_are_asked) {
  EXPECT_EQ(read("heads", "six with my grandparents", "en"), "? 6 8");
  EXPECT_EQ(read("heads", "we'd be four people together with two kids", "en"), "? 4 6");
  EXPECT_EQ(read("heads", "wir sind sechs mit meinen Großeltern", "de", false), "? 6 8");
  EXPECT_EQ(read("heads", "somos seis con mis abuelos", "es", false), "? 6 8");
  EXPECT_EQ(read("heads", "siamo in sei con i miei nonni", "it", false), "? 6 8");
  EXPECT_EQ(read("heads", "six plus my grandparents", "en"), "8");
  EXPECT_EQ(read("heads", "me with my grandparents", "en"), "3");
  EXPECT_EQ(read("heads", "two adults with two kids", "en"), "4") << "kinds of people, of which none is all";
  EXPECT_EQ(read("heads", "six with a high chair", "en"), "6");
  EXPECT_EQ(read("heads", "a table for my grandparents", "en", false), "2") << "it is for them";
}

TEST(Counts, are_put_right_behind_a_word_of_hesitation) {
  for (const bool asked : {true, false}) {
    EXPECT_EQ(read("heads", "we're seven, well, eight", "en", asked), "8");
    EXPECT_EQ(read("heads", "we are seven, no, eight", "en", asked), "8");
    EXPECT_EQ(read("heads", "we're actually seven now", "en", asked), "7");
    EXPECT_EQ(read("heads", "wir sind sechs, ach nee, sieben", "de", asked), "7");
    EXPECT_EQ(read("heads", "somos seis, bueno, siete con mi abuela", "es", asked), "? 7 8");
    EXPECT_EQ(read("heads", "siamo in sei, anzi sette", "it", asked), "7");
  }
  EXPECT_EQ(read("heads", "six, hmm, seven actually", "en"), "7");
  EXPECT_EQ(read("heads", "six or maybe seven", "en"), "? 6 7") << "that is asked, as before";
  EXPECT_EQ(read("heads", "two adults, ok, one child", "en"), "3") << "kinds of people";
}

TEST(Counts, of_people_whom_no_table_knows_are_counted_beside_those_it_knows) {
  EXPECT_EQ(read("heads", "two clients and me", "en"), "3");
  EXPECT_EQ(read("heads", "my boss and two clients", "en"), "? 3 4");
  EXPECT_EQ(read("heads", "6, davon zwei Kinder", "de"), "6");
  EXPECT_EQ(read("heads", "we'd pay up to 40 on Friday", "en", false), "-");
  EXPECT_EQ(read("heads", "with two high chairs", "en", false), "-") << "chairs change nobody's number";
}

TEST(Counts, of_others_say_not_whether_the_speaker_comes) {
  EXPECT_EQ(read("heads", "a cousin", "en"), "? 1 2");
  EXPECT_EQ(read("heads", "ein Nachbar", "de"), "? 1 2");
  EXPECT_EQ(read("heads", "una amiga", "es"), "? 1 2");
  EXPECT_EQ(read("heads", "una amica", "it"), "? 1 2");
  EXPECT_EQ(read("heads", "with a cousin", "en"), "2");
  EXPECT_EQ(read("heads", "mit einem Nachbarn", "de"), "-") << "no word of the table";
  EXPECT_EQ(read("heads", "mit einer Freundin", "de"), "2");
  EXPECT_EQ(read("heads", "me and a cousin", "en"), "2");
  EXPECT_EQ(read("heads", "un'amica e io", "it"), "2");
  EXPECT_EQ(read("heads", "a cousin told me about you", "en", false), "-");
  EXPECT_EQ(read("heads", "just me", "en"), "1");
}

TEST(Counts, are_no_numbers_of_steps_floors_weights_and_ages) {
  for (const auto* const message :
       {"are there 4 steps", "there are 4 steps", "we live on the 2nd floor", "number 9", "it is 30 percent",
        "our 12th anniversary", "my daughter is 6 years old", "bus 42", "a 4 course menu", "is it 3 miles"})
    EXPECT_EQ(read("heads", message, "en"), "-") << message;
  for (const auto* const message : {"da sind 4 Stufen", "im 2. Stock", "Nummer 9", "30 Prozent", "4 Gänge",
                                    "meine Tochter ist 6 Jahre alt", "5 Kilo"})
    EXPECT_EQ(read("heads", message, "de"), "-") << message;
  for (const auto* const message : {"hay 4 escalones", "en el 2º piso", "el número 9", "5 kilos", "a 300 metros"})
    EXPECT_EQ(read("heads", message, "es"), "-") << message;
  for (const auto* const message : {"ci sono 4 gradini", "al 2° piano", "il numero 9", "5 chili", "a 300 metri"})
    EXPECT_EQ(read("heads", message, "it"), "-") << message;
  EXPECT_EQ(read("heads", "two adults and a 6 year old", "en"), "3") << "who is so old comes";
  EXPECT_EQ(read("heads", "zwei Erwachsene und ein 6-Jähriger", "de"), "3");
}

TEST(Counts, are_what_the_unit_says_where_that_is_asked_for) {
  EXPECT_EQ(read("weight", "7 kilos", "en"), "7");
  EXPECT_EQ(read("amount", "I have 7 kilos", "en", false), "7");
  EXPECT_EQ(read("amount", "7 kilos", "en"), "7");
}

TEST(Counts, are_no_articles) {
  for (const auto& [language, message] :
       {std::pair("en", "one room"), {"de", "ein Zimmer"}, {"es", "una sala"}, {"it", "una sala"}})
    EXPECT_EQ(read("heads", message, language), "-") << message;
  EXPECT_EQ(read("heads", "one please", "en"), "1");
  EXPECT_EQ(read("weight", "one ton", "en"), "1") << "this slot does not say what it counts";
}

TEST(Counts, of_things_are_not_those_of_people) {
  EXPECT_EQ(read("heads", "can I get 4 brochures", "en", false), "-");
  EXPECT_EQ(read("heads", "we are 4 hikers", "en", false), "4");
}

TEST(Times, are_no_numbers_of_floors_doors_and_ages) {
  for (const auto* const message : {"on the 2nd floor", "room number 9", "my son is 9", "we are 5 minutes away"}) {
    EXPECT_EQ(read("time", message, "en"), "-") << message;
    EXPECT_EQ(read("date", message, "en"), "-") << message;
  }
  for (const auto* const message : {"im 2. Stock", "Zimmer Nummer 9", "mein Sohn ist 9"}) {
    EXPECT_EQ(read("time", message, "de"), "-") << message;
    EXPECT_EQ(read("date", message, "de"), "-") << message;
  }
  EXPECT_EQ(read("date", "en el segundo piso", "es"), "-");
  EXPECT_EQ(read("date", "al secondo piano", "it"), "-");
  EXPECT_EQ(read("date", "the 2nd", "en"), "\"2026-12-02\"");
}

}  // namespace
}  // namespace frontdesk::dialog
