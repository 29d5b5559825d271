#include "platform/telemetry.h"

#include <gtest/gtest.h>

namespace frontdesk::platform {
namespace {

bool has_line(const std::string& text, const std::string& line) {
  return ("\n" + text).find("\n" + line + "\n") != std::string::npos;
}

TEST(Telemetry, counts_answers_by_tenant_route_and_status) {
  Telemetry telemetry([] { return std::vector<Gauge>(); });
  for (int i = 0; i < 3; ++i) telemetry.count({"acme", "GET", "/v1/things/{id}", 200, 0.004});
  telemetry.count({"other", "GET", "/v1/things/{id}", 404, 0.2});
  const auto text = telemetry.text();
  EXPECT_TRUE(has_line(
      text, R"(frontdesk_http_requests_total{method="GET",route="/v1/things/{id}",status="200",tenant="acme"} 3)"))
      << text;
  EXPECT_TRUE(has_line(
      text, R"(frontdesk_http_requests_total{method="GET",route="/v1/things/{id}",status="404",tenant="other"} 1)"))
      << text;
  EXPECT_TRUE(has_line(text, R"(frontdesk_http_request_duration_seconds_bucket{route="/v1/things/{id}",le="0.005"} 3)"))
      << text;
  EXPECT_TRUE(has_line(text, R"(frontdesk_http_request_duration_seconds_count{route="/v1/things/{id}"} 4)")) << text;
}

TEST(Telemetry, looks_when_somebody_asks_and_says_once_what_a_gauge_is) {
  double value = 1;
  Telemetry telemetry([&] {
    return std::vector<Gauge>{{"frontdesk_things", "Things.", {{"tenant", "acme"}}, value},
                              {"frontdesk_things", "Things.", {{"tenant", "o\"ther\n"}}, 2}};
  });
  telemetry.text();
  value = 7;
  const auto text = telemetry.text();
  EXPECT_TRUE(has_line(text, R"(frontdesk_things{tenant="acme"} 7)")) << text;
  EXPECT_TRUE(has_line(text, R"(frontdesk_things{tenant="o\"ther\n"} 2)")) << text;
  EXPECT_EQ(text.find("# HELP frontdesk_things"), text.rfind("# HELP frontdesk_things"));
}

}  // namespace
}  // namespace frontdesk::platform
