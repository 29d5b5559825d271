#include "base/json_schema.h"

#include "base/schema/program.h"
#include "base/schema/uri.h"

namespace frontdesk {

void SchemaRegistry::add(std::string uri, Value schema) {
  schemas_.insert_or_assign(std::string(schema::without_fragment(uri)), std::move(schema));
}

const Value* SchemaRegistry::find(std::string_view uri) const {
  const auto found = schemas_.find(uri);
  return found != schemas_.end() ? &found->second : nullptr;
}

std::string to_text(const Findings& findings) {
  std::string text;
  for (const auto& finding : findings) {
    if (!text.empty()) text += ' ';
    text += finding.sentence;
  }
  return text;
}

JsonSchema JsonSchema::compile(const Value& schema, const SchemaRegistry& registry, Options options) {
  return JsonSchema(std::make_shared<const schema::Program>(schema::compile(schema, registry, options)));
}
JsonSchema JsonSchema::compile(const Value& schema, const SchemaRegistry& registry) {
  return compile(schema, registry, Options());
}

bool JsonSchema::accepts(const Value& instance) const { return schema::accepts(*program_, instance); }
Findings JsonSchema::check(const Value& instance) const { return schema::check(*program_, instance); }

}  // namespace frontdesk
