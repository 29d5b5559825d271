#include <gtest/gtest.h>

#include "simulated_guest.h"

// Answers that tell less than what was asked, or something beside it.
namespace frontdesk::dialog {
namespace {

using testing::four_languages;
using testing::Guest;

constexpr const char* kNoCount[] = {"a table at Harbor tomorrow at 7pm", "ein Tisch bei Harbor morgen um 19 Uhr",
                                    "una mesa en Harbor mañana a las 19:00", "un tavolo a Harbor domani alle 19"};
constexpr const char* kNoTime[] = {"a table for two at Harbor tomorrow", "ein Tisch für zwei bei Harbor morgen",
                                   "una mesa para dos en Harbor mañana", "un tavolo per due a Harbor domani"};

TEST(LooseAnswers, have_articles_that_count_nobody_and_are_no_hour) {
  for (const auto* text : kNoCount) {
    Guest guest(four_languages());
    guest.say(text);
    EXPECT_EQ(guest.last()["asks"].text(), "guests") << text;
  }
  constexpr const char* kNoHour[] = {"the nice one", "eine schöne", "una bonita", "una bella"};
  for (std::size_t i = 0; i < std::size(kNoHour); ++i) {
    Guest guest(four_languages());
    guest.say(kNoTime[i]);
    guest.say(kNoHour[i]);
    EXPECT_NE(guest.last()["asks"].text(), "name") << kNoHour[i] << guest.last()["text"].text();
  }
}

TEST(LooseAnswers, that_there_is_a_record_already_leave_the_form_for_a_new_one) {
  const std::pair<const char*, const char*> talks[] = {
      {"no!! I HAVE a booking", "no, I already have a booking and want to move it"},
      {"nein!! ich HABE eine Reservierung", "ich habe schon eine Reservierung und will sie verschieben"},
      {"¡no! ya tengo una reserva", "ya tengo una reserva, quiero cambiar mi reserva"},
      {"no!! ho una prenotazione", "ho già una prenotazione e vorrei spostare la prenotazione"}};
  for (std::size_t i = 0; i < std::size(talks); ++i) {
    Guest guest(four_languages());
    guest.say(kNoTime[i]);
    guest.say(talks[i].first);
    const bool is_offered = guest.buttons().size() > 0 && guest.last()["asks"].text().empty();
    EXPECT_TRUE(is_offered || guest.last()["asks"].text() == "code") << talks[i].first << guest.last()["text"].text();
    Guest mover(four_languages());
    mover.say(kNoTime[i]);
    mover.say(talks[i].second);
    EXPECT_EQ(mover.last()["asks"].text(), "code") << talks[i].second << mover.last()["text"].text();
  }
}

TEST(LooseAnswers, that_want_undone_what_is_only_looked_up_are_told_so) {
  const std::pair<const char*, const char*> talks[] = {{"cancel the order 1042", "I cannot cancel that here"},
                                                       {"Bestellung 1042 stornieren", "kann ich das hier nicht"},
                                                       {"cancelar el pedido 1042", "no lo puedo cancelar"},
                                                       {"annullare l'ordine 1042", "non posso annullarlo"}};
  for (const auto& [said, answer] : talks) {
    Guest guest(four_languages());
    EXPECT_TRUE(guest.hears(said, answer)) << guest.heard;
    EXPECT_NE(guest.heard.find("1042"), std::string::npos) << guest.heard;
  }
  Guest plain;
  EXPECT_FALSE(plain.hears("where is order 1042", "cancel")) << plain.heard;
}

TEST(LooseAnswers, for_the_earliest_take_the_first_time_that_is_open) {
  const std::vector<const char*> words[] = {{"the earliest", "the first free one", "as early as possible"},
                                            {"am frühesten", "so früh wie möglich"},
                                            {"lo antes posible", "la primera hora libre"},
                                            {"il prima possibile", "al più presto"}};
  for (std::size_t i = 0; i < std::size(words); ++i) {
    for (const auto* text : words[i]) {
      Guest guest(four_languages());
      guest.say(kNoTime[i]);
      guest.say(text);
      EXPECT_EQ(guest.last()["asks"].text(), "name") << text;
      EXPECT_TRUE(guest.hears("Ana", "11:30")) << text << guest.heard;
    }
  }
}

TEST(LooseAnswers, that_leave_it_to_us_are_offered_times_and_leave_no_form) {
  const std::vector<const char*> words[] = {{"you choose", "whichever", "I don't mind"},
                                            {"egal", "entscheiden Sie"},
                                            {"me da igual", "da igual"},
                                            {"è uguale", "non importa"}};
  for (std::size_t i = 0; i < std::size(words); ++i) {
    for (const auto* text : words[i]) {
      Guest guest(four_languages());
      guest.say(kNoTime[i]);
      guest.say(text);
      EXPECT_EQ(guest.last()["asks"].text(), "time") << text;
      EXPECT_EQ(guest.buttons(), "12:00|14:00|16:00|18:00|20:00|") << text;
    }
  }
}

TEST(LooseAnswers, that_want_none_of_it_leave_the_form) {
  Guest guest;
  guest.say("a table for two at Harbor");
  EXPECT_TRUE(guest.hears("it isn't any of those. I'll come by instead, forget it", "let us leave that"))
      << guest.heard;
}

TEST(LooseAnswers, take_one_of_what_was_offered) {
  const std::pair<const char*, const char*> talks[] = {
      {"whichever", "18:30"}, {"the first one", "18:30"}, {"the later one", "20:30"}, {"the second one", "20:30"}};
  for (const auto& [said, time] : talks) {
    Guest guest;
    guest.business.taken.push_back(json::parse(R"({"available":false,"alternatives":["18:30","20:30"]})"));
    guest.say("a table for two at Harbor tomorrow at 7pm");
    guest.say(said);
    EXPECT_TRUE(guest.hears("Ana", time)) << said << guest.heard;
  }
}

TEST(LooseAnswers, of_a_part_of_the_day_are_offered_its_open_hours) {
  const std::pair<const char*, const char*> talks[] = {
      {"a table for two at Harbor on Tuesday evening", "17:00|18:00|19:00|20:00|21:00|"},
      {"ein Tisch für zwei bei Harbor am Dienstagabend", "17:00|18:00|19:00|20:00|21:00|"},
      {"una mesa para dos en Harbor el martes por la noche", "19:00|20:00|21:00|"},
      {"un tavolo per due a Harbor martedì sera", "17:00|18:00|19:00|20:00|21:00|"}};
  for (const auto& [said, times] : talks) {
    Guest guest(four_languages());
    guest.say(said);
    EXPECT_EQ(guest.last()["asks"].text(), "time") << said;
    EXPECT_EQ(guest.buttons(), times) << said;
  }
  Guest other;
  other.say("a table for two at Old Town on Saturday at 8pm");
  other.say("morning rather");
  EXPECT_EQ(other.last()["asks"].text(), "time") << other.last()["text"].text();
  Guest same;
  same.say("a table for two at Harbor tomorrow at 7:30pm");
  same.say("Ana");
  EXPECT_TRUE(same.hears("it is for dinner", "19:30")) << same.heard;
}

TEST(LooseAnswers, about_some_of_those_who_come_count_nobody) {
  const std::pair<const char*, const char*> talks[] = {
      {"a table for 3 on tuesday at 6pm at Harbor, name Ana, one person is coeliac", "A table for 3"},
      {"Tisch für 3 am Dienstag 18 Uhr Harbor, Name Ana, eine Person hat Zöliakie", "Ein Tisch für 3"},
      {"una mesa para 3 el martes a las 18:00 en Harbor, a nombre de Ana, una persona es celíaca", "Una mesa para 3"},
      {"un tavolo per 3 martedì alle 18 a Harbor, a nome Ana, una persona è celiaca", "Un tavolo per 3"}};
  for (const auto& [said, shown] : talks) {
    Guest guest(four_languages());
    EXPECT_TRUE(guest.hears(said, shown)) << said << guest.heard;
  }
  Guest child;
  EXPECT_TRUE(child.hears("a table for 2 adults, 1 child needs a high chair, tuesday 6pm Harbor, name Ana", "for 3"));
}

TEST(LooseAnswers, that_deny_the_place_mean_the_other_one) {
  const std::vector<const char*> words[] = {{"not harbor, 8pm at the other one", "the other one please", "not Harbor"},
                                            {"doch nicht Harbor, lieber das andere", "nicht in Harbor"},
                                            {"no, en Harbor no, mejor en el otro", "en el otro"},
                                            {"non a Harbor", "meglio all'altro"}};
  for (std::size_t i = 0; i < std::size(words); ++i) {
    for (const auto* text : words[i]) {
      Guest guest(four_languages());
      guest.say(std::string(kNoCount[i]));
      guest.say(text);
      guest.say("2");
      EXPECT_TRUE(guest.hears("Ana", "Old Town")) << text << guest.heard;
    }
  }
  Guest day;
  day.say("a table for 2 at Harbor tomorrow at 7pm");
  day.say("we can't come to Harbor at 7");
  EXPECT_TRUE(day.hears("Ana", "Harbor")) << day.heard;
}

TEST(LooseAnswers, that_point_into_a_row_tell_no_day) {
  for (const auto* text : {"and the second?", "und der zweite?", "¿y la segunda?", "e il secondo?"}) {
    Guest guest(four_languages());
    guest.say("a table for 2 at Old Town on 4 december at 7pm");
    guest.say(text);
    guest.say("Ana");
    EXPECT_TRUE(guest.last()["read_back"].is_object()) << text << guest.last()["text"].text();
    EXPECT_NE(guest.last()["text"].text().find("4"), std::string::npos) << text << guest.last()["text"].text();
    EXPECT_EQ(guest.last()["text"].text().find("December 2"), std::string::npos) << text;
  }
}

TEST(NamesBeside, a_value_or_a_number_are_taken_with_it) {
  const std::pair<const char*, const char*> talks[] = {
      {"at 3pm for Mark", "in the name Mark"},
      {"7pm, Theo Malk 0171 6060601", "in the name Theo Malk, phone"},
      {"7pm. I'm Theo Malk 0171 6060601", "in the name Theo Malk, phone"}};
  for (const auto& [said, shown] : talks) {
    Guest guest;
    guest.say(kNoTime[0]);
    EXPECT_TRUE(guest.hears(said, shown)) << said << guest.heard;
  }
  const std::pair<std::size_t, const char*> foreign[] = {
      {1, "um 19 Uhr auf Brauer"}, {2, "a las 20:00 para Marco"}, {3, "alle 20 per Marco"}};
  for (const auto& [language, said] : foreign) {
    Guest guest(four_languages());
    guest.say(kNoTime[language]);
    guest.say(said);
    EXPECT_TRUE(guest.last()["read_back"].is_object()) << said << guest.last()["text"].text();
  }
  Guest feast;
  feast.say("a table for two at Harbor tomorrow");
  feast.say("7pm for Christmas");
  EXPECT_EQ(feast.last()["asks"].text(), "name") << feast.last()["text"].text();
}

TEST(NamesBeside, a_number_begin_nothing_else) {
  Guest guest;
  EXPECT_FALSE(guest.hears("old town, 7pm, Rex Danvers 0171 8383838", "order number")) << guest.heard;
  EXPECT_EQ(guest.last()["asks"].text(), "date");
  Guest whole;
  EXPECT_TRUE(whole.hears("table for 2 on wed 2 december 19:00 at harbor. Hugo Lindt 0160 9988776", "Hugo Lindt"));
  EXPECT_EQ(whole.heard.find("One after the other"), std::string::npos) << whole.heard;
  Guest lacking;
  lacking.say("I want to look up my booking");
  EXPECT_FALSE(lacking.hears("0170 1212121", "order number")) << lacking.heard;
  EXPECT_EQ(lacking.last()["asks"].text(), "name") << lacking.heard;
}

// In a layman's words, and of somebody else as well.
TEST(Distress, is_heard_whatever_it_sounds_like) {
  const std::vector<const char*> words[] = {
      {"my wife has pain in her chest", "his right arm went numb", "I cannot go on like this", "my tongue is swelling",
       "I want it all to stop", "my son swallowed some of my tablets", "my baby isn't breathing",
       "I think I might faint", "there's smoke coming out of the box", "it smells of gas in here"},
      {"mein Mann hat Schmerzen in der Brust", "sie bekommt kaum Luft", "er kann nicht mehr richtig reden",
       "ich möchte nur noch sterben", "mein Sohn hat Tabletten verschluckt", "hier riecht es stark nach Gas"},
      {"mi madre tiene dolor en el pecho", "huele a gas en la cocina", "no quiero vivir", "apenas puede respirar"},
      {"mia madre ha un dolore al petto", "c'è odore di gas", "non voglio più vivere", "non riesce a respirare"}};
  for (const auto& of_language : words) {
    for (const auto* text : of_language) {
      Guest guest(four_languages());
      EXPECT_TRUE(guest.hears(text, "112")) << text << guest.heard;
      EXPECT_EQ(guest.of_type("handoff").size(), 1u) << text;
    }
  }
  // A rule of the file names the queue, and not what helps now.
  const auto rules = json::parse(R"([{"id": "urgent", "when": {"words": ["breathe", "gas"]}, "queue": "front-of-house"},
                                     {"id": "person", "when": {"intent": "person"}, "queue": "front-of-house"}])");
  for (const auto* text : {"I can't breathe properly", "there is gas leaking in the kitchen"}) {
    Guest ruled(Value::object({{"escalation_rules", rules}}));
    EXPECT_TRUE(ruled.hears(text, "112")) << text << ruled.heard;
    Guest booking(Value::object({{"escalation_rules", rules}}));
    booking.say("I'd like to book a table");
    EXPECT_TRUE(booking.hears(text, "112")) << text << booking.heard;
  }
  Guest foreign(Value::object({{"languages", json::parse(R"(["en"])")}}));
  EXPECT_TRUE(foreign.hears("mein Mann hat Schmerzen in der Brust", "Notruf (in Europa 112)")) << foreign.heard;
  Guest calm;
  for (const auto* text : {"it is no emergency, but do you have a table?", "do you have a smoking area?",
                           "is the kitchen gas or electric?", "does the fire door open?"})
    EXPECT_FALSE(calm.hears(text, "112")) << text << calm.heard;
}

}  // namespace
}  // namespace frontdesk::dialog
