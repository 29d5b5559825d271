#include "gateway/gateway.h"

#include <boost/asio/experimental/awaitable_operators.hpp>
#include <charconv>
#include <cmath>
#include <utility>
#include <variant>

#include "base/error.h"
#include "base/json.h"
#include "base/text.h"
#include "base/within.h"
#include "gateway/openapi.h"
#include "gateway/problem.h"
#include "platform/people/permissions.h"

namespace frontdesk::gateway {

struct Gateway::Operation {
  std::string method;
  std::string pattern;
  std::variant<platform::Route, platform::HouseRoute> route;
  const Contract::Operation* contract = nullptr;

  // What its caller needs; empty where that is no permission.
  std::string_view permission() const {
    if (const auto* of_tenant = std::get_if<platform::Route>(&route)) return of_tenant->permission.name;
    const bool is_operators = std::get<platform::HouseRoute>(route).audience == platform::Audience::operators;
    return is_operators ? platform::people::permissions::kHouse.name : std::string_view();
  }
  bool steps_up() const {
    return std::visit([](const auto& any) { return any.steps_up; }, route);
  }
};

struct Gateway::Visit {
  Moment start;
  Timestamp began;
  std::optional<TraceContext> parent;  // as the caller named it
  std::optional<TraceContext> trace;
  const Operation* operation = nullptr;
  PathParts path;
  std::optional<SignedIn> who;         // for what belongs to a tenant
  std::optional<platform::Caller> by;  // for what belongs to none, and is not for everyone

