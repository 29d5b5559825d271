#include "engines/contacts/verbs.h"

#include "base/describe.h"
#include "base/error.h"
#include "base/text.h"
#include "base/unicode.h"
#include "dialog/guest.h"
#include "engines/contacts/permissions.h"
#include "platform/actions/actions.h"
#include "platform/contacts/contacts.h"

namespace frontdesk::engines::contacts {
namespace {

using platform::Action;
using platform::ActionCall;
using platform::ActionResult;
using platform::Settlement;
using platform::Writing;
namespace book = platform::contacts;

constexpr std::string_view kEdit = R"({"type": "object", "additionalProperties": false, "required": ["id"],
  "properties": {"id": {"type": "string", "maxLength": 200}, "name": {"type": "string", "maxLength": 80},
    "add": {"$ref": "#/$defs/marks"}, "drop": {"$ref": "#/$defs/marks"},
    "note": {"type": "string", "minLength": 1, "maxLength": 1000}},
  "$defs": {"marks": {"type": "array", "maxItems": 20, "items": {"type": "object", "additionalProperties": false,
    "required": ["sign", "value"], "properties": {"sign": {"enum": ["phone", "email", "external"]},
      "value": {"type": "string", "minLength": 1, "maxLength": 200}}}}}})";
constexpr std::string_view kJoin = R"({"type": "object", "additionalProperties": false, "required": ["id", "other"],
  "properties": {"id": {"type": "string", "maxLength": 200}, "other": {"type": "string", "maxLength": 200}}})";
constexpr std::string_view kErase = R"({"type": "object", "additionalProperties": false, "required": ["id"],
  "properties": {"id": {"type": "string", "maxLength": 200}}})";

std::string subject_of(std::string_view id) { return "contact/" + std::string(id); }

Value list_of(const std::vector<std::string>& ids) {
  ListBuilder list;
  for (const auto& id : ids) list.add(id);
  return list.build();
}

// Neither the audit nor events hold anything that erasing would have to reach.
Settlement settled(const book::Changed& changed, std::vector<std::string> what) {
  Settlement settlement{.answer = Value::object({{"id", changed.id}}), .subject = subject_of(changed.id)};
  settlement.detail = Value::object({{"changed", list_of(what)}});
  if (!changed.joined.empty()) settlement.detail = settlement.detail.with("joined", list_of(changed.joined));
  settlement.events.push_back({.type = "contact.changed", .subject = settlement.subject, .data = settlement.detail});
  for (const auto& id : changed.joined) {
    settlement.events.push_back({.type = "contact.joined",
                                 .subject = subject_of(id),
                                 .data = Value::object({{"id", id}, {"into", changed.id}})});
  }
  return settlement;
}

// What the staff states is proved.
std::vector<book::Mark> marks_in(const Value& list, std::string_view pointer) {
  std::vector<book::Mark> marks;
  for (const auto& each : list.items()) {
    try {
      marks.push_back(book::read_mark(from_value<book::Sign>(each["sign"]), each["value"].text(), true));
    } catch (const Error& error) {
      throw Error(error).at(fmt::format("{}/{}{}", pointer, marks.size(), error.pointer));
    }
  }
  return marks;
}

std::string name_in(const Value& given) {
  std::string name(text::trim(given.text()));
  if (!name.empty() && (!text::has_visible(name) || unicode::has_hidden(name) || name.size() > book::kNameBytesMax)) {
    throw Error(Kind::invalid, "contacts/bad-name",
                fmt::format("A name has up to {} bytes, and no signs that are not seen.", book::kNameBytesMax))
        .at("/name");
  }
  return name;
}

Task<ActionResult> edit(ActionCall call) {
  const auto& given = call.arguments;
  book::Change change{.add = marks_in(given["add"], "/add"),
                      .drop = marks_in(given["drop"], "/drop"),
                      .note = std::string(text::trim(given["note"].text())),
                      .author = call.caller.principal};
  std::vector<std::string> what;
  for (const auto& member : given.members()) {
    if (member.key() != "id") what.emplace_back(member.key());
  }
  if (given.contains("name")) change.name = name_in(given["name"]);
  const auto id = std::string(given["id"].text());
  co_return co_await platform::commit(std::move(call), [id, change, what](Writing& writing) {
    return settled(book::change(writing.sql, id, change, writing.at), what);
  });
}

Task<ActionResult> join(ActionCall call) {
  const auto id = std::string(call.arguments["id"].text()), other = std::string(call.arguments["other"].text());
  co_return co_await platform::commit(std::move(call), [id, other](Writing& writing) {
    return settled(book::join(writing.sql, id, other, writing.at), {});
  });
}

Task<ActionResult> erase(ActionCall call) {
  const auto id = std::string(call.arguments["id"].text());
  co_return co_await platform::commit(std::move(call), [id](Writing& writing) {
    const auto conversations = book::erase(writing.sql, id);
    for (const auto& conversation : conversations) dialog::forget_guest(writing.sql, conversation);
    const auto count = Value::object({{"conversations", conversations.size()}});
    return Settlement{.answer = Value::object({{"id", id}}),
                      .subject = subject_of(id),
                      .detail = count,
                      .events = {{.type = "contact.erased", .subject = subject_of(id), .data = count}}};
  });
}

}  // namespace

std::vector<Action> verbs() {
  return {
      platform::changing("contacts.edit", "Change what is known of a customer, or write a note down.", kEdit,
                         permissions::kWrite, edit),
      platform::changing("contacts.join", "Say that two contacts are one customer.", kJoin, permissions::kWrite, join),
      platform::changing("contacts.erase", "Forget all that is known of a customer.", kErase, permissions::kErase,
                         erase),
  };
}

}  // namespace frontdesk::engines::contacts
