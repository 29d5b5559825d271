#include <gtest/gtest.h>

#include "simulated_guest.h"

// What is said of a form that has written nothing yet: what is left, what is changed, and what comes behind a yes.
namespace frontdesk::dialog {
namespace {

using testing::AtReadBack;
using testing::four_languages;
using testing::Guest;

constexpr const char* kTables[] = {
    "a table for two at Harbor tomorrow at 7:30pm", "ein Tisch für zwei bei Harbor morgen um 19:30 Uhr",
    "una mesa para dos en Harbor mañana a las 19:30", "un tavolo per due a Harbor domani alle 19:30"};

constexpr const char* kNamed[] = {"my name is Ana", "mein Name ist Ana", "me llamo Ana", "mi chiamo Ana"};

std::string table(std::size_t language) { return std::string(kTables[language]) + ", " + kNamed[language]; }

TEST(OpenForm, is_done_by_a_yes_that_wants_a_further_one_and_that_comes_next) {
  const std::vector<const char*> words[] = {{"yes, and a table for 2 at Old Town on Sunday at 6pm",
                                             "yes and also one for my parents on Friday at 10pm, same place",
                                             "yes and can you do another for 4 on Friday at 8pm"},
                                            {"ja, und einen Tisch für 4 in Old Town am Sonntag um 18 Uhr"},
                                            {"sí, y una mesa para 4 en Old Town el domingo a las 18:00"},
                                            {"sì, e un tavolo per 4 a Old Town domenica alle 18"}};
  for (std::size_t i = 0; i < std::size(words); ++i) {
    for (const auto* text : words[i]) {
      Guest guest(four_languages());
      guest.say(table(i));
      guest.say(text);
      ASSERT_EQ(guest.business.sent.size(), 1u) << text;
      EXPECT_EQ(guest.business.sent[0].arguments["date"].text(), "2026-11-24") << text;
      EXPECT_EQ(guest.business.sent[0].arguments["guests"].integer(), 2) << text;
      EXPECT_TRUE(guest.last()["read_back"].is_object() || guest.last()["asks"].text() == "location") << text;
    }
  }
}

TEST(OpenForm, is_changed_by_a_yes_that_tells_no_more_than_what_is_different) {
  for (const auto* text : {"yes but at 8", "yes, and for 3 at 8pm please"}) {
    AtReadBack guest;
    EXPECT_TRUE(guest.hears(text, "at 20:00, in the name Ana. Shall I book it?")) << text << ": " << guest.heard;
    EXPECT_TRUE(guest.business.sent.empty()) << text;
  }
}

TEST(OpenForm, is_left_where_it_is_named_and_another_one_waits) {
  const std::pair<const char*, const char*> talks[] = {
      {", and another table for 4 at Old Town on Sunday at 6pm", "forget the Harbor one"},
      {" und noch einen Tisch für 4 in Old Town am Sonntag um 18 Uhr", "vergessen Sie den bei Harbor"},
      {", y otra mesa para 4 en Old Town el domingo a las 18:00", "olvide la de Harbor"},
      {", e un altro tavolo per 4 a Old Town domenica alle 18", "lasci stare quello di Harbor"}};
  for (std::size_t i = 0; i < std::size(talks); ++i) {
    Guest guest(four_languages());
    guest.say(table(i));
    guest.say(talks[i].first);
    guest.say(talks[i].second);
    guest.say("ok");
    ASSERT_EQ(guest.business.sent.size(), 1u) << talks[i].second;
    EXPECT_EQ(guest.business.sent[0].arguments["location"].text(), "old-town") << talks[i].second;
  }
}

TEST(OpenForm, stays_where_the_one_that_waits_is_named) {
  for (const auto* text : {"forget the Old Town one, Harbor is enough", "forget the one on Sunday"}) {
    AtReadBack guest;
    guest.say("and another table for 4 at Old Town on Sunday at 6pm");
    EXPECT_TRUE(guest.hears(text, "All right, I leave that one out. A table for 2 at Harbor")) << guest.heard;
    guest.say("yes");
    EXPECT_EQ(guest.business.sent.size(), 1u) << text;
    EXPECT_FALSE(guest.last()["read_back"].is_object()) << text;
  }
}

TEST(OpenForm, is_left_by_words_that_point_at_it) {
  const std::vector<const char*> words[] = {{"forget that one", "cancel that one"},
                                            {"vergessen Sie den", "den nicht"},
                                            {"olvide esa", "esa no"},
                                            {"dimentichi quello", "quello no"}};
  for (std::size_t i = 0; i < std::size(words); ++i) {
    for (const auto* text : words[i]) {
      Guest guest(four_languages());
      guest.say(table(i));
      guest.say(text);
      EXPECT_FALSE(guest.last()["read_back"].is_object()) << text;
      EXPECT_TRUE(guest.business.sent.empty()) << text;
    }
  }
  Guest asked;
  asked.say("a table for two at Old Town on Thursday");
  EXPECT_TRUE(asked.hears("none, I told you to forget that", "let us leave that")) << asked.heard;
}

TEST(OpenForm, is_what_a_cancellation_is_about_before_anything_is_made) {
  const std::vector<const char*> words[] = {
      {"cancel it please we found somewhere else", "no, cancel, I don't want to book"},
      {"wir müssen leider absagen", "das bitte stornieren, wir haben etwas anderes gefunden"},
      {"tengo que cancelar"},
      {"devo disdire"}};
  for (std::size_t i = 0; i < std::size(words); ++i) {
    for (const auto* text : words[i]) {
      for (const bool is_read_back : {true, false}) {
        Guest guest(four_languages());
        guest.say(is_read_back ? table(i) : std::string(kTables[i]));
        guest.say(text);
        EXPECT_EQ(guest.last()["asks"].text(), "") << text;
        EXPECT_FALSE(guest.last()["read_back"].is_object()) << text;
        EXPECT_TRUE(guest.business.sent.empty()) << text;
      }
    }
  }
}

TEST(OpenForm, is_what_a_change_is_about_before_anything_is_made) {
  const std::pair<const char*, const char*> words[] = {{"can we come half an hour earlier?", "19:00"},
                                                       {"Können wir auch ne halbe Stunde früher kommen?", "19:00"},
                                                       {"¿podemos ir una hora más tarde?", "20:30"},
                                                       {"possiamo venire un'ora più tardi?", "20:30"}};
  for (std::size_t i = 0; i < std::size(words); ++i) {
    Guest guest(four_languages());
    guest.say(table(i));
    EXPECT_TRUE(guest.hears(words[i].first, words[i].second)) << words[i].first << ": " << guest.heard;
    EXPECT_TRUE(guest.last()["read_back"].is_object()) << words[i].first;
    Guest form(four_languages());
    form.say(kTables[i]);
    form.say(words[i].first);
    EXPECT_EQ(form.last()["asks"].text(), "name") << words[i].first;
    EXPECT_TRUE(form.hears("Ana", words[i].second)) << form.heard;
  }
  Guest bare;
  bare.say("a table for two at Harbor");
  EXPECT_TRUE(bare.hears("change", "Just say what shall be different. For which day?")) << bare.heard;
}

TEST(OpenForm, that_asks_for_a_code_is_left_by_who_has_none) {
  const std::pair<const char*, const char*> words[] = {
      {"I want to change my booking", "I have not booked yet"},
      {"ich möchte meine Reservierung verschieben", "ich habe noch gar nicht reserviert"},
      {"quiero cambiar mi reserva", "todavía no he reservado"},
      {"vorrei spostare la mia prenotazione", "non ho ancora prenotato"}};
  for (const auto& [wish, text] : words) {
    Guest guest(four_languages());
    guest.say(wish);
    ASSERT_EQ(guest.last()["asks"].text(), "code") << wish;
    guest.say(text);
    EXPECT_EQ(guest.last()["asks"].text(), "") << text;
  }
  Guest anew;
  anew.say("I want to cancel my booking");
  EXPECT_TRUE(anew.hears("a table for 2 at Harbor tomorrow at 7pm, name Ana", "A table for 2 at Harbor, Tuesday 24"))
      << anew.heard;
  EXPECT_TRUE(anew.hears("yes", "See you there!")) << anew.heard;
  EXPECT_EQ(anew.last()["asks"].text(), "");
  Guest person(four_languages());
  person.say("ich möchte meine Reservierung verschieben");
  person.say("Mit einem Menschen sprechen");
  EXPECT_EQ(person.business.status(person.id), Status::pending_human);
}

TEST(OpenForm, takes_a_bare_number_for_the_time_where_that_was_refused) {
  for (const auto* text : {"actually can you make that 8 instead", "make it 8", "8 o clock I meant"}) {
    Guest guest;
    guest.business.taken.push_back(json::parse(R"({"available":false,"alternatives":["18:00"]})"));
    guest.say("a table for two at Harbor tomorrow at 7:30pm, name Ana");
    EXPECT_TRUE(guest.hears(text, "A table for 2 at Harbor, Tuesday 24 November at 20:00")) << text << guest.heard;
  }
  Guest fewer;
  fewer.business.taken.push_back(json::parse(R"({"available":false,"alternatives":["18:00"]})"));
  fewer.say("a table for four at Harbor tomorrow at 7:30pm, name Ana");
  EXPECT_TRUE(
      fewer.hears("8 o clock I meant, we are only two", "A table for 2 at Harbor, Tuesday 24 November at 20:00"))
      << fewer.heard;
}

TEST(OpenForm, is_changed_by_a_value_alone_and_by_a_month_that_was_meant) {
  AtReadBack guest;
  EXPECT_TRUE(guest.hears("21.30", "at 21:30, in the name Ana")) << guest.heard;
  const std::pair<const char*, const char*> words[] = {{"sorry I meant January", "24 January"},
                                                       {"Entschuldigung, ich meinte Januar", "24. Januar"},
                                                       {"perdón, quise decir enero", "24 de enero"},
                                                       {"scusi, intendevo gennaio", "24 gennaio"}};
  for (std::size_t i = 0; i < std::size(words); ++i) {
    Guest month(four_languages());
    month.say(table(i));
    EXPECT_TRUE(month.hears(words[i].first, words[i].second)) << words[i].first << ": " << month.heard;
  }
}

TEST(OpenForm, offers_the_free_times_again_behind_whatever_else_was_asked) {
  Guest guest;
  guest.business.taken.push_back(json::parse(R"({"available":false,"alternatives":["18:00","21:00"]})"));
  guest.say("a table for two at Harbor tomorrow at 7:30pm, name Ana");
  ASSERT_EQ(guest.buttons(), "18:00|21:00|");
  for (const auto* text : {"do you have parking?", "is there live music?", "hmm"}) {
    guest.say(text);
    EXPECT_EQ(guest.last()["asks"].text(), "time") << text;
    EXPECT_TRUE(guest.buttons().starts_with("18:00|21:00|")) << text << ": " << guest.buttons();
  }
  guest.say("make it Thursday instead");
  EXPECT_EQ(guest.buttons().find("18:00"), std::string::npos) << guest.buttons();
}

TEST(OpenForm, counts_nobody_who_is_to_be_spoken_with) {
  const char* wishes[] = {"can I speak with one person please", "ich möchte mit einem Menschen sprechen",
                          "quiero hablar con una persona", "vorrei parlare con una persona"};
  for (std::size_t i = 0; i < std::size(wishes); ++i) {
    Guest guest(four_languages());
    guest.say(table(i));
    guest.say(wishes[i]);
    EXPECT_EQ(guest.business.status(guest.id), Status::pending_human) << wishes[i];
  }
}

TEST(OpenForm, stays_open_for_who_asks_to_wait) {
  const char* words[] = {"no wait", "nein, warte", "no, espera", "no, aspetta"};
  for (std::size_t i = 0; i < std::size(words); ++i) {
    Guest guest(four_languages());
    guest.say(table(i));
    guest.say(words[i]);
    EXPECT_TRUE(guest.last()["read_back"].is_object()) << words[i] << guest.last()["text"].text();
    EXPECT_TRUE(guest.business.sent.empty()) << words[i];
  }
}

TEST(OpenForm, counts_who_might_come_where_a_time_is_asked_for) {
  Guest guest;
  guest.say("a table for 4 at Old Town tomorrow");
  guest.say("hmm actually we might be 5");
  EXPECT_EQ(guest.last()["asks"].text(), "time");
  guest.say("8pm");
  EXPECT_TRUE(guest.hears("Ana", "A table for 5 at Old Town, Tuesday 24 November at 20:00")) << guest.heard;
}

TEST(OpenForm, stays_where_it_is_asked_what_could_be_done_about_it_later) {
  const char* questions[] = {"can I still cancel it later?", "kann ich später noch stornieren?",
                             "¿puedo cancelar después?", "posso ancora disdire più tardi?"};
  for (std::size_t i = 0; i < std::size(questions); ++i) {
    Guest guest(four_languages());
    guest.say(table(i));
    guest.say(questions[i]);
    EXPECT_TRUE(guest.last()["read_back"].is_object()) << questions[i] << guest.last()["text"].text();
    Guest form(four_languages());
    form.say(kTables[i]);
    form.say(questions[i]);
    EXPECT_EQ(form.last()["asks"].text(), "name") << questions[i] << form.last()["text"].text();
  }
}

TEST(OpenForm, takes_the_name_that_stands_beside_a_code) {
  const char* asked[] = {"cancel my booking", "meine Reservierung stornieren", "cancelar mi reserva",
                         "annullare la mia prenotazione"};
  for (const auto* wish : asked) {
    for (const auto* text : {"LUME-4821, Olga Fox", "LUME-4821 Olga Fox", "Olga Fox, LUME-4821", "LUME-4821, olga fox",
                             "LUME-4821\nOlga Fox"}) {
      Guest guest(four_languages());
      guest.say(wish);
      EXPECT_TRUE(guest.hears(text, "Olga Fox")) << wish << " " << text << ": " << guest.heard;
      EXPECT_TRUE(guest.last()["read_back"].is_object()) << text;
    }
  }
  for (const auto* text :
       {"LUME-4821 please", "it's LUME-4821 I think", "LUME-4821, thanks a lot", "LUME-4821 at Harbor"}) {
    Guest guest;
    guest.say("cancel my booking");
    guest.say(text);
    EXPECT_EQ(guest.last()["asks"].text(), "name") << text;
  }
}

TEST(OpenForm, takes_whatever_is_said_to_be_a_name_for_one) {
  const std::pair<const char*, std::vector<std::string>> names[] = {
      {"a table for two at Harbor tomorrow at 7:30pm", {"Rossi-Park", "under Rossi-Park", "under the name Table"}},
      {"ein Tisch für zwei bei Harbor morgen um 19:30 Uhr", {"Park", "auf den Namen Hund", "mein Name ist Tisch"}},
      {"una mesa para dos en Harbor mañana a las 19:30", {"Menú", "a nombre de Carta Menú", "me llamo Mesa"}},
      {"un tavolo per due a Harbor domani alle 19:30", {"Parcheggi", "a nome di Parcheggi", "mi chiamo Tavolo"}}};
  for (const auto& [wish, all] : names) {
    for (std::size_t i = 1; i < all.size(); ++i) {
      const auto name = all[i].substr(all[i].rfind(' ') + 1);
      Guest guest(four_languages());
      guest.say(wish);
      EXPECT_TRUE(guest.hears(all[i], name)) << all[i] << ": " << guest.heard;
      EXPECT_TRUE(guest.last()["read_back"].is_object()) << all[i];
      Guest whole(four_languages());
      EXPECT_TRUE(whole.hears(std::string(wish) + " " + all[i], name)) << all[i] << ": " << whole.heard;
    }
  }
}

TEST(OpenForm, is_agreed_to_with_more_words) {
  Guest german(four_languages());
  german.say(table(1));
  german.say("ja, und zwar gern");
  EXPECT_EQ(german.business.sent.size(), 1u);
  Guest changed(four_languages());
  changed.say(table(1));
  EXPECT_TRUE(changed.hears("ja, und zwar um 20 Uhr", "um 20:00 Uhr")) << changed.heard;
  EXPECT_TRUE(changed.business.sent.empty());
  Guest further(four_languages());
  further.say(table(1));
  EXPECT_TRUE(further.hears("ja, und außerdem noch einen Tisch für 4 in Old Town am Sonntag um 18 Uhr",
                            "Ein Tisch für 4 bei Old Town"))
      << further.heard;
  EXPECT_EQ(further.business.sent.size(), 1u);
}

TEST(OpenForm, of_a_move_that_was_refused_asks_for_what_is_free) {
  Guest guest;
  guest.say("I want to move LUME-1111 to Saturday, name Ana");
  guest.business.failures["move_booking"].push_back(
      Error(Kind::conflict, "fully-booked", "No table at 19:00; 18:00 and 21:00 would be free."));
  EXPECT_TRUE(guest.hears("yes", "And at what time?")) << guest.heard;
  EXPECT_FALSE(guest.last()["read_back"].is_object());
  EXPECT_EQ(guest.buttons(), "18:00|21:00|");
  EXPECT_TRUE(guest.hears("21:00", "to Saturday 28 November at 21:00, for 4")) << guest.heard;
}

TEST(OpenForm, of_a_move_to_where_it_is_says_so_and_reads_nothing_back) {
  Guest guest;
  EXPECT_TRUE(guest.hears("move LUME-4821 to Friday 7pm, name Ana", "That is what it is already.")) << guest.heard;
  EXPECT_FALSE(guest.last()["read_back"].is_object());
  EXPECT_TRUE(guest.hears("8pm", "to Friday 27 November at 20:00, for 4")) << guest.heard;
}

TEST(OpenForm, begins_beside_a_question_for_a_fact) {
  Guest guest;
  EXPECT_TRUE(guest.hears("Are you open on New Year's Eve? we'd be seven, 8pm, Old Town", "In what name shall I book?"))
      << guest.heard;
  EXPECT_NE(guest.heard.find("Old Town is open on"), std::string::npos) << guest.heard;
  EXPECT_TRUE(guest.hears("Ana", "A table for 7 at Old Town, Thursday 31 December at 20:00")) << guest.heard;
}

}  // namespace
}  // namespace frontdesk::dialog
