#include <gtest/gtest.h>

#include "simulated_guest.h"

// What guests write every day, one message after the other, and what each of them has to come to in each language.
namespace frontdesk::dialog {
namespace {

using testing::AtReadBack;
using testing::Guest;

struct Line {
  std::string_view says;
  std::string_view hears;
};

// Each in a conversation of its own.
void hear_each(const std::vector<Line>& lines) {
  std::shared_ptr<const ai::IntentModel> intents;
  for (const auto& line : lines) {
    testing::SimulatedBusiness business(1, Value::object(), {}, intents);
    intents = business.intents();
    const auto heard = business.say(business.open(), std::string(line.says));
    EXPECT_NE(heard.find(line.hears), std::string::npos) << line.says << " → " << heard;
  }
}

std::string queue_of(testing::SimulatedBusiness& business, std::string_view says) {
  const auto id = business.open();
  business.say(id, std::string(says));
  std::string queue = "none";
  for (const auto& event : business.events(id)) {
    if (event.type == "handoff") queue = event.data["queue"].text();
  }
  return queue;
}

// One whose table is booked, in the language of what was said.
struct Booked : Guest {
  Booked(std::initializer_list<std::string_view> says) {
    for (const auto line : says) say(std::string(line));
  }
};

TEST(EverydayMessage, a_name_changes_no_language) {
  for (const auto* name : {"Nina Fox", "Una Moore", "Dom Para", "Sol Rivera"}) {
    Guest guest;
    guest.say("a table for two at Harbor tomorrow at 7:30pm");
    EXPECT_TRUE(guest.hears(name, "Shall I book it?")) << guest.heard;
    EXPECT_TRUE(guest.of_type("language").empty());
  }
}

TEST(EverydayMessage, of_a_large_party_goes_where_the_rule_for_it_says_whatever_else_it_tells) {
  testing::SimulatedBusiness business;
  for (const auto* says :
       {"14 Personen, Geburtstag", "siamo in 14 per un compleanno", "somos 14 y celebramos un cumpleaños",
        "we are 14, it's a birthday", "can 14 of us come for a birthday?"})
    EXPECT_EQ(queue_of(business, says), "events") << says;
  EXPECT_EQ(queue_of(business, "can we bring a birthday cake for 14 people?"), "none") << "it asks for the cake";
  EXPECT_EQ(queue_of(business, "it is a birthday, we are 4"), "none");
}

TEST(EverydayMessage, that_accuses_is_a_complaint) {
  testing::SimulatedBusiness business;
  for (const auto* says : {"You gave away my table!!", "you gave our table to other people!", "you forgot about us",
                           "Sie haben unseren Tisch weggegeben!", "niemand antwortet!", "¡Han dado mi mesa a otros!",
                           "se han olvidado de nosotros", "Avete dato via il mio tavolo!!", "ci avete dimenticato"})
    EXPECT_EQ(queue_of(business, says), "manager") << says;
  EXPECT_EQ(queue_of(business, "you gave my friend a table for four, I would like one too"), "none");
}

TEST(EverydayMessage, with_another_noun_is_another_question) {
  hear_each({{"¿se puede ir con perro?", "Los perros"},
             {"si può venire con il cane?", "I cani"},
             {"kann man mit Hund kommen?", "Hunde"},
             {"se puede ir con niños", "Los niños"},
             {"is my reservation still valid?", "What is your booking code?"},
             {"ist meine Reservierung noch gültig?", "Wie lautet Ihr Buchungscode?"},
             {"¿mi reserva sigue siendo válida?", "¿Cuál es su código"},
             {"la mia prenotazione è ancora valida?", "Qual è il codice"},
             {"is my voucher still valid", "vouchers"}});
}

TEST(EverydayMessage, about_a_kind_of_dishes_is_told_those_alone) {
  hear_each({{"what desserts do you have", "tiramisu 8 € and panna cotta 7 €."},
             {"welche Nachspeisen haben Sie?", "tiramisu 8 € und panna cotta 7 €."},
             {"qué postres tienen", "tiramisu 8 € y panna cotta 7 €."},
             {"che dolci avete?", "tiramisu 8 € e panna cotta 7 €."},
             {"what pasta dishes do you have", "carbonara 15 €, lasagne 16 € and pesto 14 €."},
             {"what does the tiramisu cost", "8 €"},
             {"what is on the menu", "bruschetta 8 €; insalata 9 €"}});
}

TEST(EverydayMessage, about_what_dishes_lack_is_told_those_without_it) {
  hear_each({{"which dishes have no milk at Harbor?", "At Harbor, without milk"},
             {"which dishes don't contain milk at Harbor?", "At Harbor, without milk"},
             {"welche Gerichte sind ohne Milch bei Harbor?", "Bei Harbor, ohne Milch"},
             {"in welchen Gerichten ist keine Milch bei Harbor?", "Bei Harbor, ohne Milch"},
             {"qué platos no llevan leche en Harbor", "En Harbor, sin leche"},
             {"qué platos son sin leche en Harbor", "En Harbor, sin leche"},
             {"quali piatti sono senza latte da Harbor?", "Da Harbor, senza latte"},
             {"quali piatti non contengono latte da Harbor?", "Da Harbor, senza latte"}});
}

TEST(EverydayMessage, in_an_open_form_that_asks_for_the_booking_is_about_the_booking) {
  const std::vector<std::pair<std::vector<std::string_view>, Line>> talks = {
      {{"a table for 2 at harbor tomorrow"}, {"what time is my booking?", "What is your booking code?"}},
      {{"ein Tisch für zwei bei Harbor morgen"}, {"um wie viel Uhr ist meine Reservierung?", "Buchungscode"}},
      {{"una mesa para dos en Harbor mañana"}, {"¿a qué hora es mi reserva?", "código de reserva"}},
      {{"un tavolo per due da Harbor domani"}, {"a che ora è la mia prenotazione?", "codice della prenotazione"}}};
  for (const auto& [before, line] : talks) {
    Guest guest;
    for (const auto says : before) guest.say(std::string(says));
    EXPECT_TRUE(guest.hears(std::string(line.says), line.hears)) << line.says << " → " << guest.heard;
  }
}

TEST(EverydayMessage, the_same_behind_what_was_done_is_another_one_like_it) {
  Booked english{"a table for two at Harbor tomorrow at 7:30pm", "Ana", "yes"};
  EXPECT_TRUE(english.hears("also book the same for Wednesday", "A table for 2 at Harbor, Wednesday 25"))
      << english.heard;
  Booked german{"ein Tisch für zwei bei Harbor morgen um 19:30", "Ana", "ja"};
  EXPECT_TRUE(german.hears("das gleiche für Sonntag", "Ein Tisch für 2 bei Harbor, Sonntag, 29.")) << german.heard;
  Booked spanish{"una mesa para dos en Harbor mañana a las 19:30", "Ana", "sí"};
  EXPECT_TRUE(spanish.hears("lo mismo para el domingo", "Una mesa para 2 en Harbor, el domingo 29")) << spanish.heard;
  Booked italian{"un tavolo per due da Harbor domani alle 19:30", "Ana", "sì"};
  EXPECT_TRUE(italian.hears("la stessa cosa per domenica", "Un tavolo per 2 da Harbor, domenica 29")) << italian.heard;
  EXPECT_EQ(english.business.effects.size(), 1u) << "it is read back before it is done";
}

TEST(EverydayMessage, that_counts_people_asks_for_none_of_them) {
  Booked english{"a table for two at Harbor tomorrow at 7:30pm", "Ana", "yes"};
  EXPECT_TRUE(english.hears("same time, but 5 people", "for 5. Is that right?")) << english.heard;
  Booked spanish{"una mesa para dos en Harbor mañana a las 19:30", "Ana", "sí"};
  EXPECT_TRUE(spanish.hears("a la misma hora, pero 5 personas", "para 5. ¿Es correcto?")) << spanish.heard;
  Booked italian{"un tavolo per due da Harbor domani alle 19:30", "Ana", "sì"};
  EXPECT_TRUE(italian.hears("stessa ora, ma 5 persone", "per 5. È giusto?")) << italian.heard;
}

TEST(EverydayMessage, in_a_hurry_is_read_as_it_is_meant) {
  hear_each({{"u free 2nite?", "Which of our restaurants"},
             {"squeeze in 2 of us around half seven", "Which of our restaurants"},
             {"mesa x 4 mañana a las 9 en harbor", "¿A qué nombre reservo?"},
             {"un tavolo x 4 domani alle 20 da harbor", "A che nome prenoto?"},
             {"riuscite a trovarci un posto stasera?", "Quale dei nostri ristoranti"}});
  for (const auto* place : {"old twn", "oldtown", "Old Tonw", "the old town one"}) {
    Guest guest;
    guest.say("a table for 2 tomorrow at 19:00");
    EXPECT_TRUE(guest.hears(place, "In what name")) << place << " → " << guest.heard;
  }
}

TEST(EverydayMessage, half_seven_is_another_hour_in_english_than_in_german) {
  Guest english, german;
  english.say("can you squeeze in 2 of us around half seven tomorrow at harbor");
  EXPECT_TRUE(english.hears("Ana", "at 19:30")) << english.heard;
  german.say("Tisch für 2 morgen um halb sieben bei Harbor");
  EXPECT_TRUE(german.hears("Ana", "um 18:30")) << german.heard;
}

TEST(EverydayMessage, of_another_clock_is_asked_and_a_yes_takes_it) {
  const std::vector<std::pair<std::string_view, std::vector<Line>>> talks = {
      {"a table for 2 at harbor tomorrow",
       {{"9am Los Angeles time", "09:00 in Los Angeles is 17:00 here."}, {"yes", "In what name"}, {"Ana", "at 17:00"}}},
      {"ein Tisch für zwei bei Harbor morgen",
       {{"12 Uhr New York Zeit", "ist hier 17:00 Uhr"}, {"ja", "Auf welchen Namen"}, {"Ana", "um 17:00"}}},
      {"una mesa para dos en Harbor mañana",
       {{"a las 12 hora de Los Ángeles", "son aquí las 20:00"}, {"sí", "¿A qué nombre"}, {"Ana", "a las 20:00"}}},
      {"un tavolo per due da Harbor domani",
       {{"alle 12 ora di New York", "sono qui le 17:00"}, {"sì", "A che nome"}, {"Ana", "alle 17:00"}}}};
  for (const auto& [opening, lines] : talks) {
    Guest guest;
    guest.say(std::string(opening));
    for (const auto& line : lines)
      EXPECT_TRUE(guest.hears(std::string(line.says), line.hears)) << line.says << " → " << guest.heard;
  }
  Guest guest;
  guest.say("una mesa para dos en Harbor mañana");
  EXPECT_TRUE(guest.hears("a las 12 hora de Villanueva", "Vale la hora del lugar mismo.")) << guest.heard;
}

TEST(EverydayMessage, a_yes_that_is_struck_out_or_spells_more_unseen_is_none) {
  for (const auto* answer :
       {"y\u0336e\u0336s\u0336", "y\u0338e\u0338s\u0338", "s\u0336i\u0336", "yes\U000E006E\U000E006F"}) {
    AtReadBack guest;
    guest.say(answer);
    EXPECT_TRUE(guest.business.effects.empty()) << answer;
    EXPECT_TRUE(guest.hears("yes", "Done")) << guest.heard;
  }
}

TEST(EverydayMessage, a_name_has_no_signs_that_are_not_seen) {
  Guest guest;
  guest.say("a table for two at Harbor tomorrow at 7:30pm");
  EXPECT_TRUE(guest.hears("A\x07na\nB\u0085ell", "in the name Ana Bell.")) << guest.heard;
}

TEST(EverydayMessage, that_is_a_bare_yes_is_no_part_of_a_summary) {
  Booked guest{"a table for two at Harbor tomorrow at 7:30pm", "Ana", "yes", "I want to talk to a person"};
  const auto summary = std::string(guest.of_type("handoff").at(0)["summary"].text());
  EXPECT_NE(summary.find("“Ana” “I want to talk to a person”"), std::string::npos) << summary;
}

}  // namespace
}  // namespace frontdesk::dialog
