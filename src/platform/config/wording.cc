#include "platform/config/wording.h"

#include <fmt/format.h>

#include "platform/config/findings.h"

namespace frontdesk::platform::config {

Value wording_schema(std::string_view says, std::int64_t length_max) {
  auto text = Value::object({{"type", "string"}, {"minLength", 1}});
  if (length_max > 0) text = text.with("maxLength", length_max);
  const auto schema =
      Value::object({{"description", fmt::format("{} A text, or one for each language: {{en: …, de: …}}.", says)},
                     {"type", Value::list({"string", "object"})},
                     {"minLength", 1},
                     {"minProperties", 1},
                     {"additionalProperties", text}});
  return length_max > 0 ? schema.with("maxLength", length_max) : schema;
}

std::string_view in_language(const Value& wording, std::string_view language, std::string_view first) {
  if (!wording.is_object()) return wording.text();
  for (const auto wanted : {language, first}) {
    if (const auto* text = wording.find(wanted)) return text->text();
  }
  for (const auto& any : wording.members()) return any.value.text();
  return {};
}

void for_each_text(const Value& wording, const std::string& pointer, const VisitText& visit) {
  if (wording.is_text()) visit(wording.text(), pointer);
  for (const auto& member : wording.members()) visit(member.value.text(), join(pointer, member.key()));
}

}  // namespace frontdesk::platform::config
