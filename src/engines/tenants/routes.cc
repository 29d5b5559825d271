#include "engines/tenants/routes.h"

#include "base/error.h"
#include "base/json.h"
#include "engines/tenants/export.h"

namespace frontdesk::engines::tenants {
namespace {

using net::Response;
using platform::HouseRequest;

Response answer(int status, const Value& value) { return Response::json(status, json::print(value)); }

Task<Value> call(const Service& service, const HouseRequest& request, std::string action, Value arguments) {
  return service.actions.call({.caller = request.by,
                               .action = std::move(action),
                               .arguments = std::move(arguments),
                               .key = std::string(request.http.headers.get("idempotency-key")),
                               .trace = request.trace});
}

Value named(const HouseRequest& request) {
  const auto& body = request.body;
  return (body.is_null() ? Value::object() : body).with("id", request.path.at("tenant"));
}

Task<Response> create_route(const Service& service, HouseRequest request) {
  co_return answer(201, co_await call(service, request, "tenants.create", request.body));
}

Task<Response> show(const Service& service, HouseRequest request) {
  const auto& name = request.path.at("tenant");
  const auto tenant = TenantId::is_valid(name) ? service.registered.find(TenantId::parse(name)) : std::nullopt;
  if (!tenant) throw Error(Kind::not_found, "tenant/unknown", "There is no such tenant; GET /v1/tenants lists them.");
  co_return answer(200, to_json(*tenant));
}

Task<Response> suspend_route(const Service& service, HouseRequest request) {
  co_return answer(200, co_await call(service, request, "tenants.suspend", named(request)));
}

Task<Response> resume_route(const Service& service, HouseRequest request) {
  co_return answer(200, co_await call(service, request, "tenants.resume", named(request)));
}

Task<Response> close_route(const Service& service, HouseRequest request) {
  co_return answer(200, co_await call(service, request, "tenants.close", named(request)));
}

Task<Response> take_out(const Service& service, HouseRequest request) {
  const auto told = co_await call(service, request, "tenants.export", named(request));
  auto* const data = co_await service.keeping.data(TenantId::parse(told["id"].text()));
  Response response;
  response.headers.set("content-type", "application/x-ndjson");
  response.headers.set("content-disposition", fmt::format("attachment; filename=\"{}.jsonl\"", data->id().text()));
  response.headers.set("cache-control", "no-store");
  response.stream = [data, &service](net::BodyWriter& writer) {
    return write_all(*data, service.library, service.clock.wall(), writer);
  };
  co_return response;
}

platform::HouseHandler on(const Service& service, Task<Response> (*operation)(const Service&, HouseRequest)) {
  return [&service, operation](HouseRequest request) { return operation(service, std::move(request)); };
}

}  // namespace

std::vector<platform::HouseRoute> routes(const Service& service) {
  using platform::Audience;
  using platform::steps_up;
  return {
      {"POST", "/v1/tenants", Audience::operators, on(service, create_route)},
      {"GET", "/v1/tenants/{tenant}", Audience::operators, on(service, show)},
      {"POST", "/v1/tenants/{tenant}/suspend", Audience::operators, on(service, suspend_route)},
      {"POST", "/v1/tenants/{tenant}/resume", Audience::operators, on(service, resume_route)},
      steps_up({"POST", "/v1/tenants/{tenant}/close", Audience::operators, on(service, close_route)}),
      steps_up({"GET", "/v1/tenants/{tenant}/export", Audience::operators, on(service, take_out)}),
  };
}

}  // namespace frontdesk::engines::tenants
