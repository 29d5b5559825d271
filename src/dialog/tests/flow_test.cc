#include "dialog/flow.h"

#include <gtest/gtest.h>

#include "base/json.h"
#include "support/demo_document.h"

namespace frontdesk::dialog {
namespace {

constexpr Timestamp kNow{1'795'424'400'000};  // Monday 23 November 2026, 09:00 UTC

class DemoFlows : public ::testing::Test {
 protected:
  const Flow& flow(std::string_view name) const { return *config_.flow(name); }
  FlowTurn start(std::string_view name, std::string_view sentence) {
    const auto slots = read_slots(flow(name), Value::object(), sentence, around_);
    return start_flow(flow(name), {slots}, around_, holds_);
  }

  DialogConfig config_ = read_dialog_config(support::demo_document());
  Surroundings around_{config_, kNow};
  // As the configuration's one condition on results is written: VAR.MEMBER == false.
  Conditions holds_ = [](std::string_view expression, const Value& scope) {
    const auto dot = expression.find('.');
    const auto end = expression.find(' ');
    const auto& member = scope[expression.substr(0, dot)][expression.substr(dot + 1, end - dot - 1)];
    return member.is_bool() && !member.boolean();
  };
};

TEST_F(DemoFlows, ask_only_for_what_was_not_said) {
  const auto turn = start("book_table", "a table for four at Harbor tomorrow");
  EXPECT_TRUE(turn.waits);
  ASSERT_EQ(turn.says.size(), 1u);
  EXPECT_EQ(turn.says[0], "At what time?");
  EXPECT_EQ(json::print(turn.state["slots"]), R"({"location":"harbor","date":"2026-11-24","guests":4})");
}

TEST_F(DemoFlows, call_with_typed_arguments_when_all_is_known) {
  const auto turn = start("book_table", "for 4 at harbor on 2026-11-24 at 19:30");
  ASSERT_TRUE(turn.call.has_value());
  EXPECT_EQ(turn.call->tool, "find_table");
  EXPECT_EQ(json::print(turn.call->arguments),
            R"({"location":"harbor","date":"2026-11-24","time":"19:30","guests":4})");
}

TEST_F(DemoFlows, offer_another_time_and_take_it) {
  auto turn = start("book_table", "for 4 at harbor on 2026-11-24 at 19:30");
  turn = call_returned(flow("book_table"), turn.state, json::parse(R"({"available":false,"alternatives":["18:00"]})"),
                       around_, holds_);
  EXPECT_TRUE(turn.waits);
  ASSERT_EQ(turn.says.size(), 1u);  // the sentence is the question already
  EXPECT_EQ(turn.says[0],
            "At 19:30 everything is taken at Harbor. 18:00 would be free. Which time suits you, or is it another day?");
  ASSERT_EQ(turn.buttons.size(), 1u);
  EXPECT_EQ(turn.buttons[0].text, "18:00");
  auto heard = hear(flow("book_table"), turn.state, "6pm", around_, holds_);
  ASSERT_TRUE(heard.turn.call.has_value());
  EXPECT_EQ(heard.turn.call->arguments["time"].text(), "18:00");
}

TEST_F(DemoFlows, move_a_time_that_was_refused) {
  auto turn = start("book_table", "for 4 at harbor on 2026-11-24 at 19:30");
  turn = call_returned(flow("book_table"), turn.state, json::parse(R"({"available":false,"alternatives":[]})"), around_,
                       holds_);
  ASSERT_EQ(turn.asks, "time");
  const auto heard = hear(flow("book_table"), turn.state, "half an hour later", around_, holds_);
  ASSERT_TRUE(heard.turn.call.has_value());
  EXPECT_EQ(heard.turn.call->arguments["time"].text(), "20:00");
}

TEST_F(DemoFlows, say_what_was_told_beside_the_question) {
  const auto asked = start("book_table", "a table for 4 tomorrow");
  ASSERT_EQ(asked.asks, "location");
  const auto heard = hear(flow("book_table"), asked.state, "around half past seven in the evening", around_, holds_);
  EXPECT_TRUE(heard.understood);
  EXPECT_EQ(heard.turn.says.at(0), "Noted: 19:30.");
  EXPECT_EQ(heard.turn.asks, "location");
  const auto place = hear(flow("book_table"), heard.turn.state, "Harbor", around_, holds_);
  EXPECT_TRUE(place.turn.says.empty() || !place.turn.says[0].starts_with("Noted")) << "that was the answer";
}

TEST_F(DemoFlows, take_a_bare_number_for_the_one_slot_it_can_be_of) {
  const auto asked = start("book_table", "a table for 4 tomorrow");
  const auto known = [&](std::string_view sentence, std::string_view slot) {
    return hear(flow("book_table"), asked.state, sentence, around_, holds_).turn.state["slots"][slot];
  };
  EXPECT_EQ(known("20:15", "time").text(), "20:15");
  EXPECT_EQ(known("actually 5", "guests"), Value(5));
  EXPECT_EQ(known("7", "guests"), Value(4)) << "the number is known, and was not taken back";
  EXPECT_FALSE(hear(flow("book_table"), asked.state, "actually 500", around_, holds_).understood);
}

TEST_F(DemoFlows, give_up_after_three_answers_that_do_not_fit) {
  auto heard = hear(flow("cancel_booking"), start("cancel_booking", "cancel").state, "hm", around_, holds_);
  EXPECT_FALSE(heard.understood);
  EXPECT_TRUE(heard.turn.says[0].starts_with("Sorry, I did not get that. What is your booking code?"));
  heard = hear(flow("cancel_booking"), heard.turn.state, "hm", around_, holds_);
  EXPECT_EQ(heard.turn.says[0],
            "Sorry, I did not get that. The code is LUME, a dash and four digits, for example LUME-1234.");
  heard = hear(flow("cancel_booking"), heard.turn.state, "hm", around_, holds_);
  EXPECT_TRUE(heard.turn.handoff.has_value());
}

TEST_F(DemoFlows, follow_the_rule_for_an_error_or_hand_over) {
  auto turn = start("order_status", "where is order 1042");
  ASSERT_TRUE(turn.call.has_value());
  const auto unknown = json::parse(R"({"error":{"slug":"tool/unknown-order","detail":"No such order."}})");
  const auto again = call_returned(flow("order_status"), turn.state, unknown, around_, holds_);
  EXPECT_TRUE(again.waits);
  EXPECT_EQ(again.says[0], "I find no order 1042. Could you check the number?");
  const auto broken = json::parse(R"({"error":{"slug":"tool/unavailable","detail":"No answer."}})");
  EXPECT_TRUE(call_returned(flow("order_status"), turn.state, broken, around_, holds_).handoff.has_value());
}

TEST_F(DemoFlows, take_a_change_instead_of_a_yes) {
  auto turn = start("book_table", "for 4 at harbor on 2026-11-24 at 19:30");
  turn =
      call_returned(flow("book_table"), turn.state, json::parse(R"({"available":true,"table":"T4"})"), around_, holds_);
  EXPECT_TRUE(turn.waits);
  auto heard = hear(flow("book_table"), turn.state, "Ana Ruiz", around_, holds_);
  ASSERT_TRUE(heard.turn.call.has_value());
  EXPECT_EQ(heard.turn.call->tool, "book_table");
  const auto changed = change_slots(flow("book_table"), heard.turn.state, "no, make it 8pm", around_, holds_);
  ASSERT_TRUE(changed.has_value());
  EXPECT_EQ(changed->call->tool, "find_table");
  EXPECT_EQ(changed->call->arguments["time"].text(), "20:00");
  EXPECT_FALSE(change_slots(flow("book_table"), heard.turn.state, "what does it cost", around_, holds_).has_value());
}

TEST_F(DemoFlows, have_a_person_go_on_where_they_would_say_more_than_fits) {
  Flow flow{"all", "", {}, {}};
  Step call;
  call.call = "list";
  call.as = "found";
  Step say;
  say.say = "{{#found}}{{#found}}{{.}} {{/found}}{{/found}}";
  flow.steps = {call, say};
  ListBuilder numbers;
  for (int i = 0; i < 1'000; ++i) numbers.add(i);
  const auto asked = start_flow(flow, {}, around_, holds_);
  const auto turn = call_returned(flow, asked.state, numbers.build(), around_, holds_);
  EXPECT_TRUE(turn.handoff.has_value());
  EXPECT_TRUE(turn.says.empty());
  EXPECT_TRUE(turn.state.is_null());
}

}  // namespace
}  // namespace frontdesk::dialog
