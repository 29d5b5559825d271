#pragma once

#include <boost/describe.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "store/database.h"

// The customers of a tenant: one record each, and each conversation is somebody's. Whom two records are is decided by
// what is proved, and never by what was merely said:
//  - a conversation begins with a contact of its own;
//  - what a guest says of themselves (a name, a phone number, an address) is kept as said, and joins nobody: else
//    whoever says another's number would be that other;
//  - what the staff or the business's own systems state is proved, and is of one contact only: where it was of two, the
//    later one becomes part of the earlier one, with its marks, notes and conversations;
//  - the staff can join two by hand.
// An id that was joined still leads to whom it became. All of this runs inside the transactions of a place.
namespace frontdesk::platform::contacts {

// By what somebody is known.
enum class Sign {
  phone,
  email,
  external,  // what the business's own systems call them
};
BOOST_DESCRIBE_ENUM(Sign, phone, email, external)

struct Mark {
  Sign sign = Sign::phone;
  std::string value;  // in one writing: see read_mark
  bool is_proved = false;
  friend bool operator==(const Mark&, const Mark&) = default;
};

struct Note {
  std::string author;  // as Caller::principal
  std::string words;
  Timestamp at;
};

struct Contact {
  std::string id;  // ct_…
  std::int64_t number = 0;
  std::string name;  // empty: not known
  Timestamp created_at;
  Timestamp updated_at;
  std::vector<Mark> marks;
  std::int64_t conversations = 0;  // how many are theirs
};

struct Filter {
  std::string words;        // a part of the name or of a mark
  std::int64_t before = 0;  // numbers below it; 0: all
  std::size_t limit = 50;
};

// What is to be known of somebody from now on.
struct Change {
  std::optional<std::string> name;
  std::vector<Mark> add;
  std::vector<Mark> drop;  // whether it was proved or not
  std::string note;        // empty: none
  std::string author;      // of the note
};

struct Changed {
  std::string id;                   // of the contact as it is now: the earlier one where two were joined
  std::vector<std::string> joined;  // that became part of it
};

inline constexpr std::size_t kNameBytesMax = 200;
inline constexpr std::size_t kNoteBytesMax = 4'000;
inline constexpr std::size_t kMarksMax = 20;   // of one contact
inline constexpr std::size_t kNotesMax = 200;  // likewise

// One writing for what is one: digits behind "+" of a phone number, small letters of a mail address.
// Throws Error{invalid, "contacts/bad-mark"}; empty where it is none is what said_mark() gives.
Mark read_mark(Sign sign, std::string_view given, bool is_proved);
// Of a phone number or a mail address that a guest left; nothing where it is neither.
std::optional<Mark> said_mark(std::string_view given);

// Whose a conversation is; made where nobody is yet.
std::string of_conversation(store::Transaction& transaction, std::string_view conversation, Timestamp at);
std::optional<std::string> find_of_conversation(store::Reader& reader, std::string_view conversation);
// What a guest said of themselves in a conversation; `reached_by` is a phone number or a mail address, whatever it is.
// Either may be empty. Never throws for what was said: what there is no room for is left out.
void hear(store::Transaction& transaction, std::string_view conversation, std::string_view name,
          std::string_view reached_by, Timestamp at);

// Nothing where there is none, and where its data were erased.
std::optional<Contact> find(store::Reader& reader, std::string_view id);
std::vector<Contact> list(store::Reader& reader, const Filter& filter);  // of whom anything is known; newest first
std::vector<std::string> conversations(store::Reader& reader, std::string_view id, std::size_t limit);  // newest first
std::vector<Note> notes(store::Reader& reader, std::string_view id);                                    // newest first
// Who else is known by a mark of this contact: they may be the same.
std::vector<Contact> alike(store::Reader& reader, const Contact& contact);

// All throw Error{not_found, "contacts/unknown"}.
//   {exhausted, "contacts/full"}   more marks or notes than one contact may have
Changed change(store::Transaction& transaction, std::string_view id, const Change& change, Timestamp at);
// `other` becomes part of the earlier of the two. Throws Error{invalid, "contacts/same"}.
Changed join(store::Transaction& transaction, std::string_view id, std::string_view other, Timestamp at);
// Forgets all that is known of them, and gives the conversations that were theirs: each begins with a new contact if it
// goes on.
std::vector<std::string> erase(store::Transaction& transaction, std::string_view id);

}  // namespace frontdesk::platform::contacts