  bool reads_while_it_comes() const { return operation->contract && operation->contract->reads_while_it_comes; }
  std::size_t body_bytes_max() const {
    return operation->contract ? operation->contract->body_bytes_max : Contract::kBodyBytesUnread;
  }
};

namespace {

constexpr std::string_view kWantedMethod = "access-control-request-method";  // of a preflight (Fetch, 3.2.2)

net::Response preflight() {
  net::Response response{.status = 204};
  response.headers.add("access-control-allow-methods", "GET, POST");
  response.headers.add("access-control-allow-headers", "authorization, content-type, idempotency-key, last-event-id");
  response.headers.add("access-control-max-age", "86400");
  return response;
}

void add_common_headers(net::Response& response, const net::Request& request) {
  auto& headers = response.headers;
  headers.add("x-request-id", request.id);
  headers.add("x-content-type-options", "nosniff");
  if (!headers.has("cache-control")) headers.add("cache-control", "no-store");
}

void open_to_other_sites(net::Response& response) {
  response.headers.add("access-control-allow-origin", "*");
  response.headers.add("access-control-expose-headers", "x-request-id, retry-after, frontdesk-token");
}

Error too_many(std::chrono::milliseconds wait) {
  return Error(Kind::exhausted, "request/too-many", "There were too many requests in a short time; wait a moment.")
      .after(wait);
}

Error body_too_large(std::size_t most) {
  return {Kind::invalid, "request/body-too-large", fmt::format("The body may have at most {} bytes here.", most)};
}

// What a head says of the body that follows. A chunked body is measured while it comes.
void check_announced_body(const net::Request& head, std::size_t most) {
  const auto coding = head.headers.get("content-encoding");
  if (!coding.empty() && !text::equal_ignoring_case(text::trim(coding), "identity")) {
    throw Error(Kind::invalid, "request/encoded-body",
                fmt::format("The body is coded as \"{}\"; send it as it is.", text::head(coding, 20)));
  }
  const auto length = head.headers.get("content-length");
  std::size_t bytes = 0;
  std::from_chars(length.data(), length.data() + length.size(), bytes);
  if (bytes > most) throw body_too_large(most);
}

// `a || b` waits for one success, so a failure is carried past it as a value.
Task<> carry(Task<> work, std::exception_ptr& failure) {
  try {
    co_await std::move(work);
  } catch (...) {
    failure = std::current_exception();
  }
}

Task<net::Response> say(net::Response response) { co_return response; }

}  // namespace

Gateway::Gateway(Clock& clock, Log& log, const SignIn& sign_in, GatewayOptions options, Surface surface)
    : clock_(clock),
      log_(log),
      sign_in_(sign_in),
      options_(std::move(options)),
      not_ready_(std::move(surface.not_ready)),
      pages_(surface.pages),
      contract_(merge_api(surface.api_parts)),
      document_(std::make_shared<const std::string>(json::print(contract_.document()))),
      callers_(clock, options_.rate),
      failed_sign_ins_(clock, options_.failed_sign_ins),
      addresses_(clock, options_.address_rate) {
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

std::vector<std::string> Gateway::operations() const {
  std::vector<std::string> names;
  names.reserve(operations_.size());
  for (const auto& operation : operations_) names.push_back(operation.method + " " + operation.pattern);
  std::ranges::sort(names);
  return names;
}

std::vector<std::string> Gateway::differences() const {
  std::vector<std::string> found;
  for (const auto& operation : operations_) {
    const auto needed = operation.permission();
    if (!operation.contract) {
      found.push_back(fmt::format("{} {} is served, but in no api.yaml.", operation.method, operation.pattern));
    } else if (operation.contract->permission != needed) {
      found.push_back(fmt::format("{} {} needs \"{}\", and its api.yaml has \"x-permission: {}\".", operation.method,
                                  operation.pattern, needed, operation.contract->permission));
    }
    if (operation.contract && operation.contract->steps_up != operation.steps_up()) {
      found.push_back(fmt::format("{} {} {} fresh proof of who acts, and its api.yaml says otherwise (x-step-up).",
                                  operation.method, operation.pattern, operation.steps_up() ? "needs a" : "needs no"));
    }
  }
  for (const auto& name : contract_.operations()) {
    const bool is_served = std::ranges::any_of(
        operations_, [&](const Operation& operation) { return name == operation.method + " " + operation.pattern; });
    if (!is_served) found.push_back(name + " is in an api.yaml, but not served.");
  }
  return found;
}

Task<net::Response> Gateway::handle(net::Request request) {
  auto admission = admit(request);
  if (!admission.answer) co_return std::move(admission.response);
  if (request.body.size() > admission.body_bytes_max) {
    co_return problem(body_too_large(admission.body_bytes_max), request.id);
  }
  if (admission.reads_while_it_comes) request.incoming = net::read_whole(std::exchange(request.body, {}));
  co_return co_await admission.answer(std::move(request));
}

net::Admission Gateway::admit(const net::Request& head) {
  using net::Standing;
  if (auto page = pages_.find(head)) return {.standing = Standing::guest, .response = *std::move(page)};
  auto visit = std::make_shared<Visit>(Visit{.start = clock_.now(), .began = clock_.wall()});
  trace(head, *visit);
  try {
    if (const auto wait =
            net::is_loopback(head.peer) ? std::nullopt : addresses_.take(net::address_for_limits(head.peer)))
      throw too_many(*wait);
    if (head.method == "OPTIONS" && is_for_other_sites(head, *visit)) {
      auto response = preflight();
      finish(head, *visit, response);
      return {.standing = Standing::guest, .response = std::move(response)};
    }
    decide(head, *visit);
  } catch (...) {
    return {.response = refuse(head, *visit, std::current_exception())};
  }
  const auto* house = std::get_if<platform::HouseRoute>(&visit->operation->route);
  const bool is_for_everyone = house && house->audience == platform::Audience::everyone;
  return {.standing = is_for_everyone ? Standing::guest : Standing::known,
          .answer = [this, visit](net::Request request) { return answer(visit, std::move(request)); },
          .body_bytes_max = visit->body_bytes_max(),
          .reads_while_it_comes = visit->reads_while_it_comes()};
}

// A part of the trace that the caller names; where it names none, or not as the specification says, a new one.
void Gateway::trace(const net::Request& head, Visit& visit) const {
  if (!options_.random) return;
  constexpr std::string_view kHeader = "traceparent";
  const auto is_it = [&](const net::Header& header) { return text::equal_ignoring_case(header.name, kHeader); };
  const bool is_clear = std::ranges::count_if(head.headers.all(), is_it) == 1;
  if (is_clear) visit.parent = parse_traceparent(head.headers.get(kHeader));
  visit.trace = visit.parent ? visit.parent->child(*options_.random) : TraceContext::begin(*options_.random);
}

void Gateway::note_span(const net::Request& request, const Visit& visit, int status) const {
  if (!options_.spans || !visit.trace || !(visit.trace->flags & TraceContext::kSampled)) return;
  Span span{.context = *visit.trace, .parent = visit.parent, .name = request.method, .kind = Span::Kind::server};
  ObjectBuilder attributes;
  attributes.set("http.request.method", request.method).set("http.response.status_code", status);
  if (visit.operation) {
    span.name = fmt::format("{} {}", request.method, visit.operation->pattern);
    attributes.set("http.route", visit.operation->pattern);
  }
  span.began = visit.began;
  span.took = clock_.now() - visit.start;
  span.attributes = attributes.build();
  if (status >= 500) span.error = std::to_string(status);
  options_.spans->add(std::move(span));
}

// Whatever can be known without the body: is there such a route, who asks, may they, how often, how much.
void Gateway::decide(const net::Request& head, Visit& visit) {
  auto match = router_.find(head.method, head.path());
  visit.operation = &operations_[match.operation];
  visit.path = std::move(match.path);
  if (const auto* route = std::get_if<platform::Route>(&visit.operation->route)) {
    visit.who = sign_in(head);
    if (!visit.who->caller.may(route->permission)) {
      throw Error(Kind::forbidden, "sign-in/not-permitted",
                  fmt::format("This needs the permission \"{}\", which your key or token does not have.",
                              route->permission.name));
    }
  } else if (const auto audience = std::get<platform::HouseRoute>(visit.operation->route).audience;
             audience != platform::Audience::everyone) {
    visit.by = demand_operator(head, audience == platform::Audience::key_holder);
  }
  if (visit.operation->steps_up()) {
    if (visit.who) sign_in_.demand_fresh_proof(head, visit.who->caller);
    if (visit.by) sign_in_.demand_fresh_proof(head, *visit.by);
  }
  check_announced_body(head, visit.body_bytes_max());
}

// Also of a request that was refused before it came there: a page of another site can read why. Of a preflight it is
// the operation that it asks for.
bool Gateway::is_for_other_sites(const net::Request& head, const Visit& visit) const {
  const auto* operation = visit.operation;
  if (!operation) {
    const auto wanted = head.method == "OPTIONS" ? head.headers.get(kWantedMethod) : std::string_view(head.method);
    const auto match = router_.look(wanted, head.path());
    if (match) operation = &operations_[match->operation];
  }
  const auto* route = operation ? std::get_if<platform::Route>(&operation->route) : nullptr;
  return route && route->sites == platform::Sites::any;
}

SignedIn Gateway::sign_in(const net::Request& head) {
  const auto address = net::address_for_limits(head.peer);
  try {
    auto who = sign_in_.sign_in(head);
    auto key = who.caller.tenant.text() + " " + who.caller.principal;
    const bool is_one_person = who.caller.principal.starts_with("visitor:");
    if (!is_one_person) key += " " + address;  // many share a publishable key
    if (const auto wait = callers_.take(key)) throw too_many(*wait);
    return who;
  } catch (const Error& error) {
    if (error.kind != Kind::unauthenticated) throw;
    const auto wait = failed_sign_ins_.take(address);
    throw wait ? too_many(*wait) : error;
  }
}

platform::Caller Gateway::demand_operator(const net::Request& head, bool by_key_only) {
  try {
    return sign_in_.demand_operator(head, by_key_only);
  } catch (const Error& error) {
    if (error.kind != Kind::unauthenticated) throw;
    const auto wait = failed_sign_ins_.take(net::address_for_limits(head.peer));
    throw wait ? too_many(*wait) : error;
  }
}

net::Response Gateway::refuse(const net::Request& head, const Visit& visit, std::exception_ptr failure) {
  auto response = problem(failure, head.id, log_);
  if (response.status == 405) response.headers.set("allow", router_.allowed(head.path()));
  finish(head, visit, response);
  return response;
}

Task<net::Response> Gateway::answer(std::shared_ptr<Visit> visit, net::Request request) {
  std::exception_ptr failure;
  net::Response response;
  try {
    const auto time_max = visit->reads_while_it_comes() ? options_.upload_time_max : options_.handling_time_max;
    response = co_await within(clock_, Deadline::in(clock_, time_max), "this request", call(request, *visit));
  } catch (...) {
    failure = std::current_exception();
  }
  if (failure) co_return refuse(request, *visit, failure);
  if (response.stream && visit->who) {
    response.stream = while_signed_in(std::move(response.stream), std::string(bearer_token(request)), *visit);
  }
  finish(request, *visit, response);
  co_return response;
}

Task<net::Response> Gateway::call(const net::Request& request, Visit& visit) {
  const auto& operation = *visit.operation;
  auto body = co_await read_body(request, visit);
  if (const auto* route = std::get_if<platform::Route>(&operation.route)) {
    co_return co_await route->handler(
        {visit.who->caller, std::move(visit.path), request, std::move(body), visit.trace});
  }
  const auto& route = std::get<platform::HouseRoute>(operation.route);
  platform::HouseRequest asked{std::move(visit.path), request, std::move(body)};
  if (visit.by) asked.by = *visit.by;
  asked.trace = visit.trace;
  co_return co_await route.handler(std::move(asked));
}

// A large body takes a processor for longer than a loop may wait. It is read from a copy: who asked may be gone before
// the pool is.
Task<Value> Gateway::read_body(const net::Request& request, const Visit& visit) {
  const auto* contract = visit.operation->contract;
  if (!contract) co_return Value();
  if (!options_.pool || request.body.size() <= options_.body_on_loop_max)
    co_return Contract::read(*contract, request, visit.path);
  auto work = [contract, copy = request, path = visit.path](Effort& effort) {
    return Contract::read(*contract, copy, path, effort);
  };
  co_return co_await options_.pool->run(visit.who ? visit.who->caller.tenant.text() : std::string("operator"),
                                        std::move(work));
}

net::BodyStream Gateway::while_signed_in(net::BodyStream stream, std::string token, const Visit& visit) {
  return [this, stream = std::move(stream), token = std::move(token), who = *visit.who](net::BodyWriter& writer) {
    return run_while_signed_in(stream, writer, token, who);
  };
}

// A stream outlives the moment at which its credential was looked at. When that is no longer good the stream ends, and
// whoever comes back is looked at anew.
Task<> Gateway::run_while_signed_in(net::BodyStream stream, net::BodyWriter& writer, std::string token, SignedIn who) {
  using namespace boost::asio::experimental::awaitable_operators;
  std::exception_ptr failure;
  const auto first = co_await (carry(stream(writer), failure) || until_withdrawn(std::move(token), std::move(who)));
  if (first.index() == 0 && failure) std::rethrow_exception(failure);
}

// Also returns when it is time for a fresh token, so that the client fetches it: on a stream nobody could give it one.
Task<> Gateway::until_withdrawn(std::string token, SignedIn who) {
  const bool is_renewed_here = !who.fresh_token.empty();
  for (;;) {
    co_await clock_.sleep_for(options_.stream_check);
    const auto standing = sign_in_.look_again(token, who.caller);
    if (standing == SignIn::Standing::withdrawn) co_return;
    if (standing == SignIn::Standing::to_be_renewed && !is_renewed_here) co_return;
  }
}

void Gateway::finish(const net::Request& request, const Visit& visit, net::Response& response) {
  add_common_headers(response, request);
  if (options_.off_contract) check(visit, response);
  if (is_for_other_sites(request, visit)) open_to_other_sites(response);
  if (visit.who && !visit.who->fresh_token.empty()) response.headers.add("frontdesk-token", visit.who->fresh_token);
  record(request, visit, response.status);
}

void Gateway::check(const Visit& visit, const net::Response& response) const {
  if (!visit.operation || !visit.operation->contract || response.stream || response.shared_body) return;
  const auto& [method, pattern] = std::tie(visit.operation->method, visit.operation->pattern);
  const auto fault = contract_.check_response(method, pattern, response);
  if (!fault.empty()) options_.off_contract(fmt::format("{} {}, {}: {}", method, pattern, response.status, fault));
}

void Gateway::record(const net::Request& request, const Visit& visit, int status) {
  note_span(request, visit, status);
  const auto ms = std::chrono::duration<double, std::milli>(clock_.now() - visit.start).count();
  if (options_.telemetry) {
    options_.telemetry->count(
        {.tenant = visit.who ? std::string_view(visit.who->caller.tenant.text()) : std::string_view(),
         .method = visit.operation ? std::string_view(visit.operation->method) : std::string_view(),
         .route = visit.operation ? std::string_view(visit.operation->pattern) : std::string_view(),
         .status = status,
         .seconds = ms / 1000});
  }
  ObjectBuilder fields;
  fields.set("request", request.id)
      .set("method", request.method)
      .set("route", visit.operation ? std::string_view(visit.operation->pattern) : std::string_view())
      .set("status", status);
  if (visit.who) fields.set("tenant", visit.who->caller.tenant.text());
  if (visit.trace) fields.set("trace", visit.trace->trace_id()).set("span", visit.trace->span_id());
  fields.set("address", request.peer).set("ms", std::round(ms * 100) / 100);
  log_.info("http", "answered", fields.build());
}

}  // namespace frontdesk::gateway
