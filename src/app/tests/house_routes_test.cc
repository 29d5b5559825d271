#include "app/house_routes.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "base/json.h"
#include "support/run_task.h"

namespace frontdesk::app {
namespace {

net::Request asked_by(const char* host, const char* origin) {
  net::Request request;
  request.method = "POST";
  request.headers.set("Host", host);
  if (origin) request.headers.set("Origin", origin);
  request.peer = "127.0.0.1";
  return request;
}

// The house with a demo that counts how often it was killed.
struct House {
  explicit House(bool can_be_killed) {
    Demo demo{"http://127.0.0.1:8081", {}};
    if (can_be_killed) demo.kill = [this] { ++kills; };
    routes = house_routes(Value::object({}), demo, {}, {});
  }

  net::Response send(const std::string& pattern, const net::Request& request) {
    const auto route = std::ranges::find(routes, pattern, &platform::HouseRoute::pattern);
    return support::run_task(loop, route->handler({{}, request, Value()}));
  }
  std::string refusal(const net::Request& request) {
    try {
      send("/demo/kill", request);
    } catch (const Error& error) {
      return error.slug;
    }
    return "was done";
  }

  boost::asio::io_context loop{1};
  int kills = 0;
  std::vector<platform::HouseRoute> routes;
};

TEST(Demo, is_killed_by_its_own_page_only) {
  House house(true);
  for (const auto& request :
       {asked_by("127.0.0.1:8080", nullptr), asked_by("127.0.0.1:8080", "null"),
        asked_by("127.0.0.1:8080", "http://elsewhere.example"), asked_by("127.0.0.1:8080", "http://127.0.0.1:9090"),
        asked_by("127.0.0.1:8080", "https://127.0.0.1:8080"),
        asked_by("rebound.example:8080", "http://rebound.example:8080"),
        asked_by("127.0.0.1.example:8080", "http://127.0.0.1.example:8080"), asked_by("", "http://")}) {
    EXPECT_EQ(house.refusal(request), "demo/not-from-here") << request.headers.get("Origin");
  }
  auto from_elsewhere = asked_by("127.0.0.1:8080", "http://127.0.0.1:8080");
  from_elsewhere.peer = "192.0.2.7";
  EXPECT_EQ(house.refusal(from_elsewhere), "demo/not-from-here") << "no browser: it writes what it likes";
  EXPECT_EQ(house.kills, 0);
  for (const auto* host : {"127.0.0.1:8080", "localhost:8080", "[::1]:8080", "localhost"})
    EXPECT_EQ(house.send("/demo/kill", asked_by(host, fmt::format("http://{}", host).c_str())).status, 202) << host;
  EXPECT_EQ(house.kills, 4);
}

TEST(Demo, is_killed_by_nobody_unless_the_server_was_started_so) {
  House house(false);
  EXPECT_EQ(house.refusal(asked_by("127.0.0.1:8080", "http://127.0.0.1:8080")), "demo/no-kill");
}

TEST(Demo, tells_its_page_what_it_may_do) {
  for (const bool can : {true, false}) {
    House house(can);
    const auto told = json::parse(house.send("/demo.json", asked_by("127.0.0.1:8080", nullptr)).body);
    EXPECT_EQ(told["can_be_killed"], Value(can));
    EXPECT_EQ(told["back_office"], Value("http://127.0.0.1:8081/"));
  }
}

}  // namespace
}  // namespace frontdesk::app
