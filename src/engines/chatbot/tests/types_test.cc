#include "engines/chatbot/types.h"

#include <gtest/gtest.h>

#include "base/json.h"

namespace frontdesk::engines::chatbot {
namespace {

dialog::Conversation waiting() {
  dialog::Conversation conversation{.id = "c_1", .status = dialog::Status::pending_human, .owner = "night-shift"};
  conversation.handoff =
      json::parse(R"({"reason":"tool/timeout at /srv","summary":"x","queue":"night-shift","at":""})");
  conversation.updated_at = {1'795'424'400'000};
  conversation.since = {1'795'424'100'000};
  conversation.queue = "night-shift";
  return conversation;
}

TEST(VisitorsView, shows_nothing_that_is_for_the_staff) {
  const auto shown = json::print(to_json(waiting(), {}, {}, Reader::visitor));
  EXPECT_EQ(shown.find("night-shift"), std::string::npos) << shown;
  EXPECT_EQ(shown.find("/srv"), std::string::npos) << shown;
  EXPECT_NE(json::print(to_json(waiting(), {}, {}, Reader::staff)).find("night-shift"), std::string::npos);
}

TEST(VisitorsView, shows_how_it_stands_with_who_waits) {
  const dialog::Attendance away{.is_in = false, .from = Timestamp{1'795'446'000'000}};
  EXPECT_EQ(
      json::print(to_json(waiting(), {}, away, Reader::visitor)["waiting"]),
      R"({"since":"2026-11-23T08:55:00.000Z","is_in":false,"from":"2026-11-23T15:00:00.000Z","has_contact":false})");
  auto taken = waiting();
  taken.status = dialog::Status::human;
  EXPECT_TRUE(to_json(taken, {}, {}, Reader::visitor)["waiting"].is_null());
}

TEST(VisitorsView, hears_what_is_said_and_who_says_it) {
  for (const auto* type : {"message", "message.delta", "owner", "typing"}) EXPECT_TRUE(is_for_customers(type)) << type;
  for (const auto* type : {"handoff", "tool", "guard", "model", "step", "run.finished", "config"})
    EXPECT_FALSE(is_for_customers(type)) << type;
}

TEST(VisitorsView, of_a_trace_names_nothing_inside) {
  const graph::StoredEvent failed{
      .seq = 1,
      .type = "run.finished",
      .data = json::parse(R"({"status":"failed","error":{"slug":"graph/node-failed","detail":"/srv/secret"}})")};
  const graph::StoredEvent left{
      .seq = 2,
      .type = "handoff",
      .data = json::parse(R"({"reason":"It failed.","summary":"x","queue":"people","detail":"/srv/secret"})")};
  for (const auto& event : {failed, left}) {
    EXPECT_EQ(json::print(event_json(event, Reader::visitor)).find("/srv"), std::string::npos) << event.type;
    EXPECT_NE(json::print(event_json(event, Reader::staff)).find("/srv"), std::string::npos) << event.type;
  }
  EXPECT_EQ(event_json(failed, Reader::visitor)["error"]["slug"].text(), "graph/node-failed");
}

TEST(Cursor, comes_back_as_it_went_and_is_nothing_else) {
  const auto tenant = TenantId::parse("bistro");
  const auto cursor = cursor_of(tenant, waiting());
  const auto place = read_cursor(tenant, cursor);
  EXPECT_FALSE(read_cursor(TenantId::parse("other"), cursor).has_value());
  ASSERT_TRUE(place.has_value());
  EXPECT_EQ(place->id, "c_1");
  EXPECT_EQ(place->at.ms, 1'795'424'400'000);
  for (const auto* text : {"1795424400000", "MTIz", "OmNfMQ", "!!", "MTIzOg"})
    EXPECT_FALSE(read_cursor(tenant, text).has_value()) << text;
}

}  // namespace
}  // namespace frontdesk::engines::chatbot
