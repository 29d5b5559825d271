#pragma once

#include <string_view>

namespace frontdesk::platform {

struct AddressPolicy {
  // For back offices on this machine: the demo, tests, a sidecar. Never where tenants may write endpoints themselves.
  bool allow_loopback = false;
};

// Why no request on a tenant's behalf may go to this address, as a word for the log ("loopback", "private network",
// "link-local", …); empty where it may. Takes the addresses that a name was resolved to, IPv4 in dotted decimal or IPv6
// without brackets; what is neither is "no address". The connection must go to the very address that was checked.
std::string_view why_refused(std::string_view address, AddressPolicy policy);

}  // namespace frontdesk::platform
