#include "platform/config/schema_words.h"

#include <algorithm>
#include <vector>

#include "base/text.h"
#include "platform/config/structure.h"

namespace frontdesk::platform::config {
namespace {

constexpr std::string_view kKeywords[] = {"$schema",
                                          "$id",
                                          "$ref",
                                          "$anchor",
                                          "$dynamicRef",
                                          "$dynamicAnchor",
                                          "$vocabulary",
                                          "$comment",
                                          "$defs",
                                          "type",
                                          "enum",
                                          "const",
                                          "multipleOf",
                                          "maximum",
                                          "exclusiveMaximum",
                                          "minimum",
                                          "exclusiveMinimum",
                                          "maxLength",
                                          "minLength",
                                          "pattern",
                                          "maxItems",
                                          "minItems",
                                          "uniqueItems",
                                          "maxContains",
                                          "minContains",
                                          "maxProperties",
                                          "minProperties",
                                          "required",
                                          "dependentRequired",
                                          "allOf",
                                          "anyOf",
                                          "oneOf",
                                          "not",
                                          "if",
                                          "then",
                                          "else",
                                          "dependentSchemas",
                                          "prefixItems",
                                          "items",
                                          "contains",
                                          "properties",
                                          "patternProperties",
                                          "additionalProperties",
                                          "propertyNames",
                                          "unevaluatedItems",
                                          "unevaluatedProperties",
                                          "format",
                                          "contentEncoding",
                                          "contentMediaType",
                                          "contentSchema",
                                          "title",
                                          "description",
                                          "default",
                                          "deprecated",
                                          "readOnly",
                                          "writeOnly",
                                          "examples",
                                          "definitions",
                                          "dependencies",
                                          "nullable",
                                          "example"};
// Their members are schemas by names of the author's; those of kListed stand in a list; those of kSingle alone.
constexpr std::string_view kNamed[] = {"properties", "patternProperties", "$defs", "definitions", "dependentSchemas"};
constexpr std::string_view kListed[] = {"allOf", "anyOf", "oneOf", "prefixItems"};
constexpr std::string_view kSingle[] = {"items",
                                        "contains",
                                        "not",
                                        "if",
                                        "then",
                                        "else",
                                        "additionalProperties",
                                        "propertyNames",
                                        "unevaluatedItems",
                                        "unevaluatedProperties"};
// Shorter words are near to too many others.
constexpr std::size_t kWordMin = 4;

void check_keyword(const Member& member, const std::string& pointer, Findings& findings) {
  const auto word = member.key();
  if (word.size() < kWordMin || word.starts_with("x-") || std::ranges::find(kKeywords, word) != std::end(kKeywords))
    return;
  const auto near = text::nearest(word, kKeywords);
  if (near.empty()) return;
  findings.warning(join(pointer, word), fmt::format("JSON Schema has no keyword \"{}\" and passes over it.", word),
                   fmt::format("Did you mean \"{}\"? Words of your own begin with x-.", near), Spot::key);
}

void check_required(const Value& schema, const std::string& pointer, Findings& findings) {
  const auto known = properties_of(schema);
  if (!known || schema.contains("patternProperties")) return;
  const auto& more = schema["additionalProperties"];
  const bool is_closed = more.is_bool() && !more.boolean();
  for (std::size_t i = 0; i < schema["required"].size(); ++i) {
    const auto& name = schema["required"][i];
    if (!name.is_text() || std::ranges::find(*known, name.text()) != known->end()) continue;
    const auto at = join(join(pointer, "required"), i);
    const auto problem = fmt::format("\"{}\" is required, and `properties` does not have it.", name.text());
    is_closed ? findings.error(at, problem, suggest(name.text(), *known))
              : findings.warning(at, problem, suggest(name.text(), *known));
  }
}

}  // namespace

void check_schema_words(const Value& schema, const std::string& pointer, Findings& findings) {
  if (!schema.is_object()) return;
  for (const auto& member : schema.members()) check_keyword(member, pointer, findings);
  check_required(schema, pointer, findings);
  for (const auto key : kNamed) {
    for (const auto& member : schema[key].members())
      check_schema_words(member.value, join(join(pointer, key), member.key()), findings);
  }
  for (const auto key : kListed) {
    for (std::size_t i = 0; i < schema[key].size(); ++i)
      check_schema_words(schema[key][i], join(join(pointer, key), i), findings);
  }
  for (const auto key : kSingle) check_schema_words(schema[key], join(pointer, key), findings);
}

}  // namespace frontdesk::platform::config
