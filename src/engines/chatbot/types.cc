#include "engines/chatbot/types.h"

#include "base/describe.h"

namespace frontdesk::engines::chatbot {

Value to_json(const dialog::Conversation& conversation, const std::optional<graph::StoredEvent>& last) {
  Value last_message;
  if (last) {
    const auto& message = last->data["message"];
    last_message = Value::object({{"role", message["role"]}, {"text", message["text"]}, {"at", to_iso(last->at)}});
  }
  return Value::object({{"id", conversation.id},
                        {"status", to_value(conversation.status)},
                        {"owner", conversation.owner},
                        {"channel", conversation.channel},
                        {"created_at", to_iso(conversation.created_at)},
                        {"updated_at", to_iso(conversation.updated_at)},
                        {"turns", conversation.turns},
                        {"last_message", last_message},
                        {"config_version", conversation.config},
                        {"handoff", conversation.handoff}});
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
