#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <vector>

#include "app/options.h"
#include "net/client.h"
#include "platform/address_guard.h"

namespace frontdesk::app {

// The HTTP clients for requests on tenants' behalf, one each: neither connections nor what the operator allows one of
// them are another's. Safe from any thread.
class TenantClients {
 public:
  // `private_hosts` as Options has them. Throws Error{invalid, "app/bad-option"}.
  TenantClients(const std::vector<std::string>& private_hosts, Clock& clock);

  net::Client& of(const TenantId& tenant);

  // Whether the operator has named it among the tenant's private hosts.
  bool is_private_host(const TenantId& tenant, const Endpoint& endpoint) const;

  // Whatever a tenant is allowed, this port of this machine is not.
  void never_at(std::uint16_t own_port) { own_port_ = own_port; }

 private:
  struct Line {
    std::unique_ptr<Transport> transport;
    std::unique_ptr<net::Client> client;
  };

  Clock& clock_;
  std::map<TenantId, std::vector<platform::HostAndPort>> allowed_;
  std::atomic<std::uint16_t> own_port_ = 0;
  std::mutex mutex_;
  std::map<TenantId, Line> lines_;
};

}  // namespace frontdesk::app
