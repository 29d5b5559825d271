#include "gateway/gateway.h"

#include <cmath>
#include <variant>

#include "base/error.h"
#include "base/json.h"
#include "base/within.h"
#include "gateway/openapi.h"
#include "gateway/problem.h"

namespace frontdesk::gateway {

struct Gateway::Operation {
  std::string method;
  std::string pattern;
  std::variant<platform::Route, platform::HouseRoute> route;
  const Contract::Operation* contract = nullptr;
};

struct Gateway::Trail {
  std::string_view route;
  std::string tenant;
};

namespace {

// The widget stands on other sites. They get nothing by it: a call is worth what its bearer token is worth, and no
// cookie or password of ours ever goes along.
bool is_for_other_sites(std::string_view path) { return path.starts_with("/v1/conversations"); }

net::Response preflight() {
  net::Response response{.status = 204};
  response.headers.add("access-control-allow-methods", "GET, POST");
  response.headers.add("access-control-allow-headers", "authorization, content-type, last-event-id");
  response.headers.add("access-control-max-age", "86400");
  return response;
}

void add_common_headers(net::Response& response, const net::Request& request) {
  auto& headers = response.headers;
  headers.add("x-request-id", request.id);
  headers.add("x-content-type-options", "nosniff");
  if (!headers.has("cache-control")) headers.add("cache-control", "no-store");
  if (!is_for_other_sites(request.path())) return;
  headers.add("access-control-allow-origin", "*");
  headers.add("access-control-expose-headers", "x-request-id, retry-after");
}

Error too_many(std::chrono::milliseconds wait) {
  return Error(Kind::exhausted, "request/too-many", "There were too many requests in a short time; wait a moment.")
      .after(wait);
}

Task<net::Response> say(net::Response response) { co_return response; }

}  // namespace

Gateway::Gateway(Clock& clock, Log& log, const SignIn& sign_in, GatewayOptions options, Surface surface)
    : clock_(clock),
      log_(log),
      sign_in_(sign_in),
      options_(options),
      not_ready_(std::move(surface.not_ready)),
      pages_(surface.pages),
      contract_(merge_api(surface.api_parts)),
      document_(std::make_shared<const std::string>(json::print(contract_.document()))),
      callers_(clock, options.rate),
      failed_sign_ins_(clock, options.failed_sign_ins) {
  add_own_routes();
  for (auto& route : surface.routes) add({route.method, route.pattern, std::move(route)});
  for (auto& route : surface.house_routes) add({route.method, route.pattern, std::move(route)});
}

Gateway::~Gateway() = default;

void Gateway::add_own_routes() {
  using platform::Audience;
  const auto get = [this](const char* pattern, platform::HouseHandler handler) {
    add({"GET", pattern, platform::HouseRoute("GET", pattern, Audience::everyone, std::move(handler))});
  };
  get("/healthz", [](platform::HouseRequest) { return say(net::Response::text(200, "ok\n")); });
  get("/readyz", [this](platform::HouseRequest) {
    const auto reason = not_ready_();
    if (!reason.empty()) throw Error(Kind::unavailable, "gateway/not-ready", reason);
    return say(net::Response::text(200, "ready\n"));
  });
  get("/openapi.json", [this](platform::HouseRequest) {
    auto response = net::Response::json(200, "");
    response.shared_body = document_;
    return say(std::move(response));
  });
}

void Gateway::add(Operation operation) {
  operation.contract = contract_.find(operation.method, operation.pattern);
  if (!operation.contract && operation.pattern.starts_with("/v1/")) {
    throw Error(Kind::internal, "gateway/no-contract",
                fmt::format("The route {} {} is in no api.yaml.", operation.method, operation.pattern));
  }
  router_.add(operation.method, operation.pattern, operations_.size());
  operations_.push_back(std::move(operation));
}

std::vector<std::string> Gateway::differences() const {
  std::vector<std::string> found;
  for (const auto& operation : operations_) {
    if (operation.contract) continue;
    found.push_back(fmt::format("{} {} is served, but in no api.yaml.", operation.method, operation.pattern));
  }
  for (const auto& name : contract_.operations()) {
    const bool is_served = std::ranges::any_of(
        operations_, [&](const Operation& operation) { return name == operation.method + " " + operation.pattern; });
    if (!is_served) found.push_back(name + " is in an api.yaml, but not served.");
  }
  return found;
}

Task<net::Response> Gateway::handle(net::Request request) {
  if (auto page = pages_.find(request)) co_return *std::move(page);
  const auto start = clock_.now();
  Trail trail;
  net::Response response;
  std::exception_ptr failure;
  try {
    response = co_await answer(request, trail);
  } catch (...) {
    failure = std::current_exception();
  }
  if (failure) response = problem(failure, request.id, log_);
  if (response.status == 405) response.headers.set("allow", router_.allowed(request.path()));
  add_common_headers(response, request);
  record(request, trail, response.status, start);
  co_return response;
}

Task<net::Response> Gateway::answer(const net::Request& request, Trail& trail) {
  if (request.method == "OPTIONS" && is_for_other_sites(request.path())) co_return preflight();
  auto match = router_.find(request.method, request.path());
  const auto& operation = operations_[match.operation];
  trail.route = operation.pattern;
  auto work = std::holds_alternative<platform::Route>(operation.route)
                  ? answer_tenant(request, operation, std::move(match.path), trail)
                  : answer_house(request, operation, std::move(match.path));
  co_return co_await within(clock_, Deadline::in(clock_, options_.handling_time_max), "this request", std::move(work));
}

Task<net::Response> Gateway::answer_tenant(const net::Request& request, const Operation& operation, PathParts path,
                                           Trail& trail) {
  const auto& route = std::get<platform::Route>(operation.route);
  auto caller = admitted(request);
  trail.tenant = caller.tenant.text();
  if (!caller.may(route.permission)) {
    throw Error(
        Kind::forbidden, "sign-in/not-permitted",
        fmt::format("This needs the permission \"{}\", which your key or token does not have.", route.permission.name));
  }
  auto body = operation.contract ? Contract::read(*operation.contract, request) : Value();
  co_return co_await route.handler({std::move(caller), std::move(path), request, std::move(body)});
}

Task<net::Response> Gateway::answer_house(const net::Request& request, const Operation& operation, PathParts path) {
  const auto& route = std::get<platform::HouseRoute>(operation.route);
  if (route.audience == platform::Audience::operators) {
    try {
      sign_in_.demand_operator(request);
    } catch (const Error& error) {
      const auto wait = failed_sign_ins_.take(request.peer);
      throw wait ? too_many(*wait) : error;
    }
  }
  auto body = operation.contract ? Contract::read(*operation.contract, request) : Value();
  co_return co_await route.handler({std::move(path), request, std::move(body)});
}

platform::Caller Gateway::admitted(const net::Request& request) {
  try {
    auto caller = sign_in_.caller_of(request);
    auto key = caller.tenant.text() + " " + caller.principal;
    const bool is_one_person = caller.principal.starts_with("visitor:");
    if (!is_one_person) key += " " + request.peer;  // many share a publishable key
    if (const auto wait = callers_.take(key)) throw too_many(*wait);
    return caller;
  } catch (const Error& error) {
    if (error.kind != Kind::unauthenticated) throw;
    const auto wait = failed_sign_ins_.take(request.peer);
    throw wait ? too_many(*wait) : error;
  }
}

void Gateway::record(const net::Request& request, const Trail& trail, int status, Moment start) {
  const auto ms = std::chrono::duration<double, std::milli>(clock_.now() - start).count();
  ObjectBuilder fields;
  fields.set("request", request.id).set("method", request.method).set("route", trail.route).set("status", status);
  if (!trail.tenant.empty()) fields.set("tenant", trail.tenant);
  fields.set("ms", std::round(ms * 100) / 100);
  log_.info("http", "answered", fields.build());
}

}  // namespace frontdesk::gateway
