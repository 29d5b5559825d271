#include "engines/contacts/bot_verbs.h"

#include "base/error.h"
#include "base/json.h"
#include "base/text.h"
#include "dialog/guest.h"
#include "dialog/rehearsal.h"
#include "engines/contacts/permissions.h"
#include "platform/actions/actions.h"
#include "platform/contacts/contacts.h"

namespace frontdesk::engines::contacts {
namespace {

using platform::ActionCall;
using platform::ActionResult;
using platform::Offer;
using platform::Settlement;
using platform::Writing;
namespace book = platform::contacts;

Offer note_offer() {
  return {.name = "contacts.note",
          .description = "Writes a note down about the customer, for the staff to read whenever they come again.",
          .input_schema = json::parse(R"({"type": "object", "additionalProperties": false, "required": ["note"],
            "properties": {"note": {"type": "string", "minLength": 1, "maxLength": 1000,
              "description": "What is worth knowing the next time, in a sentence."}}})"),
          .output_schema = json::parse(R"({"type": "object", "required": ["noted"],
            "properties": {"noted": {"type": "boolean"}}})"),
          .permission = permissions::kNote};
}

Offer update_offer() {
  return {.name = "contacts.update",
          .description = "Keeps the customer's name, phone number or mail address as they give it.",
          .input_schema = json::parse(R"({"type": "object", "additionalProperties": false, "minProperties": 1,
            "properties": {"name": {"type": "string", "minLength": 1, "maxLength": 80},
              "phone": {"type": "string", "minLength": 3, "maxLength": 40},
              "email": {"type": "string", "minLength": 3, "maxLength": 200}}})"),
          .output_schema = json::parse(R"({"type": "object", "required": ["kept"],
            "properties": {"kept": {"type": "boolean"}}})"),
          .permission = permissions::kUpdate};
}

// Whoever calls from outside of a conversation, or in one with a draft, has no customer.
void demand_conversation(const ActionCall& call) {
  if (!call.conversation.empty() && !dialog::is_with_draft(call.conversation)) return;
  throw Error(Kind::invalid, "contacts/no-conversation",
              "This is for a bot in a conversation, whose customer it is about; the staff uses contacts.edit.");
}

Settlement noted(std::string_view id, std::string_view what, Value answer) {
  const auto subject = "contact/" + std::string(id);
  const auto detail = Value::object({{"changed", Value::list({Value(what)})}});
  return {.answer = std::move(answer),
          .subject = subject,
          .detail = detail,
          .events = {{.type = "contact.changed", .subject = subject, .data = detail}}};
}

Task<ActionResult> note(ActionCall call) {
  demand_conversation(call);
  const auto conversation = call.conversation;
  const book::Change change{.note = std::string(text::trim(call.arguments["note"].text())),
                            .author = call.caller.principal};
  co_return co_await platform::commit(std::move(call), [conversation, change](Writing& writing) {
    const auto id = book::of_conversation(writing.sql, conversation, writing.at);
    book::change(writing.sql, id, change, writing.at);
    return noted(id, "note", Value::object({{"noted", true}}));
  });
}

// As said, and proved by nothing: see platform/contacts.
Task<ActionResult> update(ActionCall call) {
  demand_conversation(call);
  const auto conversation = call.conversation;
  const auto given = call.arguments;
  std::vector<std::string> reached_by;
  if (given.contains("phone"))
    reached_by.push_back(book::read_mark(book::Sign::phone, given["phone"].text(), false).value);
  if (given.contains("email"))
    reached_by.push_back(book::read_mark(book::Sign::email, given["email"].text(), false).value);
  co_return co_await platform::commit(std::move(call), [conversation, given, reached_by](Writing& writing) {
    auto& sql = writing.sql;
    dialog::note_guest(sql, conversation, {.name = std::string(text::trim(given["name"].text()))}, writing.at);
    for (const auto& each : reached_by) dialog::note_guest(sql, conversation, {.reached_by = each}, writing.at);
    return noted(book::of_conversation(sql, conversation, writing.at), "said", Value::object({{"kept", true}}));
  });
}

}  // namespace

std::vector<Offer> offers() { return {note_offer(), update_offer()}; }

std::vector<platform::Action> bot_verbs() { return {kept(note_offer(), note), kept(update_offer(), update)}; }

}  // namespace frontdesk::engines::contacts
