#include <gtest/gtest.h>

#include "simulated_books.h"

// What guests were seen to say and to be misheard in: which of their records they mean, how many they are, what they
// complain of beside a greeting, and what is no question at all.
namespace frontdesk::dialog {
namespace {

using testing::Booked;
using testing::Guest;

struct Visitor : Guest {
  Visitor() : Guest(Value::object({{"languages", json::parse(R"(["en","de","es","it"])")}})) {}
  bool is_with_people() { return business.status(id) == Status::pending_human; }
};

TEST(HeardGuests, mean_the_first_the_last_and_the_other_of_their_records) {
  Booked guest;
  guest.say("book a table for 2 on 2 December at 6pm at Old Town, Ana Lopez");
  ASSERT_TRUE(guest.hears("yes", "LUME-1002")) << guest.heard;
  EXPECT_TRUE(guest.hears("when's the other one?", "LUME-1001")) << guest.heard;
  EXPECT_TRUE(guest.hears("cancel the first one", "I cancel booking LUME-1001")) << guest.heard;
  guest.say("no");
  EXPECT_TRUE(guest.hears("cancel the second booking", "I cancel booking LUME-1002")) << guest.heard;
  guest.say("no");
  EXPECT_TRUE(guest.hears("cancel the first booking", "I cancel booking LUME-1001")) << guest.heard;
  guest.say("yes");
  EXPECT_EQ(guest.books["LUME-1001"]["status"].text(), "cancelled");
  // What is gone is no more meant.
  EXPECT_TRUE(guest.hears("move it to 7pm", "I move booking LUME-1002")) << guest.heard;
  EXPECT_TRUE(guest.hears("move it to the first of January", "Friday 1 January")) << guest.heard;
}

TEST(HeardGuests, want_two_that_differ_in_one_thing) {
  const std::array<const char*, 4> talks[] = {
      {"two tables on Friday at 8 at Harbor, one for 4 and one for 6, Kim Lee", "yes", "A table for 4 at Harbor",
       "A table for 6 at Harbor, Friday 27 November at 20:00, in the name Kim Lee"},
      {"Zwei Tische am Freitag um 20 Uhr im Harbor, einer für 4 und einer für 6, mein Name ist Anna Vogt", "ja",
       "Ein Tisch für 4 bei Harbor", "Ein Tisch für 6 bei Harbor, Freitag, 27. November um 20:00"}};
  for (const auto& [wish, yes, first, second] : talks) {
    Visitor guest;
    EXPECT_TRUE(guest.hears(wish, first)) << wish << ": " << guest.heard;
    EXPECT_TRUE(guest.hears(yes, second)) << wish << ": " << guest.heard;
  }
}

TEST(HeardGuests, come_in_numbers_that_no_table_holds) {
  for (const auto* said :
       {"I'd like to book for about 20 people on Saturday evening at Harbor",
        "somewhere around 20 of us, Saturday evening at Harbor", "etwa 20 Personen am Samstagabend im Harbor",
        "vorrei un tavolo per una quindicina di persone sabato sera a Harbor",
        "quiero una mesa para una veintena de personas el sábado en Harbor"}) {
    Visitor guest;
    guest.say(said);
    EXPECT_TRUE(guest.is_with_people()) << said << ": " << guest.last()["text"].text();
  }
}

TEST(HeardGuests, complain_beside_a_greeting) {
  for (const auto* said : {"Buenas tardes, ayer me cobraron dos veces", "Good evening, you charged us twice yesterday",
                           "Guten Abend, Sie haben mir gestern doppelt abgebucht",
                           "Buongiorno, mi avete fatto pagare due volte", "Hi, your courier scratched my table"}) {
    Visitor guest;
    guest.say(said);
    EXPECT_TRUE(guest.is_with_people()) << said << ": " << guest.last()["text"].text();
  }
  Visitor guest;
  EXPECT_FALSE(guest.hears("Good evening, the frobnicator hums strangely", "Shall I look for a table")) << guest.heard;
  Visitor polite;
  EXPECT_EQ(polite.say("good evening"), Visitor().say("Good evening!"));
}

TEST(HeardGuests, are_offered_a_person_as_soon_as_they_are_not_understood) {
  Visitor guest;
  guest.say("the frobnicator hums strangely");
  EXPECT_NE(guest.buttons().find("I want to talk to a person"), std::string::npos) << guest.buttons();
}

TEST(HeardGuests, want_the_other_place) {
  Visitor guest;
  guest.say("can I get a table at Harbor on 2 December at 7pm for 5?");
  guest.say("oh you're closed. What about the other place?");
  EXPECT_TRUE(guest.hears("Sofia Brandt", "A table for 5 at Old Town, Wednesday 2 December at 19:00")) << guest.heard;
}

TEST(HeardGuests, ask_for_no_fact_with_their_name_or_with_a_change) {
  Visitor named;
  EXPECT_FALSE(named.hears("Need a table tonight at 9 for two at harbor, name Kim Park", "car park")) << named.heard;
  EXPECT_TRUE(Visitor().say("do you have a car park?").find("car park") != std::string::npos);
  Booked guest;
  EXPECT_FALSE(guest.hears("I want to change the phone number to 555 0199", "Quay Street")) << guest.heard;
}

TEST(HeardGuests, do_not_leave_what_they_affirm) {
  Visitor guest;
  guest.say("ich möchte meine Reservierung stornieren");
  EXPECT_FALSE(guest.hears("ja, stornieren", "lassen wir das")) << guest.heard;
  EXPECT_TRUE(guest.hears("stornieren", "lassen wir das")) << guest.heard;
}

TEST(HeardGuests, look_at_both_places) {
  Visitor guest;
  ASSERT_TRUE(guest.hears("is the carbonara ok for coeliacs?", "For Harbor or for Old Town?")) << guest.heard;
  ASSERT_TRUE(guest.hears("both restaurants", "At Harbor:")) << guest.heard;
  EXPECT_NE(guest.heard.find("At Old Town:"), std::string::npos) << guest.heard;
}

}  // namespace
}  // namespace frontdesk::dialog
