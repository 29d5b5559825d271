#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/json_schema.h"

// What the parts of schema documents are called: identifiers, anchors, pointers, and the words a dialect knows.
namespace frontdesk::schema {

struct Dialect {
  bool draft7 = false;
  bool applicator = true;
  bool unevaluated = true;
  bool validation = true;
  bool asserts_formats = false;
};

// A place in a schema resource; the pointer counts from the resource's root.
struct Location {
  std::uint32_t resource = 0;
  std::string pointer;
  Value schema;
};

class Resources {
 public:
  explicit Resources(const SchemaRegistry& registry) : registry_(registry) {}

  // Takes a whole document in under its URI (which may be empty); gives its root.
  Location add(std::string uri, const Value& document);
  // Where a reference leads from a resource. Throws schema/unknown-reference.
  Location resolve(std::uint32_t from, std::string_view reference, std::string_view place);
  // A sub-schema of a location ("/items"); it may be the root of a resource of its own.
  Location below(const Location& location, std::string_view pointer);

  std::size_t size() const { return resources_.size(); }
  Dialect dialect(std::uint32_t resource) const { return resources_[resource].dialect; }
  // The location of a dynamic anchor; nullptr where the resource has none of that name.
  const Location* dynamic_anchor(std::uint32_t resource, std::string_view name) const;
  const std::map<std::string, Location, std::less<>>& dynamic_anchors(std::uint32_t resource) const {
    return resources_[resource].dynamic_anchors;
  }
  // For people: "#/properties/a" in the first document, with its URI in others.
  std::string place(const Location& location) const;

 private:
  struct Resource {
    std::string uri;
    Value root;
    Dialect dialect;
    std::map<std::string, std::uint32_t, std::less<>> embedded;  // pointer -> the resource that begins there
    std::map<std::string, Location, std::less<>> anchors;
    std::map<std::string, Location, std::less<>> dynamic_anchors;
    std::set<std::string, std::less<>> scanned;
  };

  std::uint32_t add_resource(std::string uri, const Value& root, const Dialect& inherited);
  Dialect dialect_of(const Value& root, const Dialect& inherited, std::string_view uri) const;
  void scan(std::uint32_t resource, const std::string& pointer, const Value& schema);
  void scan_words(std::uint32_t resource, const std::string& pointer, const Value& schema);
  Location walk(std::uint32_t resource, std::string_view pointer, bool& found);

  const SchemaRegistry& registry_;
  std::vector<Resource> resources_;
  std::map<std::string, std::uint32_t, std::less<>> by_uri_;
};

std::string pointer_token(std::string_view key);  // escaped as RFC 6901 wants it, with its slash

}  // namespace frontdesk::schema
