#include <gtest/gtest.h>

#include "simulated_guest.h"

// A question about one thing is never answered by a list that does not cover it.
namespace frontdesk::dialog {
namespace {

using testing::four_languages;
using testing::Guest;

TEST(Unrecorded, is_said_of_what_no_recipe_tells_of) {
  for (const auto* text : {"is there pork in the carbonara at harbor?", "Is there alcohol in the tiramisu at harbor?",
                           "is there any wine in the risotto at harbor", "sind in der Carbonara im Harbor Speckwürfel",
                           "lleva ron el tiramisu en Harbor", "ci sono lamponi nel tiramisu a Harbor"}) {
    Guest guest(four_languages());
    guest.say(text);
    EXPECT_EQ(guest.of_type("handoff").size(), 1u) << text << ": " << guest.last()["text"].text();
  }
}

TEST(Unrecorded, is_not_said_of_what_they_tell_of) {
  for (const auto* text :
       {"is there milk in the risotto at harbor?", "is there something without meat at harbor?",
        "gibt es im Harbor etwas Veganes?", "hay algo vegano en Harbor", "ci sono noci nel tiramisu a Harbor?",
        "do you have anything gluten free at harbor", "what allergens are in the carbonara at harbor"}) {
    Guest guest(four_languages());
    guest.say(text);
    EXPECT_TRUE(guest.of_type("handoff").empty()) << text << ": " << guest.last()["text"].text();
  }
}

}  // namespace
}  // namespace frontdesk::dialog
