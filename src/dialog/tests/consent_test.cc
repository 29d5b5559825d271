#include "dialog/consent.h"

#include <gtest/gtest.h>

#include "dialog/tests/talk.h"

namespace frontdesk::dialog {
namespace {

using testing::SimulatedBusiness;
using testing::Talk;

const Echo& booking() {
  static const auto echo = echo_of("A table for {{guests}} in the name {{name}}. Shall I book it?", "en");
  return echo;
}

const Echo& cancelling() {
  static const auto echo = echo_of("I cancel booking {{code}}. Are you sure?", "en");
  return echo;
}

TEST(ReadAnswer, takes_whole_utterances_of_assent_and_nothing_beside_them) {
  for (const auto* text : {"Yes", "yes, please!", "ok go ahead", "Yep 👍🏽", "sí", "ja gerne", "that’s right", "YESSS",
                           "yes, sorry", "Perfect. See you then!", "sure, book it please", "👌"})
    EXPECT_EQ(read_answer(text, booking()), Answer::yes) << text;
  for (const auto* text : {"yes but at eight", "great weather", "I am fine thanks", "yes 🤔", "okra", "",
                           "table please", "ok, move my booking", "yesterday", "book me a taxi", "please wait"})
    EXPECT_EQ(read_answer(text, booking()), Answer::other) << text;
}

TEST(ReadAnswer, reads_an_answer_in_the_language_that_it_is_given_in) {
  const auto moved = echo_of(
      "Soll ich {{code}} auf {{date}} um {{time}} Uhr{{#guests}}, für {{.}} Personen{{/guests}} verschieben?", "de");
  EXPECT_EQ(moved.verbs, std::vector<std::string>{"verschieben"});
  EXPECT_TRUE(echo_of("Die Buchung verlege ich auf {{date}} um {{time}} Uhr.", "de").verbs.empty());
  const auto table = echo_of("Ein Tisch für {{guests}} auf den Namen {{name}}. Soll ich ihn so buchen?", "de");
  for (const auto* text :
       {"Ja, bitte", "JA GERNE", "na klar", "das stimmt so, danke schön", "ja, buchen", "buchen bitte", "SÍ",
        "sì, grazie", "claro que si", "Oui, merci", "passt, bis dann", "Perfekt!"})
    EXPECT_EQ(read_answer(text, table), Answer::yes) << text;
  for (const auto* text : {"nein danke", "noch nicht", "nicht buchen", "bitte nicht buchen", "lieber doch nicht"})
    EXPECT_EQ(read_answer(text, table), Answer::no) << text;
  for (const auto* text : {"vielleicht später", "alles gut", "gut, tschüss"})
    EXPECT_EQ(read_answer(text, table), Answer::unclear) << text;
  for (const auto* text : {"der tisch", "ja aber um acht", "den", "morgen"})
    EXPECT_NE(read_answer(text, table), Answer::yes) << text;
  EXPECT_EQ(read_answer("könnte ich einen Hund mitbringen", table), Answer::question);
  EXPECT_TRUE(asks_for_a_change("können wir es auf neun verschieben"));
  EXPECT_TRUE(asks_for_a_change("wie wäre es mit Freitag"));
  EXPECT_FALSE(asks_for_a_change("kann ich einen Parkplatz finden"));
}

TEST(ReadAnswer, takes_being_told_to_do_it_for_a_yes_in_every_language) {
  for (const auto* text : {"do it", "go ahead, thanks", "mach das bitte", "ja, machen Sie das", "hazlo", "sí, hágalo",
                           "háganlo, por favor", "lo faccia pure", "sì, lo faccia, grazie", "vada pure"})
    EXPECT_EQ(read_answer(text, booking()), Answer::yes) << text;
  for (const auto* text : {"no, no lo haga", "no lo hagas", "hazlo mañana", "hágalo para ocho", "non lo faccia",
                           "non lo faccia pure", "lo faccia per otto", "un fallo"})
    EXPECT_NE(read_answer(text, booking()), Answer::yes) << text;
}

struct ReadBack {
  const char* language;
  const char* pattern;
};

// Texts of each language, for an answer to one read-back.
void expect_each(const ReadBack& read_back, std::initializer_list<const char*> texts, Answer right) {
  const auto echo = echo_of(read_back.pattern, read_back.language);
  for (const auto* text : texts) EXPECT_EQ(read_answer(text, echo), right) << read_back.language << ": " << text;
}

TEST(ReadAnswer, takes_the_verb_of_the_read_back_with_a_pronoun_for_a_yes_in_every_language) {
  const ReadBack en{"en", "A ride for {{people}} at {{time}}. Shall I order it?"};
  const ReadBack de{"de", "Eine Fahrt für {{people}} um {{time}} Uhr. Soll ich sie so bestellen?"};
  const ReadBack es{"es", "Un viaje para {{people}} a las {{time}}. ¿Lo encargo así?"};
  const ReadBack it{"it", "Una corsa per {{people}} alle {{time}}. La ordino così?"};
  expect_each(en, {"yes order it please", "you can order it", "yes, please order the ride", "confirm it"}, Answer::yes);
  expect_each(de,
              {"ja, bestell sie", "bestellen Sie sie bitte", "ja bitte so bestellen", "bestelle die fahrt",
               "ja bitte eintragen", "trag sie ein", "ja, bestätigen Sie das", "dann bestellen wir sie"},
              Answer::yes);
  expect_each(es,
              {"sí, encárguelo", "encárgalo", "encarga eso", "encargue el viaje, por favor", "me lo encarga",
               "sí, que lo encarguen", "confírmelo"},
              Answer::yes);
  expect_each(it,
              {"ordinala", "sì, la ordini", "la ordini pure, grazie", "ordina la corsa", "può ordinarla",
               "me la ordini", "la confermi"},
              Answer::yes);
}

TEST(ReadAnswer, takes_the_verb_of_the_read_back_for_a_no_where_it_is_denied) {
  const ReadBack en{"en", "A ride for {{people}} at {{time}}. Shall I order it?"};
  const ReadBack de{"de", "Eine Fahrt für {{people}} um {{time}} Uhr. Soll ich sie so bestellen?"};
  const ReadBack es{"es", "Un viaje para {{people}} a las {{time}}. ¿Lo encargo así?"};
  const ReadBack it{"it", "Una corsa per {{people}} alle {{time}}. La ordino così?"};
  expect_each(en, {"don't order it", "please do not order the ride"}, Answer::no);
  expect_each(de,
              {"bestell sie nicht", "bestellen Sie die Fahrt bitte nicht", "sie nicht bestellen", "trag sie nicht ein",
               "nicht eintragen"},
              Answer::no);
  expect_each(es, {"no lo encargue", "no lo encargues por favor", "no encargue el viaje", "no me lo encargue"},
              Answer::no);
  expect_each(it, {"non la ordini", "non ordinarla", "no, non la ordini", "non ordini la corsa"}, Answer::no);
}

TEST(ReadAnswer, takes_no_verb_for_a_yes_that_says_more_or_is_of_another_language) {
  const ReadBack en{"en", "A ride for {{people}} at {{time}}. Shall I order it?"};
  const ReadBack de{"de", "Eine Fahrt für {{people}} um {{time}} Uhr. Soll ich sie so bestellen?"};
  const ReadBack es{"es", "Un viaje para {{people}} a las {{time}}. ¿Lo encargo así?"};
  const ReadBack it{"it", "Una corsa per {{people}} alle {{time}}. La ordino così?"};
  expect_each(en, {"order it for sunday instead", "trag sie ein", "ordinala", "eintragen", "la confermi"},
              Answer::other);
  expect_each(de, {"bestell sie für sonntag", "trag sie", "confirm it", "encárgalo", "la fahrt ordini"}, Answer::other);
  expect_each(es, {"encárguelo para el domingo", "bestell sie", "la ordini", "el viaje"}, Answer::other);
  expect_each(it, {"ordinala per domenica", "encárguelo", "la corsa"}, Answer::other);
  expect_each(en, {"should I order it?", "do you order it"}, Answer::question);
  expect_each(es, {"¿lo encarga?"}, Answer::question);
  // A noun that ends as a verb does, and stands before an article, asks for nothing.
  expect_each({"it", "Viaggio il giorno {{date}}. Lo prenoto?"}, {"viaggio"}, Answer::other);
  // What takes something away is asked for by its own verb only.
  const ReadBack undone{"es", "Cancelo la reserva {{code}} a nombre de {{name}}. ¿Está seguro?"};
  expect_each(undone, {"sí, cancélala", "cancele la reserva", "cancélela por favor"}, Answer::yes);
  expect_each(undone, {"no la cancele", "no cancele la reserva"}, Answer::no);
  expect_each(undone, {"regístrela", "la reserva"}, Answer::other);
}

TEST(ReadAnswer, takes_no_yes_that_is_a_polite_no_or_echoes_more_than_the_thing) {
  const auto echo = echo_of("I cancel booking {{code}} in the name {{name}}. Are you sure?", "en");
  for (const auto* text :
       {"it's ok thanks", "that's ok, thank you", "all good", "cancel are you sure", "cancel you", "cancel my name"})
    EXPECT_NE(read_answer(text, echo), Answer::yes) << text;
  for (const auto* text : {"cancel the booking", "cancel my booking please", "yes, cancel it"})
    EXPECT_EQ(read_answer(text, echo), Answer::yes) << text;
  EXPECT_EQ(read_answer("book the table", echo_of("A table for {{guests}}. Shall I book it?", "en")), Answer::yes);
}

TEST(ReadAnswer, takes_no_yes_that_is_mocked_put_off_contradicted_or_a_farewell) {
  for (const auto* text : {"yeah right",
                           "Yeah, right.",
                           "ok bye",
                           "ok, thanks, goodbye!",
                           "great 👋",
                           "alright see you later",
                           "vale no",
                           "yes and no",
                           "ok, no",
                           "no, yes",
                           "book it later",
                           "yes, later please",
                           "maybe",
                           "ok another time",
                           "please",
                           "thank you",
                           "👋",
                           "🙏",
                           "as if",
                           "sí, más tarde",
                           "vale, hasta luego"})
    EXPECT_EQ(read_answer(text, booking()), Answer::unclear) << text;
  for (const auto* text : {"yes, bye", "book it, bye", "that's right, have a nice day", "Perfect. See you soon!",
                           "sure, see you later", "yes, right"})
    EXPECT_EQ(read_answer(text, booking()), Answer::yes) << text;
  for (const auto* text : {"no, bye", "no, later", "not now, maybe another time"})
    EXPECT_EQ(read_answer(text, booking()), Answer::no) << text;
}

TEST(ReadAnswer, takes_a_question_for_a_question) {
  for (const auto* text : {"yes?", "is it the right table", "ok what was the time again", "are you sure", "right?",
                           "yes, but who are you", "do you have parking", "¿sí?"})
    EXPECT_EQ(read_answer(text, booking()), Answer::question) << text;
}

TEST(ReadAnswer, takes_whole_utterances_of_refusal) {
  for (const auto* text : {"No thanks", "nope", "don't", "don’t book it", "please do not book the table", "cancel that",
                           "wait no", "never mind", "nein danke", "👎", "nooo"})
    EXPECT_EQ(read_answer(text, booking()), Answer::no) << text;
  EXPECT_EQ(read_answer("no, make it 8pm", booking()), Answer::other);
  EXPECT_EQ(read_answer("we'd rather stay in", booking()), Answer::leaves);
  EXPECT_EQ(read_answer("well, we'll be there", booking()), Answer::other);
}

TEST(ReadAnswer, knows_the_verb_of_the_read_back_and_no_trade) {
  EXPECT_EQ(read_answer("yes, cancel it", cancelling()), Answer::yes);
  EXPECT_EQ(read_answer("cancel my booking please", cancelling()), Answer::yes);
  EXPECT_EQ(read_answer("don't cancel it", cancelling()), Answer::no);
  EXPECT_EQ(read_answer("keep it", cancelling()), Answer::no);
  EXPECT_EQ(read_answer("cancel it", booking()), Answer::no);
  EXPECT_EQ(read_answer("yes, cancel it", booking()), Answer::unclear);
  const auto parcel = echo_of("I will re-route parcel {{number}} to {{address}}.", "en");
  EXPECT_EQ(read_answer("re-route it", parcel), Answer::yes);
  EXPECT_EQ(read_answer("cancel my booking", parcel), Answer::other);
}

TEST(ReadAnswer, knows_who_only_says_that_something_shall_be_different) {
  for (const auto* text : {"change", "CHANGE", "Change it", "no, change something please", "I'd like to change it",
                           "can I change something?", "ändern", "ÄNDERN", "ich möchte noch etwas ändern", "cambiar",
                           "quiero cambiar algo", "cambia", "vorrei cambiare qualcosa"})
    EXPECT_TRUE(asks_what_to_change(text)) << text;
  for (const auto* text : {"change it to eight", "change my other booking", "it", "yes", "no", "spare change", ""})
    EXPECT_FALSE(asks_what_to_change(text)) << text;
}

TEST(ReadAnswer, learns_no_word_of_consent_from_a_customer) {
  const auto echo = echo_of("I note: {{text}}. Shall I?", "en");
  EXPECT_EQ(read_answer("I delete everything", echo), Answer::other);
  EXPECT_EQ(read_answer("delete it", echo), Answer::other);
}

// ---- the gate ----

constexpr auto kReadBack = "A table for 2 at Harbor, Tuesday 24 November at 19:30, in the name Ana. Shall I book it?";

Task<> say_both(Conversations& all, std::string id, std::string first, std::string second) {
  co_await all.receive(id, {"first", first});
  co_await all.receive(id, {"second", second});
}

TEST(ConsentGate, takes_no_yes_that_was_sent_before_the_read_back) {
  SimulatedBusiness business;
  const auto id = business.open();
  business.wait(
      say_both(business.conversations(), id, "a table for two at Harbor tomorrow at 7pm, my name is Ana", "yes"));
  business.wait(business.conversations().threads().settled(id));
  EXPECT_TRUE(business.effects.empty()) << business.types(id);
  EXPECT_NE(business.say(id, "yes").find("Your code is"), std::string::npos);
  EXPECT_EQ(business.effects.size(), 1u);
}

TEST(ConsentGate, binds_a_press_to_the_read_back_that_it_was_made_on) {
  Talk talk;
  const auto first = talk.read_back();
  talk.business.say(talk.id, "make it 8pm");
  EXPECT_NE(talk.press("yes", first).find("Just to be sure"), std::string::npos);
  EXPECT_TRUE(talk.business.effects.empty());
  EXPECT_NE(talk.press("yes", talk.read_back()).find("at 20:00"), std::string::npos);
  EXPECT_EQ(talk.business.effects.size(), 1u);
}

Task<> press_twice(Conversations& all, std::string id, std::string tab, Value answer) {
  co_await all.receive(id, Said{tab + "/1", "Yes", answer, {}, {}});
  co_await all.receive(id, Said{tab + "/2", "Yes", answer, {}, {}});
}

TEST(ConsentGate, takes_no_number_of_presses_on_an_old_read_back_for_a_yes) {
  Talk talk;
  const auto old = Value::object({{"to", talk.read_back()["id"]}, {"with", "yes"}});
  talk.business.say(talk.id, "make it 8pm");
  talk.business.wait(press_twice(talk.business.conversations(), talk.id, "a", old));
  talk.business.wait(talk.business.conversations().threads().settled(talk.id));
  EXPECT_TRUE(talk.business.effects.empty());
  const auto now = Value::object({{"to", talk.read_back()["id"]}, {"with", "yes"}});
  talk.business.wait(press_twice(talk.business.conversations(), talk.id, "b", now));
  talk.business.wait(talk.business.conversations().threads().settled(talk.id));
  EXPECT_EQ(talk.business.effects.size(), 1u);
}

TEST(ConsentGate, fetches_nobody_for_a_yes_too_many) {
  Talk talk;
  talk.business.say(talk.id, "yes");
  for (int i = 0; i < 5; ++i) talk.business.say(talk.id, "yes");
  EXPECT_EQ(talk.business.status(talk.id), Status::bot);
  EXPECT_EQ(talk.business.effects.size(), 1u);
}

TEST(ConsentGate, says_so_when_a_button_is_pressed_once_more) {
  Talk talk;
  const auto asked = talk.read_back();
  EXPECT_NE(talk.press("yes", asked).find("Your code is"), std::string::npos);
  EXPECT_EQ(talk.press("yes", asked), "That question is closed already.");
  EXPECT_EQ(talk.business.effects.size(), 1u);
  EXPECT_NE(talk.business.say(talk.id, "book a table").find("Harbor or Old Town"), std::string::npos);
  EXPECT_EQ(talk.press("no", asked), "That question is closed already.");
  EXPECT_EQ(talk.business.say(talk.id, "harbor"), "For which day?");
}

TEST(ConsentGate, reads_a_change_and_writes_what_was_changed) {
  const std::pair<const char*, const char*> changes[] = {
      {"the name should be Carla", R"("name":"Carla")"},
      {"no, the name is not right, it's Carla", R"("name":"Carla")"},
      {"please set the name to Carla, thanks", R"("name":"Carla")"},
      {"the name is misspelt, it should be Carla", R"("name":"Carla")"},
      {"two of us won't come, so four", R"("guests":4)"},
      {"one guest cannot make it, so 5", R"("guests":5)"},
      {"we are four", R"("guests":4)"},
      {"yes, but at the Old Town", R"("location":"old-town")"},
      {"ok but on saturday", R"("date":"2026-11-28")"},
      {"sure, make it 8:30pm", R"("time":"20:30")"}};
  for (const auto& [say, changed] : changes) {
    Talk talk;
    const auto answer = talk.business.say(talk.id, say);
    EXPECT_TRUE(talk.business.effects.empty()) << say;
    talk.business.say(talk.id, "yes");
    ASSERT_EQ(talk.business.effects.size(), 1u) << say << ": " << answer;
    EXPECT_NE(talk.business.effects.begin()->second.find(changed), std::string::npos) << say << ": " << answer;
  }
}

TEST(ConsentGate, follows_the_part_of_an_answer_that_wants_something_else) {
  for (const auto* text : {"I don't want to cancel, I want to move it", "no. I want to change my booking",
                           "not cancel! please reschedule my table"}) {
    SimulatedBusiness business;
    const auto id = business.open();
    business.say(id, "cancel LUME-1234, my name is Ana");
    const auto answer = business.say(id, text);
    EXPECT_NE(answer.find("What shall be different"), std::string::npos) << text << ": " << answer;
    EXPECT_TRUE(business.effects.empty()) << text;
  }
}

TEST(ConsentGate, takes_no_press_whose_words_say_something_else) {
  Talk talk;
  for (const auto* text : {"no, stop", "make it 9pm"}) {
    const auto answer = Value::object({{"to", talk.read_back()["id"]}, {"with", "yes"}});
    talk.business.say(talk.id, Said{"", text, answer, {}, {}});
    EXPECT_TRUE(talk.business.effects.empty()) << text;
  }
}

TEST(ConsentGate, takes_a_no_on_an_earlier_showing_for_a_no) {
  Talk talk;
  const auto first = talk.read_back();
  talk.business.say(talk.id, "hm");
  EXPECT_EQ(talk.press("no", first), "All right, I have not done it. Is there anything else?");
  EXPECT_EQ(talk.business.say(talk.id, "yes").find("Your code is"), std::string::npos);
  EXPECT_TRUE(talk.business.effects.empty());
}

TEST(ConsentGate, takes_a_yes_from_the_one_who_was_asked_only) {
  Talk talk;
  EXPECT_NE(talk.press("yes", talk.read_back(), "staff:Ben").find("Only the customer"), std::string::npos);
  EXPECT_TRUE(talk.business.effects.empty());
  talk.press("yes", talk.read_back());
  EXPECT_EQ(talk.business.effects.size(), 1u);
}

TEST(ConsentGate, reads_back_again_when_the_answer_comes_too_late) {
  Talk talk;
  talk.business.pass(std::chrono::minutes(31));
  EXPECT_EQ(talk.business.say(talk.id, "yes"), std::string("Some time has passed, so I ask again: ") + kReadBack);
  EXPECT_TRUE(talk.business.effects.empty());
  talk.business.say(talk.id, "yes");
  EXPECT_EQ(talk.business.effects.size(), 1u);
}

TEST(ConsentGate, stays_open_through_questions_pictures_and_thanks) {
  Talk talk;
  for (const auto* text : {"where are you?", "🤔", "thank you"}) {
    const auto answer = talk.business.say(talk.id, text);
    EXPECT_TRUE(answer.ends_with(kReadBack)) << text << ": " << answer;
  }
  const auto again = talk.business.say(talk.id, "where are you?");
  EXPECT_NE(again.find("12 Quay Street"), std::string::npos) << again << talk.business.types(talk.id);
  EXPECT_TRUE(talk.business.effects.empty());
  talk.business.say(talk.id, "yes");
  EXPECT_EQ(talk.business.effects.size(), 1u);
}

TEST(ConsentGate, answers_what_leads_elsewhere_and_comes_back) {
  Talk talk;
  const auto back = talk.business.say(talk.id, "what allergens do your dishes have");
  EXPECT_TRUE(back.starts_with("At Harbor: tiramisu")) << back;
  EXPECT_TRUE(back.ends_with(kReadBack)) << back;
  talk.business.say(talk.id, "yes");
  EXPECT_EQ(talk.business.effects.size(), 1u);
}

TEST(ConsentGate, asks_again_what_is_neither_yes_nor_no_nor_a_wish) {
  for (const auto* text : {"yeah right", "ok bye", "vale no", "book it later", "please"}) {
    Talk talk;
    EXPECT_EQ(talk.business.say(talk.id, text), std::string("I am not sure whether that is a yes. ") + kReadBack)
        << text;
    EXPECT_TRUE(talk.business.effects.empty()) << text;
    talk.business.say(talk.id, "yes");
    EXPECT_EQ(talk.business.effects.size(), 1u) << text;
  }
}

TEST(ConsentGate, takes_another_wish_for_one) {
  Talk talk;
  EXPECT_NE(talk.business.say(talk.id, "ok cancel my other booking").find("booking code"), std::string::npos);
  EXPECT_TRUE(talk.business.effects.empty());
}

TEST(ConsentGate, asks_what_shall_be_different) {
  Talk talk;
  EXPECT_TRUE(talk.press("change", talk.read_back()).starts_with("What shall be different?"));
  EXPECT_NE(talk.business.say(talk.id, "at 9pm").find("at 21:00"), std::string::npos);
  talk.business.say(talk.id, "yes");
  ASSERT_EQ(talk.business.effects.size(), 1u);
  EXPECT_NE(talk.business.effects.begin()->second.find("21:00"), std::string::npos);
}

TEST(ConsentGate, hears_the_button_change_in_typed_words) {
  for (const auto* text :
       {"change", "Change", "CHANGE!", "change it", "no, change something", "ändern", "cambiar algo"}) {
    Talk talk;
    EXPECT_EQ(talk.business.say(talk.id, text),
              std::string("What shall be different? Until you say so it stays at this: ") + kReadBack)
        << text;
    EXPECT_NE(talk.business.say(talk.id, "at 9pm").find("at 21:00"), std::string::npos) << text;
    EXPECT_TRUE(talk.business.effects.empty()) << text;
  }
}

TEST(ConsentGate, says_what_is_possible_and_offers_a_person_where_answers_stay_unclear) {
  Talk talk;
  for (const auto* text : {"hm", "maybe"}) talk.business.say(talk.id, text);
  EXPECT_EQ(talk.buttons(), "Yes|Change|No|");
  for (const auto* text : {"hm", "maybe", "hm"}) {
    const auto said = talk.business.say(talk.id, text);
    EXPECT_TRUE(said.starts_with("I still do not know whether that is a yes, so I have done nothing.")) << said;
    EXPECT_TRUE(said.ends_with(kReadBack)) << said;
    EXPECT_EQ(talk.buttons(), "Yes|Change|No|Ask a colleague|");
  }
  EXPECT_EQ(talk.business.status(talk.id), Status::bot);
  EXPECT_TRUE(talk.business.effects.empty());
  talk.business.say(talk.id, "yes");
  EXPECT_EQ(talk.business.effects.size(), 1u);
}

TEST(ConsentGate, survives_the_loss_of_power_with_its_order) {
  Talk talk;
  talk.business.lose_power(7);
  const auto before = talk.read_back();
  talk.business.say(talk.id, "hm");
  talk.business.lose_power(8);
  EXPECT_NE(talk.press("yes", before).find("Just to be sure"), std::string::npos);
  talk.press("yes", talk.read_back());
  EXPECT_EQ(talk.business.effects.size(), 1u);
}

TEST(ConsentGate, shows_the_read_back_of_a_language_model_again_behind_its_answer) {
  SimulatedBusiness business(
      1, {},
      testing::scripted({testing::calls("cancel_booking", R"({"code":"LUME-1234","name":"Ana"})"),
                         testing::says("We are at 12 Quay Street."), testing::says("It is cancelled.")}));
  const auto id = business.open();
  constexpr auto kAsked = "I cancel booking LUME-1234 in the name Ana. Are you sure?";
  EXPECT_EQ(business.say(id, "cancel LUME-1234"), kAsked);
  EXPECT_EQ(business.say(id, "where are you, by the way"), std::string("We are at 12 Quay Street. ") + kAsked);
  EXPECT_TRUE(business.effects.empty());
  EXPECT_EQ(business.say(id, "yes"), "It is cancelled.");
  EXPECT_EQ(business.effects.size(), 1u);
}

TEST(Effects, of_one_answer_have_keys_of_their_own_whatever_ids_the_model_gave) {
  const auto both =
      testing::calls("cancel_booking", R"({"code":"LUME-1111","name":"Ana"})", "call_1")
          .with("tool_calls",
                Value::list({testing::call("cancel_booking", R"({"code":"LUME-1111","name":"Ana"})", "call_1"),
                             testing::call("cancel_booking", R"({"code":"LUME-2222","name":"Ana"})", "call_1")}));
  SimulatedBusiness business(1, {}, testing::scripted({both, testing::says("Both are cancelled.")}));
  const auto id = business.open();
  business.say(id, "cancel LUME-1111 and LUME-2222");
  business.say(id, "yes");
  EXPECT_EQ(business.effects.size(), 2u);
}

TEST(Effects, of_one_answer_end_with_the_first_that_fails_and_the_customer_hears_what_was_done) {
  const auto cancel = [](const char* code) {
    return testing::call("cancel_booking", fmt::format(R"({{"code":"{}","name":"Ana"}})", code).c_str(), code);
  };
  const auto all = testing::says("").with("tool_calls",
                                          Value::list({cancel("LUME-1111"), cancel("LUME-2222"), cancel("LUME-3333")}));
  for (const bool is_unknown : {false, true}) {
    SimulatedBusiness business(1, {}, testing::scripted({all, testing::says("I am sorry.")}));
    const auto id = business.open();
    business.say(id, "cancel all three");
    business.sent.clear();
    const Error broken(Kind::unavailable, is_unknown ? "tool/outcome-unknown" : "tool/unavailable", "No answer.");
    business.fail_at = 2;
    business.failure_at = broken;
    const auto told = business.say(id, "yes");
    EXPECT_EQ(business.sent.size(), 2u) << "the third is not begun";
    EXPECT_EQ(business.effects.size(), 1u);
    const auto done = told.find("This was done: “I cancel booking LUME-1111");
    const auto second = told.find(is_unknown ? "do not know whether it was done: “I cancel booking LUME-2222"
                                             : "This was not done: “I cancel booking LUME-2222");
    EXPECT_NE(done, std::string::npos) << told;
    EXPECT_NE(second, std::string::npos) << told;
    EXPECT_NE(told.find("“I cancel booking LUME-3333", second), std::string::npos) << told;
  }
}

TEST(Effects, of_a_tool_with_an_open_schema_carry_nothing_that_was_not_read_back) {
  const auto tools = json::parse(
      R"([{"name":"cancel_booking","description":"d","effect":"idempotent_write",
           "confirm":"I cancel booking {{code}} in the name {{name}}. Are you sure?",
           "input_schema":{"type":"object","properties":{"code":{"type":"string"},"name":{"type":"string"}}}}])");
  const auto script = testing::scripted(
      {testing::calls("cancel_booking", R"({"code":"LUME-1111","name":"Ana","refund_to":"somebody"})"),
       testing::calls("cancel_booking", R"({"code":"LUME-1111","name":"Ana"})"), testing::says("It is cancelled.")});
  SimulatedBusiness business(1, Value::object({{"tools", tools}, {"flows", Value::list()}}), script);
  const auto id = business.open();
  EXPECT_EQ(business.say(id, "cancel LUME-1111"), "I cancel booking LUME-1111 in the name Ana. Are you sure?");
  business.say(id, "yes");
  ASSERT_EQ(business.effects.size(), 1u);
  EXPECT_EQ(business.effects.begin()->second.find("refund_to"), std::string::npos);
}

