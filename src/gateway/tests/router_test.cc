#include "gateway/router.h"

#include <gtest/gtest.h>

#include "base/error.h"

namespace frontdesk::gateway {
namespace {

Router router() {
  Router routes;
  routes.add("GET", "/v1/things", 1);
  routes.add("POST", "/v1/things", 2);
  routes.add("GET", "/v1/things/{id}", 3);
  routes.add("GET", "/v1/things/new", 4);
  routes.add("POST", "/v1/things/{thing}/parts/{part}", 5);
  routes.add("GET", "/v1/things/new/parts", 6);
  return routes;
}

std::string found(std::string_view method, std::string_view path) {
  static const Router routes = router();
  try {
    const auto match = routes.find(method, path);
    std::string text = std::to_string(match.operation);
    for (const auto& [name, value] : match.path) text += " " + name + "=" + value;
    return text;
  } catch (const Error& error) {
    return error.slug;
  }
}

TEST(Router, finds_the_operation_and_the_parts_of_the_path) {
  EXPECT_EQ(found("GET", "/v1/things"), "1");
  EXPECT_EQ(found("HEAD", "/v1/things"), "1");
  EXPECT_EQ(found("POST", "/v1/things"), "2");
  EXPECT_EQ(found("GET", "/v1/things/a%20b%2Fc"), "3 id=a b/c");
  EXPECT_EQ(found("GET", "/v1/things/new"), "4");
  EXPECT_EQ(found("POST", "/v1/things/x/parts/y"), "5 part=y thing=x");
  EXPECT_EQ(found("GET", "/v1/things/new/parts"), "6");
  EXPECT_EQ(found("POST", "/v1/things/new/parts/y"), "5 part=y thing=new") << "a literal hid the name beside it";
}

TEST(Router, says_what_is_not_there) {
  for (const std::string_view path : {"/", "", "*", "/v1", "/v1/things/", "/v1/things/a/b", "/v2/things"}) {
    const auto slug = found("GET", path);
    EXPECT_TRUE(slug == "request/unknown-path" || slug == "request/bad-path") << path << ": " << slug;
  }
  EXPECT_EQ(found("DELETE", "/v1/things"), "request/method-not-allowed");
  EXPECT_EQ(router().allowed("/v1/things"), "GET, HEAD, POST");
  EXPECT_EQ(router().allowed("/v1/nothing"), "");
}

TEST(Router, refuses_parts_that_are_no_text) {
  EXPECT_EQ(found("GET", "/v1/things/%00"), "request/bad-path");
  EXPECT_EQ(found("GET", "/v1/things/%ff"), "request/bad-path");
  EXPECT_EQ(found("GET", "/v1/things/" + std::string(200, 'a')), "3 id=" + std::string(200, 'a'));
  EXPECT_EQ(found("GET", "/v1/things/" + std::string(201, 'a')), "request/bad-path");
  std::string letters;
  for (int i = 0; i < 200; ++i) letters += "%C3%A9";
  EXPECT_NE(found("GET", "/v1/things/" + letters), "request/bad-path") << "letters are counted, not bytes";
}

TEST(Router, refuses_routes_that_clash) {
  auto routes = router();
  EXPECT_THROW(routes.add("GET", "/v1/things", 7), Error);
  EXPECT_THROW(routes.add("GET", "/v1/things/{other}", 7), Error);
  EXPECT_THROW(routes.add("GET", "v1", 7), Error);
  EXPECT_THROW(routes.add("GET", "/v1//x", 7), Error);
}

}  // namespace
}  // namespace frontdesk::gateway
