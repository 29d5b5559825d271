#include "engines/webhooks/routes.h"

#include "base/describe.h"
#include "base/json.h"
#include "engines/webhooks/permissions.h"
#include "platform/actions/over_http.h"
#include "platform/answer.h"
#include "platform/paging.h"

namespace frontdesk::engines::webhooks {
namespace {

using net::Response;
using platform::answer;
using platform::on;
using platform::RouteRequest;

Task<Response> list(Webhooks& webhooks, RouteRequest request) {
  co_return answer(200, co_await webhooks.list(request.caller));
}

Task<Response> add_route(Webhooks& webhooks, RouteRequest request) {
  co_return answer(201, co_await webhooks.call(platform::wanted(request, "webhooks.add", request.body)));
}

Task<Response> show(Webhooks& webhooks, RouteRequest request) {
  co_return answer(200, co_await webhooks.show(request.caller, request.path.at("id")));
}

Task<Response> change_route(Webhooks& webhooks, RouteRequest request) {
  auto arguments = request.body.with("id", request.path.at("id"));
  co_return answer(200, co_await webhooks.call(platform::wanted(request, "webhooks.change", std::move(arguments))));
}

Task<Response> call(Webhooks& webhooks, std::string action, RouteRequest request) {
  auto arguments = Value::object({{"id", request.path.at("id")}});
  co_return answer(200, co_await webhooks.call(platform::wanted(request, std::move(action), std::move(arguments))));
}

// A verb that asks for nothing but which webhook.
platform::RouteHandler verb(Webhooks& webhooks, std::string name) {
  return [&webhooks, action = "webhooks." + std::move(name)](RouteRequest request) {
    return call(webhooks, action, std::move(request));
  };
}

Task<Response> secret(Webhooks& webhooks, RouteRequest request) {
  co_return answer(200, co_await webhooks.secret(request.caller, request.path.at("id")));
}

Task<Response> deliveries(Webhooks& webhooks, RouteRequest request) {
  table::Filter filter{.hook = request.path.at("id")};
  if (const auto state = request.http.query("state"); !state.empty())
    filter.state = from_value<Outcome>(Value(state), {}, "state");
  co_return answer(200, co_await webhooks.deliveries(request.caller, platform::page_of(request, std::move(filter))));
}

Task<Response> delivery(Webhooks& webhooks, RouteRequest request) {
  const auto number = platform::number_in(request.path.at("number"));
  co_return answer(200, co_await webhooks.delivery(request.caller, request.path.at("id"), number));
}

Task<Response> redeliver_route(Webhooks& webhooks, RouteRequest request) {
  auto arguments =
      Value::object({{"id", request.path.at("id")}, {"number", platform::number_in(request.path.at("number"))}});
  co_return answer(200, co_await webhooks.call(platform::wanted(request, "webhooks.redeliver", std::move(arguments))));
}

}  // namespace

std::vector<platform::Route> routes(Webhooks& webhooks) {
  using permissions::kManage;
  std::vector<platform::Route> all{
      {"GET", "/v1/webhooks", kManage, on(webhooks, list)},
      {"POST", "/v1/webhooks", kManage, on(webhooks, add_route)},
      {"GET", "/v1/webhooks/{id}", kManage, on(webhooks, show)},
      {"POST", "/v1/webhooks/{id}/change", kManage, on(webhooks, change_route)},
      {"POST", "/v1/webhooks/{id}/secret", kManage, on(webhooks, secret)},
      {"GET", "/v1/webhooks/{id}/deliveries", kManage, on(webhooks, deliveries)},
      {"GET", "/v1/webhooks/{id}/deliveries/{number}", kManage, on(webhooks, delivery)},
      {"POST", "/v1/webhooks/{id}/deliveries/{number}/again", kManage, on(webhooks, redeliver_route)},
  };
  for (const auto* name : {"pause", "resume", "rotate", "remove", "test"})
    all.push_back({"POST", fmt::format("/v1/webhooks/{{id}}/{}", name), kManage, verb(webhooks, name)});
  return all;
}

}  // namespace frontdesk::engines::webhooks
