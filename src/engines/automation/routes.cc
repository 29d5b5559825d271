#include "engines/automation/routes.h"

#include <algorithm>

#include "base/json.h"
#include "engines/automation/permissions.h"

namespace frontdesk::engines::automation {
namespace {

using net::Response;
using platform::on;
using platform::RouteRequest;

Response answer(int status, const Value& value) { return Response::json(status, json::print(value)); }

Task<Response> live(Service& service, RouteRequest request) {
  co_return answer(200, co_await service.live(request.caller));
}

Task<Response> versions(Service& service, RouteRequest request) {
  co_return answer(200, co_await service.versions(request.caller));
}

Task<Response> version(Service& service, RouteRequest request) {
  co_return answer(200, co_await service.version(request.caller, request.path["hash"]));
}

Task<Response> difference(Service& service, RouteRequest request) {
  co_return answer(200,
                   co_await service.difference(request.caller, request.http.query("from"), request.http.query("to")));
}

Task<Response> check(Service& service, RouteRequest request) {
  co_return answer(200, co_await service.check(request.caller, request.body));
}

// 201 for a new version; 200 where the same content was there before, and the answer says so.
Task<Response> deploy(Service& service, RouteRequest request) {
  const auto deployed = co_await service.deploy(request.caller, request.body);
  if (!deployed) co_return refusal(deployed.error(), request.http.id);
  co_return answer(deployed->is_new ? 201 : 200, deployed->value);
}

Task<Response> roll_back(Service& service, RouteRequest request) {
  const auto version = co_await service.roll_back(request.caller, request.body);
  if (!version) co_return refusal(version.error(), request.http.id);
  co_return answer(200, *version);
}

Task<Response> draft(Service& service, RouteRequest request) {
  const auto made = co_await service.draft(request.caller, request.body);
  if (!made) co_return refusal(made.error(), request.http.id);
  co_return answer(200, *made);
}

Task<Response> history(Service& service, RouteRequest request) {
  co_return answer(200, co_await service.history(request.caller));
}

Task<Response> stopped_tools(Service& service, RouteRequest request) {
  co_return answer(200, co_await service.stopped_tools(request.caller));
}

Task<Response> stop_tool(Service& service, RouteRequest request) {
  co_return answer(200, co_await service.stop_tool(request.caller, request.path["name"],
                                                   std::string(request.body["reason"].text())));
}

Task<Response> resume_tool(Service& service, RouteRequest request) {
  co_return answer(200, co_await service.resume_tool(request.caller, request.path["name"]));
}

}  // namespace

// RFC 9457 with what was found, so that a console can show it beside the lines.
Response refusal(const std::vector<config::Finding>& findings, const std::string& request) {
  const auto errors = std::ranges::count(findings, config::Severity::error, &config::Finding::severity);
  auto response =
      answer(422, Value::object({{"type", "/problems/config/invalid-file"},
                                 {"title", "The tenant's file has errors"},
                                 {"status", 422},
                                 {"detail", fmt::format("{} error{} must be mended first; nothing was changed.", errors,
                                                        errors == 1 ? "" : "s")},
                                 {"instance", request},
                                 {"findings", to_json(findings)}}));
  response.headers.set("content-type", "application/problem+json");
  return response;
}

std::vector<platform::Route> routes(Service& service) {
  using namespace permissions;
  return {
      {"GET", "/v1/config", kRead, on(service, live)},
      {"GET", "/v1/config/versions", kRead, on(service, versions)},
      {"POST", "/v1/config/versions", kWrite, on(service, deploy)},
      {"GET", "/v1/config/versions/{hash}", kRead, on(service, version)},
      {"GET", "/v1/config/diff", kRead, on(service, difference)},
      {"POST", "/v1/config/drafts", kWrite, on(service, draft)},
      {"GET", "/v1/config/history", kRead, on(service, history)},
      {"POST", "/v1/config/check", kRead, on(service, check)},
      {"POST", "/v1/config/rollback", kWrite, on(service, roll_back)},
      {"GET", "/v1/tools/stopped", kRead, on(service, stopped_tools)},
      {"POST", "/v1/tools/{name}/stop", kWrite, on(service, stop_tool)},
      {"POST", "/v1/tools/{name}/resume", kWrite, on(service, resume_tool)},
  };
}

}  // namespace frontdesk::engines::automation