TEST(Effects, are_read_back_with_what_is_sent_empty) {
  const auto tools = json::parse(
      R"([{"name":"move_booking","description":"d","effect":"idempotent_write",
           "confirm":"I move {{code}}{{#phone}}, phone {{.}}{{/phone}}{{#note}}, note {{.}}{{/note}}. Is that right?",
           "input_schema":{"type":"object","properties":{"code":{"type":"string"},"phone":{"type":"string"},"note":{"type":"string"}}}}])");
  const auto script =
      testing::scripted({testing::calls("move_booking", R"({"code":"LUME-1111","phone":""})"), testing::says("Done.")});
  SimulatedBusiness business(1, Value::object({{"tools", tools}, {"flows", Value::list()}}), script);
  const auto id = business.open();
  EXPECT_EQ(business.say(id, "take my phone number out of LUME-1111"), "I move LUME-1111, phone none. Is that right?");
  std::string card;
  for (const auto& event : business.events(id)) {
    if (event.data["message"]["card"].is_object()) card = json::print(event.data["message"]["card"]["fields"]);
  }
  EXPECT_EQ(card, R"([{"label":"Code","value":"LUME-1111"},{"label":"Phone","value":"none"}])");
}

TEST(Policies, refuse_where_a_value_is_missing_or_of_another_type) {
  const Policies policies({{"limit", std::nullopt, "arguments.amount > 100", "Too much."}});
  const auto refused = [&](const char* arguments) {
    const auto scope = Value::object({{"arguments", json::parse(arguments)}, {"tool", "pay"}, {"slots", nullptr}});
    return policies.refusal("pay", scope).has_value();
  };
  EXPECT_FALSE(refused(R"({"amount":99})"));
  EXPECT_TRUE(refused(R"({"amount":101})"));
  EXPECT_TRUE(refused("{}"));
  EXPECT_TRUE(refused(R"({"amount":"5000"})"));
  EXPECT_TRUE(refused(R"({"amount":null})"));
  const Policies equal({{"staff", std::nullopt, "arguments.kind == 'refund'", "No."}});
  EXPECT_TRUE(equal.refusal("pay", json::parse(R"({"arguments":{"kind":1}})")).has_value());
  EXPECT_FALSE(equal.refusal("pay", json::parse(R"({"arguments":{"kind":"gift"}})")).has_value());
}

