#include "engines/chatbot/types.h"

#include <charconv>

#include "base/crypto.h"
#include "base/describe.h"

namespace frontdesk::engines::chatbot {

namespace {

// Shows whose cursor it is, and that nothing of it was changed.
std::string mark_of(const TenantId& tenant, std::string_view place) {
  return crypto::sha256_hex(fmt::format("conversations\n{}\n{}", tenant.text(), place)).substr(0, 12);
}

// What a visitor may see of an event, also where the tenant shows its trace.
Value for_visitor(Value data) {
  for (const auto* const inside : {"detail", "pointer", "key"}) data = data.without(inside);
  if (data["error"].is_object()) data = data.with("error", Value::object({{"slug", data["error"]["slug"]}}));
  return data;
}

// How it stands with one who waits for a person; null where none was asked for.
Value waiting_json(const dialog::Conversation& conversation, const dialog::Attendance& attendance) {
  if (conversation.status != dialog::Status::pending_human || conversation.is_served) return {};
  return Value::object({{"since", to_iso(conversation.since)},
                        {"is_in", attendance.is_in},
                        {"from", attendance.from ? Value(to_iso(*attendance.from)) : Value()},
                        {"has_contact", !conversation.contact.empty()}});
}

}  // namespace

std::string cursor_of(const TenantId& tenant, const dialog::Conversation& last, dialog::Order order) {
  const auto at = order == dialog::Order::waiting ? last.since : last.updated_at;
  const auto place = fmt::format("{}:{}", at.ms, last.id);
  return crypto::base64url(fmt::format("{}:{}", mark_of(tenant, place), place));
}

std::optional<dialog::Place> read_cursor(const TenantId& tenant, std::string_view text) {
  const auto plain = crypto::from_base64url(text);
  const auto mark = plain ? plain->find(':') : std::string::npos;
  const auto colon = mark == std::string::npos ? mark : plain->find(':', mark + 1);
  if (colon == std::string::npos) return std::nullopt;
  if (plain->substr(0, mark) != mark_of(tenant, std::string_view(*plain).substr(mark + 1))) return std::nullopt;
  dialog::Place place{{}, plain->substr(colon + 1)};
  const auto* const end = plain->data() + colon;
  const auto read = std::from_chars(plain->data() + mark + 1, end, place.at.ms);
  if (read.ec != std::errc() || read.ptr != end || place.id.empty()) return std::nullopt;
  return place;
}

Value to_json(const dialog::Conversation& conversation, const LastMessage& last, const dialog::Attendance& attendance,
              Reader reader) {
  // Before somebody has taken it over the owner is a queue, and its name is the staff's.
  const bool is_staff = reader == Reader::staff;
  const bool shows_owner = is_staff || conversation.status != dialog::Status::pending_human;
  Value last_message;
  if (last.event) {
    const auto& message = last.event->data["message"];
    last_message =
        Value::object({{"role", message["role"]}, {"text", message["text"]}, {"at", to_iso(last.event->at)}});
    if (!last.answers.empty()) last_message = last_message.with("answers", last.answers);
  }
  // A visitor whom the bot serves, with a place in the queue, talks with the bot.
  const auto status = !is_staff && conversation.is_served ? dialog::Status::bot : conversation.status;
  return Value::object({{"id", conversation.id},
                        {"status", to_value(status)},
                        {"owner", shows_owner ? conversation.owner : std::string("people")},
                        {"channel", conversation.channel},
                        {"created_at", to_iso(conversation.created_at)},
                        {"updated_at", to_iso(conversation.updated_at)},
                        {"turns", conversation.turns},
                        {"last_message", last_message},
                        {"config_version", conversation.config},
                        {"waiting", waiting_json(conversation, attendance)},
                        {"handoff", is_staff ? conversation.handoff : Value()},
                        {"since", to_iso(conversation.since)},
                        {"queue", is_staff ? conversation.queue : std::string()},
                        {"handoffs", conversation.handoffs},
                        {"contact", conversation.contact},
                        {"guest", conversation.guest},
                        {"effects", conversation.effects},
                        {"outcome", to_value(dialog::outcome_of(conversation))},
                        {"customer", is_staff ? conversation.customer : std::string()}});
}

Value to_json(const dialog::Inbox& inbox) {
  return Value::object({{"waiting", inbox.waiting},
                        {"longest_since", inbox.longest_since ? Value(to_iso(*inbox.longest_since)) : Value()},
                        {"with_people", inbox.with_people},
                        {"mine", inbox.mine}});
}

Value message_json(const graph::StoredEvent& event) {
  return Value::object({{"seq", event.seq}}).merged(event.data["message"]).with("at", to_iso(event.at));
}

Value event_json(const graph::StoredEvent& event, Reader reader) {
  auto head = Value::object({{"seq", event.seq}, {"at", to_iso(event.at)}, {"run", event.run}});
  if (event.type == "message") return head.with("message", message_json(event));
  return head.merged(reader == Reader::visitor ? for_visitor(event.data) : event.data);
}

bool is_for_customers(std::string_view type) {
  return type == "message" || type == "message.delta" || type == "message.reset" || type == "typing" ||
         type == "owner" || type == "language";
}

}  // namespace frontdesk::engines::chatbot
