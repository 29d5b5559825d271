#include "platform/config/config.h"

#include "platform/config/business.h"
#include "platform/config/kept.h"

namespace frontdesk::platform::config {

std::vector<Section> platform_sections(std::vector<Offer> offers) {
  auto sections = identity_sections();
  for (auto& section : {tools_section(std::move(offers)), integrations_section(), channels_section(), voice_section(),
                        privacy_section(), retention_section()}) {
    sections.push_back(section);
  }
  return sections;
}

Error unreadable(const Error& error) {
  return Error(Kind::internal, "config/unreadable",
               "A stored configuration cannot be read by this release: " + error.detail)
      .at(error.pointer);
}

std::shared_ptr<const Config> make_config(Value document) {
  try {
    auto tenant = TenantId::parse(from_value<std::string>(document["client_id"], {}, "/client_id"));
    const auto name = from_value<std::optional<std::string>>(document["name"], {}, "/name");
    auto tools = tools_of(document);
    auto channels = channels_of(document);
    auto hash = content_hash(document);
    return std::make_shared<const Config>(Config{std::move(tenant), std::move(hash), std::move(document),
                                                 name.value_or(""), std::move(tools), std::move(channels)});
  } catch (const Error& error) {
    throw unreadable(error);
  }
}

}  // namespace frontdesk::platform::config
