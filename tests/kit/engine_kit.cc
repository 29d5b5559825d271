#include "kit/engine_kit.h"

#include "base/json.h"
#include "dialog/module.h"
#include "gateway/sessions.h"
#include "graph/threads.h"
#include "platform/module.h"
#include "support/database.h"

namespace frontdesk::support {
namespace {

const std::string kTenants[] = {"acme", "other"};

std::vector<store::Module> modules_of(const platform::Facts& facts) {
  std::vector modules{platform::module(), platform::operator_module(), graph::schema(), dialog::module()};
  modules.insert(modules.end(), facts.tables.begin(), facts.tables.end());
  return modules;
}

}  // namespace

EngineKit::EngineKit(platform::Facts facts, const Make& make)
    : database_(
          open_database({.folder = "data", .writer_threads = 0, .reader_threads = 0}, modules_of(facts), files_, *log)),
      rights_(facts.grants),
      credentials_(std::string(32, 's'), clock, rights_),
      sign_in_(credentials_, "ok_operator", [this](std::string_view key) { return page_of(key); }),
      engine_(make(*this)) {
  gateway::Surface surface{.routes = engine_.routes, .house_routes = {}, .api_parts = {facts.api}, .pages = {}};
  surface.house_routes = gateway::session_routes(credentials_, [] { return std::vector<gateway::TenantEntry>(); });
  gateway::GatewayOptions options{.rate = {.per_second = 0}};
  options.off_contract = [](const std::string& what) { ADD_FAILURE() << what; };
  gateway_ = std::make_unique<gateway::Gateway>(clock, *log, sign_in_, std::move(options), std::move(surface));
  EXPECT_EQ(gateway_->differences(), std::vector<std::string>());
}

EngineKit::~EngineKit() { pool.stop(); }

net::Response EngineKit::send(const Who& who, std::string method, std::string target, const Value& body) {
  net::Request request{.method = std::move(method), .target = std::move(target), .peer = "127.0.0.1", .id = "r_1"};
  request.headers.add("authorization", "Bearer " + token_of(who));
  if (!body.is_null()) {
    request.body = json::print(body);
    request.headers.add("content-type", "application/json");
  }
  return run_task(context_, gateway_->handle(std::move(request)));
}

Value EngineKit::told(const net::Response& response) {
  return response.body.empty() ? Value() : json::parse(response.body);
}

std::string EngineKit::slug(const net::Response& response) {
  constexpr std::string_view kProblems = "/problems/";
  const auto type = std::string(told(response)["type"].text());
  return type.starts_with(kProblems) ? type.substr(kProblems.size()) : std::string();
}

std::string EngineKit::token_of(const Who& who) const {
  const auto tenant = TenantId::parse(who.tenant);
  if (who.role == platform::Role::page) return "pk_" + who.tenant;
  if (who.role == platform::Role::visitor) return credentials_.visitor_token(tenant, who.conversation);
  return credentials_.staff_session(tenant, "ana", std::chrono::hours(12)).token;
}

std::optional<platform::Caller> EngineKit::page_of(std::string_view key) const {
  return platform::Caller{TenantId::parse(key.substr(3)), "page", rights_.of(platform::Role::page)};
}

std::function<Task<store::Tenant*>(TenantId)> EngineKit::find_place() {
  return [this](TenantId id) -> Task<store::Tenant*> {
    if (std::ranges::find(kTenants, id.text()) == std::end(kTenants))
      throw Error(Kind::not_found, "tenant/unknown", "There is no such tenant.");
    return database_->open(std::move(id));
  };
}

}  // namespace frontdesk::support
