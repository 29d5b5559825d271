#include <gtest/gtest.h>

#include "base/error.h"
#include "net/client.h"

namespace frontdesk::net {
namespace {

std::string shape(std::string_view address) {
  try {
    const auto url = Url::parse(address);
    return fmt::format("{} {} {} {}", url.endpoint.tls ? "tls" : "plain", url.endpoint.host, url.endpoint.port,
                       url.target);
  } catch (const Error& error) {
    return error.slug;
  }
}

TEST(Url, is_read_into_endpoint_and_target) {
  EXPECT_EQ(shape("http://a.b"), "plain a.b 80 /");
  EXPECT_EQ(shape("HTTPS://A.b:8443/x/y?q=1#z"), "tls a.b 8443 /x/y?q=1");
  EXPECT_EQ(shape("http://a?q"), "plain a 80 /?q");
  EXPECT_EQ(shape("http://[::1]:81/"), "plain ::1 81 /");
  EXPECT_EQ(shape("http://127.0.0.1:8080/tools/find"), "plain 127.0.0.1 8080 /tools/find");
  EXPECT_EQ(shape("http://a:/"), "net/bad-url");
}

TEST(Url, is_refused_where_it_could_mislead) {
  for (const std::string_view address : {"",
                                         "a.b/c",
                                         "ftp://a",
                                         "http:/a",
                                         "http://",
                                         "http:///x",
                                         "http://user@a/",
                                         "http://a@b:80/",
                                         "http://a:0/",
                                         "http://a:65536/",
                                         "http://a:8x/",
                                         "http://a b/",
                                         "http://a/\r\nHost: b",
                                         "http://a\\b/",
                                         "http://a/\xc3\xa4",
                                         "http://[::1",
                                         "http://[a]/",
                                         "http://a..b/",
                                         "http://a%2eb/",
                                         "http://::1/"}) {
    EXPECT_EQ(shape(address), "net/bad-url") << address;
  }
}

}  // namespace
}  // namespace frontdesk::net
