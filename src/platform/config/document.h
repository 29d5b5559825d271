#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/value.h"
#include "base/yaml.h"
#include "platform/config/findings.h"

namespace frontdesk::platform::config {

// A file as it was written: comments and the order of keys are in the bytes and are kept with them.
struct Source {
  std::string name;
  std::string bytes;
};

// Gives the file that `extends: name` in the file `from` means; "pack:NAME" is a pack of the program (packs.h). Throws
// Error{not_found, …} with a sentence for whoever wrote the name.
using LoadBase = std::function<Source(const std::string& name, const std::string& from)>;

// Knows the given files only: what Document::sources() has behind the first. Their folders may be those of another
// machine.
LoadBase load_from(std::vector<Source> sources);
// Files beside the one that names them, on this machine.
LoadBase load_from_disk();

// A tenant's file with everything it inherits: one value, and for each part of it the place where that part was
// written.
class Document {
 public:
  static constexpr std::size_t kSourcesMax = 8;
  static constexpr std::size_t kBytesMax = 2 << 20;   // of one file
  static constexpr std::size_t kValuesMax = 200'000;  // of one file, aliases written out

  const Value& value() const { return value_; }
  // The file itself first, then what it extends, nearest first.
  const std::vector<Source>& sources() const { return sources_; }
  Place place_of(std::string_view pointer, Spot spot) const;

 private:
  friend struct DocumentReader;
  struct Origin {
    std::size_t source = 0;
    std::string pointer;  // in that source
  };
  // Lays a more particular file over what is there. Maps are merged; lists whose entries all have an `id` or a `name`
  // are merged entry by entry; examples of intents and questions of facts are joined, one's own first; null removes
  // what was inherited; anything else replaces.
  void lay_over(std::size_t source);
  Value merge(const Value& base, const Value& over, const std::string& pointer, const Origin& from);
  Value merge_maps(const Value& base, const Value& over, const std::string& pointer, const Origin& from);
  void keep_origins_below(const Value& map, const std::string& pointer);
  Value merge_entries(const Value& base, const Value& over, const std::string& pointer, const Origin& from);
  Value join_lists(const Value& base, const Value& over, const std::string& pointer, const Origin& from);
  Origin origin_of(const std::string& pointer) const;
  void take(const std::string& pointer, Origin origin);

  Value value_;
  std::vector<Source> sources_;
  std::vector<yaml::Document> parsed_;
  std::map<std::string, Origin, std::less<>> origins_;  // what is under a pointer was copied as it stands
};

struct Reading {
  std::optional<Document> document;  // empty where a file is not YAML or what it extends cannot be had
  std::vector<Finding> findings;
};
// `effort`: what reading may cost; null: no limit.
Reading read_document(Source source, const LoadBase& load, Effort* effort = nullptr);

// The key that tells the entries of a list apart: "id" or "name" where every entry has it as a text and no two are the
// same; "" where the entries have no names.
std::string_view key_of_entries(const Value& list);

// sha256 of the canonical JSON of a resolved document, 64 hex digits: equal for files that mean the same.
std::string content_hash(const Value& document);
// What people are shown: the first 16 digits; of what somebody gave in place of a hash, whole letters.
std::string_view short_hash(std::string_view hash);

}  // namespace frontdesk::platform::config
