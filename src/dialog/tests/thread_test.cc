#include <gtest/gtest.h>

#include <set>

#include "dialog/config.h"
#include "dialog/sentences.h"
#include "simulated_guest.h"

// What holds a conversation together, seen from outside: what the bot says, asks and offers.
namespace frontdesk::dialog {
namespace {

using testing::four_languages;
using testing::Guest;

TEST(Thread, names_the_slot_that_is_asked) {
  Guest guest;
  guest.say("a table for four at Harbor tomorrow");
  EXPECT_EQ(guest.last()["asks"].text(), "time");
  guest.say("hm");
  EXPECT_EQ(guest.last()["asks"].text(), "time");
  guest.say("at 7pm");
  EXPECT_EQ(guest.last()["asks"].text(), "name");
  guest.say("Ana");
  EXPECT_FALSE(guest.last().contains("asks"));  // the read-back asks for no slot
}

TEST(Thread, shows_the_read_back_as_a_card_with_every_value) {
  Guest guest;
  guest.say("a table for two at Harbor tomorrow at 7:30pm");
  guest.say("Ana");
  EXPECT_EQ(json::print(guest.last()["card"]),
            R"({"kind":"read_back","fields":[{"label":"Location","value":"Harbor"},)"
            R"({"label":"Date","value":"Tuesday 24 November"},{"label":"Time","value":"19:30"},)"
            R"({"label":"Guests","value":"2"},{"label":"Name","value":"Ana"}]})");
  EXPECT_EQ(guest.buttons(), "Yes|Change|No|");
}

TEST(Thread, shows_success_as_a_card_with_code_and_calendar_entry) {
  Guest guest;
  guest.say("a table for two at Harbor tomorrow at 7:30pm");
  guest.say("Ana");
  guest.say("yes");
  const auto card = guest.last()["card"];
  EXPECT_EQ(card["kind"].text(), "done");
  EXPECT_EQ(card["code"].text(), "LUME-4821");
  EXPECT_EQ(
      json::print(card["calendar"]),
      R"({"title":"Trattoria Lume, Harbor","date":"2026-11-24","time":"19:30","minutes":120,"place":"Trattoria Lume, Harbor"})");
}

TEST(Thread, reads_a_cancellation_back_with_what_was_looked_up) {
  Guest guest;
  const auto told = guest.say("please cancel the reservation LUME-1234, my name is Ana");
  EXPECT_EQ(told,
            "Harbor, Friday 27 November at 19:00, for 4. I cancel booking LUME-1234 in the name Ana. Are you sure?");
  EXPECT_EQ(guest.last()["card"]["fields"][1]["value"].text(), "Friday 27 November at 19:00");
}

TEST(Thread, finds_a_guest_by_name_and_phone_where_the_code_is_lost) {
  Guest guest;
  guest.say("cancel my booking");
  EXPECT_TRUE(guest.hears("I lost it, sorry", "phone number")) << guest.heard;
  guest.say("+1 555 0199 221");
  EXPECT_TRUE(guest.hears("Ana", "I cancel booking LUME-4821 in the name Ana")) << guest.heard;
}

TEST(Thread, answers_facts_wherever_they_are_asked) {
  Guest guest;
  EXPECT_TRUE(guest.hears("do you have parking?", "Harbor: At Harbor there is a car park")) << guest.heard;
  guest.say("a table for two at Harbor tomorrow");
  EXPECT_TRUE(guest.hears("can we bring our dog?", "Dogs are welcome")) << guest.heard;
  EXPECT_NE(guest.heard.find("At what time?"), std::string::npos);
  EXPECT_EQ(guest.last()["asks"].text(), "time");
  guest.say("7pm");
  guest.say("Ana");
  EXPECT_TRUE(guest.hears("how can I pay", "Cash")) << guest.heard;
  EXPECT_NE(guest.heard.find("Shall I book it?"), std::string::npos);  // the read-back is still open
  guest.say("yes");
  EXPECT_EQ(guest.business.effects.size(), 1u);
}

TEST(Thread, answers_just_what_was_asked) {
  Guest guest;
  EXPECT_EQ(guest.say("how much is the tiramisu?"), "8 €");
  EXPECT_EQ(guest.say("is harbor open on sunday?"), "Harbor is open on Sunday 29 November from 11:30 to 21:00.");
  EXPECT_EQ(guest.say("are you open now?"),
            "Harbor is closed now; it opens tomorrow at 11:30. Old Town is closed now; it opens today at 17:00.");
  EXPECT_EQ(guest.say("where is old town"),
            "Old Town is at 3 Lantern Lane, behind the town hall; the phone is +1 555 0120.");
}

TEST(Thread, says_that_it_does_not_know_and_counts_it) {
  Guest guest;
  EXPECT_TRUE(guest.hears("does the chef speak portuguese?", "I do not know that")) << guest.heard;
  guest.say("a table for two at Harbor tomorrow");
  EXPECT_TRUE(guest.hears("who painted the picture at the door?", "I do not know that")) << guest.heard;
  EXPECT_NE(guest.heard.find("At what time?"), std::string::npos);
  ASSERT_EQ(guest.of_type("unanswered").size(), 2u);
  EXPECT_EQ(guest.of_type("unanswered")[1]["text"].text(), "who painted the picture at the door?");
}

TEST(Thread, changes_any_slot_by_a_new_sentence) {
  Guest guest;
  guest.business.taken = {json::parse(R"({"available":false,"alternatives":["18:00","21:30"]})")};
  guest.say("a table for two at Harbor tomorrow at 7:30pm");
  EXPECT_EQ(guest.buttons(), "18:00|21:30|");
  EXPECT_EQ(guest.say("then a table for three at Old Town tomorrow at 8pm"), "In what name shall I book?");
  EXPECT_TRUE(guest.hears("Ana", "A table for 3 at Old Town, Tuesday 24 November at 20:00")) << guest.heard;
  EXPECT_TRUE(guest.hears("no, at Harbor", "A table for 3 at Harbor")) << guest.heard;
}

TEST(Thread, forgets_no_day_over_a_time_that_is_closed) {
  Guest guest;
  guest.business.failures["find_table"] = {
      Error(Kind::conflict, "tool/closed", "On Tuesday 24 November Harbor is open from 11:30.")};
  guest.say("a table for two at Harbor tomorrow at 10am");
  EXPECT_EQ(guest.say("1pm"), "In what name shall I book?");
  EXPECT_TRUE(guest.hears("Ana", "Tuesday 24 November at 13:00")) << guest.heard;
}

TEST(Thread, hands_a_large_party_to_the_queue_of_its_rule_at_once) {
  for (const auto* text : {"a table for 10 people at Harbor tomorrow", "table for 15"}) {
    Guest guest;
    guest.say(text);
    if (guest.business.status(guest.id) == Status::bot) guest.say("harbor");
    EXPECT_EQ(guest.business.status(guest.id), Status::pending_human) << text;
    ASSERT_FALSE(guest.of_type("handoff").empty()) << text;
    EXPECT_EQ(guest.of_type("handoff")[0]["queue"].text(), "events") << text;
  }
}

TEST(Thread, hands_an_intent_to_the_queue_of_its_own_rule) {
  const auto rules = json::parse(
      R"([{"id":"cold-food","when":{"intent":"feedback"},"queue":"managers"},
          {"id":"somebody","when":{"intent":"person"},"queue":"front-of-house"}])");
  Guest guest(Value::object({{"escalation_rules", rules}}));
  guest.say("I found a hair in my pasta");
  ASSERT_FALSE(guest.of_type("handoff").empty());
  EXPECT_EQ(guest.of_type("handoff")[0]["queue"].text(), "managers");
}

TEST(Thread, says_what_would_be_possible_beyond_the_bounds) {
  Guest guest(Value::object({{"escalation_rules", Value::list()}}));
  guest.say("a table at Harbor tomorrow at 8pm");
  EXPECT_EQ(guest.say("30 people"), "I can seat one to twelve; for more I fetch a colleague.");
  EXPECT_EQ(guest.last()["asks"].text(), "guests");
}

TEST(Thread, moves_only_what_shall_be_different) {
  Guest guest;
  guest.say("I want to move my booking LUME-1234, my name is Ana");
  EXPECT_TRUE(guest.hears("to 8pm", "to Friday 27 November at 20:00, for 4")) << guest.heard;
}

TEST(Thread, takes_a_difference_to_what_is_known) {
  Guest guest;
  guest.say("a table for two at Harbor tomorrow at 7pm");
  EXPECT_TRUE(guest.hears("Ana", "A table for 2 at Harbor, Tuesday 24 November at 19:00")) << guest.heard;
  EXPECT_TRUE(guest.hears("an hour later please", "at 20:00")) << guest.heard;
  EXPECT_TRUE(guest.hears("one more person", "A table for 3")) << guest.heard;
}

TEST(Thread, takes_a_difference_to_what_was_looked_up) {
  Guest guest;
  guest.say("can we come an hour later");
  guest.say("LUME-1234");
  EXPECT_TRUE(guest.hears("Ana", "to Friday 27 November at 20:00, for 4")) << guest.heard;
}

TEST(Thread, asks_which_of_two_days_is_meant) {
  Guest guest;
  guest.say("a table for two at Harbor");
  guest.say("next friday");
  EXPECT_EQ(guest.last()["asks"].text(), "date");
  EXPECT_EQ(guest.buttons(), "Friday 27 November|Friday 4 December|");
  EXPECT_EQ(guest.say("Friday 4 December"), "At what time?");
}

TEST(Thread, keeps_the_reason_of_a_stopped_tool_from_the_guest_and_fetches_a_person) {
  Guest guest;
  Safeguards safeguards;
  safeguards.stopped["book_table"] = "The kitchen is being repaired.";
  guest.business.use(std::move(safeguards));
  guest.say("a table for two at Harbor tomorrow at 7pm");
  EXPECT_TRUE(guest.hears("Ana", "I am sorry, I cannot do this for you at the moment. I am fetching a colleague"))
      << guest.heard;
  EXPECT_EQ(guest.heard.find("repaired"), std::string::npos) << guest.heard;
  ASSERT_EQ(guest.of_type("handoff").size(), 1u);
  EXPECT_NE(guest.of_type("handoff")[0]["reason"].text().find("repaired"), std::string::npos);
}

TEST(Thread, says_an_error_of_ours_as_one) {
  Guest guest;
  guest.business.failures["book_table"] = {Error(Kind::internal, "tool/broken", "The back office answered nonsense.")};
  guest.say("a table for two at Harbor tomorrow at 7pm");
  guest.say("Ana");
  EXPECT_TRUE(guest.hears("yes", "something went wrong on our side")) << guest.heard;
  EXPECT_EQ(guest.heard.find("nonsense"), std::string::npos);
}

TEST(Thread, never_opens_what_is_denied) {
  for (const auto* text : {"don't cancel my booking", "please do not cancel my reservation"}) {
    Guest guest;
    EXPECT_TRUE(guest.hears(text, "I leave that as it is")) << guest.heard;
    EXPECT_EQ(guest.of_type("reading")[0]["denied"][0]["intent"].text(), "cancel_booking");
  }
  Guest guest;
  EXPECT_TRUE(guest.hears("I don't want to cancel my booking, I want to move my booking", "booking code"))
      << guest.heard;
  guest.say("LUME-1234");
  EXPECT_TRUE(guest.hears("Ana", "What shall be different")) << guest.heard;
}

TEST(Thread, knows_that_not_being_able_to_come_denies_nothing) {
  Guest guest;
  EXPECT_TRUE(guest.hears("we cannot come tonight", "booking code")) << guest.heard;
}

TEST(Thread, lets_a_guest_go_who_says_why) {
  Guest guest;
  guest.say("a table for two at Harbor tomorrow at 7:30pm");
  EXPECT_TRUE(guest.hears("no thanks, I do not give my name to machines. forget it", "leave that")) << guest.heard;
  guest.say("a table for two at Harbor tomorrow at 7:30pm");
  guest.say("Ana");
  EXPECT_TRUE(guest.hears("no, don't book it. I have to ask my sister before", "not done it")) << guest.heard;
  for (const auto& call : guest.of_type("tool")) EXPECT_NE(call["name"].text(), "book_table");
}

TEST(Thread, knows_a_wish_by_what_it_tells) {
  Guest guest;
  EXPECT_TRUE(guest.hears("harbor, tomorrow 8pm, 4 persons", "In what name")) << guest.heard;
}

TEST(Thread, denies_no_wish_with_a_day_that_does_not_suit) {
  Guest guest;
  EXPECT_TRUE(guest.hears("not friday but saturday, a table for 4 at Harbor at 7pm", "In what name")) << guest.heard;
  EXPECT_TRUE(guest.hears("Ana", "Saturday 28 November")) << guest.heard;
}

TEST(Thread, answers_small_talk_and_goes_on) {
  Guest guest;
  EXPECT_TRUE(guest.hears("how are you?", "automatic assistant")) << guest.heard;
  EXPECT_TRUE(guest.of_type("unanswered").empty());
}

TEST(Thread, takes_what_stands_behind_a_no_for_the_value_that_it_fits) {
  Guest guest;
  guest.say("a table for two at Harbor tomorrow at 7:30pm");
  guest.say("Ana");
  EXPECT_TRUE(guest.hears("no, Robert Olsen", "in the name Robert Olsen")) << guest.heard;
}

TEST(Thread, denies_a_day_and_not_the_wish) {
  Guest guest;
  EXPECT_TRUE(guest.hears("a table at Harbor please, not tonight but tomorrow, 7pm, for two", "In what name"))
      << guest.heard;
}

TEST(Thread, reads_a_far_day_back_with_its_year) {
  Guest guest;
  guest.say("a table for two at Harbor on 2027-12-03 at 7:30pm");
  EXPECT_TRUE(guest.hears("Ana", "Friday 3 December 2027")) << guest.heard;
  EXPECT_NE(json::print(guest.last()["card"]).find("2027"), std::string::npos);
}

TEST(Thread, does_two_wishes_one_after_the_other) {
  Guest guest;
  EXPECT_EQ(guest.say("where is order 1042 and please cancel the reservation LUME-1234"),
            "One after the other. First this one: Order 1042 is on its way. Now the next one. And in what name is it "
            "booked?")
      << (guest.of_type("handoff").empty() ? "" : json::print(guest.of_type("handoff")[0]));
  EXPECT_TRUE(guest.hears("Ana", "I cancel booking LUME-1234")) << guest.heard;
}

TEST(Thread, answers_a_fact_and_begins_what_is_wanted_beside_it) {
  Guest guest;
  EXPECT_TRUE(guest.hears("do you have parking? I would like to book a table for two", "car park")) << guest.heard;
  EXPECT_NE(guest.heard.find("Harbor or Old Town?"), std::string::npos) << guest.heard;
  EXPECT_EQ(guest.last()["asks"].text(), "location");
}

TEST(Thread, tells_no_slot_by_a_question) {
  Guest guest;
  guest.say("a table for two at Harbor");
  EXPECT_TRUE(guest.hears("are you open on sunday?", "Harbor is open on Sunday")) << guest.heard;
  EXPECT_EQ(guest.last()["asks"].text(), "date");
}

TEST(Thread, leaves_and_begins_again_in_many_words) {
  for (const auto* text : {"forget it", "never mind, thanks", "ok forget about it please", "I changed my mind"}) {
    Guest guest;
    guest.say("a table for two at Harbor tomorrow");
    EXPECT_TRUE(guest.hears(text, "let us leave that")) << text << ": " << guest.heard;
    EXPECT_FALSE(guest.hears("7pm", "In what name")) << text;
  }
  Guest guest;
  guest.say("a table for two at Harbor tomorrow");
  EXPECT_TRUE(guest.hears("can we start over", "from the beginning")) << guest.heard;
  EXPECT_EQ(guest.last()["asks"].text(), "location");
}

TEST(Thread, asks_for_no_code_of_what_it_wrote_itself) {
  for (const auto* text : {"actually can we be 3", "please cancel the reservation", "thanks. now cancel my table",
                           "I want to move my booking to 8pm"}) {
    Guest guest;
    guest.say("a table for two at Harbor tomorrow at 7:30pm");
    guest.say("Ana");
    guest.say("yes");
    guest.say(text);
    EXPECT_TRUE(guest.last()["read_back"].is_object()) << text << ": " << guest.last()["text"].text();
    EXPECT_NE(guest.last()["text"].text().find("LUME-4821"), std::string::npos) << text;
    EXPECT_EQ(guest.business.effects.size(), 1u) << text;
  }
}

TEST(Thread, asks_for_the_code_of_another_record_than_the_one_it_knows) {
  Guest guest;
  guest.say("a table for two at Harbor tomorrow at 7:30pm");
  guest.say("Ana");
  guest.say("yes");
  EXPECT_TRUE(guest.hears("cancel my other booking", "booking code")) << guest.heard;
  guest.say("never mind");
  EXPECT_TRUE(guest.hears("cancel my booking LUME-1111", "in what name")) << guest.heard;
}

TEST(Thread, remembers_of_a_look_up_what_was_proved) {
  Guest guest;
  guest.say("I want to move my booking LUME-1234, my name is Ana");
  guest.say("to 8pm");
  guest.say("no");
  EXPECT_TRUE(guest.hears("please cancel the reservation", "I cancel booking LUME-1234 in the name Ana"))
      << guest.heard;
  Guest stranger;
  EXPECT_TRUE(stranger.hears("please cancel the reservation", "booking code")) << stranger.heard;
}

TEST(Thread, leaves_any_open_question_in_one_word) {
  for (const auto* text : {"never mind", "cancel", "Cancel it", "cancel please", "bye", "ok bye", "forget it", "STOP",
                           "never mind, cancel it", "thanks, bye"}) {
    for (const auto* before : {"a table for two at Harbor", "cancel my booking", "I want to move my booking"}) {
      Guest guest;
      guest.say(before);
      EXPECT_EQ(guest.say(text), "All right, let us leave that. I have done nothing. What else can I do for you?")
          << before << " / " << text;
      EXPECT_FALSE(guest.last().contains("asks")) << before << " / " << text;
      EXPECT_EQ(guest.say("where is order 1042"), "Order 1042 is on its way.") << before << " / " << text;
    }
  }
}

TEST(Thread, says_that_nothing_was_done_only_of_what_would_be) {
  Guest guest;
  guest.say("where is my order");
  EXPECT_EQ(guest.say("forget it"), "All right, let us leave that. What else can I do for you?");
}

TEST(Thread, goes_back_from_a_question_that_is_left_and_leaves_both_for_a_farewell) {
  Guest guest;
  guest.say("a table for two at Harbor tomorrow");
  guest.say("where is my order");
  EXPECT_EQ(guest.last()["asks"].text(), "order");
  EXPECT_EQ(guest.say("never mind"), "All right, let us leave that. At what time?");
  guest.say("where is my order");
  EXPECT_TRUE(guest.hears("bye", "What else can I do for you?")) << guest.heard;
  EXPECT_FALSE(guest.last().contains("asks"));
}

TEST(Thread, does_not_come_back_to_what_was_left_for_something_else) {
  Guest guest;
  guest.say("a table for two at Harbor");
  EXPECT_TRUE(guest.hears("never mind the table, where is my order?", "order number")) << guest.heard;
  EXPECT_EQ(guest.say("1042"), "Order 1042 is on its way.");
  EXPECT_FALSE(guest.last().contains("asks"));
}

TEST(Thread, leaves_in_every_language) {
  for (const auto* text : {"abbrechen", "vergiss es", "tschüss", "cancelar", "olvídalo", "adiós", "annulla",
                           "lascia perdere", "arrivederci"}) {
    Guest guest(four_languages());
    guest.say("a table for two at Harbor");
    guest.say(text);
    EXPECT_FALSE(guest.last().contains("asks")) << text;
  }
}

TEST(Thread, fetches_a_person_by_what_is_done_with_the_words) {
  Guest guest;
  EXPECT_TRUE(guest.hears("this is unacceptable", "I am sorry about that.")) << guest.heard;
  EXPECT_EQ(guest.of_type("handoff")[0]["queue"].text(), "manager");
  Guest other;
  EXPECT_TRUE(other.hears("help, call an ambulance", "emergency number")) << other.heard;
  Guest calm;
  calm.say("where is the emergency exit, and whose is the ambulance outside?");
  EXPECT_TRUE(calm.of_type("handoff").empty()) << calm.heard;
}

TEST(Thread, offers_a_person_before_the_third_miss) {
  Guest guest;
  guest.say("cancel my booking");
  guest.say("hm");
  guest.say("hm hm");
  EXPECT_NE(json::print(guest.last()["buttons"]).find("Ask a colleague"), std::string::npos);
}

TEST(Thread, answers_thanks_and_greetings_without_an_intent_for_them) {
  Guest guest(Value::object(
      {{"intents", json::parse(R"([{"name":"person","handoff":"Asked.","examples":["a person","a human please"]}])")},
       {"facts", Value::list()}}));
  EXPECT_EQ(guest.say("thanks a lot"), "You are welcome.");
  EXPECT_EQ(guest.say("hello"), "Hello! What can I do for you?");
}

std::set<std::string> holes_in(std::string_view pattern) {
  std::set<std::string> holes;
  for (auto at = pattern.find("{{"); at != std::string_view::npos; at = pattern.find("{{", at + 2))
    holes.emplace(pattern.substr(at, pattern.find("}}", at) - at));
  return holes;
}

TEST(Sentences, are_the_same_in_every_language) {
  const auto& first = sentences_of(kFirstLanguage);
  ASSERT_GE(spoken_languages().size(), 4u);
  for (const auto language : spoken_languages()) {
    const auto& table = sentences_of(language);
    EXPECT_EQ(table.size(), first.size()) << language;
    for (const auto& member : first.members()) {
      const auto& there = table[member.key()];
      EXPECT_EQ(there.type(), member.value.type()) << language << " " << member.key();
      EXPECT_EQ(holes_in(there.text()), holes_in(member.value.text())) << language << " " << member.key();
    }
    EXPECT_EQ(word_list(language, "weekdays").size(), 7u);
    EXPECT_EQ(word_list(language, "months").size(), 12u);
  }
}

TEST(Thread, reads_a_message_once_and_answers_in_its_language_from_the_first_word) {
  Guest guest(Value::object({{"languages", Value::list({"en", "de"})}}));
  EXPECT_TRUE(guest.hears("ich möchte mit einem Menschen sprechen", "Ich hole jemanden aus dem Team")) << guest.heard;
  EXPECT_EQ(guest.of_type("reading").size(), 1u);
  EXPECT_EQ(guest.of_type("reading")[0]["language"].text(), "de");
}

TEST(Thread, stays_in_the_language_that_was_spoken_where_another_is_not_served) {
  Guest guest(Value::object({{"languages", Value::list({"en", "de"})}}));
  guest.say("ich möchte einen Tisch reservieren");
  guest.say("buonasera, vorrei anche sapere dove siete");
  EXPECT_TRUE(guest.hears("hm", "Das habe ich leider nicht verstanden")) << guest.heard;
}

TEST(Thread, tells_the_language_once_it_changes_and_falls_back_to_the_first) {
  Guest guest;
  guest.say("a table for two at Harbor tomorrow at 7:30pm");
  EXPECT_TRUE(guest.of_type("language").empty());
  guest.say("auf den Namen Ana bitte");
  ASSERT_EQ(guest.of_type("language").size(), 1u);
  Guest other;
  other.id = other.business.wait(other.business.conversations().open("web", "fr")).id;
  EXPECT_TRUE(other.last()["text"].text().starts_with("Buongiorno! I can")) << "French is not served";
  EXPECT_TRUE(other.of_type("language").empty());
}

TEST(Thread, answers_who_waits_in_their_language) {
  Guest guest;
  guest.say("ich möchte mit einem Menschen sprechen");
  EXPECT_TRUE(guest.hears("das ist wirklich dringend", "Ihre Nachricht ist angekommen.")) << guest.heard;
}

TEST(Wording, is_the_one_of_the_language_else_that_of_the_first_one_of_the_file) {
  DialogConfig config;
  config.languages = {"en", "de"};
  const auto wording = Value::object({{"de", "Hallo"}, {"en", "Hello"}});
  EXPECT_EQ(config.text(wording, "de"), "Hallo");
  EXPECT_EQ(config.text(wording, "it"), "Hello") << "not the one that happens to be written first";
  EXPECT_EQ(config.text(Value::object({{"it", "Ciao"}}), "de"), "Ciao");
  EXPECT_EQ(config.text(Value("Hi"), "de"), "Hi");
  EXPECT_EQ(config.text(Value(), "de"), "");
  EXPECT_EQ(config.served("de-AT"), "de");
  EXPECT_EQ(config.served("DE"), "de");
  EXPECT_EQ(config.served("fr"), "en");
  EXPECT_EQ(config.served(""), "en");
}

TEST(Thread, speaks_the_language_of_the_tenant) {
  Guest guest(Value::object({{"languages", Value::list({"de"})}}));
  guest.say("a table for two at Harbor tomorrow at 7:30pm");
  guest.say("Ana");
  EXPECT_EQ(guest.buttons(), "Ja|Ändern|Nein|");
  EXPECT_EQ(guest.last()["card"]["fields"][1]["value"].text(), "Dienstag, 24. November");
}

}  // namespace
}  // namespace frontdesk::dialog
