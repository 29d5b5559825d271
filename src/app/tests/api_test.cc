// The routes of all engines beside the one document that they are described in.
#include <gtest/gtest.h>

#include "app/engines.h"
#include "base/error.h"
#include "gateway/gateway.h"
#include "gateway/sessions.h"
#include "support/run_task.h"

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
    const app::House house{
        .clock = clock,
        .random = random,
        .log = *log,
        .pool = pool,
        .configs = configs,
        .make_place = no_store,
        .find_place = no_store,
        .conversations = no_conversations,
        .guardian = no_guardian,
        .web_keys = [](const TenantId&) { return std::vector<std::string>(); },
        .visitor_token = [](const TenantId&, const std::string&) { return std::string(); },
        .train = {},
    };
    gateway::Surface surface;
    for (const auto& entry : app::all_engines()) {
      engines.push_back(entry.make(house));
      surface.routes.insert(surface.routes.end(), engines.back().routes.begin(), engines.back().routes.end());
      surface.api_parts.push_back(entry.facts.api);
    }
    tenant_routes = surface.routes;
    surface.house_routes = gateway::session_routes(credentials, [] { return std::vector<gateway::TenantEntry>(); });
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
  platform::Rights rights{app::all_grants()};
  gateway::Credentials credentials{std::string(32, 's'), clock, rights};
  gateway::SignIn sign_in{credentials, "ok_operator",
                          [](std::string_view) { return std::optional<platform::Caller>(); }};
  SeededRandom random{1};
  Pool pool{clock, {}};
  platform::config::ConfigStore configs{app::all_sections(), nullptr, clock, *log, pool};
  std::vector<platform::Engine> engines;
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

TEST(Api, lets_each_role_do_what_is_granted_to_it_and_nothing_else) {
  Api api;
  const auto tenant = TenantId::parse("bistro");
  const std::pair<platform::Role, std::string> tokens[] = {
      {platform::Role::visitor, api.credentials.visitor_token(tenant, "c_1")},
      {platform::Role::staff, api.credentials.staff_session(tenant, "Ana", std::chrono::hours(1)).token}};
  for (const auto& [role, token] : tokens) {
    const platform::Caller caller{tenant, "", api.rights.of(role)};
    for (const auto& route : api.tenant_routes) {
      const auto status = api.status(route, token);
      EXPECT_NE(status, 401) << route.method << " " << route.pattern;
      EXPECT_EQ(status == 403, !caller.may(route.permission)) << route.method << " " << route.pattern << ": " << status;
    }
  }
}

TEST(Api, asks_for_no_permission_that_nobody_has) {
  Api api;
  for (const auto& route : api.tenant_routes)
    EXPECT_TRUE(api.rights.is_granted(route.permission)) << route.pattern << ": " << route.permission.name;
}

TEST(Api, opens_to_other_sites_what_a_visitor_may_and_nothing_of_the_staff) {
  Api api;
  for (const auto& route : api.tenant_routes) {
    if (route.sites == platform::Sites::own) continue;
    const bool is_visitors =
        route.permission.name == "conversation.own" || route.permission.name == "conversations.create";
    EXPECT_TRUE(is_visitors) << route.method << " " << route.pattern;
  }
}

}  // namespace
}  // namespace frontdesk
