#include "gateway/sessions.h"

#include "base/error.h"
#include "platform/answer.h"
#include "platform/people/user.h"

namespace frontdesk::gateway {
namespace {

struct Sessions {
  const Credentials& credentials;
  ListTenants list;
  NoteSession note;
  std::chrono::seconds life;
};

Task<net::Response> open_session(std::shared_ptr<const Sessions> sessions, platform::HouseRequest request) {
  const auto wanted = request.body["tenant"].text();
  for (const auto& tenant : sessions->list()) {
    if (tenant.id.text() != wanted) continue;
    const auto name =
        request.body.contains("name") ? platform::people::read_name(request.body["name"].text()) : "staff";
    const auto session = sessions->credentials.staff_session(tenant.id, name, sessions->life);
    if (sessions->note) co_await sessions->note(tenant.id, name);
    co_return platform::answer(
        201, Value::object(
                 {{"token", session.token}, {"tenant", tenant.id.text()}, {"expires_at", to_iso(session.expires_at)}}));
  }
  throw Error(Kind::not_found, "sign-in/unknown-tenant", "There is no tenant of this name; GET /v1/tenants lists them.")
      .at("/tenant");
}

Task<net::Response> list_tenants(std::shared_ptr<const Sessions> sessions) {
  ListBuilder items;
  for (const auto& tenant : sessions->list())
    items.add(Value::object({{"id", tenant.id.text()}, {"name", tenant.name}, {"state", tenant.state}}));
  co_return platform::answer(200, Value::object({{"items", items.build()}}));
}

}  // namespace

std::vector<platform::HouseRoute> session_routes(const Credentials& credentials, ListTenants list, NoteSession note,
                                                 std::chrono::seconds session_life) {
  using platform::Audience;
  const auto sessions = std::make_shared<const Sessions>(credentials, std::move(list), std::move(note), session_life);
  return {
      {"POST", "/v1/sessions", Audience::key_holder,
       [sessions](platform::HouseRequest request) { return open_session(sessions, std::move(request)); }},
      {"GET", "/v1/tenants", Audience::operators,
       [sessions](platform::HouseRequest) { return list_tenants(sessions); }},
  };
}

}  // namespace frontdesk::gateway
