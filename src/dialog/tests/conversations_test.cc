#include "dialog/conversations.h"

#include <gtest/gtest.h>

#include "base/crypto.h"
#include "dialog/messages.h"
#include "simulated_business.h"

namespace frontdesk::dialog {
namespace {

using testing::four_languages;
using testing::SimulatedBusiness;

constexpr auto kBookingTalk = {"a table for two at Harbor tomorrow at 7:30pm", "Ana", "yes please"};

TEST(Conversation, is_heard_in_plain_letters_and_kept_as_it_was_written) {
  SimulatedBusiness business;
  const auto id = business.open();
  const std::string written = "ｔａｂｌｅ ｆｏｒ ２ at Ha\u200Brbor tomorrow at \u202Eｅight ｐｍ";
  EXPECT_EQ(business.say(id, written), "In what name shall I book?");
  const auto told = business.say(id, "Ａna");
  EXPECT_NE(told.find("for 2 at Harbor, Tuesday 24 November at 20:00, in the name Ana."), std::string::npos) << told;
  std::string kept;
  for (const auto& event : business.events(id)) {
    if (event.type == "message" && event.data["message"]["role"].text() == "customer" && kept.empty())
      kept = event.data["message"]["text"].text();
  }
  EXPECT_EQ(kept, written);
}

TEST(Conversation, books_a_table_only_after_the_read_back_was_confirmed) {
  SimulatedBusiness business;
  const auto id = business.open();
  EXPECT_EQ(business.say(id, "a table for two at Harbor tomorrow at 7:30pm"), "In what name shall I book?");
  EXPECT_EQ(business.say(id, "Ana"),
            "A table for 2 at Harbor, Tuesday 24 November at 19:30, in the name Ana. Shall I book it?");
  EXPECT_TRUE(business.effects.empty());
  EXPECT_EQ(business.say(id, "yes please"),
            "Done: table T4 at Harbor, Tuesday 24 November at 19:30, for 2. Your code is LUME-4821. See you there!");
  EXPECT_EQ(business.effects.size(), 1u);
}

TEST(Conversation, does_nothing_after_a_no_and_takes_a_change_for_a_change) {
  SimulatedBusiness business;
  const auto id = business.open();
  business.say(id, "a table for two at Harbor tomorrow at 7:30pm");
  business.say(id, "Ana");
  EXPECT_EQ(business.say(id, "no, make it 8pm"),
            "A table for 2 at Harbor, Tuesday 24 November at 20:00, in the name Ana. Shall I book it?");
  EXPECT_EQ(business.say(id, "no"), "All right, I have not done it. Is there anything else?");
  EXPECT_TRUE(business.effects.empty());
  EXPECT_EQ(business.status(id), Status::bot);
}

TEST(Conversation, answers_in_between_and_goes_on_where_it_stood) {
  SimulatedBusiness business;
  const auto id = business.open();
  business.say(id, "a table for two at Harbor tomorrow");
  const auto between = business.say(id, "where are you?");
  EXPECT_NE(between.find("12 Quay Street"), std::string::npos) << between;
  EXPECT_NE(between.find("At what time?"), std::string::npos) << between;
  EXPECT_EQ(business.say(id, "7pm"), "In what name shall I book?");
}

TEST(Conversation, asks_again_after_a_bare_yes) {
  SimulatedBusiness business;
  const auto id = business.open();
  business.say(id, "I want to move my booking");
  EXPECT_NE(business.say(id, "yes please").find("booking code"), std::string::npos);
  EXPECT_EQ(business.status(id), Status::bot);
}

TEST(Conversation, fetches_a_person_and_is_silent_until_it_is_given_back) {
  SimulatedBusiness business;
  const auto id = business.open();
  EXPECT_NE(business.say(id, "I want to talk to a person").find("fetching a colleague"), std::string::npos);
  EXPECT_EQ(business.status(id), Status::pending_human);
  EXPECT_NE(business.say(id, "hello? is anybody there").find("has arrived"), std::string::npos);
  business.wait(business.conversations().take_over(id, "Ana"));
  business.wait(business.conversations().reply(id, "r1", "Hello, this is Ana.", "Ana"));
  EXPECT_EQ(business.say(id, "book a table"), "");
  const auto repeated = business.wait(business.conversations().reply(id, "r1", "Hello, this is Ana.", "Ana"));
  EXPECT_TRUE(repeated.duplicate);
  business.wait(business.conversations().give_back(id, "Ana"));
  business.wait(business.conversations().threads().settled(id));
  EXPECT_EQ(business.say(id, "harbor"), "For which day?");  // it went on with the table
}

TEST(Conversation, says_when_somebody_will_be_there) {
  const auto hours = json::parse(R"([{"id":"harbor","name":"Harbor","hours":{"mon":"closed","tue":"11:30-22:00"}}])");
  SimulatedBusiness business(1, Value::object({{"locations", hours}}));  // it is Monday
  const auto id = business.open();
  EXPECT_NE(business.say(id, "I want to talk to a person").find("tomorrow from 11:30"), std::string::npos);
}

TEST(Conversation, fetches_a_person_at_a_word_of_the_rules) {
  const auto rules = json::parse(R"([{"id":"law","when":{"words":["lawyer","food poisoning"]},"queue":"managers"}])");
  SimulatedBusiness business(1, Value::object({{"escalation_rules", rules}}));
  const auto id = business.open();
  business.say(id, "after your pesto I got food poisoning!");
  const auto conversation = business.wait(business.conversations().find(id));
  EXPECT_EQ(conversation.status, Status::pending_human);
  EXPECT_EQ(conversation.handoff["queue"].text(), "managers");
}

TEST(Conversation, ends_not_understanding_with_a_person_in_three_turns) {
  SimulatedBusiness business;
  const auto id = business.open();
  business.say(id, "xyzzy plugh");
  business.say(id, "qwertz uiop");
  EXPECT_EQ(business.status(id), Status::bot);
  business.say(id, "zzzzz");
  EXPECT_EQ(business.status(id), Status::pending_human);
}

TEST(Conversation, tells_people_of_no_call_that_was_only_read_back) {
  SimulatedBusiness business;
  const auto id = business.open();
  business.say(id, "a table for two at Harbor tomorrow at 7:30pm");
  business.say(id, "Ana");
  business.say(id, "no, for three people");
  business.say(id, "yes please");
  business.say(id, "I want to talk to a person");
  const auto handoff = business.wait(business.conversations().find(id)).handoff;
  const auto summary = handoff["summary"].text();
  EXPECT_NE(summary.find("book table (done)"), std::string_view::npos) << summary;
  EXPECT_EQ(summary.find("(failed)"), std::string_view::npos) << summary;
}

TEST(Conversation, tells_people_that_what_was_read_back_was_not_done) {
  for (const auto* words : {"I want to talk to a person", "this is a lawsuit"}) {
    const auto lawsuit = json::parse(R"([{"id": "law", "when": {"words": ["lawsuit"]}, "queue": "people"}])");
    SimulatedBusiness business(1, Value::object({{"escalation_rules", lawsuit}}));
    const auto id = business.open();
    business.say(id, "a table for 2 at Old Town on Tuesday 29 December at 6pm, name Sumo");
    business.say(id, words);
    EXPECT_EQ(business.status(id), Status::pending_human);
    const auto handoff = business.wait(business.conversations().find(id)).handoff;
    const auto summary = handoff["summary"].text();
    EXPECT_NE(summary.find("book table (not done)"), std::string_view::npos) << summary;
    EXPECT_NE(summary.find(words), std::string_view::npos) << summary;
  }
}

TEST(Conversation, tells_people_that_nobody_knows_whether_it_was_done) {
  SimulatedBusiness business;
  business.failures["book_table"] = {Error(Kind::unavailable, "tool/outcome-unknown", "No answer came.")};
  const auto id = business.open();
  business.say(id, "a table for 2 at Old Town on Tuesday 29 December at 6pm, name Sumo");
  business.say(id, "yes");
  const auto handoff = business.wait(business.conversations().find(id)).handoff;
  const auto summary = handoff["summary"].text();
  EXPECT_NE(summary.find("book table (no result: it may or may not have been done)"), std::string_view::npos)
      << summary;
}

TEST(Conversation, hands_over_with_a_summary_when_a_tool_is_out_of_order) {
  SimulatedBusiness business;
  business.failures["order_status"] = {Error(Kind::unavailable, "tool/unavailable", "No answer.")};
  const auto id = business.open();
  business.say(id, "where is order 1042");
  const auto conversation = business.wait(business.conversations().find(id));
  EXPECT_EQ(conversation.status, Status::pending_human);
  EXPECT_NE(conversation.handoff["summary"].text().find("order: 1042"), std::string_view::npos)
      << json::print(conversation.handoff);
  EXPECT_NE(conversation.handoff["summary"].text().find("order status (failed)"), std::string_view::npos)
      << json::print(conversation.handoff);
}

TEST(Conversation, ends_with_a_person_when_too_many_codes_are_tried) {
  SimulatedBusiness business;
  business.failures["find_booking"] = {Error(Kind::exhausted, "tool/too-many-look-ups", "Asked too often.")};
  const auto id = business.open();
  EXPECT_NE(business.say(id, "please cancel the reservation LUME-1234, my name is Ana").find("colleague"),
            std::string::npos);
  EXPECT_EQ(business.status(id), Status::pending_human);
}

TEST(Conversation, takes_a_message_once_however_often_it_arrives) {
  SimulatedBusiness business;
  const auto id = business.open();
  const auto first = business.wait(business.conversations().receive(id, {"same", "hello"}));
  const auto second = business.wait(business.conversations().receive(id, {"same", "hello"}));
  EXPECT_FALSE(first.duplicate);
  EXPECT_TRUE(second.duplicate);
  EXPECT_EQ(first.seq, second.seq);
  business.wait(business.conversations().threads().settled(id));
  int said = 0;
  for (const auto& event : business.events(id))
    said += event.type == "message" && event.data["message"]["role"].text() == "customer";
  EXPECT_EQ(said, 1);
}

TEST(Conversation, refuses_what_it_cannot_store_and_says_why) {
  SimulatedBusiness business;
  const auto id = business.open();
  const auto slug_of = [&](std::string key, std::string text) -> std::string {
    try {
      business.wait(business.conversations().receive(id, {std::move(key), std::move(text)}));
    } catch (const Error& error) {
      return error.slug;
    }
    return "accepted";
  };
  EXPECT_EQ(slug_of("a", "  "), "dialog/empty-message");
  EXPECT_EQ(slug_of("a", std::string(1 << 20, 'x')), "dialog/message-too-long");
  EXPECT_EQ(slug_of("a", "\xff\xfe"), "dialog/not-utf8");
  EXPECT_EQ(slug_of("", "hello"), "dialog/bad-message-id");
  EXPECT_EQ(slug_of(std::string("a\0b", 3), "hello"), "dialog/bad-message-id");
  EXPECT_EQ(slug_of("a", std::string("he\0llo", 6)), "dialog/null-character");
  for (const auto* text : {"\u200b", "\u2060 \u00ad", "\ufeff\u3000\u3164", "\U000e0041", "\u2800"})
    EXPECT_EQ(slug_of("a", text), "dialog/empty-message");
  EXPECT_EQ(slug_of("a", "\u200b?"), "accepted");
  for (const auto* key : {"m_greeting", "m_1", "rb_1"}) EXPECT_EQ(slug_of(key, "hello"), "dialog/reserved-message-id");
  EXPECT_THROW(business.wait(business.conversations().receive("c_nobody", {"a", "hello"})), Error);
}

// A press names its read-back, the word does not: under one id they are two things said.
TEST(Conversation, tells_a_press_from_the_same_word_typed_under_its_id) {
  SimulatedBusiness business;
  const auto id = business.open();
  const auto press = Value::object({{"to", "rb_1"}, {"with", "yes"}});
  business.wait(business.conversations().receive(id, Said{"a", "Yes", press, {}, {}}));
  EXPECT_TRUE(business.wait(business.conversations().receive(id, Said{"a", "Yes", press, {}, {}})).duplicate);
  try {
    business.wait(business.conversations().receive(id, {"a", "Yes"}));
    FAIL() << "taken for the press";
  } catch (const Error& error) {
    EXPECT_EQ(error.slug, "dialog/id-with-another-text");
  }
}

TEST(Conversation, brings_the_visitors_address_to_the_tools_and_shows_it_to_nobody) {
  SimulatedBusiness business;
  const auto id = business.open();
  business.say(id, Said{"", "a table for two at Harbor tomorrow at 7:30pm", {}, {}, "192.0.2.1"});
  business.say(id, Said{"", "Ana", {}, {}, "192.0.2.1"});
  business.lose_power(5);
  business.addresses.clear();
  business.say(id, Said{"", "yes", {}, {}, "192.0.2.9"});
  EXPECT_EQ(business.effects.size(), 1u);
  EXPECT_EQ(business.addresses, std::vector<std::string>{"192.0.2.9"});
  business.addresses.clear();
  business.say(id, "where is order 1042");
  EXPECT_EQ(business.addresses, std::vector<std::string>{""}) << "not known is not the one before";
  business.say(id, Said{"", "where is order 1042", {}, {}, "192.0.2.1"});
  for (const auto& event : business.events(id)) EXPECT_EQ(json::print(event.data).find("192.0.2."), std::string::npos);
}

TEST(Conversation, leaves_to_a_person_what_needs_review) {
  const auto tools = json::parse(R"([{"name":"cancel_booking","effect":"needs_review","input_schema":{}},
                                     {"name":"find_booking","effect":"read","input_schema":{}}])");
  SimulatedBusiness business(1, Value::object({{"tools", tools}}));
  const auto id = business.open();
  business.say(id, "please cancel the reservation LUME-1234, my name is Ana");
  EXPECT_EQ(business.status(id), Status::pending_human);
  EXPECT_TRUE(business.effects.empty());
}

TEST(Conversation, writes_down_what_a_guard_on_record_would_have_done) {
  SimulatedBusiness business(1, Value::object({{"guards", json::parse(R"({"consent":"record"})")}}));
  const auto id = business.open();
  business.say(id, "please cancel the reservation LUME-1234, my name is Ana");
  EXPECT_EQ(business.effects.size(), 1u);
  bool recorded = false;
  for (const auto& event : business.events(id)) {
    recorded |= event.data["guard"].text() == "consent" && event.data["decision"].text() == "recorded";
  }
  EXPECT_TRUE(recorded);
}

TEST(Conversation, refuses_by_policy_with_the_rule_and_says_why) {
  SimulatedBusiness business(1, Value::object({{"escalation_rules", Value::list()}}));
  const auto id = business.open();
  business.say(id, "a table for 10 people at Harbor tomorrow at 7:30pm");
  const auto told = business.say(id, "Ana");
  EXPECT_NE(told.find("Parties of more than eight are arranged by our staff. I am fetching"), std::string::npos)
      << told;
  EXPECT_TRUE(business.effects.empty());
  bool refused = false;
  for (const auto& event : business.events(id)) {
    refused |= event.type == "guard" && event.data["guard"].text() == "policy" &&
               event.data["text"].text().starts_with("large-parties");
  }
  EXPECT_TRUE(refused);
}

// Says always the same, and keeps what it was asked.
class Parrot final : public ai::Model {
 public:
  Parrot(Value message, std::vector<ai::ModelRequest>& asked) : message_(std::move(message)), asked_(asked) {}
  Task<ai::ModelAnswer> answer(ai::ModelRequest request, ai::TokenSink, Deadline) override {
    asked_.push_back(std::move(request));
    co_return ai::ModelAnswer{.message = message_, .provider = "parrot"};
  }

