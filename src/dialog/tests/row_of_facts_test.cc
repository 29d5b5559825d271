#include <gtest/gtest.h>

#include "simulated_guest.h"

// What is asked for in one breath is answered in one breath.
namespace frontdesk::dialog {
namespace {

using testing::four_languages;
using testing::Guest;

TEST(RowOfFacts, is_answered_one_by_one) {
  const std::vector<std::pair<const char*, std::vector<const char*>>> all = {
      {"do you have parking, high chairs and are dogs ok?", {"car park", "high chairs", "Dogs are welcome"}},
      {"parking, high chairs and dogs?", {"car park", "high chairs", "Dogs are welcome"}},
      {"what about parking, wifi and dogs at harbor?", {"car park", "free wifi", "Dogs are welcome"}},
      {"habt ihr Parkplätze, Hochstühle und sind Hunde erlaubt?", {"Parkplatz", "Hochstühle", "Hunde sind"}},
      {"¿tienen aparcamiento, tronas y wifi?", {"aparcamiento", "tronas", "wifi gratis"}},
      {"avete un parcheggio, seggioloni e il wifi?", {"parcheggio", "seggioloni", "wifi gratuito"}}};
  for (const auto& [question, parts] : all) {
    Guest guest(four_languages());
    for (const auto* part : parts) EXPECT_TRUE(guest.hears(question, part)) << question << ": " << guest.heard;
  }
}

TEST(RowOfFacts, is_none_where_one_thing_is_asked) {
  const std::pair<const char*, const char*> all[] = {{"do you have parking, and until when are you open?", "wifi"},
                                                     {"can we bring our dog, a small one?", "high chairs"}};
  for (const auto& [question, part] : all) {
    Guest guest;
    EXPECT_FALSE(guest.hears(question, part)) << question << ": " << guest.heard;
  }
}

}  // namespace
}  // namespace frontdesk::dialog
