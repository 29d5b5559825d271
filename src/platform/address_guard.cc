#include "platform/address_guard.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>

#include "base/error.h"
#include "base/text.h"

namespace frontdesk::platform {
namespace {

struct Range4 {
  std::uint32_t network;
  int bits;
  std::string_view word;
};

constexpr std::uint32_t ip(std::uint32_t a, std::uint32_t b, std::uint32_t c, std::uint32_t d) {
  return a << 24 | b << 16 | c << 8 | d;
}

// IANA's special-purpose registry: everything that is not a host on the public network.
constexpr Range4 kRanges4[] = {
    {ip(0, 0, 0, 0), 8, "this network"},
    {ip(10, 0, 0, 0), 8, "private network"},
    {ip(100, 64, 0, 0), 10, "carrier network"},
    {ip(127, 0, 0, 0), 8, "loopback"},
    {ip(169, 254, 0, 0), 16, "link-local"},
    {ip(172, 16, 0, 0), 12, "private network"},
    {ip(192, 0, 0, 0), 24, "reserved"},
    {ip(192, 0, 2, 0), 24, "documentation"},
    {ip(192, 88, 99, 0), 24, "6to4 relay"},
    {ip(192, 168, 0, 0), 16, "private network"},
    {ip(198, 18, 0, 0), 15, "benchmark network"},
    {ip(198, 51, 100, 0), 24, "documentation"},
    {ip(203, 0, 113, 0), 24, "documentation"},
    {ip(224, 0, 0, 0), 4, "multicast"},
    {ip(240, 0, 0, 0), 4, "reserved"},
};

struct Range6 {
  std::array<std::uint8_t, 16> network;
  int bits;
  std::string_view word;
};

constexpr Range6 kRanges6[] = {
    {{0x20, 0x01, 0x00, 0x00}, 32, "Teredo tunnel"},
    {{0x20, 0x01, 0x00}, 23, "reserved"},
    {{0x20, 0x01, 0x0d, 0xb8}, 32, "documentation"},
    {{0x20, 0x02}, 16, "6to4 tunnel"},
    {{0x3f, 0xff, 0x00}, 20, "documentation"},
    {{0xfc}, 7, "private network"},
    {{0xfe, 0x80}, 10, "link-local"},
    {{0xfe, 0xc0}, 10, "private network"},
    {{0xff}, 8, "multicast"},
    {{0x00, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0}, 96, "address translation"},
    {{0x00, 0x64, 0xff, 0x9b, 0x00, 0x01}, 48, "address translation"},
    {{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff}, 96, "IPv4 inside IPv6"},
};

bool within(const std::array<std::uint8_t, 16>& address, const Range6& range) {
  const auto whole = static_cast<std::size_t>(range.bits / 8);
  for (std::size_t i = 0; i < whole; ++i) {
    if (address[i] != range.network[i]) return false;
  }
  const int rest = range.bits % 8;
  if (rest == 0) return true;
  const auto mask = static_cast<std::uint8_t>(0xff << (8 - rest));
  return (address[whole] & mask) == (range.network[whole] & mask);
}

bool is_allowed(std::string_view word, AddressPolicy policy) {
  return policy.allow_private && (word == "loopback" || word == "private network");
}

std::string_view why_refused_4(std::uint32_t address, AddressPolicy policy) {
  for (const auto& range : kRanges4) {
    const auto mask = ~std::uint32_t{0} << (32 - range.bits);
    if ((address & mask) != range.network) continue;
    return is_allowed(range.word, policy) ? std::string_view() : range.word;
  }
  return {};
}

std::string_view why_refused_6(const std::array<std::uint8_t, 16>& address, AddressPolicy policy) {
  constexpr std::array<std::uint8_t, 16> kLoopback = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};
  if (address == kLoopback) return is_allowed("loopback", policy) ? "" : "loopback";
  for (const auto& range : kRanges6) {
    if (within(address, range)) return is_allowed(range.word, policy) ? std::string_view() : range.word;
  }
  const bool is_global_unicast = (address[0] & 0xe0) == 0x20;
  return is_global_unicast ? "" : "reserved";
}

}  // namespace

std::string_view why_refused(std::string_view address, AddressPolicy policy) {
  const std::string text(address);
  if (text.find('\0') != std::string::npos) return "no address";
  in_addr four{};
  if (inet_pton(AF_INET, text.c_str(), &four) == 1) return why_refused_4(ntohl(four.s_addr), policy);
  in6_addr six{};
  if (inet_pton(AF_INET6, text.c_str(), &six) != 1) return "no address";
  std::array<std::uint8_t, 16> bytes;
  std::copy(std::begin(six.s6_addr), std::end(six.s6_addr), bytes.begin());
  return why_refused_6(bytes, policy);
}

std::optional<HostAndPort> HostAndPort::parse(std::string_view text) {
  try {
    // The one parser of the house, so that what is written here is read as endpoints are.
    const auto with_port = net::Url::parse(fmt::format("http://{}/", text)).endpoint;
    const auto other_scheme = net::Url::parse(fmt::format("https://{}/", text)).endpoint;
    if (text.find_first_of("/?#@ ") != std::string_view::npos) return std::nullopt;
    const bool says_port = with_port.port == other_scheme.port;
    return HostAndPort{text::lower_ascii(with_port.host), says_port ? with_port.port : std::uint16_t{0}};
  } catch (const Error&) {
    return std::nullopt;
  }
}

bool HostAndPort::is_of(const Endpoint& endpoint) const {
  if (text::lower_ascii(endpoint.host) != host) return false;
  return port == 0 ? endpoint.tls && endpoint.port == 443 : endpoint.port == port;
}

net::AddressGuard guard_for(std::vector<HostAndPort> allowed, std::function<std::uint16_t()> own_port) {
  return [allowed = std::move(allowed), own_port = std::move(own_port)](const Endpoint& asked,
                                                                        std::string_view address) -> std::string_view {
    const auto public_only = why_refused(address, {});
    if (public_only.empty()) return {};
    if (asked.port == own_port()) return "this server's own port";
    const bool is_named = std::ranges::any_of(allowed, [&](const HostAndPort& place) { return place.is_of(asked); });
    return is_named ? why_refused(address, {.allow_private = true}) : public_only;
  };
}

}  // namespace frontdesk::platform