 private:
  Value message_;
  std::vector<ai::ModelRequest>& asked_;
};

ModelFactory parrot(Value message, std::vector<ai::ModelRequest>& asked) {
  return [message, &asked](std::shared_ptr<ai::Model>) { return std::make_unique<Parrot>(message, asked); };
}

TEST(Conversation, tells_a_model_the_day_the_hour_and_where_the_business_is_open) {
  std::vector<ai::ModelRequest> asked;
  SimulatedBusiness business(1, Value::object(), parrot(assistant_message("Hello."), asked));
  business.say(business.open(), "Hi");
  ASSERT_EQ(asked.size(), 1U);
  const auto& system = asked[0].messages[0];
  EXPECT_EQ(system["role"].text(), "system");
  for (const auto* const fact :
       {"Never promise what no tool", "Monday 23 November 2026 (2026-11-23), 09:00 (UTC)", "Trattoria Lume",
        "Harbor (id harbor), 12 Quay Street", "Mon closed, Tue to Thu 11:30"})
    EXPECT_NE(system["content"].text().find(fact), std::string_view::npos) << system["content"].text();
}

TEST(Conversation, asks_a_model_the_same_again_within_a_turn_however_late_it_is) {
  std::vector<ai::ModelRequest> asked;
  const auto call = Value::list({tool_call("c1", "order_status", json::parse(R"({"order":"1042"})"))});
  SimulatedBusiness business(1, Value::object(), parrot(assistant_calls(call), asked));
  business.say(business.open(), "Where is my order?");
  ASSERT_GT(asked.size(), 1U);
  EXPECT_EQ(asked.front().messages[0], asked.back().messages[0]);
}

TEST(Conversation, reads_the_slots_that_a_model_gives_as_the_customers_words) {
  std::vector<ai::ModelRequest> asked;
  const auto slots =
      json::parse(R"({"name":"book_table","slots":{"location":"Harbor","date":"tomorrow at 8","guests":"many"}})");
  const auto call = Value::list({tool_call("c1", "start_flow", slots)});
  SimulatedBusiness business(1, Value::object(), parrot(assistant_calls(call), asked));
  EXPECT_EQ(business.say(business.open(), "A table, please"), "For how many of you?");
}

TEST(Conversation, has_one_trace_under_one_seed) {
  const auto trace = [](std::uint64_t seed) {
    SimulatedBusiness business(seed);
    const auto id = business.open();
    for (const auto* sentence : kBookingTalk) business.say(id, sentence);
    std::string all;
    for (const auto& event : business.events(id))
      all += fmt::format("{} {} {} {} {}\n", event.seq, event.run, event.at.ms, event.type, json::print(event.data));
    return crypto::sha256_hex(all);
  };
  EXPECT_EQ(trace(7), trace(7));
  EXPECT_NE(trace(7), trace(8));
}

TEST(Conversation, survives_the_loss_of_power_after_every_answer) {
  SimulatedBusiness business;
  const auto id = business.open();
  std::uint64_t seed = 100;
  std::string last;
  for (const auto* sentence : kBookingTalk) {
    last = business.say(id, sentence);
    business.lose_power(++seed);
  }
  EXPECT_NE(last.find("LUME-4821"), std::string::npos);
  EXPECT_EQ(business.effects.size(), 1u);
  EXPECT_EQ(business.say(id, "thanks"), "With pleasure. A presto!");
}

// In one record, so that nothing can stand between the greeting and the language that it is said in.
TEST(Opening, greets_in_the_first_of_the_languages_that_the_file_serves) {
  const std::pair<const char*, const char*> cases[] = {
      {"de-AT", "de"},  {"fr-BE, de;q=0.8, en", "de"}, {"pt,IT", "it"}, {"fr-BE", ""}, {"", ""},
      {"en-GB,de", ""}, {",,;-, es-MX", "es"}};
  for (const auto& [tags, language] : cases) {
    SimulatedBusiness business(1, four_languages());
    const auto id = business.wait(business.conversations().open("web", tags)).id;
    std::string told;
    for (const auto& event : business.events(id)) {
      if (event.type == "language") told = event.data["language"].text();
    }
    EXPECT_EQ(told, language) << tags;
    EXPECT_EQ(business.wait(business.conversations().threads().records(id)).size(), 1U) << tags;
    const auto answer = business.say(id, "1930");
    EXPECT_FALSE(answer.empty());
  }
}

}  // namespace
}  // namespace frontdesk::dialog
