#include "platform/config/section.h"

#include <algorithm>
#include <set>

#include "base/error.h"
#include "platform/config/address.h"

namespace frontdesk::platform::config {
namespace {

void find_unread(const Value& value, std::string_view path, const std::string& pointer, std::string_view instead,
                 Findings& findings) {
  if (path.empty()) {
    return findings.warning(pointer, fmt::format("This release {}: this is kept, and nothing acts on it.", instead),
                            "Leave it for later, or remove it.", Spot::key);
  }
  const auto end = std::min(path.find('/'), path.size());
  const auto step = path.substr(0, end);
  const auto rest = path.substr(std::min(end + 1, path.size()));
  for (std::size_t i = 0; step == "*" && i < value.items().size(); ++i)
    find_unread(value[i], rest, join(pointer, i), instead, findings);
  if (const auto* member = value.find(step)) find_unread(*member, rest, join(pointer, step), instead, findings);
}

}  // namespace

void warn_of_unread(const Section& section, const Value& document, Findings& findings) {
  const auto* member = document.find(section.key);
  if (!member) return;
  for (const auto& unread : section.unread)
    find_unread(*member, unread.path, join("", section.key), unread.instead, findings);
}

std::vector<Section> in_chapters(std::vector<Section> sections) {
  std::ranges::stable_sort(sections, {}, &Section::chapter);
  return sections;
}

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

Value merged_schema(const std::vector<Section>& given) {
  const auto sections = in_chapters(given);
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
