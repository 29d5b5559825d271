#include "platform/config/section.h"

#include <set>

#include "base/error.h"
#include "platform/config/address.h"

namespace frontdesk::platform::config {

std::vector<std::string_view> Checked::names(std::string_view list, std::string_view key) const {
  std::vector<std::string_view> names;
  spend(document_[list].size());
  for (const auto& entry : document_[list].items()) {
    if (entry[key].is_text()) names.push_back(entry[key].text());
  }
  return names;
}

std::optional<std::string> Checked::problem_with_secret(std::string_view reference, std::string_view url) const {
  if (!secrets_ || !is_secret_reference(reference) || problem_with_url(url)) return {};
  if (tenant_) return secrets_->problem_with(*tenant_, reference, url);
  const auto name = document_["client_id"].text();
  if (!TenantId::is_valid(name)) return {};
  return secrets_->problem_with(TenantId::parse(name), reference, url);
}

Value merged_schema(const std::vector<Section>& sections) {
  std::set<std::string_view> seen;
  ObjectBuilder properties;
  ListBuilder required;
  for (const auto& section : sections) {
    if (!seen.insert(section.key).second) {
      throw Error(Kind::internal, "config/section-twice",
                  fmt::format("Two sections of the configuration are called {}.", section.key));
    }
    properties.set(Value(section.key), section.schema);
    if (section.required) required.add(Value(section.key));
  }
  return Value::object({{"$schema", "https://json-schema.org/draft/2020-12/schema"},
                        {"$id", "https://frontdesk.example/config.schema.json"},
                        {"title", "A tenant of frontdesk"},
                        {"type", "object"},
                        {"additionalProperties", false},
                        {"required", required.build()},
                        {"properties", properties.build()}});
}

}  // namespace frontdesk::platform::config