TEST(Safeguards, reach_open_conversations_at_once) {
  Talk talk;
  Safeguards now = *no_safeguards();
  now.stopped["book_table"] = "The oven is broken.";
  talk.business.use(now);
  talk.business.say(talk.id, "yes");
  EXPECT_TRUE(talk.business.effects.empty());
  EXPECT_EQ(talk.business.status(talk.id), Status::pending_human);
}

TEST(Safeguards, call_nothing_that_the_bot_may_not) {
  const auto lax = Value::object({{"guards", json::parse(R"({"consent":"off"})")}});
  SimulatedBusiness business(
      1, lax, testing::scripted({testing::calls("cancel_booking", R"({"code":"LUME-9999","name":"Ana"})")}));
  business.forbid("cancel_booking");
  business.lose_power(1);
  const auto id = business.open();
  business.say(id, "cancel LUME-9999");
  EXPECT_TRUE(business.sent.empty());
  EXPECT_EQ(business.status(id), Status::pending_human);
  const auto events = business.events(id);
  EXPECT_TRUE(std::ranges::any_of(events, [](const auto& event) {
    return event.type == "guard" && event.data["guard"].text() == "permission" &&
           event.data["decision"].text() == "refused";
  }));
}

TEST(Safeguards, can_only_tighten_a_version) {
  const auto lax = Value::object({{"guards", json::parse(R"({"consent":"off","policy":"off"})")}});
  const testing::Script script{testing::calls("cancel_booking", R"({"code":"LUME-9999","name":"Ana"})"),
                               testing::says("Not that one."),
                               testing::calls("cancel_booking", R"({"code":"LUME-1234","name":"Ana"})")};
  SimulatedBusiness business(1, lax, testing::scripted(script));
  Safeguards now = *no_safeguards();
  now.floor.consent = GuardMode::enforce;
  now.live.policy = GuardMode::enforce;
  now.policies = std::make_shared<const Policies>(
      std::vector<Policy>{{"marked", "cancel_booking", "arguments.code == 'LUME-9999'", "Not that one."}});
  business.use(now);
  const auto id = business.open();
  EXPECT_EQ(business.say(id, "cancel LUME-9999"), "Not that one.");
  EXPECT_EQ(business.say(id, "then cancel LUME-1234"), "I cancel booking LUME-1234 in the name Ana. Are you sure?");
  EXPECT_TRUE(business.effects.empty());
}

}  // namespace
}  // namespace frontdesk::dialog
