#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/json_schema.h"
#include "base/schema/format.h"
#include "base/schema/pattern.h"
#include "base/value.h"

// A compiled schema: sub-schemas are nodes, a node is a row of checks, a check names its operands by index.
namespace frontdesk::schema {

using NodeId = std::uint32_t;
inline constexpr NodeId kNone = UINT32_MAX;

enum class Op : std::uint8_t {
  never,                   // the schema `false`
  constant,                // values[a]
  enumeration,             // enumerations[a]
  number,                  // numbers[a]
  text,                    // texts[a]
  object,                  // objects[a]
  array,                   // arrays[a]
  reference,               // node a
  dynamic_reference,       // dynamic_references[a]
  all_of,                  // lists[a]
  any_of,                  // lists[a]
  one_of,                  // lists[a]
  negation,                // node a
  condition,               // conditions[a]
  dependent,               // dependents[a]
  unevaluated_items,       // node a; behind all others
  unevaluated_properties,  // node a; behind all others
};

struct Check {
  Op op;
  std::uint32_t a;
};

constexpr std::uint8_t bit_of(Value::Type type) { return static_cast<std::uint8_t>(1u << static_cast<unsigned>(type)); }
inline constexpr std::uint8_t kAnyType = 0x7f;

struct Node {
  std::uint32_t checks_begin = 0;
  std::uint32_t checks_end = 0;
  std::uint32_t resource = 0;
  std::uint8_t types = kAnyType;  // bits of Value::Type; integer without real stands for every whole number
  bool tracks_evaluated = false;  // it has unevaluated…
};

struct Enumeration {
  std::vector<Value> values;
  std::vector<std::string_view> texts;  // of the values that are texts, sorted
  bool only_texts = false;
};

struct NumberRule {
  Value minimum, maximum, exclusive_minimum, exclusive_maximum, multiple_of;  // null: absent
};

struct TextRule {
  std::uint64_t length_min = 0;
  std::uint64_t length_max = UINT64_MAX;
  const Pattern* pattern = nullptr;
  FormatCheck format = nullptr;
  std::string format_name;
};

struct PropertyRule {
  Value name;
  NodeId node = kNone;  // none: it is only required
  bool required = false;
  std::string hint;  // of the schema, for the sentence when it is missing
};

struct ObjectRule {
  std::vector<PropertyRule> properties;  // sorted by name
  std::vector<std::pair<const Pattern*, NodeId>> patterns;
  NodeId additional = kNone;
  NodeId names = kNone;
  std::uint32_t required = 0;  // how many of the properties are
  std::uint64_t size_min = 0;
  std::uint64_t size_max = UINT64_MAX;
  bool looks_at_members = false;
  bool refuses_others = false;  // additional is `false`

  const PropertyRule* find(std::string_view name) const;
};

struct ArrayRule {
  std::vector<NodeId> first;
  NodeId rest = kNone;
  NodeId contains = kNone;
  std::uint64_t contains_min = 1;
  std::uint64_t contains_max = UINT64_MAX;
  std::uint64_t size_min = 0;
  std::uint64_t size_max = UINT64_MAX;
  bool unique = false;
};

struct DependentRule {
  Value name;
  std::vector<Value> required;
  NodeId node = kNone;
};

struct Condition {
  NodeId test = kNone, then = kNone, otherwise = kNone;
};

struct DynamicReference {
  NodeId node = kNone;     // what it means in its own document
  std::uint32_t name = 0;  // of the anchor that outer documents may have, too
};

struct DynamicAnchor {
  std::uint32_t name = 0;
  NodeId node = kNone;
};

struct Program {
  JsonSchema::Options options;
  NodeId root = 0;
  std::vector<Node> nodes;
  std::vector<std::string> places;  // of each node, for people
  std::vector<Check> checks;
  std::vector<Value> values;
  std::vector<Enumeration> enumerations;
  std::vector<NumberRule> numbers;
  std::vector<TextRule> texts;
  std::vector<ObjectRule> objects;
  std::vector<ArrayRule> arrays;
  std::vector<std::vector<NodeId>> lists;
  std::vector<Condition> conditions;
  std::vector<std::vector<DependentRule>> dependents;
  std::vector<DynamicReference> dynamic_references;
  std::vector<std::vector<DynamicAnchor>> dynamic_anchors;  // of each resource
  std::vector<std::unique_ptr<Pattern>> patterns;
};

Program compile(const Value& schema, const SchemaRegistry& registry, JsonSchema::Options options);
bool accepts(const Program& program, const Value& instance);
Findings check(const Program& program, const Value& instance);

}  // namespace frontdesk::schema
