#include <gtest/gtest.h>

#include <set>

#include "dialog/conversations.h"
#include "simulated_business.h"

// A customer is never left in silence, and what arrives is kept apart by who sent it.
namespace frontdesk::dialog {
namespace {

using testing::SimulatedBusiness;

std::string slug_of(const std::function<void()>& call) {
  try {
    call();
  } catch (const Error& error) {
    return error.slug;
  }
  return "";
}

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
  EXPECT_EQ(business.say(id, "hello?"), "");
  business.broken.reset();
  business.wait(business.conversations().take_over(id, "Ana"));
  business.wait(business.conversations().give_back(id));
  EXPECT_NE(business.say(id, "where is order 1042").find("on its way"), std::string::npos);
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

}  // namespace
}  // namespace frontdesk::dialog
