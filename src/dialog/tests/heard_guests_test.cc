#include <gtest/gtest.h>

#include "simulated_books.h"

// What guests were seen to say and to be misheard in: which of their records they mean, how many they are, what they
// complain of beside a greeting, and what is no question at all.
namespace frontdesk::dialog {
namespace {

using testing::Booked;
using testing::four_languages;
using testing::Guest;

struct Visitor : Guest {
  Visitor() : Guest(four_languages()) {}
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
       "Ein Tisch für 4 bei Harbor", "Ein Tisch für 6 bei Harbor, Freitag, 27. November um 20:00"},
      {"due tavoli mercoledì 9 dicembre alle 19 a Old Town, uno da 4 e uno da 3, nome Ivo Sala", "sì",
       "Un tavolo per 4 da Old Town", "Un tavolo per 3 da Old Town, mercoledì 9 dicembre alle 19:00, a nome Ivo Sala"},
      {"dos mesas el viernes a las 20:00 en Harbor, una de 4 y otra de 6, me llamo Ana Gil", "sí",
       "Una mesa para 4 en Harbor", "Una mesa para 6 en Harbor, el viernes 27 de noviembre a las 20:00"}};
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

// Two that differ in day and place: LUME-1001 on Friday at Harbor, LUME-1002 on Saturday at Old Town.
struct BookedTwice : Booked {
  BookedTwice() : Booked("table for 5 on 4 December at 7pm at Harbor, Ana Lopez") {
    say("another one on 5 December at 7:30pm at Old Town for 5");
    say("yes");
  }
};

TEST(HeardGuests, describe_the_record_that_they_mean) {
  const std::pair<const char*, const char*> wishes[] = {{"cancel the friday one pls", "LUME-1001"},
                                                        {"cancel the saturday one", "LUME-1002"},
                                                        {"cancel the harbor one", "LUME-1001"},
                                                        {"cancel my booking at Old Town", "LUME-1002"},
                                                        {"den am Freitag bitte stornieren", "LUME-1001"},
                                                        {"move the friday booking to 8pm", "LUME-1001"},
                                                        {"den ersten Tisch bitte auf 18:30 verschieben", "LUME-1001"},
                                                        {"den zweiten Tisch bitte auf 18:30 verschieben", "LUME-1002"}};
  for (const auto& [wish, code] : wishes) {
    BookedTwice guest;
    guest.say(wish);
    EXPECT_NE(guest.last()["text"].text().find(code), std::string_view::npos)
        << wish << ": " << guest.last()["text"].text();
  }
  BookedTwice guest;
  guest.say("cancel the saturday one");
  EXPECT_TRUE(guest.hears("no, the one on friday", "I cancel booking LUME-1001")) << guest.heard;
}

TEST(HeardGuests, are_called_what_they_are_called) {
  for (const auto* name : {"Mo", "Sean", "Sol"}) {
    Booked guest(fmt::format("table for 5 on 3 December at 7pm at Harbor, name {}", name));
    guest.say("sorry we are 6 now");
    EXPECT_TRUE(guest.hears("yes", "Moved: Thursday 3 December at 19:00 for 6")) << name << ": " << guest.heard;
  }
  Visitor guest;
  guest.say("table for 2 tomorrow 7pm at Harbor");
  EXPECT_TRUE(guest.hears("Familie Kowalczyk", "in the name Familie Kowalczyk")) << guest.heard;
}

TEST(HeardGuests, mean_the_time_with_a_bare_number_where_that_is_near) {
  Booked guest("table for 5 on 2 December at 8pm at Harbor, Ana Lopez");
  guest.say("can you change it");
  EXPECT_TRUE(guest.hears("put it back to 9", "to Wednesday 2 December at 21:00, for 5")) << guest.heard;
}

TEST(HeardGuests, turn_one_value_into_another_of_what_is_booked) {
  Booked guest;
  EXPECT_TRUE(guest.hears("friday instead of thursday", "to Friday 4 December at 18:00")) << guest.heard;
  guest.say("no");
  EXPECT_TRUE(guest.hears("Harbor instead of Old Town", "To Harbor I cannot change it here")) << guest.heard;
  Booked german("Ein Tisch für 4 am 3. Dezember um 18 Uhr im Harbor, mein Name ist Anna Vogt", "ja");
  EXPECT_TRUE(german.hears("ach mist, Freitag statt Donnerstag", "auf Freitag, 4. Dezember um 18:00")) << german.heard;
}

TEST(HeardGuests, say_yes_as_it_was_asked) {
  const std::pair<const char*, const char*> talks[] = {
      {"Una mesa para 4 el 3 de diciembre a las 20:00 en Harbor, me llamo Ana Lopez", "sí, así está bien"},
      {"Una mesa para 4 el 3 de diciembre a las 20:00 en Harbor, me llamo Ana Lopez", "sí, así"},
      {"Un tavolo per 2 il 3 dicembre alle 20 a Harbor, mi chiamo Mario Bianchi", "sì così"},
      {"Un tavolo per 2 il 3 dicembre alle 20 a Harbor, mi chiamo Mario Bianchi", "sì, così va bene"},
      {"Ein Tisch für 4 am 3. Dezember um 18 Uhr im Harbor, mein Name ist Anna Vogt", "ja, so passt es"}};
  for (const auto& [wish, yes] : talks) {
    Booked guest(wish, yes);
    EXPECT_NE(guest.last()["text"].text().find("LUME-1001"), std::string_view::npos) << yes;
  }
}

TEST(HeardGuests, have_no_record_and_want_a_new_one) {
  const std::array<const char*, 3> talks[] = {
      {"vorrei annullare la prenotazione", "NON HO una prenotazione, ne voglio una nuova",
       "Quale dei nostri ristoranti"},
      {"quiero cambiar mi reserva", "no tengo ninguna reserva", "lo dejamos"},
      {"ich möchte meine Reservierung stornieren", "ich habe noch keine Reservierung", "lassen wir das"},
      {"cancel my booking", "I don't have a booking", "let us leave that"}};
  for (const auto& [wish, none, part] : talks) {
    Visitor guest;
    guest.say(wish);
    EXPECT_TRUE(guest.hears(none, part)) << none << ": " << guest.heard;
  }
  Visitor guest;
  guest.say("cancel my booking");
  EXPECT_TRUE(guest.hears("I don't have my booking code", "phone number")) << guest.heard;
}

TEST(HeardGuests, write_an_allergy_in_one_word_with_what_it_is_to) {
  for (const auto* said : {"Meine Tochter hat eine Erdnussallergie, kann sie im Harbor Tiramisu essen?",
                           "Gibt es im Harbor etwas für einen Sojaallergiker?"}) {
    Visitor guest;
    guest.say(said);  // no recipe tells of that
    EXPECT_TRUE(guest.is_with_people()) << said << ": " << guest.last()["text"].text();
  }
  Visitor guest;
  EXPECT_TRUE(guest.hears("Ich habe eine Milchunverträglichkeit, was kann ich im Harbor essen?", "ohne Milch"))
      << guest.heard;
}

TEST(HeardGuests, want_to_be_called) {
  for (const auto* said : {"can someone ring me on 0161 496 0000", "rufen Sie mich bitte an unter 0170 1234567"}) {
    Visitor guest;
    guest.say(said);
    EXPECT_TRUE(guest.is_with_people()) << said << ": " << guest.last()["text"].text();
  }
}

TEST(HeardGuests, count_themselves_where_a_time_is_asked) {
  const std::array<const char*, 3> talks[] = {
      {"a table for 4 tomorrow at Harbor, my name is Ana", "We're going to be seven after all", "7pm"},
      {"Una mesa en Harbor el sábado para 5, me llamo Ana Gil", "al final seríamos 7", "a las 20:00"},
      {"Ein Tisch für 4 morgen im Harbor, mein Name ist Anna Vogt", "wir sind doch 7", "um 20 Uhr"},
      {"un tavolo per 4 domani a Harbor, mi chiamo Ivo Sala", "alla fine siamo in 7", "alle 20"}};
  for (const auto& [wish, count, time] : talks) {
    Visitor guest;
    guest.say(wish);
    guest.say(count);
    EXPECT_TRUE(guest.hears(time, " 7 ")) << count << ": " << guest.heard;
    EXPECT_TRUE(guest.last()["read_back"].is_object()) << count << ": " << guest.heard;
  }
}

TEST(HeardGuests, name_an_hour_behind_a_weekday) {
  const std::pair<const char*, const char*> wishes[] = {
      {"una mesa para 2 en Harbor el jueves 8 y media de la tarde, me llamo Ana Gil",
       "jueves 26 de noviembre a las 20:30"},
      {"un tavolo per 2 a Harbor giovedì 8 e mezza di sera, mi chiamo Ivo Sala", "giovedì 26 novembre alle 20:30"}};
  for (const auto& [wish, part] : wishes) {
    Visitor guest;
    EXPECT_TRUE(guest.hears(wish, part)) << wish << ": " << guest.heard;
  }
}

TEST(HeardGuests, keep_what_would_be_cancelled) {
  const std::array<const char*, 4> talks[] = {
      {"book a table for 4 on 3 December at 6pm at Old Town, Ana Lopez", "yes", "cancel it", "hm, I'll keep it"},
      {"Un tavolo per 2 il 3 dicembre alle 20 a Harbor, mi chiamo Mario Bianchi", "sì", "vorrei annullare",
       "no lasci, la tengo"},
      {"Una mesa para 4 el 3 de diciembre a las 20:00 en Harbor, me llamo Ana Lopez", "sí", "quiero cancelar",
       "no, me la quedo"},
      {"Ein Tisch für 4 am 3. Dezember um 18 Uhr im Harbor, mein Name ist Anna Vogt", "ja", "ich möchte stornieren",
       "ach nein, ich behalte ihn doch"}};
  for (const auto& [wish, yes, cancel, keep] : talks) {
    Booked guest(wish, yes);
    guest.say(cancel);
    ASSERT_TRUE(guest.last()["read_back"].is_object()) << cancel;
    guest.say(keep);
    EXPECT_FALSE(guest.last()["read_back"].is_object()) << keep << ": " << guest.last()["text"].text();
    EXPECT_EQ(guest.books["LUME-1001"]["status"].text(), "booked");
  }
}

TEST(HeardGuests, ask_what_they_have) {
  for (const auto* question : {"what time was it again", "which bookings do I have", "what is my code"}) {
    Booked guest;
    EXPECT_TRUE(guest.hears(question, "LUME-1001")) << question << ": " << guest.heard;
  }
}

TEST(HeardGuests, ask_for_food_without_something) {
  Visitor guest;
  EXPECT_TRUE(guest.hears("do u do gluten free pasta? my daughter is coeliac", "For Harbor or for Old Town?"))
      << guest.heard;
}

}  // namespace
}  // namespace frontdesk::dialog
