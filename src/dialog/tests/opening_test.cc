#include <gtest/gtest.h>

#include "simulated_guest.h"

// Questions for the opening hours, of a day and a time as well. It is Monday, 09:00 UTC.
namespace frontdesk::dialog {
namespace {

using testing::Guest;

TEST(Hours, of_a_day_and_a_time_are_told_by_yes_or_no) {
  const std::pair<const char*, const char*> talks[] = {
      {"is the kitchen still doing food at 10 on Thursday",
       "No, Harbor is not open on Thursday 26 November at 22:00; it is open from 11:30 to 22:00. Yes, Old Town is open "
       "on Thursday 26 November at 22:00, until 23:00."},
      {"will old town be open at 6pm on monday", "Yes, Old Town is open on Monday 30 November at 18:00, until 23:00."},
      {"hat Old Town am Donnerstag um 10 noch geöffnet?",
       "Ja, Old Town hat am Donnerstag, 26. November um 22:00 Uhr geöffnet, bis 23:00 Uhr."},
      {"¿está abierto Harbor el jueves a las 10 de la noche?",
       "No, Harbor no está abierto el jueves 26 de noviembre a las 22:00; abre de 11:30 a 22:00."},
      {"Harbor è aperto giovedì alle 22:30?",
       "No, Harbor non è aperto giovedì 26 novembre alle 22:30; è aperto dalle 11:30 alle 22:00."}};
  for (const auto& [question, answer] : talks) {
    Guest guest;
    EXPECT_EQ(guest.say(question), answer) << question;
  }
}

TEST(Hours, of_a_day_on_which_it_is_closed_need_no_time) {
  Guest guest;
  EXPECT_EQ(guest.say("ist Harbor am Montag um 19 Uhr offen?"), "Harbor ist am Montag, 30. November geschlossen.");
}

TEST(Hours, of_this_moment_are_told_where_no_other_is_named) {
  Guest guest;
  EXPECT_TRUE(guest.hears("is Harbor still open?", "Harbor is closed now; it opens tomorrow at 11:30.")) << guest.heard;
}

}  // namespace
}  // namespace frontdesk::dialog
