#include <gtest/gtest.h>

#include <set>

#include "dialog/conversations.h"
#include "simulated_business.h"
#include "support/slug_of.h"

// A customer is never left in silence, and what arrives is kept apart by who sent it.
namespace frontdesk::dialog {
namespace {

using testing::SimulatedBusiness;

using support::slug_of;

TEST(Silence, a_run_that_fails_ends_with_a_message_and_a_person) {
  SimulatedBusiness business;
  business.explode = true;
  const auto id = business.open();
  const auto answer = business.say(id, "a table for two at Harbor tomorrow at 7pm, my name is Ana");
  EXPECT_NE(answer.find("something went wrong on our side"), std::string::npos) << business.types(id);
  EXPECT_EQ(business.status(id), Status::pending_human);
  const auto conversation = business.wait(business.conversations().find(id));
  EXPECT_NE(conversation.handoff["reason"].text().find("failed"), std::string_view::npos);
}

TEST(Silence, of_a_run_whose_time_is_up_ends_with_a_message_and_a_person) {
  SimulatedBusiness business(1, json::parse(R"({"budgets":{"turn":{"steps":25,"seconds":5}}})"));
  business.tool_takes = std::chrono::hours(1);
  const auto id = business.open();
  const auto asked = business.now();
  EXPECT_NE(business.say(id, "where is order 1042").find("something went wrong on our side"), std::string::npos)
      << business.types(id);
  EXPECT_LE(business.now().ms - asked.ms, 30'000);
  EXPECT_EQ(business.status(id), Status::pending_human);
  std::string slug;
  for (const auto& event : business.events(id)) {
    if (event.type == "run.finished") slug = event.data["error"]["slug"].text();
  }
  EXPECT_EQ(slug, "graph/run-time-is-up");
}

TEST(Silence, of_an_answer_that_cannot_be_written_names_no_model) {
  const auto intents = Value::list(
      {Value::object({{"name", "long"},
                      {"examples", Value::list({"tell me a long story", "a long story please"})},
                      {"answer", std::string(20'000, 'x')}}),
       Value::object(
           {{"name", "short"}, {"examples", Value::list({"good evening", "hello there"})}, {"answer", "Hi."}})});
  SimulatedBusiness business(1, Value::object({{"intents", intents}, {"flows", Value::list()}}));
  const auto id = business.open();
  EXPECT_NE(business.say(id, "tell me a long story").find("colleague"), std::string::npos);
  const auto reason = business.wait(business.conversations().find(id)).handoff["reason"];
  EXPECT_EQ(reason.text().find("language model"), std::string_view::npos) << reason.text();
  EXPECT_NE(reason.text().find("template"), std::string_view::npos) << reason.text();
}

TEST(Silence, of_two_flows_in_one_answer_the_first_is_taken) {
  const auto first = testing::call("start_flow", R"({"name":"book_table"})", "a");
  const auto second = testing::call("start_flow", R"({"name":"cancel_booking"})", "b");
  SimulatedBusiness business(1, {}, testing::scripted({assistant_calls(Value::list({first, second}))}));
  const auto id = business.open();
  EXPECT_NE(business.say(id, "book and cancel").find("Harbor or Old Town"), std::string::npos);
  EXPECT_EQ(business.status(id), Status::bot);
}

TEST(Silence, budgets_hold_for_flows_too) {
  const auto few =
      json::parse(R"({"budgets":{"turn":{"steps":25,"seconds":60},"conversation":{"turns":200,"tool_calls":1}}})");
  SimulatedBusiness business(1, few);
  const auto id = business.open();
  business.say(id, "where is order 1042");
  EXPECT_EQ(business.status(id), Status::bot);
  EXPECT_NE(business.say(id, "where is order 1042").find("colleague"), std::string::npos);
  EXPECT_EQ(business.status(id), Status::pending_human);
  EXPECT_EQ(business.calls, 1);
}

TEST(Silence, a_configuration_that_cannot_be_used_ends_with_a_person_and_is_tried_again_when_given_back) {
  SimulatedBusiness business;
  const auto id = business.open();
  business.say(id, "hello");
  business.broken = Error(Kind::not_found, "config/unknown-version", "It is gone.");
  business.lose_power(3);
  EXPECT_NE(business.say(id, "book a table").find("our side"), std::string::npos) << business.types(id);
  EXPECT_EQ(business.status(id), Status::pending_human);
  EXPECT_NE(business.say(id, "hello?").find("has arrived"), std::string::npos);
  business.broken.reset();
  business.wait(business.conversations().take_over(id, "Ana"));
  business.wait(business.conversations().give_back(id, "Ana"));
  EXPECT_NE(business.say(id, "where is order 1042").find("on its way"), std::string::npos);
}

TEST(Silence, a_configuration_that_fails_without_a_name_ends_with_a_person_too) {
  SimulatedBusiness business;
  const auto id = business.open();
  business.broken_oddly = true;
  business.lose_power(3);
  EXPECT_NE(business.say(id, "book a table").find("our side"), std::string::npos) << business.types(id);
  EXPECT_EQ(business.status(id), Status::pending_human);
  business.wait(business.conversations().take_over(id, "Ana"));
  business.wait(business.conversations().give_back(id, "Ana"));
}

TEST(Keys, of_customers_and_of_people_never_meet) {
  SimulatedBusiness business;
  const auto id = business.open();
  auto& all = business.conversations();
  business.say(id, "I want to talk to a person");
  business.wait(all.take_over(id, "Ana"));
  EXPECT_FALSE(business.wait(all.receive(id, {"person:r1", "hello"})).duplicate);
  EXPECT_FALSE(business.wait(all.reply(id, "r1", "hello", "Ana")).duplicate);
  EXPECT_FALSE(business.wait(all.receive(id, {"r1", "hello"})).duplicate);
  EXPECT_TRUE(business.wait(all.reply(id, "r1", "hello", "Ana")).duplicate);
}

TEST(Keys, belong_to_one_text) {
  SimulatedBusiness business;
  const auto id = business.open();
  auto& all = business.conversations();
  business.wait(all.receive(id, {"a", "hello"}));
  EXPECT_TRUE(business.wait(all.receive(id, {"a", "hello"})).duplicate);
  EXPECT_EQ(slug_of([&] { business.wait(all.receive(id, {"a", "good bye"})); }), "dialog/id-with-another-text");
  business.say(id, "I want to talk to a person");
  EXPECT_EQ(slug_of([&] { business.wait(all.receive(id, {"a", "good bye"})); }), "dialog/id-with-another-text");
  EXPECT_TRUE(business.wait(all.receive(id, {"a", "hello"})).duplicate);
  business.wait(all.take_over(id, "Ana"));
  business.wait(all.reply(id, "r", "one", "Ana"));
  EXPECT_EQ(slug_of([&] { business.wait(all.reply(id, "r", "two", "Ana")); }), "dialog/id-with-another-text");
}

TEST(Lists, lose_no_conversation_of_one_moment) {
  SimulatedBusiness business;
  std::set<std::string> opened;
  for (int i = 0; i < 7; ++i) opened.insert(business.open());  // the clock stands still
  std::set<std::string> seen;
  ListQuery query{.limit = 2};
  for (;;) {
    const auto page = business.wait(business.conversations().list(query));
    for (const auto& one : page) EXPECT_TRUE(seen.insert(one.id).second) << one.id;
    if (page.size() < query.limit) break;
    query.behind = Place{page.back().updated_at, page.back().id};
  }
  EXPECT_EQ(seen, opened);
}

TEST(Silence, a_model_that_answers_with_nothing_ends_with_a_person) {
  for (const auto* nothing : {"", " \n\t "}) {
    SimulatedBusiness business(1, {}, testing::scripted({testing::says(nothing)}));
    const auto id = business.open();
    EXPECT_NE(business.say(id, "hello"), "");
    EXPECT_EQ(business.status(id), Status::pending_human);
  }
}

TEST(Silence, of_a_model_that_loops_ends_with_a_person_by_the_budget_of_the_turn) {
  testing::Script script;
  for (int i = 0; i < 60; ++i)
    script.push_back(testing::calls("order_status", fmt::format(R"({{"order":"{:04}"}})", i).c_str()));
  const auto few = json::parse(R"({"budgets":{"turn":{"steps":6,"seconds":60}}})");
  SimulatedBusiness business(1, few, testing::scripted(std::move(script)));
  const auto id = business.open();
  EXPECT_NE(business.say(id, "hello"), "");
  EXPECT_EQ(business.status(id), Status::pending_human);
  EXPECT_LE(business.calls, 6);
}

TEST(Silence, what_failed_is_told_to_colleagues_only) {
  SimulatedBusiness business;
  business.explode = true;
  const auto id = business.open();
  const auto told = business.say(id, "a table for two at Harbor tomorrow at 7pm");
  EXPECT_EQ(told.find("graph/"), std::string::npos);
  const auto handoff = business.wait(business.conversations().find(id)).handoff;
  EXPECT_EQ(handoff["reason"].text().find("graph/"), std::string_view::npos);
  EXPECT_NE(handoff["detail"].text().find("graph/node-failed"), std::string_view::npos);
  EXPECT_NE(handoff["summary"].text().find("a table for two"), std::string_view::npos);
}

TEST(Silence, a_flow_that_is_gone_leaves_the_words_to_the_agent) {
  SimulatedBusiness business;
  const auto id = business.open();
  business.say(id, "a table for two at Harbor tomorrow at 7:30pm");
  business.drop_flows();
  business.lose_power(5);
  EXPECT_NE(business.say(id, "where are you?"), "");
}

// The second finds the conversation resolved, and is overtaken by the first before it can open it again.
TEST(Silence, two_messages_open_a_resolved_conversation_once) {
  SimulatedBusiness business;
  const auto id = business.open();
  auto& all = business.conversations();
  business.wait(all.resolve(id, "Ana"));
  business.brain_waits = {std::chrono::milliseconds(0), std::chrono::seconds(1)};
  business.both(all.receive(id, {"a", "a table for two at Harbor tomorrow at 7:30pm"}), all.receive(id, {"b", "Ana"}));
  business.wait(all.threads().settled(id));
  int opened = 0;
  for (const auto& event : business.events(id)) opened += event.type == "owner" && event.data["owner"].text() == "bot";
  EXPECT_EQ(opened, 1) << "the second took away what the first had begun";
  const auto last = business.wait(all.last_message(id));
  EXPECT_NE(last->data["message"]["text"].text().find("in the name Ana"), std::string_view::npos)
      << json::print(last->data);
}

// What providers refuse: a call without its result, as a colleague who takes over in the middle leaves it behind.
TEST(Silence, of_a_provider_that_wants_a_result_for_each_call) {
  struct Strict final : ai::Model {
    Task<ai::ModelAnswer> answer(ai::ModelRequest request, ai::TokenSink, Deadline) override {
      std::set<std::string, std::less<>> open;
      bool proposed = false;
      for (const auto& message : request.messages.items()) {
        if (message["role"].text() == "tool") {
          open.erase(std::string(message["tool_call_id"].text()));
        } else if (!open.empty()) {
          throw Error(Kind::invalid, "model/refused", "A call has no result.");
        }
        for (const auto& call : message["tool_calls"].items()) open.emplace(call["id"].text()), proposed = true;
      }
      if (!open.empty()) throw Error(Kind::invalid, "model/refused", "A call has no result.");
      if (proposed) co_return ai::ModelAnswer{testing::says("As you like."), {}, "strict", {}};
      co_return ai::ModelAnswer{
          testing::calls("cancel_booking", R"({"code":"LUME-1234","name":"Ana"})"), {}, "strict", {}};
    }
  };
  SimulatedBusiness business(1, {}, [](std::shared_ptr<ai::Model>) { return std::make_unique<Strict>(); });
  const auto id = business.open();
  business.say(id, "cancel my booking");
  ASSERT_EQ(business.wait(business.conversations().threads().view(id)).interrupts.size(), 1u) << "nothing is read back";
  business.wait(business.conversations().take_over(id, "Ana"));
  business.wait(business.conversations().give_back(id, "Ana"));
  EXPECT_EQ(business.say(id, "never mind then"), "As you like.");
}

TEST(Silence, who_opens_a_chat_that_is_out_of_order_is_told_so_and_not_why) {
  SimulatedBusiness business;
  business.broken = Error(Kind::invalid, "config/broken", "/srv/secret is not there");
  EXPECT_EQ(slug_of([&] { business.open(); }), "dialog/out-of-order");
}

TEST(Keys, of_a_reply_that_was_taken_are_known_after_the_conversation_was_given_back) {
  SimulatedBusiness business;
  const auto id = business.open();
  auto& all = business.conversations();
  business.wait(all.take_over(id, "Ana"));
  EXPECT_EQ(slug_of([&] { business.wait(all.take_over(id, "Ben")); }), "dialog/taken-over");
  const auto first = business.wait(all.reply(id, "r", "one", "Ana"));
  business.wait(all.give_back(id, "Ana"));
  EXPECT_EQ(business.wait(all.reply(id, "r", "one", "Ana")).seq, first.seq);
  EXPECT_EQ(slug_of([&] { business.wait(all.reply(id, "r", "two", "Ana")); }), "dialog/id-with-another-text");
  EXPECT_EQ(slug_of([&] { business.wait(all.reply(id, "s", "one", "Ana")); }), "dialog/not-taken-over");
  EXPECT_EQ(slug_of([&] { business.wait(all.give_back(id, "Ana")); }), "dialog/with-bot");
}

TEST(OwnerEvents, name_a_colleague_and_never_a_queue) {
  SimulatedBusiness business;
  const auto id = business.open();
  business.say(id, "I want to talk to a person");
  const auto queue = business.wait(business.conversations().find(id)).owner;
  business.wait(business.conversations().give_back(id, "Ana"));
  for (const auto& event : business.events(id)) {
    if (event.type == "owner") EXPECT_NE(event.data["by"].text(), queue);
  }
  EXPECT_EQ(business.events(id).back().data["by"].text(), "Ana");
}

}  // namespace
}  // namespace frontdesk::dialog
