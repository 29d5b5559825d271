#include "dialog/waiting.h"

#include <gtest/gtest.h>

#include "base/json.h"
#include "simulated_business.h"
#include "support/slug_of.h"

namespace frontdesk::dialog {
namespace {

using testing::SimulatedBusiness;

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

HeardWaiting hear(Waiting waiting, std::string_view sentence, const Attendance& attendance = kIn,
                  std::string_view language = "en") {
  return hear_waiting(waiting, sentence, attendance,
                      {wants_a_booking, knows_the_cloakroom, asks_how_long, wants_nobody}, kNow, language);
}

TEST(WhoWaits, hears_once_in_a_while_that_it_has_arrived_and_how_it_stands) {
  Waiting waiting{.since = kTwelveMinutesAgo, .ahead = 2};
  EXPECT_EQ(hear(waiting, "hello?").say,
            "Your message has arrived. A colleague was asked 12 minutes ago and will answer right here; 2 others wait "
            "longer.");
  waiting.told_at = {kNow.ms - 60'000};
  EXPECT_EQ(hear(waiting, "hello?").say, "");
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
  EXPECT_EQ(hear(waiting, "is anybody there?").say, "");
}

TEST(WhoWaits, hears_how_it_stands_whenever_they_ask_and_waits_no_longer_where_nobody_is_wanted) {
  const Waiting told{.since = kTwelveMinutesAgo, .told_at = kNow};
  EXPECT_EQ(hear(told, "how long will it take").say,
            "A colleague was asked 12 minutes ago and will answer right here; you are next.");
  EXPECT_EQ(hear(told, "take your time").say, "");
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
  EXPECT_EQ(hall.business.say(hall.id, "it is about the bill of last night"), "");
  EXPECT_NE(hall.business.say(hall.id, "where is order 1042").find("shall I go on"), std::string::npos);
  EXPECT_EQ(hall.business.status(hall.id), Status::pending_human);
  EXPECT_EQ(hall.business.say(hall.id, "Go on with the assistant"), "Order 1042 is on its way.");
  EXPECT_EQ(hall.business.status(hall.id), Status::bot);
}

TEST(Queue, answers_a_fact_of_the_file_while_the_guest_waits) {
  Hall hall;
  hall.business.say(hall.id, "hello? is anybody there");
  const auto told = hall.business.say(hall.id, "do you have parking?");
  EXPECT_NE(told.find("car park"), std::string::npos) << told;
  EXPECT_EQ(hall.business.status(hall.id), Status::pending_human);
  EXPECT_NE(hall.business.say(hall.id, "do you have a helicopter pad?").find("you are next"), std::string::npos)
      << "not known, and left to the colleague";
  EXPECT_EQ(hall.business.say(hall.id, "it is about the car park of last night"), "") << "no question";
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
