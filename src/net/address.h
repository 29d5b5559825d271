#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "net/http.h"

// Internet addresses as limits see them: who is who, and whose word about others counts.
namespace frontdesk::net {

// All addresses with the same first bits: "10.0.0.0/8", "2001:db8::/32", or one address alone.
class AddressRange {
 public:
  // Throws Error{invalid, "net/bad-range"}.
  static AddressRange parse(std::string_view text);
  bool contains(std::string_view address) const;  // false for what is no address

 private:
  std::array<std::uint8_t, 16> network_{};  // IPv4 as ::ffff:a.b.c.d
  int bits_ = 128;
};

// Who sends a request that came from `peer`. Each proxy adds to X-Forwarded-For whom it heard, so the list is read from
// its end, and only as far as the proxies are trusted: what stands further left, anybody can have written.
std::string client_address(std::string_view peer, const Headers& headers, std::span<const AddressRange> trusted);

// What limits count as one address: an IPv4 address; of IPv6 the /64, as that is what one household gets. What is no
// address stands for itself.
std::string address_for_limits(std::string_view address);

bool is_loopback(std::string_view address);

// host:port as a URL writes it: an IPv6 address stands in brackets.
std::string authority_of(std::string_view host, std::uint16_t port);

}  // namespace frontdesk::net
