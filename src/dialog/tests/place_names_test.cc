// Places as customers write them: with umlauts or without such keys, as one word, with one letter wrong.
#include <gtest/gtest.h>

#include "base/json.h"
#include "dialog/slots.h"

namespace frontdesk::dialog {
namespace {

constexpr Timestamp kThursday{1'795'683'600'000};  // 26 November 2026

std::string place(std::string_view message, std::string_view language = "en") {
  static const auto config = read_dialog_config(json::parse(R"({
    "locations": [{"id": "gate", "name": "Mühlentor"}, {"id": "oel", "name": "Ölhof"}, {"id": "koeln", "name": "Koeln"},
      {"id": "corso", "name": "Corso Niccolò"}, {"id": "gasse", "name": "Lantern Lane", "synonyms": ["Laternengasse"]},
      {"id": "queen", "name": "Queen Blue"}, {"id": "outside", "name": "Fuera"}],
    "flows": [{"name": "visit", "steps": [{"collect": ["place"]}],
      "slots": [{"name": "place", "type": "location", "ask": "Where?"}]}]})"));
  Surroundings around{config, kThursday};
  around.heard_in = language;
  const auto& flow = config.flows.front();
  for (const auto& found : read_message(flow, &flow.slots.front(), message, around))
    return found.is_certain() ? std::string(found.value.text()) : "?";
  return "-";
}

TEST(PlaceNames, are_found_however_their_umlauts_are_written) {
  for (const auto* const message : {"Mühlentor", "Muehlentor", "Muhlentor", "am Mühlentor bitte", "MUEHLENTOR"})
    EXPECT_EQ(place(message, "de"), "gate") << message;
  EXPECT_EQ(place("Oelhof", "de"), "oel");
  EXPECT_EQ(place("im Ölhof", "de"), "oel");
  EXPECT_EQ(place("Köln", "de"), "koeln");
  EXPECT_EQ(place("koln"), "koeln");
  EXPECT_EQ(place("corso niccolo", "it"), "corso");
  EXPECT_EQ(place("Queen Blue"), "queen");
  EXPECT_EQ(place("fuera", "es"), "outside");
  EXPECT_EQ(place("etwas für uns", "de"), "-") << "what only may have been an umlaut is found as it stands";
}

TEST(PlaceNames, are_found_with_one_letter_wrong_also_as_one_word) {
  for (const auto* const message : {"Latnern Lane", "Lantern Lanr", "lanternlane", "lanternlnae", "lanternlane please"})
    EXPECT_EQ(place(message), "gasse") << message;
  EXPECT_EQ(place("in der Laternengase", "de"), "gasse") << "a word of the file";
  EXPECT_EQ(place("in the lane", "en"), "-") << "and a part of a name is none";
}

}  // namespace
}  // namespace frontdesk::dialog
