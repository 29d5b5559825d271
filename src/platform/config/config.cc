#include "platform/config/config.h"

#include <algorithm>

#include "base/error.h"

namespace frontdesk::platform::config {

const Tool* Settings::tool(std::string_view name) const {
  const auto found = std::ranges::find(tools, name, &Tool::name);
  return found == tools.end() ? nullptr : &*found;
}

const Location* Settings::location(std::string_view id) const {
  const auto found = std::ranges::find(locations, id, &Location::id);
  return found == locations.end() ? nullptr : &*found;
}

std::vector<Section> platform_sections() {
  auto sections = identity_sections();
  for (auto& section :
       {locations_section(), tools_section(), integrations_section(), knowledge_section(), policies_section(),
        kpi_definitions_section(), escalation_rules_section(), queues_section(), channels_section(), voice_section(),
        privacy_section(), retention_section(), budgets_section(), experiments_section()}) {
    sections.push_back(section);
  }
  return sections;
}

std::shared_ptr<const Config> make_config(Value document) {
  ObjectBuilder ours;
  boost::mp11::mp_for_each<describe_detail::Members<Settings>>([&](auto member) {
    if (const auto* given = document.find(member.name)) ours.set(Value(member.name), *given);
  });
  try {
    auto settings = from_value<Settings>(ours.build());
    auto tenant = TenantId::parse(settings.client_id);
    auto hash = content_hash(document);
    return std::make_shared<const Config>(std::move(tenant), std::move(hash), std::move(document), std::move(settings));
  } catch (const Error& error) {
    throw Error(Kind::internal, "config/unreadable",
                "A stored configuration cannot be read by this release: " + error.detail)
        .at(error.pointer);
  }
}

}  // namespace frontdesk::platform::config
