#include "gateway/sessions.h"

#include "base/error.h"
#include "base/json.h"

namespace frontdesk::gateway {
namespace {

struct Sessions {
  const Credentials& credentials;
  ListTenants list;
  std::chrono::seconds life;
};

Task<net::Response> open_session(std::shared_ptr<const Sessions> sessions, platform::HouseRequest request) {
  const auto wanted = request.body["tenant"].text();
  for (const auto& tenant : sessions->list()) {
    if (tenant.id.text() != wanted) continue;
    const auto name = request.body.contains("name") ? request.body["name"].text() : "staff";
    const auto session = sessions->credentials.staff_session(tenant.id, name, sessions->life);
    co_return net::Response::json(201, json::print(Value::object({{"token", session.token},
                                                                  {"tenant", tenant.id.text()},
                                                                  {"expires_at", to_iso(session.expires_at)}})));
  }
  throw Error(Kind::not_found, "sign-in/unknown-tenant", "There is no tenant of this name; GET /v1/tenants lists them.")
      .at("/tenant");
}

Task<net::Response> list_tenants(std::shared_ptr<const Sessions> sessions) {
  ListBuilder items;
  for (const auto& tenant : sessions->list())
    items.add(Value::object({{"id", tenant.id.text()}, {"name", tenant.name}}));
  co_return net::Response::json(200, json::print(Value::object({{"items", items.build()}})));
}

}  // namespace

std::vector<platform::HouseRoute> session_routes(const Credentials& credentials, ListTenants list,
                                                 std::chrono::seconds session_life) {
  using platform::Audience;
  const auto sessions = std::make_shared<const Sessions>(credentials, std::move(list), session_life);
  return {
      {"POST", "/v1/sessions", Audience::operators,
       [sessions](platform::HouseRequest request) { return open_session(sessions, std::move(request)); }},
      {"GET", "/v1/tenants", Audience::operators,
       [sessions](platform::HouseRequest) { return list_tenants(sessions); }},
  };
}

}  // namespace frontdesk::gateway
