#include "net/address.h"

#include <gtest/gtest.h>

#include "base/error.h"

namespace frontdesk::net {
namespace {

std::vector<AddressRange> ranges(std::initializer_list<std::string_view> texts) {
  std::vector<AddressRange> parsed;
  for (const auto text : texts) parsed.push_back(AddressRange::parse(text));
  return parsed;
}

std::string client(std::string_view peer, std::initializer_list<std::string_view> forwarded,
                   const std::vector<AddressRange>& trusted) {
  Headers headers;
  for (const auto value : forwarded) headers.add("X-Forwarded-For", value);
  return client_address(peer, headers, trusted);
}

TEST(AddressRange, holds_what_begins_alike) {
  EXPECT_TRUE(AddressRange::parse("10.0.0.0/8").contains("10.255.0.1"));
  EXPECT_TRUE(AddressRange::parse("10.0.0.0/8").contains("::ffff:10.1.2.3"));
  EXPECT_FALSE(AddressRange::parse("10.0.0.0/8").contains("11.0.0.1"));
  EXPECT_TRUE(AddressRange::parse("192.0.2.4/30").contains("192.0.2.7"));
  EXPECT_FALSE(AddressRange::parse("192.0.2.4/30").contains("192.0.2.8"));
  EXPECT_TRUE(AddressRange::parse("192.0.2.4").contains("192.0.2.4"));
  EXPECT_FALSE(AddressRange::parse("192.0.2.4").contains("192.0.2.5"));
  EXPECT_TRUE(AddressRange::parse("2001:db8::/32").contains("2001:db8:1::1"));
  EXPECT_FALSE(AddressRange::parse("2001:db8::/32").contains("2001:db9::1"));
  EXPECT_TRUE(AddressRange::parse("0.0.0.0/0").contains("8.8.8.8"));
  EXPECT_FALSE(AddressRange::parse("0.0.0.0/0").contains("2001:db8::1"));
  EXPECT_FALSE(AddressRange::parse("::/0").contains("unknown"));
}

TEST(AddressRange, refuses_what_is_none) {
  for (const auto* text :
       {"", "example.com", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/-1", "10.0.0.0/8x", "::/129", "10"}) {
    EXPECT_THROW(AddressRange::parse(text), Error) << text;
  }
}

TEST(ClientAddress, is_the_peer_where_no_proxy_is_trusted) {
  EXPECT_EQ(client("127.0.0.1", {"192.0.2.1"}, {}), "127.0.0.1");
  EXPECT_EQ(client("198.51.100.9", {"192.0.2.1"}, ranges({"127.0.0.1"})), "198.51.100.9");
  EXPECT_EQ(client("127.0.0.1", {}, ranges({"127.0.0.1"})), "127.0.0.1");
}

TEST(ClientAddress, is_whom_the_last_trusted_proxy_heard) {
  const auto trusted = ranges({"127.0.0.1", "10.0.0.0/8"});
  EXPECT_EQ(client("127.0.0.1", {"192.0.2.1"}, trusted), "192.0.2.1");
  EXPECT_EQ(client("127.0.0.1", {"192.0.2.1, 10.1.1.1"}, trusted), "192.0.2.1");
  EXPECT_EQ(client("127.0.0.1", {"192.0.2.1", "10.1.1.1"}, trusted), "192.0.2.1");
  EXPECT_EQ(client("127.0.0.1", {"192.0.2.1:4711"}, trusted), "192.0.2.1");
  EXPECT_EQ(client("127.0.0.1", {"[2001:db8::7]:4711"}, trusted), "2001:db8::7");
  EXPECT_EQ(client("127.0.0.1", {"10.2.2.2, 10.1.1.1"}, trusted), "10.2.2.2");
}

TEST(ClientAddress, is_never_what_the_client_says_of_itself) {
  const auto trusted = ranges({"127.0.0.1"});
  EXPECT_EQ(client("127.0.0.1", {"203.0.113.5, 192.0.2.1"}, trusted), "192.0.2.1");
  EXPECT_EQ(client("127.0.0.1", {"203.0.113.5", "192.0.2.1"}, trusted), "192.0.2.1");
  EXPECT_EQ(client("127.0.0.1", {"203.0.113.5, not an address"}, trusted), "127.0.0.1");
  EXPECT_EQ(client("127.0.0.1", {"203.0.113.5,"}, trusted), "127.0.0.1");
}

TEST(AddressForLimits, takes_a_household_for_one) {
  EXPECT_EQ(address_for_limits("192.0.2.1"), "192.0.2.1");
  EXPECT_EQ(address_for_limits("::ffff:192.0.2.1"), "192.0.2.1");
  EXPECT_EQ(address_for_limits("2001:db8:1:2:3::4"), "2001:db8:1:2::/64");
  EXPECT_EQ(address_for_limits("2001:db8:1:2:ffff::5"), "2001:db8:1:2::/64");
  EXPECT_EQ(address_for_limits("memory"), "memory");
}

TEST(Authority, puts_ipv6_in_brackets) {
  EXPECT_EQ(authority_of("127.0.0.1", 80), "127.0.0.1:80");
  EXPECT_EQ(authority_of("::1", 8080), "[::1]:8080");
  EXPECT_TRUE(is_loopback("::1"));
  EXPECT_TRUE(is_loopback("127.9.9.9"));
  EXPECT_FALSE(is_loopback("10.0.0.1"));
  EXPECT_FALSE(is_loopback("localhost"));
}

}  // namespace
}  // namespace frontdesk::net
