#include "dialog/rehearsal.h"

namespace frontdesk::dialog {
namespace {

std::string_view type_of(const Value& schema) {
  const auto& type = schema["type"];
  return type.is_list() && type.size() > 0 ? type[0].text() : type.text();
}

Value stand_in_for(const Value& schema) {
  if (schema["enum"].size() > 0) return schema["enum"][0];
  if (schema.contains("const")) return schema["const"];
  const auto type = type_of(schema);
  if (type == "integer" || type == "number") return 0;
  if (type == "boolean") return true;
  if (type == "array") return Value::list();
  if (type == "object") return Value::object();
  return "TEST";
}

}  // namespace

std::string new_draft_id(Random& random) { return random.id(kDraftPrefix); }

bool is_with_draft(std::string_view conversation) { return conversation.starts_with(kDraftPrefix); }

Value rehearsed(const platform::Action& action, const Value& arguments) {
  auto result = Value::object();
  for (const auto& property : action.output_schema["properties"].members())
    result = result.with(property.key(), stand_in_for(property.value));
  return arguments.is_object() ? result.merged(arguments) : result;
}

}  // namespace frontdesk::dialog
