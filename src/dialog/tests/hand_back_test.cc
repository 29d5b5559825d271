// What becomes of a conversation that a person takes over, resolves or gives back, whatever was under way.
#include <gtest/gtest.h>

#include "dialog/tests/simulated_guest.h"
#include "dialog/tests/talk.h"

namespace frontdesk::dialog {
namespace {

using testing::four_languages;
using testing::Talk;

std::vector<std::string> bot_says_at_release(Talk& talk) {
  const auto before = static_cast<std::int64_t>(talk.business.events(talk.id).size());
  talk.business.wait(talk.business.conversations().give_back(talk.id, "Ana"));
  talk.business.wait(talk.business.conversations().threads().settled(talk.id));
  std::vector<std::string> said;
  for (const auto& event : talk.business.events(talk.id, before)) {
    const auto& message = event.data["message"];
    if (message["role"].text() == "bot") said.emplace_back(message["text"].text());
  }
  return said;
}

TEST(HandBack, voids_an_open_read_back_and_takes_no_yes_that_a_person_was_there_for) {
  for (const bool is_pressed : {true, false}) {
    Talk talk;
    const auto asked = talk.read_back();
    talk.business.wait(talk.business.conversations().take_over(talk.id, "Ana"));
    EXPECT_EQ(is_pressed ? talk.press("yes", asked) : talk.business.say(talk.id, "yes please"), "");
    const auto said = bot_says_at_release(talk);
    ASSERT_EQ(said.size(), 1u);
    EXPECT_NE(said[0].find("I have done nothing about it"), std::string::npos) << said[0];
    EXPECT_EQ(talk.press("yes", asked), "That question is closed already.");
    EXPECT_TRUE(talk.business.effects.empty());
  }
}

TEST(HandBack, says_that_the_read_back_is_void_also_where_nobody_answered_it) {
  Talk talk;
  talk.business.wait(talk.business.conversations().take_over(talk.id, "Ana"));
  talk.business.wait(talk.business.conversations().reply(talk.id, "r1", "One moment.", "Ana"));
  EXPECT_EQ(bot_says_at_release(talk).size(), 1u);
  talk.business.wait(talk.business.conversations().take_over(talk.id, "Ana"));
  EXPECT_TRUE(bot_says_at_release(talk).empty()) << "it is said once";
}

TEST(HandBack, answers_what_nobody_answered) {
  Talk talk;
  talk.business.wait(talk.business.conversations().take_over(talk.id, "Ana"));
  talk.business.say(talk.id, "yes");
  talk.business.say(talk.id, "where is order 1042");
  const auto said = bot_says_at_release(talk);
  ASSERT_EQ(said.size(), 2u);
  EXPECT_EQ(said[1], "Order 1042 is on its way.");
  EXPECT_TRUE(talk.business.effects.empty());
  talk.business.wait(talk.business.conversations().take_over(talk.id, "Ana"));
  talk.business.say(talk.id, "where is order 1042");
  talk.business.wait(talk.business.conversations().reply(talk.id, "r1", "It is there tomorrow.", "Ana"));
  EXPECT_TRUE(bot_says_at_release(talk).empty());
}

// The guest's table stands open when a person comes and goes.
struct GivenBack : testing::Guest {
  explicit GivenBack(const char* wish) : Guest(four_languages()) {
    say(wish);
    business.wait(business.conversations().take_over(id, "Ana"));
    business.wait(business.conversations().give_back(id, "Ana"));
    business.wait(business.conversations().threads().settled(id));
  }
};

constexpr const char* kTables[] = {"a table for two at Harbor tomorrow at 7:30pm, my name is Ana",
                                   "ein Tisch für zwei bei Harbor morgen um 19:30 Uhr, mein Name ist Ana",
                                   "una mesa para dos en Harbor mañana a las 19:30, me llamo Ana",
                                   "un tavolo per due a Harbor domani alle 19:30, mi chiamo Ana"};

TEST(HandBack, goes_on_with_what_is_wanted_all_the_same_behind_a_read_back_of_its_own) {
  const std::vector<const char*> words[] = {{"I still want it", "book it", "yes please", "I'd still like it"},
                                            {"ich möchte ihn noch", "ja bitte"},
                                            {"todavía la quiero", "sí"},
                                            {"lo voglio ancora", "sì"}};
  for (std::size_t i = 0; i < std::size(kTables); ++i) {
    for (const auto* text : words[i]) {
      GivenBack guest(kTables[i]);
      guest.say(text);
      EXPECT_TRUE(guest.last()["read_back"].is_object()) << text << ": " << guest.last()["text"].text();
      EXPECT_TRUE(guest.business.sent.empty()) << text;
      guest.say("ok");
      ASSERT_EQ(guest.business.sent.size(), 1u) << text;
      EXPECT_EQ(json::print(guest.business.sent[0].arguments),
                R"({"location":"harbor","date":"2026-11-24","time":"19:30","guests":2,"name":"Ana"})");
    }
  }
}

TEST(HandBack, is_told_how_it_stands_and_begins_nothing) {
  const char* questions[] = {"so is my table booked?", "ist mein Tisch jetzt reserviert?", "¿está reservada mi mesa?",
                             "allora è prenotato il mio tavolo?"};
  const char* answers[] = {"No, nothing has been done about it so far.", "Nein, dazu ist bisher nichts veranlasst.",
                           "No, hasta ahora no se ha hecho nada.", "No, finora non è stato fatto nulla."};
  for (std::size_t i = 0; i < std::size(kTables); ++i) {
    GivenBack guest(kTables[i]);
    EXPECT_TRUE(guest.hears(questions[i], answers[i])) << questions[i] << ": " << guest.heard;
    guest.say("ok");
    EXPECT_TRUE(guest.last()["read_back"].is_object()) << questions[i] << ": " << guest.last()["text"].text();
  }
  GivenBack other(kTables[0]);
  other.say("so is my table booked?");
  EXPECT_TRUE(other.hears("no", "let us leave that")) << other.heard;
  testing::AtReadBack refused;
  refused.say("no");
  refused.say("yes");
  EXPECT_FALSE(refused.last()["read_back"].is_object()) << "nobody offered to go on with it";
  GivenBack full(kTables[0]);
  EXPECT_FALSE(full.hears("are you fully booked?", "nothing has been done")) << full.heard;
}

Task<> press_yes(Conversations& all, std::string id, Value read_back) {
  co_await all.receive(id, Said{"pressed", "yes", Value::object({{"to", read_back["id"]}, {"with", "yes"}}), {}, {}});
}

// Presses Yes, and lets a person come in when so many handlers have run since.
void take_over_behind_yes(Talk& talk, int handlers, bool resolves) {
  auto& all = talk.business.conversations();
  const auto asked = talk.read_back();
  talk.business.tool_takes = std::chrono::milliseconds(800);
  talk.business.begin(press_yes(all, talk.id, asked));
  talk.business.turn(handlers);
  if (resolves) {
    talk.business.wait(all.resolve(talk.id, "Ana"));
  } else {
    talk.business.wait(all.take_over(talk.id, "Ana"));
  }
}

TEST(HandBack, is_told_of_whatever_was_written_while_a_person_came_in) {
  for (const bool resolves : {false, true}) {
    int written = 0;
    for (int handlers = 0; handlers < 60; handlers += 4) {
      Talk talk;
      take_over_behind_yes(talk, handlers, resolves);
      talk.business.pass(std::chrono::seconds(5));
      const auto effects = talk.business.effects.size();
      const auto said = talk.business.types(talk.id);
      ASSERT_LE(effects, 1u);
      EXPECT_EQ(said.find("tool ", said.rfind("run.started")) != std::string::npos, effects == 1) << handlers << said;
      EXPECT_EQ(talk.business.wait(talk.business.conversations().find(talk.id)).effects, effects) << handlers;
      const auto last = talk.business.wait(talk.business.conversations().last_message(talk.id));
      const bool is_told = last->data["message"]["text"].text().starts_with("Done: ");
      EXPECT_EQ(is_told, effects == 1) << handlers << last->data["message"]["text"].text();
      EXPECT_EQ(talk.business.status(talk.id), resolves ? Status::resolved : Status::human);
      written += effects == 1;
    }
    EXPECT_GT(written, 0);
  }
}

TEST(HandBack, still_answers_when_the_power_goes_right_behind_it) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    Talk talk;
    talk.business.wait(talk.business.conversations().take_over(talk.id, "Ana"));
    talk.business.say(talk.id, "where is order 1042");
    talk.business.wait(talk.business.conversations().give_back(talk.id, "Ana"));
    talk.business.lose_power(seed);
    talk.business.wait(talk.business.conversations().threads().settled(talk.id));
    const auto last = talk.business.wait(talk.business.conversations().last_message(talk.id));
    EXPECT_EQ(last->data["message"]["text"].text(), "Order 1042 is on its way.");
  }
}

}  // namespace
}  // namespace frontdesk::dialog
