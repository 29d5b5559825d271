#include "platform/address_guard.h"

#include <gtest/gtest.h>

namespace frontdesk::platform {
namespace {

struct Case {
  const char* address;
  const char* word;  // "" may be reached
};

constexpr Case kCases[] = {
    // IPv4
    {"0.0.0.0", "this network"},
    {"0.1.2.3", "this network"},
    {"9.255.255.255", ""},
    {"10.0.0.1", "private network"},
    {"10.255.255.255", "private network"},
    {"11.0.0.0", ""},
    {"100.63.255.255", ""},
    {"100.64.0.1", "carrier network"},
    {"100.127.255.255", "carrier network"},
    {"100.128.0.0", ""},
    {"126.255.255.255", ""},
    {"127.0.0.1", "loopback"},
    {"127.255.255.254", "loopback"},
    {"128.0.0.1", ""},
    {"169.253.255.255", ""},
    {"169.254.0.1", "link-local"},
    {"169.254.169.254", "link-local"},
    {"169.254.170.2", "link-local"},
    {"169.255.0.0", ""},
    {"172.15.255.255", ""},
    {"172.16.0.1", "private network"},
    {"172.31.255.255", "private network"},
    {"172.32.0.0", ""},
    {"192.0.0.170", "reserved"},
    {"192.0.2.1", "documentation"},
    {"192.88.99.1", "6to4 relay"},
    {"192.167.255.255", ""},
    {"192.168.0.1", "private network"},
    {"192.168.255.255", "private network"},
    {"192.169.0.0", ""},
    {"198.17.255.255", ""},
    {"198.18.0.1", "benchmark network"},
    {"198.19.255.255", "benchmark network"},
    {"198.51.100.7", "documentation"},
    {"203.0.113.7", "documentation"},
    {"8.8.8.8", ""},
    {"1.1.1.1", ""},
    {"223.255.255.255", ""},
    {"224.0.0.1", "multicast"},
    {"239.255.255.250", "multicast"},
    {"240.0.0.1", "reserved"},
    {"255.255.255.255", "reserved"},
    // IPv6
    {"::", "reserved"},
    {"::1", "loopback"},
    {"::7f00:1", "reserved"},
    {"::127.0.0.1", "reserved"},
    {"::ffff:127.0.0.1", "IPv4 inside IPv6"},
    {"::ffff:8.8.8.8", "IPv4 inside IPv6"},
    {"::ffff:a9fe:a9fe", "IPv4 inside IPv6"},
    {"::ffff:0:127.0.0.1", "reserved"},
    {"64:ff9b::127.0.0.1", "address translation"},
    {"64:ff9b::8.8.8.8", "address translation"},
    {"64:ff9b:1::a00:1", "address translation"},
    {"100::1", "reserved"},
    {"2001::1", "Teredo tunnel"},
    {"2001:10::1", "reserved"},
    {"2001:db8::1", "documentation"},
    {"2002:7f00:1::", "6to4 tunnel"},
    {"2002:a00:1::1", "6to4 tunnel"},
    {"3fff::1", "documentation"},
    {"2606:4700:4700::1111", ""},
    {"2a00:1450:4001:80b::200e", ""},
    {"4000::1", "reserved"},
    {"fc00::1", "private network"},
    {"fd00:ec2::254", "private network"},
    {"fe80::1", "link-local"},
    {"febf::1", "link-local"},
    {"fec0::1", "private network"},
    {"ff02::1", "multicast"},
    // What only looks like an address
    {"", "no address"},
    {"localhost", "no address"},
    {"127.1", "no address"},
    {"0177.0.0.1", "no address"},
    {"0x7f.0.0.1", "no address"},
    {"2130706433", "no address"},
    {"127.0.0.1 ", "no address"},
    {"127.0.0.1:80", "no address"},
    {"[::1]", "no address"},
    {"fe80::1%eth0", "no address"},
    {"1.2.3.4.5", "no address"},
    {"256.0.0.1", "no address"},
};

TEST(AddressGuard, knows_what_is_not_a_host_on_the_public_network) {
  for (const auto& [address, word] : kCases) EXPECT_EQ(why_refused(address, {}), word) << address;
}

TEST(AddressGuard, allows_this_machine_and_private_networks_where_an_option_says_so) {
  for (const auto& [address, word] : kCases) {
    const std::string_view why = word;
    const auto expected = why == "loopback" || why == "private network" ? "" : why;
    EXPECT_EQ(why_refused(address, {.allow_private = true}), expected) << address;
  }
}

// What a tenant asks for, and what a resolver makes of it.
struct Asked {
  const char* host;
  std::uint16_t port;
  const char* resolved;
  const char* why;
};

TEST(AddressGuard, lets_a_tenant_reach_what_the_operator_named_and_never_the_server_itself) {
  std::vector<HostAndPort> allowed;
  for (const auto* text : {"127.0.0.1:8081", "office.lan:9000", "meta.lan:80", "127.0.0.1:8080", "own.lan:8080"}) {
    allowed.push_back(*HostAndPort::parse(text));
  }
  const auto guard = guard_for(allowed, [] { return std::uint16_t{8080}; });
  const Asked cases[] = {
      {"api.example", 443, "93.184.216.34", ""},
      {"127.0.0.1", 8081, "127.0.0.1", ""},
      {"office.lan", 9000, "10.0.0.5", ""},
      {"office.lan", 9001, "10.0.0.5", "private network"},
      {"127.0.0.1", 8082, "127.0.0.1", "loopback"},
      {"localhost", 8081, "127.0.0.1", "loopback"},
      {"evil.example", 80, "127.0.0.1", "loopback"},
      {"evil.example", 80, "169.254.169.254", "link-local"},
      {"meta.lan", 80, "169.254.169.254", "link-local"},
      {"evil.example", 80, "::1", "loopback"},
      {"office.lan", 9000, "::ffff:127.0.0.1", "IPv4 inside IPv6"},
      {"127.0.0.1", 8080, "127.0.0.1", "this server's own port"},
      {"own.lan", 8080, "127.0.0.1", "this server's own port"},
      {"own.lan", 8080, "0.0.0.0", "this server's own port"},
      {"own.lan", 8080, "::", "this server's own port"},
      {"own.lan", 8080, "::1", "this server's own port"},
      {"own.lan", 8080, "::ffff:127.0.0.1", "this server's own port"},
      {"2130706433", 8080, "127.0.0.1", "this server's own port"},
      {"2130706433", 8081, "127.0.0.1", "loopback"},
  };
  for (const auto& one : cases) {
    EXPECT_EQ(guard({one.host, one.port, one.port == 443}, one.resolved), one.why)
        << one.host << ":" << one.port << " at " << one.resolved;
  }
}

TEST(HostAndPort, is_read_as_endpoints_are) {
  EXPECT_TRUE(HostAndPort::parse("API.example")->is_of({"api.example", 443, true}));
  EXPECT_FALSE(HostAndPort::parse("api.example")->is_of({"api.example", 443, false}));
  EXPECT_TRUE(HostAndPort::parse("[::1]:8081")->is_of({"::1", 8081, false}));
  for (const auto* text :
       {"", "https://a.example", "a.example/path", "a.example:0", "a.example:99999", "me@a.example", "*"}) {
    EXPECT_FALSE(HostAndPort::parse(text)) << text;
  }
}

TEST(AddressGuard, is_not_fooled_by_a_hidden_end) {
  EXPECT_EQ(why_refused(std::string_view("8.8.8.8\0.example", 16), {}), "no address");
}

}  // namespace
}  // namespace frontdesk::platform
