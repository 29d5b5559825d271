#include <gtest/gtest.h>

#include "simulated_guest.h"

// What the bot makes of what guests say in the middle of things, seen from outside.
namespace frontdesk::dialog {
namespace {

using testing::AtReadBack;
using testing::four_languages;
using testing::Guest;

Task<> receive(Conversations& conversations, std::string id, Said said) {
  co_await conversations.receive(std::move(id), std::move(said));
}

TEST(Understanding, takes_a_yes_beside_what_was_shown_for_a_yes) {
  for (const auto* words :
       {"same time, yes", "yes, at 7:30pm", "yes, for two", "yes please, 19:30 for two at Harbor", "yes, 7:30",
        "yes, in the name Ana", "tomorrow, yes", "yes, a table for two at Harbor tomorrow at 19:30"}) {
    AtReadBack guest;
    guest.say(words);
    EXPECT_EQ(guest.business.effects.size(), 1u) << words;
  }
}

TEST(Understanding, takes_no_repetition_for_a_yes_that_is_none) {
  for (const auto* words : {"at 7:30pm", "same time", "yes, 7:30pm?", "is it at 7:30pm", "yes, for two, and my dog",
                            "yes but not at 7:30pm", "7:30pm, can I bring a dog, yes", "yes, for two, later",
                            "about 7:30pm, yes", "yes at 8pm or 7:30pm", "yes, cancel my other table for two",
                            "yes at 8pm, 7:30pm", "yes, in the name Ana Ruiz", "I said at 7:30pm, yes?"}) {
    AtReadBack guest;
    guest.say(words);
    EXPECT_EQ(guest.business.sent.size(), 0u) << words;
  }
}

TEST(Understanding, shows_a_yes_with_another_value_again) {
  AtReadBack guest;
  EXPECT_TRUE(guest.hears("yes, for three", "A table for 3 at Harbor")) << guest.heard;
  EXPECT_TRUE(guest.business.sent.empty());
  EXPECT_TRUE(guest.hears("same time on friday, yes", "A table for 3 at Harbor, Friday 27 November at 19:30"))
      << guest.heard;
  EXPECT_TRUE(guest.business.sent.empty());
}

TEST(Understanding, keeps_the_time_that_was_looked_up_where_the_same_is_wanted) {
  Guest guest;
  guest.say("I want to move my booking LUME-4821, my name is Ana");
  EXPECT_TRUE(guest.hears("saturday, same time", "Saturday 28 November at 19:00")) << guest.heard;
  guest.say("no, 8pm");
  EXPECT_TRUE(guest.hears("same time, yes", "Saturday 28 November at 19:00")) << guest.heard;
  EXPECT_TRUE(guest.business.sent.empty());
}

TEST(Understanding, says_what_was_done_to_a_no_right_behind_the_yes) {
  AtReadBack guest;
  guest.say("yes");
  EXPECT_EQ(
      guest.say("no"),
      "That is done already: “A table for 2 at Harbor, Tuesday 24 November at 19:30, in the name Ana.” If it shall "
      "be different or undone, tell me.");
  EXPECT_EQ(guest.buttons(), "I want to move my booking|cancel my booking|");
  EXPECT_EQ(guest.business.sent.size(), 1u);
  EXPECT_TRUE(guest.hears("no", "There is nothing open")) << guest.heard;  // it was said
  EXPECT_TRUE(guest.hears("cancel my booking", "I cancel booking LUME-4821 in the name Ana")) << guest.heard;
}

TEST(Understanding, asks_which_of_few_was_meant) {
  Guest guest;
  EXPECT_EQ(guest.say("a table at Harbor tomorrow for between 3 and 5 people"), "Which do you mean: 3, 4 or 5?");
  EXPECT_EQ(guest.buttons(), "3|4|5|");
  EXPECT_EQ(guest.last()["asks"].text(), "guests");
  EXPECT_EQ(guest.say("4"), "At what time?");
  EXPECT_EQ(guest.say("7pm"), "In what name shall I book?");
  EXPECT_TRUE(guest.hears("Ana", "A table for 4 at Harbor, Tuesday 24 November at 19:00")) << guest.heard;
  EXPECT_EQ(guest.say("friday or saturday"), "Which do you mean: Friday 27 November or Saturday 28 November?");
  EXPECT_TRUE(guest.hears("saturday", "A table for 4 at Harbor, Saturday 28 November at 19:00")) << guest.heard;
}

TEST(Understanding, says_the_range_that_it_asks_about) {
  Guest guest;
  EXPECT_EQ(guest.say("a table for two at Harbor tomorrow between 7 and 9pm"),
            "You said between 19:00 and 21:00. At what time?");
  EXPECT_EQ(guest.buttons(), "19:00|20:00|21:00|");
  EXPECT_EQ(guest.say("half past seven"), "In what name shall I book?");
  Guest other;
  EXPECT_EQ(other.say("a table at Harbor tomorrow at 7pm for at least 6 people"),
            "You said at least 6. For how many of you?");
  EXPECT_EQ(other.say("not less than 6"), "Sorry, I did not get that. You said at least 6. For how many of you?");
}

TEST(Understanding, refuses_a_range_that_is_out_of_bounds_as_a_whole) {
  Guest guest;
  guest.say("a table at Harbor tomorrow at 7pm for 15 to 20 people");
  EXPECT_EQ(guest.of_type("owner").size(), 1u);  // the rule for more than eight
}

TEST(Understanding, knows_the_half_of_the_day_by_the_place) {
  Guest harbor, old_town, both;
  harbor.say("a table for two at Harbor on friday at 11:30");
  EXPECT_TRUE(harbor.hears("Ana", "Friday 27 November at 11:30")) << harbor.heard;
  old_town.say("a table for two on friday at 11:30");  // the one closes at eleven, the other one opens at noon
  old_town.say("Old Town");
  EXPECT_TRUE(old_town.hears("Ana", "Friday 27 November at 23:30")) << old_town.heard;
  both.say("a table for two on friday at 11:30");
  both.say("Harbor");
  EXPECT_TRUE(both.hears("Ana", "Friday 27 November at 11:30")) << both.heard;
}

TEST(Understanding, knows_who_has_said_who_they_are) {
  Guest guest;
  EXPECT_EQ(guest.say("Hi, I'm Eva, a table for two at Harbor tomorrow at 7pm"),
            "A table for 2 at Harbor, Tuesday 24 November at 19:00, in the name Eva. Shall I book it?");
  EXPECT_TRUE(guest.hears("no, the name is Eva Novak", "in the name Eva Novak")) << guest.heard;
  Guest earlier;
  earlier.say("Good morning, this is Eva Novak.");
  EXPECT_TRUE(earlier.hears("a table for two at Harbor tomorrow at 7pm", "in the name Eva Novak")) << earlier.heard;
  Guest nobody;
  nobody.say("I'm Vegan, what can I eat at Harbor?");
  EXPECT_TRUE(nobody.hears("a table for two at Harbor tomorrow at 7pm", "In what name shall I book?")) << nobody.heard;
}

TEST(Understanding, fetches_a_person_before_it_counts_one) {
  for (const auto* words :
       {"I want to talk to a person", "quiero hablar con una persona", "vorrei parlare con una persona"}) {
    AtReadBack at_read_back;
    at_read_back.say(words);
    EXPECT_EQ(at_read_back.of_type("handoff").size(), 1u) << words;
    EXPECT_TRUE(at_read_back.business.sent.empty()) << words;
    Guest at_question;
    at_question.say("book a table");
    at_question.say(words);
    EXPECT_EQ(at_question.of_type("handoff").size(), 1u) << words;
  }
}

TEST(Understanding, counts_one_person_only_where_people_are_counted) {
  for (const auto& [wish, ask] : {std::pair("I want to cancel my booking", "a person please"),
                                  std::pair("ich möchte meine Reservierung stornieren", "eine Person bitte"),
                                  std::pair("quiero cancelar mi reserva", "una persona por favor"),
                                  std::pair("vorrei cancellare la prenotazione", "una persona per favore")}) {
    Guest guest(four_languages());
    guest.say(wish);
    guest.say(ask);
    EXPECT_EQ(guest.of_type("handoff").size(), 1u) << ask << ": it is asked for a code";
  }
  for (const auto& [wish, ask] : {std::pair("ein Tisch im Harbor morgen um 19 Uhr", "eine Person bitte"),
                                  std::pair("una mesa en Harbor mañana a las 19", "una persona por favor")}) {
    Guest guest(four_languages());
    guest.say(wish);
    guest.say(ask);
    EXPECT_TRUE(guest.of_type("handoff").empty()) << ask << ": it is asked how many come";
    EXPECT_EQ(guest.last()["asks"].text(), "name") << ask;
  }
}

TEST(Understanding, tells_a_shortened_word_from_one_without_an_apostrophe) {
  for (const auto* said :
       {"hi we'd like a table for 2 at Harbor at 7pm", "hi we’d like a table for 2 at Harbor at 7pm",
        "hi wed like a table for 2 at Harbor at 7pm", "we'd be two at Harbor at 7pm, a table please"}) {
    Guest guest;
    guest.say(said);
    EXPECT_EQ(guest.last()["asks"].text(), "date") << said << ": " << guest.heard;
  }
  Guest guest;
  guest.say("a table for 2 at Harbor wed at 7pm");
  EXPECT_EQ(guest.last()["asks"].text(), "name") << guest.heard;
}

TEST(Understanding, waits_for_who_asks_for_a_moment) {
  const std::pair<const char*, std::vector<const char*>> talks[] = {
      {"a table for 2 at Harbor tomorrow at 7pm", {"brb", "one sec please", "hold on, let me check"}},
      {"ein Tisch für 2 im Harbor morgen um 19 Uhr", {"einen Moment bitte", "warten Sie kurz"}},
      {"una mesa para 2 en Harbor mañana a las 19", {"un momento por favor", "espere"}},
      {"un tavolo per 2 a Harbor domani alle 19", {"un attimo", "aspetti un momento"}}};
  for (const auto& [first, moments] : talks) {
    for (const auto* moment : moments) {
      Guest guest(four_languages());
      guest.say(first);
      guest.say(moment);
      EXPECT_EQ(guest.last()["asks"].text(), "name") << moment << ": " << guest.heard;
      guest.say("Ana Lopez");
      guest.say(moment);
      EXPECT_FALSE(guest.last()["read_back"].is_null()) << moment << " is no answer to it";
      guest.say("yes");
      ASSERT_EQ(guest.business.sent.size(), 1u) << moment;
      EXPECT_EQ(guest.business.sent[0].arguments["name"].text(), "Ana Lopez") << moment;
    }
  }
}

TEST(Understanding, takes_a_name_that_is_a_day_where_it_is_written_as_one) {
  for (const auto* name : {"Sunday Adeyemi", "Friday Okonkwo", "Wednesday Addams"}) {
    Guest guest;
    guest.say("a table for 2 at Harbor tomorrow at 7pm");
    EXPECT_TRUE(guest.hears(name, fmt::format("Tuesday 24 November at 19:00, in the name {}", name))) << guest.heard;
  }
  Guest guest;
  guest.say("a table for 2 at Harbor tomorrow at 7pm");
  guest.say("Saturday please");
  EXPECT_TRUE(guest.hears("Ana", "Saturday 28 November")) << guest.heard;
}

TEST(Understanding, keeps_the_form_of_who_asks_whether_it_can_be_cancelled) {
  for (const auto* said : {"can I cancel later?", "can I cancel?"}) {
    Guest guest;
    guest.say("a table for 2 at Harbor tomorrow at 7pm");
    guest.say(said);
    EXPECT_EQ(guest.last()["asks"].text(), "name") << said << ": " << guest.heard;
  }
}

TEST(Understanding, reads_a_time_beside_a_count_and_a_day_behind_at) {
  Guest guest;
  guest.say("a table for 2 at Harbor tomorrow at 7pm, Ana Lopez");
  EXPECT_TRUE(
      guest.hears("no wait make that 8.30 and 3 of us", "A table for 3 at Harbor, Tuesday 24 November at 20:30"))
      << guest.heard;
  Guest other;
  EXPECT_TRUE(other.hears("table for 6 at 22 january 7pm, harbor, name Oduya", "Friday 22 January at 19:00"))
      << other.heard;
  Guest boss;
  EXPECT_TRUE(boss.hears("a table for my boss, for 2 tomorrow at 7pm at Harbor, Ana Lopez", "A table for 2"))
      << boss.heard;
}

TEST(Understanding, stays_in_its_language_at_a_word_of_several) {
  for (const auto* word : {"ETA", "due", "hat"}) {
    Guest guest(four_languages());
    guest.say("do you have parking?");
    guest.say(word);
    for (const auto& reading : guest.of_type("reading")) EXPECT_EQ(reading["language"].text(), "en") << word;
  }
  Guest guest(four_languages());
  guest.say("hola");
  EXPECT_EQ(guest.of_type("reading").back()["language"].text(), "es");
}

TEST(Understanding, cancels_what_is_called_by_its_name_whatever_else_is_said_of_it) {
  for (const auto* said :
       {"I need to cancel my booking for tomorrow", "please cancel the booking for next Friday evening",
        "Quisiera anular mi reserva de esta noche"}) {
    Guest guest(four_languages());
    guest.say(said);
    EXPECT_EQ(guest.last()["asks"].text(), "code") << said << ": " << guest.heard;
  }
}

TEST(Understanding, asks_for_no_record_that_nobody_here_can_cancel) {
  Guest guest;
  EXPECT_TRUE(guest.hears("cancel my order please, I ordered two pizzas", "a colleague can")) << guest.heard;
  EXPECT_TRUE(guest.last()["asks"].is_null()) << guest.heard;
  EXPECT_NE(guest.buttons(), "");
  EXPECT_TRUE(guest.hears("cancel order 1042", "Order 1042 is on its way")) << "told which: " << guest.heard;
}

TEST(Understanding, fetches_a_person_by_the_word_alone) {
  for (const auto* words : {"operator", "HUMAN!!!!", "agent please", "I don't want to talk to a bot"}) {
    Guest guest;
    guest.say(words);
    EXPECT_EQ(guest.of_type("handoff").size(), 1u) << words;
  }
}

TEST(Understanding, takes_no_sentence_behind_a_refusal_for_a_name) {
  AtReadBack guest;
  EXPECT_TRUE(guest.hears("si no hay problema", "a nombre de Ana")) << guest.heard;
  EXPECT_TRUE(guest.hears("no, Bob", "a nombre de Bob")) << guest.heard;
}

TEST(Understanding, asks_no_question_for_ever) {
  Guest guest;
  guest.say("a table for two tomorrow");
  for (int i = 0; i < 3; ++i) guest.say("for two tomorrow");
  EXPECT_EQ(guest.of_type("handoff").size(), 1u);
}

TEST(Understanding, says_why_a_day_is_none) {
  Guest guest;
  EXPECT_TRUE(guest.hears("a table for two at Harbor on 31 february at 7pm", "There is no such day")) << guest.heard;
  EXPECT_EQ(guest.last()["asks"].text(), "date");
  Guest other;
  EXPECT_TRUE(other.hears("a table for two at Harbor next friday at 7pm",
                          "Which do you mean: Friday 27 November or Friday 4 December?"))
      << other.heard;
}

TEST(Understanding, shows_a_read_back_again_that_a_day_is_said_to_which_is_none) {
  AtReadBack guest;
  EXPECT_TRUE(guest.hears("yesterday", "A table for 2 at Harbor, Tuesday 24 November at 19:30")) << guest.heard;
  guest.say("yes");
  EXPECT_EQ(guest.business.sent.size(), 1u);
}

TEST(Understanding, hears_what_is_wanted_in_place_of_what_is_denied) {
  Guest guest;
  EXPECT_TRUE(guest.hears("don't cancel my booking, move it", "booking code")) << guest.heard;
  EXPECT_EQ(guest.of_type("model").back()["intent"]["name"].text(), "move_booking");
}

TEST(Understanding, leaves_where_it_is_told_to) {
  AtReadBack guest;
  EXPECT_TRUE(guest.hears("no actually, just leave it, we'll eat at home. nothing to change", "I have not done it"))
      << guest.heard;
  Guest other;
  other.say("a table for two at Harbor tomorrow");
  EXPECT_TRUE(other.hears("never mind, I'll just come by", "let us leave that")) << other.heard;
}

TEST(Understanding, reads_no_label_of_a_button_as_a_word) {
  AtReadBack guest;
  Value id;
  for (const auto& event : guest.business.events(guest.id)) {
    if (event.data["message"]["read_back"].is_object()) id = event.data["message"]["read_back"]["id"];
  }
  ASSERT_TRUE(id.is_text());
  for (const auto* with : {"yes", "no", "change"}) {
    Said said{with, with, Value::object({{"to", id}, {"with", with}}), {}, {}};
    guest.business.begin(receive(guest.business.conversations(), guest.id, std::move(said)));
  }
  guest.business.pass(std::chrono::seconds(5));
  EXPECT_LE(guest.business.sent.size(), 1u);  // where the yes came first
  EXPECT_EQ(guest.last()["text"].text().find("booking code"), std::string::npos) << json::print(guest.last());
}

}  // namespace
}  // namespace frontdesk::dialog
