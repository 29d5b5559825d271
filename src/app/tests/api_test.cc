// The routes of all engines beside the one document that they are described in.
#include <gtest/gtest.h>

#include "app/engines.h"
#include "base/error.h"
#include "base/memory_files.h"
#include "gateway/gateway.h"
#include "gateway/sessions.h"
#include "store/sqlite.h"
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

Task<platform::Place*> no_place(TenantId) {
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
        .place = no_place,
        .actions = actions,
        .colleagues = {.name_of = [](const std::string& principal) { return principal; },
                       .find = {},
                       .is_same_person = std::equal_to<std::string>(),
                       .who_may = {}},
        .registered = registered,
        .keeping = {},
        .conversations = no_conversations,
        .guardian = no_guardian,
        .web_keys = [](const TenantId&) { return std::vector<std::string>(); },
        .visitor_token = [](const TenantId&, const std::string&) { return std::string(); },
        .train = {},
        .library = &library,
    };
    gateway::Surface surface;
    for (const auto& entry : app::all_engines()) {
      engines.push_back(entry.make(house));
      surface.routes.insert(surface.routes.end(), engines.back().routes.begin(), engines.back().routes.end());
      const auto& of_house = engines.back().house_routes;
      surface.house_routes.insert(surface.house_routes.end(), of_house.begin(), of_house.end());
      surface.api_parts.push_back(entry.facts.api);
    }
    tenant_routes = surface.routes;
    for (auto& route : gateway::session_routes(credentials, [] { return std::vector<gateway::TenantEntry>(); }, {}))
      surface.house_routes.push_back(std::move(route));
    gateway.emplace(clock, *log, sign_in, gateway::GatewayOptions{.failed_sign_ins = {.per_second = 0}},
                    std::move(surface));
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
  platform::Actions actions{no_place};
  MemoryFiles files;
  platform::Usage usage{clock, {}, [](const TenantId&) { return std::uint64_t{0}; }};
  platform::files::Shelf shelf{files, "files", pool, clock, random};
  platform::files::Library library{shelf, usage, random, nullptr};
  std::unique_ptr<store::Database> database =
      store::open_sqlite({.folder = "data", .writer_threads = 0}, app::all_modules(), files, *log);
  platform::Register registered{*database, clock, random};
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
      {platform::Role::tenant_admin, api.credentials.staff_session(tenant, "Ana", std::chrono::hours(1)).token}};
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
    EXPECT_TRUE(api.rights.is_granted(route.permission))
        << route.method << " " << route.pattern << " needs " << route.permission.name
        << ", which is granted to nobody; name a role in Facts::grants";
}

TEST(Api, has_no_action_with_a_permission_that_nobody_has) {
  Api api;
  for (const auto& engine : api.engines) {
    for (const auto& action : engine.actions)
      EXPECT_TRUE(api.rights.is_granted({action.permission}))
          << action.name << " needs " << action.permission
          << ", which is granted to nobody; name a role in Facts::grants";
  }
}

TEST(Api, opens_to_other_sites_what_a_page_or_a_visitor_may_and_nothing_of_the_staff) {
  Api api;
  const auto may = [&](platform::Role role, const platform::Route& route) {
    return platform::Caller{TenantId::parse("bistro"), "", api.rights.of(role)}.may(route.permission);
  };
  for (const auto& route : api.tenant_routes) {
    if (route.sites == platform::Sites::own) continue;
    EXPECT_TRUE(may(platform::Role::page, route) || may(platform::Role::visitor, route))
        << route.method << " " << route.pattern << ": " << route.permission.name
        << " is granted to neither; grant it in Facts::grants, or leave Sites::any out";
  }
}

}  // namespace
}  // namespace frontdesk
