#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json_schema.h"
#include "base/value.h"
#include "platform/config/findings.h"

namespace frontdesk::platform::config {

// Holds a document against the merged schema and says what does not fit in the words of whoever writes such files.
// `schema` is what `compiled` was made of. Members that nobody knows are told apart: what stands beside them can be
// looked at all the same. `written` gives a plain scalar as it was typed, or "".
using Written = std::function<std::string_view(std::string_view pointer)>;
void check_structure(const Value& document, const Value& schema, const JsonSchema& compiled, const Written& written,
                     Findings& faults, Findings& unknown);

// Why a value cannot be used as JSON Schema 2020-12; empty where it can.
struct SchemaProblem {
  std::string pointer;  // into the schema
  std::string problem;
};
std::optional<SchemaProblem> problem_with_schema(const Value& schema);

// What the properties of an object schema are called; nothing where they are left open (no `properties`).
std::optional<std::vector<std::string_view>> properties_of(const Value& schema);

}  // namespace frontdesk::platform::config
