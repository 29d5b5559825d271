#include "engines/chatbot/types.h"

#include <charconv>

#include "base/crypto.h"
#include "base/describe.h"

namespace frontdesk::engines::chatbot {

std::string cursor_of(const dialog::Conversation& last) {
  return crypto::base64url(fmt::format("{}:{}", last.updated_at.ms, last.id));
}

std::optional<dialog::Place> read_cursor(std::string_view text) {
  const auto plain = crypto::from_base64url(text);
  const auto colon = plain ? plain->find(':') : std::string::npos;
  if (colon == std::string::npos || colon == 0) return std::nullopt;
  dialog::Place place{{}, plain->substr(colon + 1)};
  const auto* const end = plain->data() + colon;
  if (std::from_chars(plain->data(), end, place.updated_at.ms).ptr != end || place.id.empty()) return std::nullopt;
  return place;
}

Value to_json(const dialog::Conversation& conversation, const std::optional<graph::StoredEvent>& last, Reader reader) {
  // Before somebody has taken it over the owner is a queue, and its name is the staff's.
  const bool shows_owner = reader == Reader::staff || conversation.status != dialog::Status::pending_human;
  Value last_message;
  if (last) {
    const auto& message = last->data["message"];
    last_message = Value::object({{"role", message["role"]}, {"text", message["text"]}, {"at", to_iso(last->at)}});
  }
  return Value::object({{"id", conversation.id},
                        {"status", to_value(conversation.status)},
                        {"owner", shows_owner ? conversation.owner : std::string("people")},
                        {"channel", conversation.channel},
                        {"created_at", to_iso(conversation.created_at)},
                        {"updated_at", to_iso(conversation.updated_at)},
                        {"turns", conversation.turns},
                        {"last_message", last_message},
                        {"config_version", conversation.config},
                        {"handoff", reader == Reader::staff ? conversation.handoff : Value()}});
}

Value message_json(const graph::StoredEvent& event) {
  return Value::object({{"seq", event.seq}}).merged(event.data["message"]).with("at", to_iso(event.at));
}

Value event_json(const graph::StoredEvent& event) {
  auto head = Value::object({{"seq", event.seq}, {"at", to_iso(event.at)}, {"run", event.run}});
  if (event.type == "message") return head.with("message", message_json(event));
  return head.merged(event.data);
}

bool is_for_customers(std::string_view type) {
  return type == "message" || type == "message.delta" || type == "message.reset" || type == "typing" || type == "owner";
}

}  // namespace frontdesk::engines::chatbot
