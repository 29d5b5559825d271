#include "engines/contacts/views.h"

#include "base/describe.h"
#include "base/error.h"
#include "dialog/conversation_rows.h"
#include "platform/paging.h"

namespace frontdesk::engines::contacts {
namespace {

namespace book = platform::contacts;

constexpr std::size_t kConversationsShown = 50;

Value to_json(const book::Contact& contact) {
  ListBuilder marks;
  for (const auto& mark : contact.marks) {
    marks.add(Value::object({{"sign", to_value(mark.sign)}, {"value", mark.value}, {"is_proved", mark.is_proved}}));
  }
  return Value::object({{"id", contact.id},
                        {"name", contact.name},
                        {"marks", marks.build()},
                        {"conversations", contact.conversations},
                        {"created_at", to_iso(contact.created_at)},
                        {"updated_at", to_iso(contact.updated_at)}});
}

Value notes_of(store::Reader& reader, const std::string& id, const NameOf& name_of) {
  ListBuilder list;
  for (const auto& note : book::notes(reader, id)) {
    list.add(Value::object({{"author", name_of(note.author)}, {"words", note.words}, {"at", to_iso(note.at)}}));
  }
  return list.build();
}

Value conversations_of(store::Reader& reader, const std::string& id) {
  ListBuilder list;
  for (const auto& each : book::conversations(reader, id, kConversationsShown)) {
    const auto found = dialog::rows::find(reader, each);
    if (!found) continue;
    list.add(Value::object({{"id", found->id},
                            {"status", to_value(found->status)},
                            {"turns", found->turns},
                            {"created_at", to_iso(found->created_at)},
                            {"updated_at", to_iso(found->updated_at)}}));
  }
  return list.build();
}

Value alike_of(store::Reader& reader, const book::Contact& contact) {
  ListBuilder list;
  for (const auto& each : book::alike(reader, contact)) list.add(to_json(each));
  return list.build();
}

}  // namespace

Task<Value> Book::list(platform::Caller caller, book::Filter filter) {
  auto& place = *co_await find_(caller.tenant);
  co_return co_await place.store().read([&](store::Reader& reader) {
    const auto print = [](const book::Contact& contact) { return to_json(contact); };
    return platform::page_json(book::list(reader, filter), filter.limit, print);
  });
}

Task<Value> Book::show(platform::Caller caller, std::string id) {
  auto& place = *co_await find_(caller.tenant);
  co_return co_await place.store().read([&](store::Reader& reader) {
    const auto contact = book::find(reader, id);
    if (!contact)
      throw Error(Kind::not_found, "contacts/unknown", "There is no such contact; their data may be erased.");
    return to_json(*contact)
        .with("notes", notes_of(reader, contact->id, name_of_))
        .with("latest", conversations_of(reader, contact->id))
        .with("alike", alike_of(reader, *contact));
  });
}

}  // namespace frontdesk::engines::contacts
