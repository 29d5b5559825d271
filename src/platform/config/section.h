#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/describe.h"
#include "base/effort.h"
#include "base/value.h"
#include "platform/config/findings.h"
#include "platform/secrets.h"

namespace frontdesk::platform::config {

// What the checks of a section may look at: the whole document, `extends` resolved, its structure already held against
// the schema.
class Checked {
 public:
  Checked(const Value& document, const Findings& structure, const Secrets* secrets, Effort& effort,
          const std::optional<TenantId>& tenant = {})
      : document_(document), structure_(structure), secrets_(secrets), effort_(effort), tenant_(tenant) {}

  const Value& document() const { return document_; }
  const Value& operator[](std::string_view key) const { return document_[key]; }

  // True where something is there and its structure is as the schema says, down to the leaves; but for members that
  // nobody knows, which are told and passed over.
  bool is_sound(std::string_view pointer) const {
    effort_.spend(1 + structure_.size());
    return document_.at_pointer(pointer) && !structure_.has_error_within(pointer);
  }
  // Empty where it is not there or not sound: then its findings are written down already.
  template <class T>
  std::optional<T> read(std::string_view pointer) const {
    if (!is_sound(pointer)) return {};
    return from_value<T>(*document_.at_pointer(pointer), {.unknown = Unknown::ignore}, std::string(pointer));
  }
  // What the entries of a list are called: names("tools", "name"). Entries without that key are left out.
  std::vector<std::string_view> names(std::string_view list, std::string_view key) const;

  // Why a request to this URL could not carry the secret; empty where it could, and where secrets are not looked at
  // here. They are those of whom the file was given to, whatever tenant it says it is of.
  std::optional<std::string> problem_with_secret(std::string_view reference, std::string_view url) const;
  // What the check may still cost; loops over what the file says spend from it.
  void spend(std::uint64_t steps) const { effort_.spend(steps); }

 private:
  const Value& document_;
  const Findings& structure_;
  const Secrets* secrets_;
  Effort& effort_;
  std::optional<TenantId> tenant_;
};

// Where a section stands in the reference and in what editors offer, whoever gives it.
enum class Chapter { business, tools, guidance, channels, limits, talk };

// A member that is kept, and nothing acts on it yet.
struct Unread {
  std::string path;          // within the section: "web/allowed_origins"; "*" is every entry; "" the section itself
  std::string_view instead;  // what this release does: "serves no calls"
};

// One top-level member of the tenant's file, given by the layer or engine that acts on it; app joins them.
struct Section {
  std::string key;
  Value schema;  // JSON Schema 2020-12 of the member's value; without $ref to the outside
  bool required = false;
  // What a schema cannot say. Called where the member is there, and for `always` also where it is not; entries that are
  // not sound are to be passed over. May be empty.
  std::function<void(const Checked& document, Findings& findings)> check;
  bool always = false;
  // The member with what it leaves to others to say, for checks to look at; the file stays as it was written. May be
  // empty.
  std::function<Value(const Value& member)> complete;
  // Reads the member as whoever acts on it does; throws where that cannot be. May be empty.
  std::function<void(const Value& member)> read = {};
  std::vector<Unread> unread = {};
  Chapter chapter = Chapter::talk;
};

// Warns of what the document has of a section's unread members.
void warn_of_unread(const Section& section, const Value& document, Findings& findings);
// Chapter by chapter; within one as they were given.
std::vector<Section> in_chapters(std::vector<Section> sections);

// The schema of the whole file, for editors and for the loader. Throws Error{internal, "config/section-twice"}.
Value merged_schema(const std::vector<Section>& sections);

}  // namespace frontdesk::platform::config
