#include "dialog/waiting.h"

#include <gtest/gtest.h>

#include "base/json.h"
#include "simulated_business.h"
#include "support/slug_of.h"

namespace frontdesk::dialog {
namespace {

using testing::four_languages;
using testing::SimulatedBusiness;

constexpr auto kNoted = "I have noted that for my colleagues; you will be answered right here.";
constexpr Timestamp kNow{1'795'424'400'000};
constexpr Timestamp kTwelveMinutesAgo{kNow.ms - 12 * 60'000};
const Attendance kIn{};
const Attendance kOut{.is_in = false, .from = Timestamp{kNow.ms + 150 * 60'000}};

bool wants_a_booking(std::string_view sentence) { return sentence.starts_with("book"); }

std::string knows_the_cloakroom(std::string_view sentence) {
  return sentence.find("cloakroom") == std::string_view::npos ? "" : "By the door.";
}

bool asks_how_long(std::string_view sentence) { return sentence.starts_with("how long"); }
bool wants_nobody(std::string_view sentence) { return sentence == "nobody, thanks"; }
bool tells_a_time(std::string_view, std::string_view sentence) { return sentence.starts_with("at "); }

HeardWaiting hear(Waiting waiting, std::string_view sentence, const Attendance& attendance = kIn,
                  std::string_view language = "en") {
  return hear_waiting(waiting, sentence, attendance,
                      {wants_a_booking, knows_the_cloakroom, asks_how_long, wants_nobody, tells_a_time}, kNow,
                      language);
}

TEST(WhoWaits, hears_once_in_a_while_that_it_has_arrived_and_how_it_stands) {
  Waiting waiting{.since = kTwelveMinutesAgo, .ahead = 2};
  EXPECT_EQ(hear(waiting, "hello?").say,
            "Your message has arrived. A colleague was asked 12 minutes ago and will answer right here; 2 others wait "
            "longer.");
  waiting.told_at = {kNow.ms - 60'000};
  EXPECT_EQ(hear(waiting, "hello?").say, kNoted);
  EXPECT_FALSE(hear(waiting, "hello?").tells_stand);
  waiting.told_at = {kNow.ms - 3 * 60'000};
  EXPECT_NE(hear(waiting, "hello?").say, "");
}

TEST(WhoWaits, hears_when_somebody_is_in_and_is_asked_for_a_way_to_be_reached) {
  Waiting waiting{.since = kTwelveMinutesAgo};
  EXPECT_EQ(hear(waiting, "hello?", kOut).say,
            "Your message has arrived. Nobody is in at this hour; you will be answered right here today from 11:30. If "
            "you leave a phone number or an e-mail address, we can reach you there as well.");
  waiting.has_contact = true;
  EXPECT_EQ(hear(waiting, "hello?", kOut).say.find("phone"), std::string::npos);
}

TEST(WhoWaits, is_answered_in_the_language_that_they_speak) {
  const Waiting waiting{.since = kTwelveMinutesAgo, .ahead = 1};
  EXPECT_EQ(
      hear(waiting, "hallo?", kIn, "de").say,
      "Ihre Nachricht ist angekommen. Jemand aus dem Team wurde vor 12 Minuten gefragt und antwortet gleich hier; "
      "eine Person wartet schon länger.");
  EXPECT_EQ(
      hear(waiting, "hallo?", kOut, "de").say,
      "Ihre Nachricht ist angekommen. Um diese Zeit ist niemand da; eine Antwort bekommen Sie hier heute ab 11:30 "
      "Uhr. Wenn Sie eine Telefonnummer oder E-Mail-Adresse dalassen, erreichen wir Sie auch dort.");
  const auto offered = hear(waiting, "book", kIn, "de");
  ASSERT_EQ(offered.buttons.size(), 2U);
  EXPECT_EQ(offered.buttons[0].label, "Mit dem Assistenten weitermachen");
  const Waiting open{.since = kTwelveMinutesAgo, .told_at = kNow, .offer = offered.offer};
  EXPECT_TRUE(hear(open, offered.buttons[0].text, kIn, "de").goes_back);
  EXPECT_FALSE(hear(open, offered.buttons[1].text, kIn, "de").goes_back);
}

TEST(WhoWaits, leaves_a_way_to_be_reached) {
  const auto heard = hear({.since = kTwelveMinutesAgo}, "my number is +44 20 7946 0958, thanks", kOut);
  EXPECT_EQ(heard.contact, "+44 20 7946 0958");
  EXPECT_EQ(
      heard.say,
      "Thank you, I have noted +44 20 7946 0958 for my colleagues. Nobody is in at this hour; you will be answered "
      "right here today from 11:30.");
  EXPECT_EQ(contact_in("write to Ana.Ruiz@mail.example.org please"), "Ana.Ruiz@mail.example.org");
  for (const auto* const none :
       {"we are 12 people", "on 2026-11-24", "on 24.12.2026 at 19:30", "LUME-4821", "order 1042"})
    EXPECT_EQ(contact_in(none), "") << none;
  EXPECT_EQ(contact_in("on 24.12.2026, my number 0171 2345678"), "0171 2345678");
}

TEST(WhoWaits, is_offered_the_bot_for_a_wish_that_comes_with_a_number) {
  const auto heard = hear({.since = kTwelveMinutesAgo}, "book a table then, my number is +44 20 7946 0958");
  EXPECT_EQ(heard.contact, "+44 20 7946 0958");
  EXPECT_EQ(heard.offer, "book a table then, my number is +44 20 7946 0958");
  EXPECT_NE(heard.say.find("I have noted +44 20 7946 0958"), std::string::npos);
  EXPECT_NE(heard.say.find("shall I go on?"), std::string::npos);
  EXPECT_EQ(heard.buttons.size(), 2U);
}

TEST(WhoWaits, is_offered_the_bot_for_a_clear_wish_and_goes_back_by_words_and_by_button) {
  const Waiting waiting{.since = kTwelveMinutesAgo};
  const auto offered = hear(waiting, "book a table");
  EXPECT_FALSE(offered.goes_back);
  EXPECT_EQ(offered.offer, "book a table");
  ASSERT_EQ(offered.buttons.size(), 2U);
  const Waiting open{.since = kTwelveMinutesAgo, .told_at = kNow, .offer = offered.offer};
  for (const auto& words : {offered.buttons[0].text, std::string("yes please"), std::string("Sure")}) {
    const auto heard = hear(open, words);
    EXPECT_TRUE(heard.goes_back) << words;
    EXPECT_EQ(heard.wish, "book a table");
  }
  for (const auto& words : {offered.buttons[1].text, std::string("no")}) {
    const auto heard = hear(open, words);
    EXPECT_FALSE(heard.goes_back) << words;
    EXPECT_TRUE(heard.offer.empty());
    EXPECT_NE(heard.say, "");
  }
  EXPECT_EQ(hear(open, "it is about my bill").offer, "book a table");
}

TEST(WhoWaits, is_answered_what_the_file_knows_and_waits_on) {
  Waiting waiting{.since = kTwelveMinutesAgo};
  const auto first = hear(waiting, "is there a cloakroom?");
  EXPECT_FALSE(first.goes_back);
  EXPECT_EQ(first.say, "By the door. A colleague was asked 12 minutes ago and will answer right here; you are next.");
  EXPECT_TRUE(first.tells_stand);
  EXPECT_TRUE(first.buttons.empty());
  waiting.told_at = {kNow.ms - 60'000};
  waiting.offer = "book a table";
  const auto second = hear(waiting, "is there a cloakroom?");
  EXPECT_EQ(second.say, "By the door.");
  EXPECT_FALSE(second.tells_stand);
  EXPECT_EQ(second.offer, "book a table") << "what is open stays so";
  EXPECT_EQ(hear(waiting, "is anybody there?").say, kNoted);
}

TEST(WhoWaits, hears_how_it_stands_whenever_they_ask_and_waits_no_longer_where_nobody_is_wanted) {
  const Waiting told{.since = kTwelveMinutesAgo, .told_at = kNow};
  EXPECT_EQ(hear(told, "how long will it take").say,
            "A colleague was asked 12 minutes ago and will answer right here; you are next.");
  EXPECT_EQ(hear(told, "take your time").say, kNoted);
  const auto left = hear(told, "nobody, thanks");
  EXPECT_TRUE(left.goes_back);
  EXPECT_EQ(left.wish, "");
}

TEST(WhoWaits, takes_the_wish_for_a_person_back) {
  const Waiting waiting{.since = kTwelveMinutesAgo};
  EXPECT_EQ(hear(waiting, "Never mind, book a table").wish, "book a table");
  EXPECT_TRUE(hear(waiting, "never mind").goes_back);
  EXPECT_EQ(hear(waiting, "never mind").wish, "");
  EXPECT_FALSE(hear(waiting, "never mind the noise").goes_back);
  EXPECT_FALSE(hear(waiting, "no needles please").goes_back);
}

struct Hall {
  Hall() { business.say(id, "I want to talk to a person"); }
  std::string contact() { return business.wait(business.conversations().find(id)).contact; }
  SimulatedBusiness business{1, Value::object({{"locations", Value::list()}})};
  std::string id = business.open();
};

TEST(Queue, answers_who_waits_and_goes_back_to_the_bot_with_the_wish) {
  Hall hall;
  EXPECT_EQ(hall.business.status(hall.id), Status::pending_human);
  EXPECT_NE(hall.business.say(hall.id, "hello? is anybody there").find("you are next"), std::string::npos);
  EXPECT_EQ(hall.business.say(hall.id, "it is about the bill of last night"), kNoted);
  EXPECT_NE(hall.business.say(hall.id, "where is order 1042").find("shall I go on"), std::string::npos);
  EXPECT_EQ(hall.business.status(hall.id), Status::pending_human);
  EXPECT_EQ(hall.business.say(hall.id, "Go on with the assistant"),
            "All right. A colleague will still answer you here. Order 1042 is on its way.");
  EXPECT_NE(hall.business.say(hall.id, "do you have parking?").find("car park"), std::string::npos);
  // A person was asked for, and still is: the place in the queue stays.
  EXPECT_EQ(hall.business.status(hall.id), Status::pending_human);
}

TEST(Queue, keeps_the_place_of_who_lets_the_bot_go_on_meanwhile) {
  Hall hall;
  const auto found = [&] { return hall.business.wait(hall.business.conversations().find(hall.id)); };
  const auto asked = found();
  hall.business.pass(std::chrono::minutes(5));
  hall.business.say(hall.id, "where is order 1042");
  hall.business.say(hall.id, "Go on with the assistant");
  EXPECT_TRUE(found().is_served);
  EXPECT_TRUE(std::ranges::any_of(hall.business.events(hall.id), [](const auto& event) {
    return event.type == "owner" && event.data["owner"].text() == "bot" && event.data["is_asked"].boolean();
  }));
  EXPECT_EQ(found().since, asked.since);
  EXPECT_EQ(found().handoff, asked.handoff);
  hall.business.lose_power(7);
  EXPECT_EQ(hall.business.say(hall.id, "where is order 1042"), "Order 1042 is on its way.");
  hall.business.say(hall.id, "I want to talk to a person");
  EXPECT_FALSE(found().is_served);
  EXPECT_EQ(found().since, asked.since) << "the place of the first time";
  EXPECT_NE(hall.business.say(hall.id, "hello?").find("you are next"), std::string::npos);
  hall.business.say(hall.id, "where is order 1042");
  hall.business.say(hall.id, "Go on with the assistant");
  hall.business.wait(hall.business.conversations().take_over(hall.id, "Rosa", ""));
  EXPECT_EQ(hall.business.status(hall.id), Status::human);
  EXPECT_FALSE(found().is_served);
  EXPECT_EQ(hall.business.say(hall.id, "where is order 1042"), "") << "the bot is silent";
  hall.business.wait(hall.business.conversations().give_back(hall.id, "Rosa"));
  EXPECT_EQ(hall.business.status(hall.id), Status::bot);
}

// The bot is in the middle of something: who gives the conversation back only says that no person is needed.
TEST(Queue, changes_nothing_of_what_is_open_where_the_place_is_given_up) {
  SimulatedBusiness business;
  const auto id = business.open();
  business.say(id, "I want to talk to a person");
  business.say(id, "a table for two at Harbor tomorrow at 7:30pm, name Ana");
  EXPECT_NE(business.say(id, "Go on with the assistant").find("Shall I book it?"), std::string::npos);
  business.wait(business.conversations().give_back(id, "Rosa"));
  EXPECT_EQ(business.status(id), Status::bot);
  EXPECT_EQ(business.sent.size(), 0u);
  EXPECT_NE(business.say(id, "yes").find("Done:"), std::string::npos);
  EXPECT_EQ(business.sent.size(), 1u);
  // Where a person takes it in the middle, the read-back is void.
  const auto other = business.open();
  business.say(other, "I want to talk to a person");
  business.say(other, "a table for two at Harbor tomorrow at 7:30pm, name Ana");
  business.say(other, "Go on with the assistant");
  business.wait(business.conversations().take_over(other, "Rosa", ""));
  business.wait(business.conversations().give_back(other, "Rosa"));
  business.say(other, "yes");
  EXPECT_EQ(business.sent.size(), 1u);
}

TEST(Queue, takes_what_is_told_between_the_offer_and_its_answer) {
  SimulatedBusiness business;
  const auto id = business.open();
  business.say(id, "I want to talk to a person");
  EXPECT_NE(business.say(id, "a table for two at Harbor tomorrow").find("shall I go on"), std::string::npos);
  EXPECT_NE(business.say(id, "at 7:30pm").find("shall I go on"), std::string::npos);
  business.say(id, "my name is Ana");
  const auto heard = business.say(id, "yes please");
  EXPECT_NE(heard.find("A table for 2 at Harbor, Tuesday 24 November at 19:30"), std::string::npos) << heard;
}

TEST(Queue, says_how_it_stands_to_who_asks_when_they_will_be_called) {
  for (const auto* said :
       {"when will you call me?", "wann rufen Sie mich an?", "¿cuándo me van a llamar?", "a che ora mi chiamate?"}) {
    SimulatedBusiness business{1, four_languages()};
    const auto id = business.open();
    business.say(id, "I want to talk to a person");
    business.say(id, "+1 555 0142");
    const auto heard = business.say(id, said);
    EXPECT_NE(heard.find("17:00"), std::string::npos) << said << ": " << heard;
    EXPECT_EQ(heard.find("22:00"), std::string::npos) << "the opening hours: " << heard;
  }
}

TEST(Queue, offers_nothing_to_who_leaves_a_phone_number) {
  for (const auto* said : {"my number is 600 123 456", "+1 555 0142", "you can reach me under ana@example.com"}) {
    SimulatedBusiness business;
    const auto id = business.open();
    business.say(id, "I want to talk to a person");
    const auto heard = business.say(id, said);
    EXPECT_NE(heard.find("I have noted"), std::string::npos) << heard;
    EXPECT_EQ(heard.find("shall I go on"), std::string::npos) << said << ": " << heard;
  }
}

TEST(Queue, answers_a_fact_of_the_file_while_the_guest_waits) {
  Hall hall;
  hall.business.say(hall.id, "hello? is anybody there");
  const auto told = hall.business.say(hall.id, "do you have parking?");
  EXPECT_NE(told.find("car park"), std::string::npos) << told;
  EXPECT_EQ(hall.business.status(hall.id), Status::pending_human);
  EXPECT_NE(hall.business.say(hall.id, "do you have a helicopter pad?").find("you are next"), std::string::npos)
      << "not known, and left to the colleague";
  EXPECT_EQ(hall.business.say(hall.id, "it is about the car park of last night"), kNoted) << "no question";
  EXPECT_NE(hall.business.say(hall.id, "do you have parking, and where is order 1042?").find("shall I go on"),
            std::string::npos)
      << "more than facts is offered";
  Hall other;
  EXPECT_EQ(other.business.say(other.id, "I don't want to cancel my booking").find("shall I go on"), std::string::npos)
      << "what is not wanted is not offered";
}

TEST(Queue, says_for_how_long_one_waits_also_behind_answers) {
  Hall hall;
  EXPECT_NE(hall.business.say(hall.id, "do you have parking?").find("you are next"), std::string::npos);
  hall.business.pass(std::chrono::minutes(2));
  EXPECT_EQ(hall.business.say(hall.id, "do you have parking?").find("you are next"), std::string::npos);
  hall.business.pass(std::chrono::minutes(2));
  EXPECT_NE(hall.business.say(hall.id, "do you have parking?").find("was asked 4 minutes ago"), std::string::npos);
}

TEST(Queue, is_left_by_words_alone) {
  Hall hall;
  EXPECT_EQ(hall.business.say(hall.id, "never mind, where is order 1042?"), "Order 1042 is on its way.");
  EXPECT_EQ(hall.business.status(hall.id), Status::bot);
  Hall other;
  EXPECT_NE(other.business.say(other.id, "never mind").find("What can I do for you?"), std::string::npos);
  EXPECT_EQ(other.business.status(other.id), Status::bot);
  EXPECT_EQ(other.business.say(other.id, "where is order 1042"), "Order 1042 is on its way.");
}

// A party that is too large for the bot, and a guest who makes it smaller.
TEST(Queue, goes_on_with_the_form_as_soon_as_the_bot_may) {
  const std::tuple<const char*, const char*, const char*> talks[] = {
      {"a table for 10 at Harbor tomorrow, my name is Ana", "5pm", "never mind, just 8 of us"},
      {"ein Tisch für 10 bei Harbor morgen, mein Name ist Ana", "um 17 Uhr", "doch nicht, wir sind nur 8"},
      {"una mesa para 10 en Harbor mañana, me llamo Ana", "a las 17:00", "da igual, somos 8"},
      {"un tavolo per 10 a Harbor domani, mi chiamo Ana", "alle 17:00", "non importa, siamo in 8"}};
  for (const auto& [wish, time, fewer] : talks) {
    SimulatedBusiness business(1, four_languages());
    const auto id = business.open();
    business.say(id, wish);
    ASSERT_EQ(business.status(id), Status::pending_human) << wish;
    EXPECT_NE(business.say(id, time), "") << time;
    const auto told = business.say(id, fewer);
    EXPECT_EQ(business.status(id), Status::bot) << fewer;
    EXPECT_NE(told.find("17:00"), std::string::npos) << fewer << ": " << told;
    EXPECT_NE(told.find("8"), std::string::npos) << told;
  }
}

TEST(Queue, offers_the_bot_to_who_still_wants_what_was_begun) {
  SimulatedBusiness business;
  const auto id = business.open();
  business.say(id, "a table for two at Harbor tomorrow at 7:30pm");
  business.say(id, "I want to talk to a person");
  EXPECT_NE(business.say(id, "I still want the table").find("shall I go on?"), std::string::npos);
  EXPECT_EQ(business.say(id, "yes"), "All right. A colleague will still answer you here. In what name shall I book?");
}

TEST(Queue, keeps_what_was_left_for_the_staff) {
  Hall hall;
  hall.business.say(hall.id, "please call me: 020 7946 0958");
  EXPECT_EQ(hall.contact(), "020 7946 0958");
}

TEST(Queue, is_silent_once_a_person_has_the_conversation) {
  Hall hall;
  auto& all = hall.business.conversations();
  hall.business.wait(all.take_over(hall.id, "Ana"));
  for (const auto* const words : {"never mind, where is order 1042?", "hello?", "where is order 1042"})
    EXPECT_EQ(hall.business.say(hall.id, words), "") << words;
  EXPECT_EQ(hall.business.status(hall.id), Status::human);
}

TEST(Queue, takes_a_message_once_also_where_it_goes_back) {
  Hall hall;
  auto& all = hall.business.conversations();
  const Said said{"same", "never mind, where is order 1042?", {}, {}};
  const auto first = hall.business.wait(all.receive(hall.id, said));
  hall.business.wait(all.threads().settled(hall.id));
  hall.business.say(hall.id, "I want to talk to a person");
  const auto again = hall.business.wait(all.receive(hall.id, said));
  EXPECT_TRUE(again.duplicate);
  EXPECT_EQ(again.seq, first.seq);
  EXPECT_EQ(hall.business.status(hall.id), Status::pending_human);
}

TEST(Queue, counts_those_who_wait_longer_for_the_same_people) {
  Hall hall;
  hall.business.pass(std::chrono::minutes(1));
  const auto second = hall.business.open();
  hall.business.say(second, "I want to talk to a person");
  EXPECT_NE(hall.business.say(second, "hello?").find("one other waits longer"), std::string::npos);
  EXPECT_NE(hall.business.say(hall.id, "hello?").find("you are next"), std::string::npos);
}

TEST(Reply, is_its_authors_and_only_of_whoever_has_the_conversation) {
  Hall hall;
  auto& business = hall.business;
  auto& all = business.conversations();
  business.wait(all.take_over(hall.id, "Ana"));
  business.wait(all.reply(hall.id, "r1", "Ana here.", "Ana"));
  EXPECT_EQ(support::slug_of([&] { business.wait(all.reply(hall.id, "r2", "Ben here.", "Ben")); }),
            "dialog/taken-over");
  EXPECT_EQ(support::slug_of([&] { business.wait(all.take_over(hall.id, "Ben")); }), "dialog/taken-over");
  EXPECT_EQ(support::slug_of([&] { business.wait(all.take_over(hall.id, "Ben", "Carla")); }), "dialog/taken-over");
  business.wait(all.take_over(hall.id, "Ben", "Ana"));
  business.wait(all.reply(hall.id, "r2", "Ben here.", "Ben"));
  EXPECT_TRUE(business.wait(all.reply(hall.id, "r1", "Ana here.", "Ana")).duplicate);
  std::string spoken;
  for (const auto& event : business.events(hall.id)) {
    const auto& message = event.data["message"];
    if (message["role"].text() == "person")
      spoken += fmt::format("{}: {} ", message["by"].text(), message["text"].text());
  }
  EXPECT_EQ(spoken, "Ana: Ana here. Ben: Ben here. ");
}

TEST(Queue, tells_pages_whether_somebody_is_in) {
  const auto hours = json::parse(R"([{"id":"harbor","name":"Harbor","hours":{"mon":"closed","tue":"11:30-22:00"}}])");
  SimulatedBusiness business(1, Value::object({{"locations", hours}}));  // it is Monday
  const auto id = business.open();
  business.say(id, "I want to talk to a person");
  for (const auto& event : business.events(id)) {
    if (event.type != "owner") continue;
    EXPECT_FALSE(event.data["is_in"].boolean());
    EXPECT_EQ(event.data["from"].text(), "2026-11-24T11:30:00.000Z");
  }
  EXPECT_FALSE(
      business.wait(business.conversations().attendance(business.wait(business.conversations().find(id)))).is_in);
}

// What one is told stays for the people, whatever else the bot could do of it.
TEST(WhoWaits, has_it_passed_on_that_somebody_shall_be_told) {
  for (const auto& [language, text] : std::initializer_list<std::pair<const char*, const char*>>{
           {"en", "book: just tell them we'll be late"},
           {"de", "book: sagen Sie ihnen bitte, dass wir später kommen"},
           {"es", "book: dígales que llegamos tarde"},
           {"it", "book: dica loro che arriviamo tardi"}}) {
    const auto heard = hear({.since = kTwelveMinutesAgo}, text, kIn, language);
    EXPECT_TRUE(heard.buttons.empty()) << text;
    EXPECT_TRUE(heard.offer.empty()) << text;
    EXPECT_FALSE(heard.goes_back) << text;
  }
}

TEST(WhoWaits, goes_on_in_own_words_with_what_was_open) {
  const std::tuple<const char*, const char*, const char*> talks[] = {
      {"a table for two at Harbor tomorrow at 7:30pm", "I want to talk to a person", "yes please go on"},
      {"ein Tisch für zwei bei Harbor morgen um 19:30 Uhr", "Mit einem Menschen sprechen", "ja, weitermachen"},
      {"una mesa para dos en Harbor mañana a las 19:30", "Hablar con una persona", "sí, siga"},
      {"un tavolo per due a Harbor domani alle 19:30", "Parlare con una persona", "sì, continui"}};
  for (const auto& [table, person, yes] : talks) {
    SimulatedBusiness business(1, four_languages());
    const auto id = business.open();
    const auto asked = business.say(id, table);
    business.say(id, person);
    EXPECT_EQ(business.status(id), Status::pending_human) << person;
    EXPECT_EQ(business.say(id, yes), asked) << yes;
  }
}

// What stood, or was done, is changed by who takes the wish for a person back.
TEST(WhoWaits, goes_back_with_a_change_of_what_was_asked_for) {
  struct Said {
    const char *table, *yes, *person, *change;
  };
  const Said talks[] = {{"a table for two at Harbor tomorrow at 7:30pm, name Ana", "yes", "I want to talk to a person",
                         "never mind, can you make that 8.30pm"},
                        {"a table for two at Harbor tomorrow at 19:30, name Ana", "yes", "I want to talk to a person",
                         "never mind, can you make that 20.30"},
                        {"a table for two at Harbor tomorrow at 7:30pm, name Ana", "yes", "I want to talk to a person",
                         "forget it, can we come an hour later?"},
                        {"ein Tisch für zwei bei Harbor morgen um 19:30 Uhr, mein Name ist Ana", "ja",
                         "Mit einem Menschen sprechen", "schon gut, geht auch 20:30?"},
                        {"una mesa para dos en Harbor mañana a las 19:30, me llamo Ana", "sí", "Hablar con una persona",
                         "déjelo, mejor a las 20:30"},
                        {"un tavolo per due a Harbor domani alle 19:30, mi chiamo Ana", "sì", "Parlare con una persona",
                         "lasci stare, può fare alle 20.30?"}};
  for (const auto& said : talks) {
    for (const bool is_done : {false, true}) {
      SimulatedBusiness business(1, four_languages());
      business.booking = json::parse(R"({"date":"2026-11-24","time":"19:30","guests":2})");
      const auto id = business.open();
      business.say(id, said.table);
      if (is_done) business.say(id, said.yes);
      business.say(id, said.person);
      ASSERT_EQ(business.status(id), Status::pending_human) << said.person;
      EXPECT_NE(business.say(id, said.change).find("20:30"), std::string::npos) << said.change << is_done;
      EXPECT_EQ(business.status(id), Status::bot) << said.change;
      business.say(id, said.yes);
      ASSERT_EQ(business.sent.size(), is_done ? 2u : 1u) << said.change;
      EXPECT_EQ(business.sent.back().tool, is_done ? "move_booking" : "book_table") << said.change;
      EXPECT_EQ(business.sent.back().arguments["time"].text(), "20:30") << said.change;
    }
  }
}

TEST(WhoWaits, is_asked_whether_to_go_on_where_a_change_is_no_more_than_said) {
  SimulatedBusiness business;
  const auto id = business.open();
  for (const auto* text :
       {"a table for two at Harbor tomorrow at 7:30pm, name Ana", "yes", "I want to talk to a person"})
    business.say(id, text);
  EXPECT_NE(business.say(id, "can you make that 8.30pm").find("shall I go on?"), std::string::npos);
  EXPECT_EQ(business.say(id, "can somebody call me at 5pm?").find("shall I go on?"), std::string::npos);
  EXPECT_EQ(business.status(id), Status::pending_human);
}

TEST(Queue, is_told_of_hours_by_the_clock_of_the_place) {
  const auto hours =
      json::parse(R"([{"id":"roma","name":"Roma","time_zone":"Europe/Rome","hours":{"mon":"10:30-22:00"}}])");
  SimulatedBusiness business(1, Value::object({{"locations", hours}}));  // Monday, 10:00 in Rome
  const auto id = business.open();
  EXPECT_NE(business.say(id, "I want to talk to a person").find("today from 10:30"), std::string::npos);
  const auto attendance =
      business.wait(business.conversations().attendance(business.wait(business.conversations().find(id))));
  EXPECT_EQ(to_iso(*attendance.from), "2026-11-23T09:30:00.000Z");
}

TEST(Queue, has_hours_of_its_own) {
  const auto hours = json::parse(R"([{"id":"harbor","name":"Harbor","hours":{"mon":"08:00-22:00"}}])");
  const auto queues = json::parse(R"([{"name":"front-of-house","hours":{"mon":"10:00-12:00"}}])");
  SimulatedBusiness business(1, Value::object({{"locations", hours}, {"queues", queues}}));  // Monday, 09:00
  const auto id = business.open();
  EXPECT_NE(business.say(id, "I want to talk to a person").find("today from 10:00"), std::string::npos);
}

}  // namespace
}  // namespace frontdesk::dialog
