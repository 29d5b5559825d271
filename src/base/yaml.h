#pragma once

#include <string_view>
#include <vector>

#include "base/effort.h"
#include "base/value.h"

// YAML 1.2, core schema, as far as JSON can hold it (libfyaml behind it). Of what YAML allows, this reader refuses:
// names that are not texts, a name twice in one mapping, merge keys ("<<"), application tags, .inf and .nan, UTF-16.
namespace frontdesk::yaml {

// Where something begins; both from 1, columns in characters.
struct Mark {
  int line = 1;
  int column = 1;
  friend auto operator<=>(const Mark&, const Mark&) = default;
};

struct Limits {
  std::size_t bytes_max = 16 << 20;   // of the text, and of all texts once aliases are written out
  std::size_t nodes_max = 1'000'000;  // once aliases are written out
  std::size_t depth_max = 64;         // more than 64 cannot be had
  Effort* effort = nullptr;           // that reading spends from, a step a value, aliases written out; null: no limit
  bool ignore_foreign_tags = false;   // "!circle {…}" is read as {…}; otherwise it is refused
};

// What one place of a document knows about its origin. Children lie side by side, in the order of the value's.
struct Origin {
  Mark value;
  Mark key;  // of the name that it stands under; of itself in a list and at the root
  std::uint32_t first_child = 0;
};

class Document {
 public:
  Document() = default;
  Document(Value value, std::vector<Origin> origins, std::uint32_t root)
      : value(std::move(value)), origins_(std::move(origins)), root_(root) {}

  Value value;

  // The place of the value at a JSON pointer, and of its name. Where the pointer leads nowhere, the nearest place
  // above.
  Mark mark_of(std::string_view json_pointer) const { return origin_of(json_pointer).value; }
  Mark key_mark_of(std::string_view json_pointer) const { return origin_of(json_pointer).key; }

 private:
  Origin origin_of(std::string_view json_pointer) const;

  std::vector<Origin> origins_;
  std::uint32_t root_ = 0;
};

// Exactly one document (an empty text is null). Throws Error{invalid, "yaml/…"} whose pointer is "line L, column C":
//   yaml/malformed                     not YAML, or not UTF-8
//   yaml/key-not-text, duplicate-key, merge-key, foreign-tag, not-json, many-documents    YAML, but not for us
//   yaml/too-large                     beyond the limits
// A text that is not YAML is told as such, even where something that is not for us stands before the fault.
Document parse(std::string_view text, Limits limits = {});

// All documents of a stream, in their order; none for a stream without documents.
std::vector<Document> parse_stream(std::string_view text, Limits limits = {});
std::vector<Value> parse_all(std::string_view text, Limits limits = {});

}  // namespace frontdesk::yaml
