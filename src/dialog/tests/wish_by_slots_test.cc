#include "dialog/wish_by_slots.h"

#include <gtest/gtest.h>

#include "base/json.h"
#include "dialog/reading/trade.h"

namespace frontdesk::dialog {
namespace {

constexpr Timestamp kNow{1'795'424'400'000};  // Monday 23 November 2026, 09:00 UTC

DialogConfig config_of(const char* json) { return read_dialog_config(json::parse(json)); }

DialogConfig workshop() {
  return config_of(R"({
    "intents": [
      {"name": "repair", "flow": "repair", "examples": ["my bike is broken"]},
      {"name": "service", "flow": "repair", "examples": ["a check-up"]},
      {"name": "rent", "flow": "rent", "examples": ["I want a bike"]},
      {"name": "visit", "flow": "visit", "examples": ["I want to come"]}],
    "flows": [
      {"name": "repair", "description": "d", "steps": [{"end": true}], "slots": [
        {"name": "what", "type": "choice", "of": ["brake", "chain"]}, {"name": "date", "type": "date"}, {"name": "time", "type": "time"}]},
      {"name": "rent", "description": "d", "steps": [{"end": true}], "slots": [
        {"name": "what", "type": "choice", "of": ["city bike", "mountain bike"]}, {"name": "from", "type": "date"}, {"name": "to", "type": "date"}]},
      {"name": "visit", "description": "d", "steps": [{"end": true}], "slots": [
        {"name": "date", "type": "date"}, {"name": "time", "type": "time"}, {"name": "mail", "type": "email"}]}]})");
}

std::string wish(const DialogConfig& config, std::string_view message, std::vector<Guess> guesses = {}) {
  const auto found = wish_by_slots(message, {std::move(guesses), false}, false, {config, kNow});
  return found ? found->intent : "-";
}

TEST(WishBySlots, is_of_the_flow_that_asks_for_all_that_is_told) {
  const auto config = workshop();
  EXPECT_EQ(wish(config, "the chain, friday at 10am"), "repair");
  EXPECT_EQ(wish(config, "friday at 10am, ana@example.com"), "visit");
  EXPECT_EQ(wish(config, "friday at 10am"), "-");
}

TEST(WishBySlots, of_two_intents_with_one_flow_is_the_likelier_one) {
  const auto config = workshop();
  EXPECT_EQ(wish(config, "the chain, friday at 10am", {{"service", 0.1}, {"repair", 0.05}}), "service");
  EXPECT_EQ(wish(config, "the chain, friday", {{"service", 0.3}}), "service");
}

TEST(WishBySlots, counts_a_day_once_whoever_asks_for_it) {
  EXPECT_EQ(wish(workshop(), "a city bike on friday"), "-");  // two slots of three, both told by one day
}

TEST(WishBySlots, shares_words_between_flows) {
  const auto config = config_of(R"({
    "intents": [{"name": "a", "flow": "a", "examples": ["a"]}, {"name": "b", "flow": "b", "examples": ["b"]}],
    "flows": [
      {"name": "a", "description": "d", "steps": [{"end": true}], "slots": [
        {"name": "what", "type": "choice", "of": ["chain", "saddle"]}, {"name": "number", "type": "number", "counts": ["pieces"]}]},
      {"name": "b", "description": "d", "steps": [{"end": true}], "slots": [
        {"name": "what", "type": "choice", "of": ["chain", "brake"]}, {"name": "number", "type": "number"}, {"name": "date", "type": "date"}]}]})");
  EXPECT_EQ(wish(config, "chain, 4 pieces, friday"), "b");
}

TEST(WishBySlots, knows_what_begins_with_a_value) {
  const auto config = workshop();
  EXPECT_TRUE(begins_with_value({config, kNow}, "tonight"));
  EXPECT_TRUE(begins_with_value({config, kNow}, "on friday"));
  EXPECT_FALSE(begins_with_value({config, kNow}, "cancel my booking on friday"));
}

}  // namespace
}  // namespace frontdesk::dialog
