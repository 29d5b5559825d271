#include "engines/automation/routes.h"

#include <algorithm>

#include "engines/automation/permissions.h"
#include "platform/actions/over_http.h"
#include "platform/answer.h"

namespace frontdesk::engines::automation {
namespace {

using net::Response;
using platform::answer;
using platform::on;
using platform::RouteRequest;

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

Task<Response> draft(Service& service, RouteRequest request) {
  const auto made = co_await service.draft(request.caller, request.body);
  if (!made) co_return refusal(made.error(), request.http.id);
  co_return answer(200, *made);
}

Task<Response> proposal(Service& service, RouteRequest request) {
  std::optional<std::vector<config::Finding>> findings;
  try {
    co_return answer(200, co_await service.proposal(request.caller, request.path["approval"]));
  } catch (const InvalidFile& invalid) {
    findings = invalid.findings;
  }
  co_return refusal(*findings, request.http.id);
}

Task<Response> history(Service& service, RouteRequest request) {
  co_return answer(200, co_await service.history(request.caller));
}

Task<Response> tools(Service& service, RouteRequest request) {
  co_return answer(200, co_await service.tools(request.caller));
}

Task<Response> stopped_tools(Service& service, RouteRequest request) {
  co_return answer(200, co_await service.stopped_tools(request.caller));
}

Task<Response> change(platform::Actions& actions, RouteRequest request, std::string action,
                      int (*status)(const Value& answer)) {
  std::optional<std::vector<config::Finding>> findings;
  try {
    const auto done = co_await actions.call(platform::wanted(request, std::move(action), request.body));
    co_return answer(status(done), done);
  } catch (const InvalidFile& invalid) {
    findings = invalid.findings;
  }
  co_return refusal(*findings, request.http.id);
}

// 201 for a new version; 200 where the same content was there before, and the answer says so; 202 where it waits for a
// second person.
int status_of_deployment(const Value& answer) {
  if (answer.contains("approval")) return 202;
  return answer["is_new"].boolean() ? 201 : 200;
}

Task<Response> deploy(platform::Actions& actions, RouteRequest request) {
  return change(actions, std::move(request), "config.deploy", status_of_deployment);
}

Task<Response> roll_back(platform::Actions& actions, RouteRequest request) {
  return change(actions, std::move(request), "config.rollback", [](const Value&) { return 200; });
}

Task<Response> stop_tool(platform::Actions& actions, RouteRequest request) {
  auto arguments = request.body.with("name", request.path["name"]);
  co_return answer(200, co_await actions.call(platform::wanted(request, "tools.stop", std::move(arguments))));
}

Task<Response> resume_tool(platform::Actions& actions, RouteRequest request) {
  auto arguments = Value::object({{"name", request.path["name"]}});
  co_return answer(200, co_await actions.call(platform::wanted(request, "tools.resume", std::move(arguments))));
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

std::vector<platform::Route> routes(Service& service, platform::Actions& actions) {
  using namespace permissions;
  return {
      {"GET", "/v1/config", kRead, on(service, live)},
      {"GET", "/v1/config/versions", kRead, on(service, versions)},
      {"POST", "/v1/config/versions", kWrite, on(actions, deploy)},
      {"GET", "/v1/config/versions/{hash}", kRead, on(service, version)},
      {"GET", "/v1/config/diff", kRead, on(service, difference)},
      {"POST", "/v1/config/drafts", kWrite, on(service, draft)},
      {"GET", "/v1/config/proposals/{approval}", kRead, on(service, proposal)},
      {"GET", "/v1/config/history", kRead, on(service, history)},
      {"POST", "/v1/config/check", kRead, on(service, check)},
      {"POST", "/v1/config/rollback", kWrite, on(actions, roll_back)},
      {"GET", "/v1/tools", kRead, on(service, tools)},
      {"GET", "/v1/tools/stopped", kRead, on(service, stopped_tools)},
      {"POST", "/v1/tools/{name}/stop", kWrite, on(actions, stop_tool)},
      {"POST", "/v1/tools/{name}/resume", kWrite, on(actions, resume_tool)},
  };
}

}  // namespace frontdesk::engines::automation
