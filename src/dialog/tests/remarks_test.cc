#include <gtest/gtest.h>

#include "base/json.h"
#include "simulated_books.h"

// What is said beside a form: what no slot has room for, that the form is not wanted any more, and what was told before
// it was open.
namespace frontdesk::dialog {
namespace {

using testing::Booked;
using testing::four_languages;
using testing::Guest;

// The demo's file, whose flows have no slot for remarks.
Value without_room() {
  std::vector<Value> flows;
  for (const auto& flow : support::demo_document()["flows"].items()) {
    ListBuilder slots;
    for (const auto& slot : flow["slots"].items()) {
      if (!slot["remarks"].boolean()) slots.add(slot);
    }
    flows.push_back(flow.with("slots", slots.build()));
  }
  return four_languages().with("flows", Value::list(std::move(flows)));
}

struct Talk {
  const char* first;
  const char* said;
  const char* part;  // of the answer
};

constexpr Talk kCannotNote[] = {
    {"a table for two at Harbor tomorrow at 7:30pm", "one of us uses a wheelchair", "I cannot note"},
    {"a table for two at Harbor tomorrow at 7:30pm", "we're celebrating something", "I cannot note"},
    {"ein Tisch für zwei im Harbor morgen um 19:30", "meine Frau ist schwanger", "nicht vermerken"},
    {"una mesa para dos en Harbor mañana a las 19:30", "mi madre es sorda", "no puedo anotarlo"},
    {"una mesa para dos en Harbor mañana a las 19:30", "es nuestro aniversario de boda", "no puedo anotarlo"},
    {"un tavolo per due a Harbor domani alle 19:30", "sono intollerante", "non posso annotarlo"},
    {"un tavolo per due a Harbor domani alle 19:30", "mia madre è sulla sedia a rotelle", "non posso annotarlo"}};

TEST(Remarks, that_no_slot_has_room_for_are_said_not_to_be_noted_and_a_person_is_offered) {
  for (const auto& talk : kCannotNote) {
    Guest guest(without_room());
    guest.say(talk.first);
    EXPECT_TRUE(guest.hears(talk.said, talk.part)) << guest.heard;
    EXPECT_NE(guest.heard.find(talk.said), std::string::npos) << guest.heard;
    EXPECT_FALSE(guest.buttons().empty()) << talk.said;
    EXPECT_EQ(guest.last()["asks"].text(), "name") << "the form is not lost: " << guest.heard;
    EXPECT_FALSE(guest.hears("Ana", talk.part)) << "it is said once: " << guest.heard;
    EXPECT_FALSE(guest.last()["read_back"].is_null()) << talk.said;
  }
}

TEST(Remarks, of_the_first_message_are_not_dropped_either) {
  for (const auto* first : {"a table for two with a high chair at Harbor tomorrow at 7:30pm",
                            "a table for two at Harbor tomorrow at 7:30pm and a high chair",
                            "a table for two with a wheelchair at Harbor tomorrow at 7:30pm"}) {
    Guest guest(without_room());
    EXPECT_TRUE(guest.hears(first, "I cannot note")) << guest.heard;
    EXPECT_EQ(guest.heard.find("a table"), std::string::npos) << "only the remark is told: " << guest.heard;
  }
}

TEST(Remarks, that_are_asked_denied_or_none_are_not_told_of) {
  for (const auto* said :
       {"do you have high chairs?", "we need no high chair", "can I come with a wheelchair?", "Ana"}) {
    Guest guest;
    guest.say("a table for two at Harbor tomorrow at 7:30pm");
    EXPECT_FALSE(guest.hears(said, "I cannot note")) << said << ": " << guest.heard;
  }
}

TEST(Remarks, go_to_the_slot_that_has_room_for_them) {
  Guest guest;
  EXPECT_TRUE(guest.hears("a table for two with a high chair at Harbor tomorrow at 7:30pm", "I note: “a high chair”"))
      << guest.heard;
  EXPECT_TRUE(guest.hears("my wife is allergic to eggs", "I note: “a high chair; my wife is allergic to eggs”"))
      << guest.heard;
  EXPECT_EQ(guest.heard.find("Noted"), std::string::npos) << "it is said once: " << guest.heard;
  EXPECT_EQ(guest.last()["asks"].text(), "name") << guest.heard;
  EXPECT_EQ(guest.heard.find("I cannot note"), std::string::npos) << guest.heard;
  EXPECT_FALSE(guest.hears("for three, Ana", "Sorry")) << guest.heard;
}

struct AtTheYes {
  const char* first;
  const char* said;
  const char* note;  // in the read-back that follows
};

constexpr AtTheYes kBesideYes[] = {{"a table for two at Harbor tomorrow at 7:30pm, Ana Lopez",
                                    "yes, and please note that we need a high chair", "we need a high chair"},
                                   {"a table for two at Harbor tomorrow at 7:30pm, Ana Lopez",
                                    "yes and note that we may be a bit loud", "we may be a bit loud"},
                                   {"ein Tisch für zwei im Harbor morgen um 19:30, Name Ana Lopez",
                                    "ja, und notieren Sie bitte, dass wir einen Hund haben", "wir einen Hund haben"},
                                   {"una mesa para dos en Harbor mañana a las 19:30, a nombre de Ana Lopez",
                                    "sí, y anote por favor que venimos con un bebé", "venimos con un bebé"},
                                   {"un tavolo per due a Harbor domani alle 19:30, a nome Ana Lopez",
                                    "sì, e segni per favore che siamo con un bambino", "siamo con un bambino"}};

TEST(Remarks, beside_a_yes_are_read_back_before_they_are_written) {
  for (const auto& talk : kBesideYes) {
    Guest guest(four_languages());
    guest.say(talk.first);
    EXPECT_TRUE(guest.hears(talk.said, talk.note)) << guest.heard;
    EXPECT_TRUE(guest.business.sent.empty()) << "a yes to what was not shown: " << talk.said;
    EXPECT_FALSE(guest.hears("ok", talk.note)) << "what was read back is not told again: " << guest.heard;
    ASSERT_EQ(guest.business.sent.size(), 1u) << talk.said;
    EXPECT_EQ(guest.business.sent[0].arguments["note"].text(), talk.note);
    EXPECT_EQ(guest.business.sent[0].arguments["name"].text(), "Ana Lopez") << "no word of it is a name: " << talk.said;
  }
}

TEST(Remarks, that_are_to_be_noted_tell_nothing_else) {
  for (const auto* note : {"please note that my husband had surgery on friday",
                           "note: we come with the 6 o'clock train", "and note that Old Town was lovely last time"}) {
    Guest guest;
    guest.say("a table for two at Harbor tomorrow at 7:30pm, Ana Lopez");
    EXPECT_TRUE(guest.hears(note, "Harbor, Tuesday 24 November at 19:30")) << guest.heard;
    EXPECT_NE(guest.heard.find("Noted: “"), std::string::npos) << guest.heard;
  }
}

TEST(Remarks, said_in_one_breath_with_a_wish_are_noted_and_ask_nothing) {
  const std::pair<const char*, const char*> talks[] = {
      {"a table for 2 at Harbor tomorrow at 7pm, Ana Lopez, I'm allergic to nuts", "I'm allergic to nuts"},
      {"una mesa para 2 en Harbor mañana a las 19, a nombre de Ana Lopez, soy alérgico a las nueces", "alérgico"},
      {"un tavolo per 6 a Harbor domani alle 19, a nome Ana Lopez, uno di noi è celiaco", "uno di noi è celiaco"},
      {"ein Tisch für 2 im Harbor morgen um 19 Uhr, Name Ana Lopez, ich habe eine Nussallergie", "Nussallergie"}};
  for (const auto& [said, note] : talks) {
    Guest guest(four_languages());
    EXPECT_TRUE(guest.hears(said, note)) << guest.heard;
    EXPECT_FALSE(guest.last()["read_back"].is_null()) << guest.heard;
    guest.say("ok");
    ASSERT_EQ(guest.business.sent.size(), 1u) << said;
    EXPECT_NE(guest.business.sent[0].arguments["note"].text().find(note), std::string::npos) << said;
  }
}

TEST(Remarks, of_one_among_the_guests_count_nobody) {
  const std::pair<const char*, const char*> talks[] = {
      {"a table for 5 at Harbor tomorrow at 7pm, Ana Lopez", "and put a note that one of us comes on crutches"},
      {"a table for 5 at Harbor tomorrow at 7pm, Ana Lopez", "one of us is vegetarian"},
      {"una mesa para 5 en Harbor mañana a las 19, a nombre de Ana Lopez", "una de nosotras es celíaca"}};
  for (const auto& [first, said] : talks) {
    Guest guest(four_languages());
    guest.say(first);
    guest.say(said);
    guest.say("ok");
    ASSERT_EQ(guest.business.sent.size(), 1u) << said << ": " << guest.heard;
    EXPECT_EQ(guest.business.sent[0].arguments["guests"], Value(5)) << said;
  }
}

TEST(Remarks, tell_no_number_that_a_slot_has_taken) {
  Guest guest;
  guest.say("a table for two at Harbor tomorrow at 7:30pm");
  EXPECT_FALSE(guest.hears("please note that we are 3", "I note")) << guest.heard;
  EXPECT_TRUE(guest.hears("Ana", "A table for 3")) << guest.heard;
}

TEST(Remarks, for_a_record_that_is_there_change_that_one) {
  for (const auto* said : {"I also need a high chair for my booking", "can you add to my booking that we come by bike",
                           "add that one of us is allergic to nuts"}) {
    Booked guest;
    EXPECT_TRUE(guest.hears(said, "Thursday 3 December at 18:00")) << guest.heard;
    guest.say("yes");
    EXPECT_NE(guest.books["LUME-1001"]["note"].text(), "") << said << ": " << guest.heard;
  }
}

TEST(OpenForm, is_left_by_whoever_gives_up_its_thing_or_only_asked) {
  const std::pair<const char*, std::vector<const char*>> talks[] = {
      {"a table for two at Harbor tomorrow at 7:30pm",
       {"no table then", "no booking after all", "scrap the booking please", "we won't need a table",
        "I only wanted to ask", "just a question", "I don't need it any more"}},
      {"ein Tisch für zwei im Harbor morgen um 19:30",
       {"doch keinen Tisch", "vergessen Sie die Reservierung", "den Tisch brauchen wir nicht mehr",
        "ich wollte nur fragen", "wir brauchen ihn doch nicht"}},
      {"una mesa para dos en Harbor mañana a las 19:30",
       {"no queremos mesa", "olvide la reserva", "solo quería preguntar", "ya no la necesitamos"}},
      {"un tavolo per due a Harbor domani alle 19:30",
       {"nessun tavolo", "dimentichi la prenotazione", "volevo solo chiedere", "non ci serve più"}}};
  for (const auto& [first, answers] : talks) {
    for (const auto* said : answers) {
      Guest guest(four_languages());
      guest.say(first);
      guest.hears(said, "");
      EXPECT_TRUE(guest.last()["asks"].is_null()) << said << ": " << guest.heard;
    }
  }
}

TEST(OpenForm, is_not_left_by_who_says_which_one_or_tells_something_of_it) {
  for (const auto* said : {"no table by the window", "not that table", "no table outside please", "forget the name",
                           "no, the table is for three"}) {
    Guest guest;
    guest.say("a table for two at Harbor tomorrow at 7:30pm");
    guest.hears(said, "");
    EXPECT_EQ(guest.last()["asks"].text(), "name") << said << ": " << guest.heard;
  }
}

TEST(OpenForm, is_left_at_its_read_back_and_what_was_wanted_instead_is_answered) {
  testing::AtReadBack guest;
  EXPECT_TRUE(guest.hears("forget the table", "I have not done it")) << guest.heard;
  Guest other;
  other.say("a table for two at Harbor tomorrow at 7:30pm");
  EXPECT_TRUE(other.hears("no booking, I only want to know if you have parking", "car park")) << other.heard;
  EXPECT_TRUE(other.last()["asks"].is_null()) << other.heard;
}

TEST(FirstMessage, is_known_when_the_form_opens_behind_the_answer_to_something_else) {
  Guest guest;
  guest.say("hello, Ines Pohl here, my phone is 0171 2345678. do you have parking at Harbor?");
  guest.say("and then a table for 4 tomorrow at 7:30pm please");
  EXPECT_FALSE(guest.last()["read_back"].is_null()) << guest.heard;
  const auto shown = json::print(guest.last()["card"]);
  for (const auto* value : {"Harbor", "Ines Pohl", "2345678"}) EXPECT_NE(shown.find(value), std::string::npos) << shown;
}

TEST(FirstMessage, counts_less_than_what_is_said_later_and_once) {
  Guest guest;
  guest.say("do you have parking at Old Town?");
  guest.hears("a table for 2 at Harbor tomorrow at 7:30pm, name Ana", "");
  EXPECT_NE(json::print(guest.last()["card"]).find("Harbor"), std::string::npos) << guest.heard;
  guest.say("yes");
  guest.hears("I'd like to book a table for 3 on saturday", "");
  EXPECT_EQ(guest.last()["asks"].text(), "location") << guest.heard;
}

TEST(FirstMessage, leaves_open_of_what_several_tell_different_things) {
  Guest guest;
  guest.say("is Harbor open on sunday?");
  guest.say("where is Old Town?");
  guest.hears("I'd like to book a table for 3", "");
  EXPECT_EQ(guest.last()["asks"].text(), "location") << guest.heard;
}

}  // namespace
}  // namespace frontdesk::dialog
