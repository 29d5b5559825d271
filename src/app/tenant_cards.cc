#include "app/tenant_cards.h"

#include "base/describe.h"

namespace frontdesk::app {

platform::Sleeper card_of(const TenantId& id, const platform::config::Config* live) {
  platform::Sleeper card{.name = id.text()};
  if (!live) return card;
  if (!live->name.empty()) card.name = live->name;
  const auto& web = live->channels.web;
  card.has_web = web.has_value();
  card.shows_trace = web && web->show_trace;
  return card;
}

platform::Sleeper TenantCards::card_of(const TenantId& id) const {
  const auto live = configs_.cached(id);
  const auto sleeper = live ? std::nullopt : registered_.sleeper(id);
  return sleeper ? *sleeper : app::card_of(id, live.get());
}

bool TenantCards::is_served(const TenantId& id) const {
  const auto tenant = registered_.find(id);
  return tenant && tenant->is_served();
}

bool TenantCards::has_web(const TenantId& id) const { return card_of(id).has_web; }

bool TenantCards::shows_trace(const TenantId& id) const { return card_of(id).shows_trace; }

std::vector<gateway::TenantEntry> TenantCards::entries() const {
  std::vector<gateway::TenantEntry> entries;
  for (const auto& tenant : registered_.tenants()) {
    if (!tenant.is_there()) continue;
    entries.push_back({tenant.id, card_of(tenant.id).name, std::string(to_value(tenant.state).text())});
  }
  return entries;
}

}  // namespace frontdesk::app
