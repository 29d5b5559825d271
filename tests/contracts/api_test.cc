// The routes of all engines beside the one document that they are described in.
#include <gtest/gtest.h>

#include "base/embedded.h"
#include "base/error.h"
#include "engines/automation/learning.h"
#include "engines/automation/routes.h"
#include "engines/chatbot/routes.h"
#include "gateway/gateway.h"
#include "gateway/sessions.h"
#include "support/run_task.h"

namespace frontdesk::embedded {
std::span<const base::EmbeddedFile> chatbot_api();
std::span<const base::EmbeddedFile> automation_api();
}  // namespace frontdesk::embedded

namespace frontdesk {
namespace {

Task<dialog::Conversations*> no_conversations(TenantId) {
  throw Error(Kind::not_found, "test/no-tenant", "There is no tenant.");
  co_return nullptr;
}

Task<store::Tenant*> no_store(TenantId) {
  throw Error(Kind::not_found, "test/no-tenant", "There is no tenant.");
  co_return nullptr;
}

Task<dialog::Guardian*> no_guardian(TenantId) {
  throw Error(Kind::not_found, "test/no-tenant", "There is no tenant.");
  co_return nullptr;
}

// The whole API, without anything behind it.
struct Api {
  Api() {
    gateway::Surface surface;
    for (auto& route : engines::chatbot::routes(chatbot)) surface.routes.push_back(std::move(route));
    for (auto& route : engines::automation::routes(automation)) surface.routes.push_back(std::move(route));
    for (auto& route : engines::automation::learning_routes(learning)) surface.routes.push_back(std::move(route));
    for (const auto& route : surface.routes) tenant_routes.push_back(route);
    surface.house_routes = gateway::session_routes(credentials, [] { return std::vector<gateway::TenantEntry>(); });
    surface.api_parts = {embedded::chatbot_api()[0].bytes, embedded::automation_api()[0].bytes};
    gateway.emplace(clock, *log, sign_in, gateway::GatewayOptions{}, std::move(surface));
  }

  int status(const platform::Route& route, const std::string& token) {
    net::Request request{.method = route.method, .target = route.pattern, .peer = "10.0.0.1", .id = "r_1"};
    for (auto at = request.target.find('{'); at != std::string::npos; at = request.target.find('{')) {
      request.target.replace(at, request.target.find('}') + 1 - at, "x");
    }
    if (!token.empty()) request.headers.add("authorization", "Bearer " + token);
    return support::run_task(gateway->handle(std::move(request))).status;
  }

  SystemClock clock;
  std::unique_ptr<Log> log = silent_log();
  gateway::Credentials credentials{std::string(32, 's'), clock};
  gateway::SignIn sign_in{credentials, "ok_operator",
                          [](std::string_view) { return std::optional<platform::Caller>(); }};
  Pool pool{clock, {}};
  platform::config::ConfigStore configs{platform::config::platform_sections(), nullptr, clock, *log, pool};
  engines::chatbot::Service chatbot{no_conversations, [](const TenantId&, const std::string&) { return std::string(); },
                                    clock};
  engines::automation::Service automation{configs, no_store, [](const TenantId&) { return std::vector<std::string>(); },
                                          no_guardian};
  engines::automation::Learning learning{{configs, no_store, no_conversations, {}, pool, clock}};
  std::vector<platform::Route> tenant_routes;
  std::optional<gateway::Gateway> gateway;
};

TEST(Api, serves_what_it_describes_and_describes_what_it_serves) {
  Api api;
  EXPECT_EQ(api.gateway->differences(), std::vector<std::string>());
  EXPECT_GE(api.tenant_routes.size(), 17u);
}

TEST(Api, opens_nothing_to_who_does_not_sign_in) {
  Api api;
  for (const auto& route : api.tenant_routes) {
    EXPECT_EQ(api.status(route, ""), 401) << route.method << " " << route.pattern;
    EXPECT_EQ(api.status(route, "vt_forged"), 401) << route.method << " " << route.pattern;
    EXPECT_EQ(api.status(route, "ok_operator"), 403) << route.method << " " << route.pattern;
  }
}

TEST(Api, keeps_the_work_of_staff_from_visitors) {
  Api api;
  const auto visitor = api.credentials.visitor_token(TenantId::parse("bistro"), "c_1");
  for (const auto& route : api.tenant_routes) {
    const bool is_visitors = route.permission.name == "conversation.own";
    const auto status = api.status(route, visitor);
    EXPECT_EQ(status == 403, !is_visitors) << route.method << " " << route.pattern << ": " << status;
  }
}

TEST(Api, has_nothing_that_staff_may_not_do) {
  Api api;
  const auto staff = api.credentials.staff_session(TenantId::parse("bistro"), "Ana", std::chrono::hours(1)).token;
  for (const auto& route : api.tenant_routes) {
    const auto status = api.status(route, staff);
    EXPECT_NE(status, 401) << route.method << " " << route.pattern;
    EXPECT_NE(status, 403) << route.method << " " << route.pattern;
  }
}

}  // namespace
}  // namespace frontdesk
