#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/transport.h"
#include "net/client.h"

namespace frontdesk::platform {

struct AddressPolicy {
  // For a back office that the operator has named: on this machine or in its private network.
  bool allow_private = false;
};

// Why no request on a tenant's behalf may go to this address, as a word for the log ("loopback", "private network",
// "link-local", …); empty where it may. Takes the addresses that a name was resolved to, IPv4 in dotted decimal or IPv6
// without brackets; what is neither is "no address". The connection must go to the very address that was checked.
std::string_view why_refused(std::string_view address, AddressPolicy policy);

// Where something is, as operators write it: "api.example.com" (its port 443, over TLS) or "127.0.0.1:8081" (that port,
// with or without TLS); IPv6 in brackets.
struct HostAndPort {
  std::string host;        // in lower case, without brackets
  std::uint16_t port = 0;  // 0: 443 over TLS

  static std::optional<HostAndPort> parse(std::string_view text);
  bool is_of(const Endpoint& endpoint) const;
};

// The guard of one tenant's requests: the public network, and `allowed`, which may be private. Never link-local or
// otherwise special addresses, and never `own_port` of this machine, by whatever name it was asked for; that is read at
// each connection, for the server learns late where it listens (0: it does not yet).
net::AddressGuard guard_for(std::vector<HostAndPort> allowed, std::function<std::uint16_t()> own_port);

}  // namespace frontdesk::platform
