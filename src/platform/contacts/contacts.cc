#include "platform/contacts/contacts.h"

#include <algorithm>

#include "base/describe.h"
#include "base/error.h"
#include "base/text.h"
#include "base/unicode.h"
#include "platform/mail/letter.h"
#include "platform/paging.h"

namespace frontdesk::platform::contacts {
namespace {

constexpr std::size_t kExternalBytesMax = 200;
constexpr std::size_t kPhoneDigitsMin = 5, kPhoneDigitsMax = 17;  // 15 and a prefix that is dialled (E.164)

#define FD_CONTACT "id, number, name, created_at, updated_at"
constexpr store::Sql kAdd{
    "INSERT INTO contacts (id, number, name, folded, is_known, merged_into, created_at, updated_at) "
    "SELECT $1, COALESCE(MAX(number), 0) + 1, '', '', 0, '', $2, $2 FROM contacts WHERE true "
    "ON CONFLICT (id) DO NOTHING"};
constexpr store::Sql kFind{"SELECT " FD_CONTACT " FROM contacts WHERE id = $1 AND merged_into = ''"};
constexpr store::Sql kBecame{"SELECT merged_into FROM contacts WHERE id = $1"};
constexpr store::Sql kList{"SELECT " FD_CONTACT
                           " FROM contacts AS c WHERE is_known = 1 AND merged_into = '' AND ($1 = '' OR folded LIKE $1 "
                           "ESCAPE '!' OR EXISTS (SELECT 1 "
                           "FROM contact_marks AS m WHERE m.contact = c.id AND LOWER(m.value) LIKE $1 ESCAPE '!')) AND "
                           "($2 = 0 OR number < $2) "
                           "ORDER BY number DESC LIMIT $3"};
constexpr store::Sql kAlike{
    "SELECT DISTINCT c.id, c.number, c.name, c.created_at, c.updated_at FROM contact_marks AS mine "
    "JOIN contact_marks AS m ON m.value = mine.value AND m.sign = mine.sign AND m.contact <> mine.contact "
    "JOIN contacts AS c ON c.id = m.contact WHERE mine.contact = $1 AND c.merged_into = '' "
    "ORDER BY c.number DESC LIMIT 20"};
constexpr store::Sql kName{"UPDATE contacts SET name = $2, folded = $3, is_known = 1, updated_at = $4 WHERE id = $1"};
// What was said names those of whom nothing is proved; a name beside what the staff stated is theirs to change.
constexpr store::Sql kNameAsSaid{
    "UPDATE contacts SET name = $2, folded = $3, is_known = 1, updated_at = $4 WHERE id = $1 AND (name = '' OR NOT "
    "EXISTS "
    "(SELECT 1 FROM contact_marks AS m WHERE m.contact = contacts.id AND m.is_proved = 1))"};
constexpr store::Sql kTouch{"UPDATE contacts SET is_known = 1, updated_at = $2 WHERE id = $1"};
constexpr store::Sql kMarkAsJoined{
    "UPDATE contacts SET merged_into = $2, name = '', folded = '', is_known = 0 WHERE id = $1 OR merged_into = $1"};

constexpr store::Sql kMarks{
    "SELECT sign, value, is_proved FROM contact_marks WHERE contact = $1 ORDER BY sign, at, value"};
constexpr store::Sql kAddMark{
    "INSERT INTO contact_marks (contact, sign, value, is_proved, at) VALUES ($1, $2, $3, $4, $5) "
    "ON CONFLICT (contact, sign, value) DO UPDATE SET is_proved = CASE WHEN excluded.is_proved = 1 THEN 1 ELSE "
    "contact_marks.is_proved END"};
constexpr store::Sql kDropMark{"DELETE FROM contact_marks WHERE contact = $1 AND sign = $2 AND value = $3"};
constexpr store::Sql kProvedOf{"SELECT contact FROM contact_marks WHERE sign = $1 AND value = $2 AND is_proved = 1"};
constexpr store::Sql kDropMarks{"DELETE FROM contact_marks WHERE contact = $1"};

constexpr store::Sql kOfConversation{"SELECT contact FROM contact_conversations WHERE conversation = $1"};
constexpr store::Sql kGiveConversation{
    "INSERT INTO contact_conversations (conversation, contact, at) VALUES ($1, $2, $3) "
    "ON CONFLICT (conversation) DO NOTHING"};
constexpr store::Sql kMoveConversations{"UPDATE contact_conversations SET contact = $2 WHERE contact = $1"};
constexpr store::Sql kConversations{
    "SELECT conversation FROM contact_conversations WHERE contact = $1 ORDER BY at DESC, conversation LIMIT $2"};
constexpr store::Sql kCountConversations{"SELECT COUNT(*) FROM contact_conversations WHERE contact = $1"};
constexpr store::Sql kDropConversations{"DELETE FROM contact_conversations WHERE contact = $1"};

constexpr store::Sql kAddNote{
    "INSERT INTO contact_notes (number, contact, author, words, at) "
    "SELECT COALESCE(MAX(number), 0) + 1, $1, $2, $3, $4 FROM contact_notes"};
constexpr store::Sql kNotes{
    "SELECT author, words, at FROM contact_notes WHERE contact = $1 ORDER BY number DESC LIMIT 1000"};
constexpr store::Sql kMoveNotes{"UPDATE contact_notes SET contact = $2 WHERE contact = $1"};
constexpr store::Sql kDropNotes{"DELETE FROM contact_notes WHERE contact = $1"};
constexpr store::Sql kDrop{"DELETE FROM contacts WHERE id = $1 OR merged_into = $1"};

std::string word(Sign sign) { return std::string(to_value(sign).text()); }

std::string first_text(const store::Row& row) { return std::string(row.text(0)); }

Mark read_row_of_mark(const store::Row& row) {
  return {from_value<Sign>(Value(row.text(0))), std::string(row.text(1)), row.integer(2) == 1};
}

Contact read_contact(const store::Row& row) {
  return {.id = std::string(row.text(0)),
          .number = row.integer(1),
          .name = std::string(row.text(2)),
          .created_at = Timestamp{row.integer(3)},
          .updated_at = Timestamp{row.integer(4)}};
}

Contact completed(store::Reader& reader, Contact contact) {
  contact.marks = reader.all(kMarks, read_row_of_mark, contact.id);
  contact.conversations =
      reader.one(kCountConversations, [](const store::Row& row) { return row.integer(0); }, contact.id).value_or(0);
  return contact;
}

std::vector<Contact> completed(store::Reader& reader, std::vector<Contact> contacts) {
  for (auto& contact : contacts) contact = completed(reader, std::move(contact));
  return contacts;
}

// Whom an id leads to; an id that is not known leads to itself.
std::string followed(store::Reader& reader, std::string_view id) {
  const auto became = reader.one(kBecame, first_text, id);
  return became && !became->empty() ? *became : std::string(id);
}

Contact demand(store::Reader& reader, std::string_view id) {
  auto contact = find(reader, id);
  if (!contact) throw Error(Kind::not_found, "contacts/unknown", "There is no such contact; their data may be erased.");
  return *std::move(contact);
}

Error full(std::string_view what, std::size_t most) {
  return {Kind::exhausted, "contacts/full",
          fmt::format("A contact has at most {} {}; take out those that are not needed.", most, what)};
}

Error bad_mark(std::string_view why) {
  return Error(Kind::invalid, "contacts/bad-mark", std::string(why)).at("/value");
}

std::optional<std::string> read_phone(std::string_view given) {
  std::string digits;
  for (const char c : given) {
    if (c >= '0' && c <= '9') {
      digits += c;
    } else if (c == '+' && digits.empty()) {
      digits = "+";
    } else if (std::string_view(" -/.()").find(c) == std::string_view::npos) {
      return std::nullopt;
    }
  }
  const auto count = digits.size() - (digits.starts_with('+') ? 1 : 0);
  return count >= kPhoneDigitsMin && count <= kPhoneDigitsMax ? std::optional(digits) : std::nullopt;
}

std::optional<std::string> read_email(std::string_view given) {
  auto email = unicode::lower(unicode::compatible(text::trim(given)));
  return mail::is_address(email) ? std::optional(std::move(email)) : std::nullopt;
}

// All of the later one goes over to the earlier one, whose name stays where it has one.
void take_over(store::Transaction& transaction, const Contact& into, const Contact& from, Timestamp at) {
  if (into.name.empty() && !from.name.empty())
    transaction.run(kName, into.id, from.name, unicode::lower(from.name), at.ms);
  transaction.run(kDropMarks, from.id);
  for (const auto& mark : from.marks)
    transaction.run(kAddMark, into.id, word(mark.sign), mark.value, mark.is_proved ? 1 : 0, at.ms);
  transaction.run(kMoveNotes, from.id, into.id);
  transaction.run(kMoveConversations, from.id, into.id);
  transaction.run(kMarkAsJoined, from.id, into.id);
  transaction.run(kTouch, into.id, at.ms);
}

Contact join_two(store::Transaction& transaction, const Contact& one, const Contact& other, Timestamp at) {
  const bool one_is_first = one.number < other.number;
  const auto& into = one_is_first ? one : other;
  take_over(transaction, into, one_is_first ? other : one, at);
  return demand(transaction, into.id);
}

// What is proved is of one contact: whoever had it until now is the same.
Contact with_mark(store::Transaction& transaction, Contact contact, const Mark& mark, Timestamp at, Changed& changed) {
  if (mark.is_proved) {
    const auto holder = transaction.one(kProvedOf, first_text, word(mark.sign), mark.value);
    if (holder && *holder != contact.id) {
      const auto other = demand(transaction, *holder);
      auto whole = join_two(transaction, contact, other, at);
      changed.joined.push_back(whole.id == contact.id ? other.id : contact.id);
      return whole;
    }
  }
  transaction.run(kAddMark, contact.id, word(mark.sign), mark.value, mark.is_proved ? 1 : 0, at.ms);
  return contact;
}

}  // namespace

Mark read_mark(Sign sign, std::string_view given, bool is_proved) {
  switch (sign) {
    case Sign::phone:
      if (auto phone = read_phone(given)) return {sign, *std::move(phone), is_proved};
      throw bad_mark("This is no phone number; write it with its country, as +43 1 5550100.");
    case Sign::email:
      if (auto email = read_email(given)) return {sign, *std::move(email), is_proved};
      throw bad_mark("This is no e-mail address; write it as name@host.");
    case Sign::external:
      if (std::string id(text::trim(given)); text::has_visible(id) && id.size() <= kExternalBytesMax)
        return {sign, std::move(id), is_proved};
      throw bad_mark(fmt::format("What your own systems call a customer has 1 to {} bytes.", kExternalBytesMax));
  }
  throw bad_mark("There is no such sign.");
}

std::optional<Mark> said_mark(std::string_view given) {
  if (auto email = read_email(given)) return Mark{Sign::email, *std::move(email)};
  if (auto phone = read_phone(given)) return Mark{Sign::phone, *std::move(phone)};
  return std::nullopt;
}

// The id is made of the conversation's: a body of a transaction may be run again, and gives the same then.
std::string of_conversation(store::Transaction& transaction, std::string_view conversation, Timestamp at) {
  if (auto known = find_of_conversation(transaction, conversation)) return *std::move(known);
  const auto id = "ct_" + std::string(conversation.substr(conversation.find('_') + 1));
  transaction.run(kAdd, id, at.ms);
  transaction.run(kGiveConversation, conversation, id, at.ms);
  return id;
}

std::optional<std::string> find_of_conversation(store::Reader& reader, std::string_view conversation) {
  return reader.one(kOfConversation, first_text, conversation);
}

void hear(store::Transaction& transaction, std::string_view conversation, std::string_view name,
          std::string_view reached_by, Timestamp at) {
  const auto id = of_conversation(transaction, conversation, at);
  const auto short_name = text::head(name, kNameBytesMax);
  if (!short_name.empty()) transaction.run(kNameAsSaid, id, short_name, unicode::lower(short_name), at.ms);
  const auto mark = said_mark(reached_by);
  if (!mark || transaction.all(kMarks, read_row_of_mark, id).size() >= kMarksMax) return;
  transaction.run(kAddMark, id, word(mark->sign), mark->value, 0, at.ms);
  transaction.run(kTouch, id, at.ms);
}

std::optional<Contact> find(store::Reader& reader, std::string_view id) {
  auto found = reader.one(kFind, read_contact, followed(reader, id));
  if (!found) return std::nullopt;
  return completed(reader, *std::move(found));
}

std::vector<Contact> list(store::Reader& reader, const Filter& filter) {
  return completed(reader, reader.all(kList, read_contact, anywhere(filter.words), filter.before, filter.limit));
}

std::vector<std::string> conversations(store::Reader& reader, std::string_view id, std::size_t limit) {
  return reader.all(kConversations, first_text, id, limit);
}

std::vector<Note> notes(store::Reader& reader, std::string_view id) {
  const auto read = [](const store::Row& row) {
    return Note{std::string(row.text(0)), std::string(row.text(1)), Timestamp{row.integer(2)}};
  };
  return reader.all(kNotes, read, id);
}

std::vector<Contact> alike(store::Reader& reader, const Contact& contact) {
  return completed(reader, reader.all(kAlike, read_contact, contact.id));
}

Changed change(store::Transaction& transaction, std::string_view id, const Change& wanted, Timestamp at) {
  auto contact = demand(transaction, id);
  Changed changed;
  if (wanted.name) transaction.run(kName, contact.id, *wanted.name, unicode::lower(*wanted.name), at.ms);
  for (const auto& mark : wanted.drop) transaction.run(kDropMark, contact.id, word(mark.sign), mark.value);
  for (const auto& mark : wanted.add)
    contact = with_mark(transaction, demand(transaction, contact.id), mark, at, changed);
  if (!wanted.note.empty()) {
    if (notes(transaction, contact.id).size() >= kNotesMax) throw full("notes", kNotesMax);
    transaction.run(kAddNote, contact.id, wanted.author, wanted.note, at.ms);
  }
  transaction.run(kTouch, contact.id, at.ms);
  if (changed.joined.empty() && demand(transaction, contact.id).marks.size() > kMarksMax)
    throw full("marks", kMarksMax);
  changed.id = contact.id;
  return changed;
}

Changed join(store::Transaction& transaction, std::string_view id, std::string_view other, Timestamp at) {
  const auto one = demand(transaction, id);
  const auto two = demand(transaction, other);
  if (one.id == two.id) throw Error(Kind::invalid, "contacts/same", "Both are one contact already.").at("/other");
  const auto whole = join_two(transaction, one, two, at);
  return {whole.id, {whole.id == one.id ? two.id : one.id}};
}

std::vector<std::string> erase(store::Transaction& transaction, std::string_view id) {
  const auto contact = demand(transaction, id);
  auto theirs = transaction.all(kConversations, first_text, contact.id, INT64_MAX);
  transaction.run(kDropMarks, contact.id);
  transaction.run(kDropNotes, contact.id);
  transaction.run(kDropConversations, contact.id);
  transaction.run(kDrop, contact.id);
  return theirs;
}

}  // namespace frontdesk::platform::contacts
