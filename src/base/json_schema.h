#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/value.h"

// JSON Schema 2020-12, with draft-07 understood where a schema says "$schema":
// "http://json-schema.org/draft-07/schema#".
//
//   const auto schema = JsonSchema::compile(json::parse(R"({"type":"object","required":["seats"]})"));
//   if (!schema.accepts(arguments)) return to_text(schema.check(arguments));
namespace frontdesk {

// Schemas that others may refer to by URI. Nothing is ever fetched: what is not here cannot be referred to.
class SchemaRegistry {
 public:
  void add(std::string uri, Value schema);
  const Value* find(std::string_view uri) const;  // nullptr where there is none

 private:
  std::map<std::string, Value, std::less<>> schemas_;
};

// One thing that is wrong with an instance.
struct SchemaFinding {
  std::string instance;  // JSON pointer of the place; "" is the whole
  std::string schema;    // of the keyword: "#/properties/seats/type", with its URI where it is another document
  std::string keyword;   // "type"
  std::string sentence;  // what is wrong and how to mend it, with the place: "/seats must be an integer, not the string
                         // \"4\". …"
};
using Findings = std::vector<SchemaFinding>;

// The sentences side by side, for a person or a model.
std::string to_text(const Findings& findings);

namespace schema {
struct Program;
}

// Compiled once, used often; copies share, and any thread may use them.
class JsonSchema {
 public:
  struct Options {
    bool assert_formats = false;        // "format" refuses what does not have it; otherwise it only describes
    std::size_t steps_max = 5'000'000;  // sub-schemas tried for one instance
    std::size_t findings_max = 100;     // that check() tells
  };

  // Throws Error{invalid, "schema/…"} with the place in the schema as pointer:
  //   schema/malformed           a keyword whose value is not what the draft says
  //   schema/unknown-reference   $ref to what is neither in the schema nor in the registry
  //   schema/unknown-dialect     $schema that is neither 2020-12, draft-07 nor in the registry, or that needs a
  //                              vocabulary unknown here
  //   schema/pattern             a regular expression that cannot be matched in linear time (look-around, back
  //                              references)
  static JsonSchema compile(const Value& schema, const SchemaRegistry& registry, Options options);
  static JsonSchema compile(const Value& schema, const SchemaRegistry& registry = {});

  // Takes no memory where it accepts, unless the schema asks for unevaluated members of large objects or for
  // uniqueItems. Both throw Error{exhausted, "schema/too-many-steps"} where the schema never comes to an end with this
  // instance.
  bool accepts(const Value& instance) const;
  // Empty where it is accepted.
  Findings check(const Value& instance) const;

 private:
  explicit JsonSchema(std::shared_ptr<const schema::Program> program) : program_(std::move(program)) {}
  std::shared_ptr<const schema::Program> program_;
};

}  // namespace frontdesk
