#include "app/tenant_clients.h"

#include <algorithm>

#include "base/error.h"

namespace frontdesk::app {

TenantClients::TenantClients(const std::vector<std::string>& private_hosts, Clock& clock) : clock_(clock) {
  for (const auto& entry : private_hosts) {
    auto [tenant, what] = read_for_tenant("private_hosts", entry);
    auto place = platform::HostAndPort::parse(what);
    if (!place || place->port == 0) {
      throw Error(Kind::invalid, "app/bad-option",
                  fmt::format("private_hosts names hosts with their ports, for example {}=127.0.0.1:8081, not \"{}\".",
                              tenant.text(), what));
    }
    allowed_[tenant].push_back(std::move(*place));
  }
}

net::Client& TenantClients::of(const TenantId& tenant) {
  const std::lock_guard lock(mutex_);
  auto& line = lines_[tenant];
  if (!line.client) {
    const auto allowed = allowed_.find(tenant);
    line.transport = net::system_transport(
        platform::guard_for(allowed == allowed_.end() ? std::vector<platform::HostAndPort>() : allowed->second,
                            [this] { return own_port_.load(); }));
    line.client = std::make_unique<net::Client>(*line.transport, clock_);
  }
  return *line.client;
}

bool TenantClients::is_private_host(const TenantId& tenant, const Endpoint& endpoint) const {
  const auto allowed = allowed_.find(tenant);
  return allowed != allowed_.end() &&
         std::ranges::any_of(allowed->second, [&](const auto& place) { return place.is_of(endpoint); });
}

}  // namespace frontdesk::app
