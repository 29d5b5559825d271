#include "dialog/heard_turns.h"

namespace frontdesk::dialog {
namespace {

bool is_miss(const graph::StoredEvent& event) {
  return event.type == "unanswered" || (event.type == "guard" && event.data["guard"].text() == "repair");
}

}  // namespace

std::vector<HeardTurn> heard_in(const std::string& conversation, const std::vector<graph::StoredEvent>& events) {
  std::vector<HeardTurn> turns;
  HeardTurn said;
  std::string asks;  // what the bot's last words ask for
  bool reads_back = false;
  bool was_read = false;
  const auto close = [&] {
    if ((was_read || !said.asked.empty()) && !said.text.empty()) turns.push_back(said);
    was_read = false;
    said = {};
  };
  for (const auto& event : events) {
    const auto& message = event.data["message"];
    if (event.type == "message" && message["role"].text() == "customer") {
      close();
      said = {
          .conversation = conversation, .seq = event.seq, .at = event.at, .text = std::string(message["text"].text())};
      said.asked = asks;
      said.at_read_back = reads_back;
      continue;
    }
    if (event.type == "message" && message["role"].text() == "bot") {
      asks = message["asks"].text();
      reads_back = message["read_back"].is_object();
    }
    if (event.type == "owner") asks.clear(), reads_back = false;
    if (event.type == "unanswered") said.is_unanswered = true;
    if (event.type == "model" && event.data["intent"].is_object() && said.intent.empty()) {
      said.intent = event.data["intent"]["name"].text();
      said.confidence = event.data["intent"]["confidence"].number();
      was_read = true;
    }
    if (is_miss(event)) said.missed = was_read = true;
  }
  close();
  return turns;
}

Task<HeardLately> heard_since(Conversations& conversations, Timestamp since, HearingLimits limits) {
  HeardLately heard;
  ListQuery query;
  for (std::size_t looked_at = 0;;) {
    const auto page = co_await conversations.list(query);
    for (const auto& conversation : page) {
      if (conversation.updated_at < since) co_return heard;
      if (++looked_at > limits.conversations_max) {
        heard.is_all = false;
        co_return heard;
      }
      const auto events = co_await conversations.threads().events(conversation.id, 0, limits.events_max);
      for (auto& turn : heard_in(conversation.id, events)) {
        if (turn.at < since) continue;
        if (heard.turns.size() == limits.turns_max) {
          heard.is_all = false;
          co_return heard;
        }
        heard.turns.push_back(std::move(turn));
      }
    }
    if (page.size() < query.limit) co_return heard;
    query.behind = Place{page.back().updated_at, page.back().id};
  }
}

}  // namespace frontdesk::dialog
