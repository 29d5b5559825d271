#include "net/address.h"

#include <boost/asio/ip/address.hpp>
#include <charconv>
#include <optional>
#include <vector>

#include "base/error.h"
#include "base/text.h"

namespace frontdesk::net {
namespace {

namespace ip = boost::asio::ip;
using Bytes = std::array<std::uint8_t, 16>;

constexpr int kBitsBeforeIpv4 = 96;
constexpr Bytes kIpv4Prefix = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

std::optional<Bytes> bytes_of(std::string_view text) {
  boost::system::error_code code;
  const auto address = ip::make_address(std::string(text.substr(0, 64)), code);
  if (code) return std::nullopt;
  if (address.is_v4()) return ip::make_address_v6(ip::v4_mapped, address.to_v4()).to_bytes();
  return address.to_v6().to_bytes();  // a zone ("%eth0") says where, not who
}

bool begins_alike(const Bytes& one, const Bytes& other, int bits) {
  const auto whole = static_cast<std::size_t>(bits / 8);
  if (!std::equal(one.begin(), one.begin() + bits / 8, other.begin())) return false;
  const int rest = bits % 8;
  if (rest == 0) return true;
  const auto mask = static_cast<std::uint8_t>(0xff << (8 - rest));
  return ((one[whole] ^ other[whole]) & mask) == 0;
}

bool is_ipv4(const Bytes& bytes) { return begins_alike(bytes, kIpv4Prefix, kBitsBeforeIpv4); }

std::string to_text(const Bytes& bytes) {
  const ip::address_v6 address(bytes);
  return is_ipv4(bytes) ? ip::make_address_v4(ip::v4_mapped, address).to_string() : address.to_string();
}

// Some proxies add the port: "192.0.2.1:4711", "[2001:db8::1]:4711".
std::string_view without_port(std::string_view entry) {
  if (entry.starts_with('[')) return entry.substr(1, entry.find(']') - 1);
  const bool has_port = std::ranges::count(entry, ':') == 1;
  return has_port ? entry.substr(0, entry.find(':')) : entry;
}

std::vector<std::string_view> forwarded_for(const Headers& headers) {
  std::vector<std::string_view> entries;
  for (const auto& header : headers.all()) {
    if (!text::equal_ignoring_case(header.name, "x-forwarded-for")) continue;
    for (const auto entry : text::split(header.value, ',')) entries.push_back(text::trim(entry));
  }
  return entries;
}

bool is_among(std::string_view address, std::span<const AddressRange> ranges) {
  return std::ranges::any_of(ranges, [&](const AddressRange& range) { return range.contains(address); });
}

}  // namespace

AddressRange AddressRange::parse(std::string_view text) {
  const auto slash = text.find('/');
  const auto network = bytes_of(text.substr(0, slash));
  const int offset = network && is_ipv4(*network) && text.find(':') == std::string_view::npos ? kBitsBeforeIpv4 : 0;
  int bits = 128 - offset;
  bool is_right = network.has_value();
  if (is_right && slash != std::string_view::npos) {
    const auto digits = text.substr(slash + 1);
    const auto [stop, error] = std::from_chars(digits.data(), digits.data() + digits.size(), bits);
    is_right = error == std::errc() && stop == digits.data() + digits.size() && bits >= 0 && bits <= 128 - offset;
  }
  if (!is_right) {
    throw Error(Kind::invalid, "net/bad-range",
                fmt::format("\"{}\" is neither an address nor a range such as 10.0.0.0/8 or 2001:db8::/32.",
                            text::head(text, 80)));
  }
  AddressRange range;
  range.network_ = *network;
  range.bits_ = bits + offset;
  return range;
}

bool AddressRange::contains(std::string_view address) const {
  const auto bytes = bytes_of(address);
  return bytes && begins_alike(*bytes, network_, bits_);
}

std::string client_address(std::string_view peer, const Headers& headers, std::span<const AddressRange> trusted) {
  std::string client(peer);
  if (trusted.empty() || !is_among(peer, trusted)) return client;
  auto entries = forwarded_for(headers);
  while (!entries.empty() && is_among(client, trusted)) {
    const auto bytes = bytes_of(without_port(entries.back()));
    if (!bytes) break;  // whoever wrote this: the last that we know of is the proxy before it
    client = to_text(*bytes);
    entries.pop_back();
  }
  return client;
}

std::string address_for_limits(std::string_view address) {
  auto bytes = bytes_of(address);
  if (!bytes) return std::string(address);
  if (is_ipv4(*bytes)) return to_text(*bytes);
  std::fill(bytes->begin() + 8, bytes->end(), std::uint8_t{0});
  return to_text(*bytes) + "/64";
}

bool is_loopback(std::string_view address) {
  const auto bytes = bytes_of(address);
  return bytes && (is_ipv4(*bytes) ? (*bytes)[12] == 127 : ip::address_v6(*bytes).is_loopback());
}

std::string authority_of(std::string_view host, std::uint16_t port) {
  return host.find(':') == std::string_view::npos ? fmt::format("{}:{}", host, port)
                                                  : fmt::format("[{}]:{}", host, port);
}

}  // namespace frontdesk::net
