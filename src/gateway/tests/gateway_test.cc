#include "gateway/gateway.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "base/json.h"
#include "base/json_schema.h"
#include "gateway/openapi.h"
#include "gateway/sessions.h"
#include "gateway/tests/rights.h"
#include "support/run_task.h"

namespace frontdesk::gateway {
namespace {

using namespace std::chrono_literals;
using platform::Permission;
using platform::RouteRequest;

constexpr std::string_view kApi = R"(
paths:
  /v1/things:
    post:
      x-permission: config.write
      requestBody: {required: true, content: {application/json: {schema: {$ref: "#/components/schemas/Thing"}}}}
      responses: {"201": {description: made, content: {application/json: {schema: {$ref: "#/components/schemas/Thing"}}}}}
    get:
      x-permission: conversation.own
      parameters:
        - {$ref: "#/components/parameters/Limit"}
        - {name: kind, in: query, schema: {enum: [red, blue]}}
      responses: {"200": {description: listed}}
  /v1/things/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
    get: {x-permission: conversation.own, responses: {"200": {description: shown}}}
  /v1/numbers/{number}:
    parameters: [{name: number, in: path, required: true, schema: {type: integer, minimum: 1}}]
    get:
      x-permission: conversation.own
      parameters: [{name: Once, in: header, schema: {type: string, minLength: 1, maxLength: 5}}]
      responses: {"200": {description: shown}}
  /v1/failures/{kind}:
    get: {x-permission: conversation.read, responses: {"200": {description: never}}}
components:
  parameters:
    Limit: {name: limit, in: query, schema: {type: integer, minimum: 1, maximum: 9}}
  schemas:
    Thing:
      type: object
      additionalProperties: false
      required: [name]
      properties: {name: {type: string, maxLength: 5}, parts: {type: array, items: {$ref: "#/components/schemas/Thing"}}}
)";

Task<net::Response> make(RouteRequest request) { co_return net::Response::json(201, json::print(request.body)); }
Task<net::Response> list(RouteRequest) { co_return net::Response::json(200, "[]"); }
Task<net::Response> show(RouteRequest request) {
  co_return net::Response::text(200, request.caller.principal + " " + request.path["id"]);
}
Task<net::Response> hang(Clock& clock) {
  co_await clock.sleep_for(1h);
  co_return net::Response{};
}
Task<net::Response> fail(RouteRequest request) {
  const auto kind = request.path["kind"];
  if (kind == "conflict")
    throw Error(Kind::conflict, "things/taken", "It is taken.").at("/name").because("the secret cause");
  if (kind == "full") throw Error(Kind::exhausted, "files/disk-full", "The disk is full.");
  if (kind == "busy") throw Error(Kind::exhausted, "things/busy", "Busy.").after(2500ms);
  if (kind == "ours") throw Error(Kind::internal, "things/broken", "the secret detail");
  throw std::runtime_error("the secret exception");
  co_return net::Response{};
}

struct Notes : Log {
  void write(Level, std::string_view, std::string_view what, const Value& fields) override {
    lines += std::string(what) + " " + json::print(fields) + "\n";
  }
  std::string lines;
};

struct House {
  explicit House(GatewayOptions options = {.handling_time_max = 50ms})
      : gateway(
            clock, log, sign_in, options,
            {.routes = {{"POST", "/v1/things", Permission{"config.write"}, make},
                        {"GET", "/v1/things", Permission{"conversation.own"}, list},
                        {"GET", "/v1/things/{id}", Permission{"conversation.own"}, show, platform::Sites::any},
                        {"GET", "/v1/numbers/{number}", Permission{"conversation.own"}, list},
                        {"GET", "/v1/failures/{kind}", Permission{"conversation.own"}, fail},
                        {"GET", "/hang", Permission{"conversation.own"}, [this](RouteRequest) { return hang(clock); }}},
             .house_routes = session_routes(
                 credentials, [] { return std::vector<TenantEntry>{{TenantId::parse("bistro"), "Bistro", "active"}}; },
                 [this](TenantId tenant, std::string name) { return note(std::move(tenant), std::move(name)); }),
             .api_parts = {kApi},
             .not_ready = [this] { return not_ready; }}) {}

  Task<> note(TenantId tenant, std::string name) {
    let_in += fmt::format("{} to {};", name, tenant.text());
    co_return;
  }
  net::Response send(std::string method, std::string target, std::string token = "", std::string body = "",
                     std::string type = "application/json") {
    net::Request request{.method = std::move(method),
                         .target = std::move(target),
                         .body = std::move(body),
                         .peer = "10.0.0.1",
                         .id = "r_1"};
    if (!token.empty()) request.headers.add("authorization", "Bearer " + token);
    if (!request.body.empty()) request.headers.add("content-type", type);
    return support::run_task(gateway.handle(std::move(request)));
  }
  std::string slug(const net::Response& response) {
    const auto type = std::string(json::parse(response.body)["type"].text());
    return type.substr(std::string("/problems/").size());
  }

  SystemClock clock;
  Notes log;
  Credentials credentials{std::string(32, 's'), clock, some_rights()};
  SignIn sign_in{credentials, "ok_the-operator", [](std::string_view key) -> std::optional<platform::Caller> {
                   if (key != "pk_bistro") return std::nullopt;
                   return platform::Caller{TenantId::parse("bistro"), "web", {"conversations.create"}};
                 }};
  std::string visitor = credentials.visitor_token(TenantId::parse("bistro"), "c_1");
  std::string staff = credentials.staff_session(TenantId::parse("bistro"), "Ana", 1h).token;
  std::string not_ready;
  std::string let_in;  // whom the operator key let in, as it was written down
  Gateway gateway;
};

TEST(Gateway, lets_in_who_has_the_permission) {
  House house;
  EXPECT_EQ(house.send("GET", "/v1/things/x", house.visitor).body, "visitor:c_1 x");
  EXPECT_EQ(house.send("GET", "/v1/things/x", house.staff).body, "staff:Ana x");
  EXPECT_EQ(house.send("POST", "/v1/things", house.staff, R"({"name":"a"})").status, 201);
}

TEST(Gateway, turns_away_everybody_else) {
  House house;
  const auto nobody = house.send("GET", "/v1/things/x");
  EXPECT_EQ(nobody.status, 401);
  EXPECT_EQ(house.slug(nobody), "sign-in/missing");
  EXPECT_NE(nobody.headers.get("www-authenticate"), "");
  EXPECT_EQ(house.send("GET", "/v1/things/x", "vt_forged.token").status, 401);
  EXPECT_EQ(house.send("GET", "/v1/things/x", "pk_other").status, 401);
  EXPECT_EQ(house.slug(house.send("GET", "/v1/things/x", "pk_bistro")), "sign-in/not-permitted");
  EXPECT_EQ(house.slug(house.send("POST", "/v1/things", house.visitor, R"({"name":"a"})")), "sign-in/not-permitted");
  EXPECT_EQ(house.slug(house.send("GET", "/v1/things/x", "ok_the-operator")), "sign-in/not-for-operators");
}

TEST(Gateway, makes_sessions_for_the_operator_only) {
  House house;
  const auto made = house.send("POST", "/v1/sessions", "ok_the-operator", R"({"tenant":"bistro","name":"Ben"})");
  ASSERT_EQ(made.status, 201) << made.body;
  EXPECT_EQ(house.gateway.contract().check_response("POST", "/v1/sessions", made), "");
  const auto token = std::string(json::parse(made.body)["token"].text());
  EXPECT_EQ(house.send("GET", "/v1/things/x", token).body, "staff:Ben x");
  EXPECT_EQ(house.send("POST", "/v1/sessions", house.staff, R"({"tenant":"bistro"})").status, 403);
  EXPECT_EQ(house.send("POST", "/v1/sessions", "ok_other", R"({"tenant":"bistro"})").status, 401);
  EXPECT_EQ(house.send("POST", "/v1/sessions", "ok_the-operator", R"({"tenant":"other"})").status, 404);
  EXPECT_EQ(house.let_in, "Ben to bistro;");
  EXPECT_EQ(house.send("GET", "/v1/tenants", "ok_the-operator").body,
            R"({"items":[{"id":"bistro","name":"Bistro","state":"active"}]})");
}

TEST(Gateway, refuses_names_with_markup_or_signs_that_are_not_seen) {
  House house;
  const auto status = [&](std::string_view name) {
    return house
        .send("POST", "/v1/sessions", "ok_the-operator", fmt::format(R"({{"tenant":"bistro","name":"{}"}})", name))
        .status;
  };
  for (const auto* name : {R"(Ben\u0000)", R"(Ben\nAna: yes)", R"(\u001b[31mBen)", R"(Ben\u0085)", R"(\u202eneB)", "  ",
                           "<b>Ben</b>", "Ben <ben@bistro.example>", R"(B\u200ben)", R"(\u3164)", R"(Be\u115fn)",
                           R"(\udb40\udc42\udb40\udc65\udb40\udc6e)", R"(\u2800\ufe0f)", R"(\u200d)"})
    EXPECT_EQ(status(name), 400) << name;
  for (const auto* name : {"Ana María", "O'Neil-Łuk", "宮崎", R"(\u06a9\u06cc\u200c\u0627)"})
    EXPECT_EQ(status(name), 201) << name;
}

TEST(Gateway, checks_a_body_before_the_handler_sees_it) {
  House house;
  const auto status_and_slug = [&](std::string body, std::string type = "application/json") {
    const auto response = house.send("POST", "/v1/things", house.staff, std::move(body), std::move(type));
    return fmt::format("{} {}", response.status, response.status == 201 ? "" : house.slug(response));
  };
  EXPECT_EQ(status_and_slug(R"({"name":"a","parts":[{"name":"b"}]})"), "201 ");
  EXPECT_EQ(status_and_slug(R"({"name":"a"})", "application/json; charset=UTF-8"), "201 ");
  EXPECT_EQ(status_and_slug(""), "400 request/body-missing");
  EXPECT_EQ(status_and_slug(R"({"name":"a"}x)"), "400 json/malformed");
  EXPECT_EQ(status_and_slug("{\"name\":\"\xff\"}"), "400 json/malformed");
  EXPECT_EQ(status_and_slug(R"({"name":"a"})", "text/plain"), "415 request/not-json");
  EXPECT_EQ(status_and_slug(R"({"name":"a"})", "application/json; charset=latin1"), "415 request/not-json");
  EXPECT_EQ(status_and_slug(R"({"name":"toolong"})"), "422 request/body-schema");
  EXPECT_EQ(status_and_slug(R"({"name":"a","other":1})"), "422 request/body-schema");
  EXPECT_EQ(status_and_slug(std::string(1000, '[') + std::string(1000, ']')), "400 json/malformed");
  const auto response = house.send("POST", "/v1/things", house.staff, R"({"name":"a","parts":[{"name":4}]})");
  EXPECT_EQ(json::parse(response.body)["pointer"].text(), "/parts/0/name");
}

TEST(Gateway, reads_a_large_body_on_the_pool_from_a_budget) {
  SystemClock clock;
  Pool pool(clock, {.steps_max = 4'000});
  House house({.pool = &pool, .body_on_loop_max = 1'000});
  const auto send = [&](std::size_t parts) {
    std::string body = R"({"name":"a","parts":[{"name":"b"})";
    for (std::size_t i = 1; i < parts; ++i) body += R"(,{"name":"b"})";
    return house.send("POST", "/v1/things", house.staff, body + "]}");
  };
  EXPECT_EQ(send(10).status, 201);
  EXPECT_EQ(send(1'000).status, 201);
  const auto response = send(4'000);
  EXPECT_EQ(response.status, 422) << "and not too many requests";
  EXPECT_EQ(house.slug(response), "work/too-costly");
  EXPECT_FALSE(response.headers.has("retry-after")) << "it stays too much";
  pool.stop();
  EXPECT_EQ(send(10).status, 201) << "small ones need no pool";
  EXPECT_EQ(house.slug(send(1'000)), "work/stopped");
}

TEST(Gateway, checks_parameters) {
  House house;
  const auto status = [&](std::string query) { return house.send("GET", "/v1/things?" + query, house.staff).status; };
  EXPECT_EQ(status(""), 200);
  EXPECT_EQ(status("limit=9&kind=red&other=1"), 200);
  EXPECT_EQ(house.slug(house.send("GET", "/v1/things?limit=3&kind=red&l%69mit=3", house.staff)),
            "request/repeated-parameter");
  for (const auto* query : {"limit=10", "limit=0", "limit=x", "limit=1.5", "kind=green", "kind=%ff", "limit=", "kind="})
    EXPECT_EQ(status(query), 400) << query;
}

TEST(Gateway, checks_what_stands_in_the_path_and_in_headers) {
  House house;
  const auto slug = [&](std::string target, std::string_view once) {
    net::Request request{.method = "GET", .target = std::move(target), .peer = "10.0.0.1", .id = "r_1"};
    request.headers.add("authorization", "Bearer " + house.staff);
    if (!once.empty()) request.headers.add("once", once);
    const auto response = support::run_task(house.gateway.handle(std::move(request)));
    return response.status == 200 ? "" : house.slug(response);
  };
  EXPECT_EQ(slug("/v1/numbers/1", ""), "");
  EXPECT_EQ(slug("/v1/numbers/9007199254740991", "12345"), "");
  for (const auto* number : {"0", "-1", "x", "1.5", "9007199254740992", "99999999999999999999"})
    EXPECT_EQ(slug(fmt::format("/v1/numbers/{}", number), ""), "request/bad-parameter") << number;
  EXPECT_EQ(slug("/v1/numbers/1", "123456"), "request/bad-parameter");
  EXPECT_EQ(slug("/v1/numbers/1", "\xff"), "request/bad-parameter");
}

std::string detail_of_api(const std::string& part) {
  try {
    const Contract contract(merge_api({{std::string_view(part)}}));
  } catch (const Error& error) {
    return error.detail;
  }
  return "";
}

TEST(Gateway, says_which_part_of_the_api_is_wrong_and_where) {
  EXPECT_TRUE(detail_of_api("paths:\n  /v1/cups:\n    get: {a: b: c}\n")
                  .starts_with("The api.yaml whose first path is /v1/cups cannot be read: "));
  EXPECT_EQ(detail_of_api("paths:\n  - x\n"), "An api.yaml without a path cannot be read: paths is no map.");
  const auto cups = [](std::string schema) {
    return "paths:\n  /v1/cups:\n    get: {responses: {\"200\": {description: a, content: {application/json: "
           "{schema: " +
           schema + "}}}}}\n";
  };
  EXPECT_TRUE(detail_of_api(cups("{$ref: \"#/components/schemas/Cup\"}")).starts_with("In api.yaml, GET /v1/cups: "));
  EXPECT_TRUE(detail_of_api(cups("{type: strin}")).starts_with("In api.yaml, GET /v1/cups: "));
  EXPECT_EQ(detail_of_api(cups("{type: string}")), "");
}

TEST(Gateway, says_of_every_parameter_how_much_is_taken) {
  const auto paths = merge_api({{kApi}})["paths"];
  const auto& id = paths["/v1/things/{id}"]["parameters"].items()[0]["schema"];
  EXPECT_EQ(id["minLength"].integer(), 1);
  EXPECT_EQ(id["maxLength"].integer(), static_cast<std::int64_t>(kPathPartLettersMax));
  const auto schema = JsonSchema::compile(id);
  EXPECT_TRUE(schema.accepts(Value("a b/é")));
  EXPECT_FALSE(schema.accepts(Value("a\nb")));
  EXPECT_EQ(paths["/v1/numbers/{number}"]["parameters"].items()[0]["schema"]["maximum"].integer(), 9007199254740991);
}

TEST(Gateway, makes_errors_problems) {
  House house;
  const auto conflict = house.send("GET", "/v1/failures/conflict", house.staff);
  EXPECT_EQ(conflict.status, 409);
  EXPECT_EQ(conflict.headers.get("content-type"), "application/problem+json");
  EXPECT_EQ(
      conflict.body,
      R"({"type":"/problems/things/taken","title":"It clashes with what is there","status":409,"detail":"It is taken.","instance":"r_1","pointer":"/name"})");
  EXPECT_NE(house.log.lines.find("the secret cause"), std::string::npos);
  EXPECT_EQ(house.send("GET", "/v1/failures/full", house.staff).status, 507);
  const auto busy = house.send("GET", "/v1/failures/busy", house.staff);
  EXPECT_EQ(busy.status, 429);
  EXPECT_EQ(busy.headers.get("retry-after"), "3");
}

TEST(Gateway, keeps_what_is_its_own_fault_to_itself) {
  House house;
  for (const auto* kind : {"ours", "other"}) {
    const auto response = house.send("GET", fmt::format("/v1/failures/{}", kind), house.staff);
    EXPECT_EQ(response.status, 500);
    EXPECT_EQ(response.body.find("secret"), std::string::npos) << response.body;
    EXPECT_NE(response.body.find("r_1"), std::string::npos);
  }
  EXPECT_NE(house.log.lines.find("the secret detail"), std::string::npos);
  EXPECT_NE(house.log.lines.find("the secret exception"), std::string::npos);
}

TEST(Gateway, ends_a_handler_that_hangs) {
  House house;
  EXPECT_EQ(house.send("GET", "/hang", house.staff).status, 504);
}

TEST(Gateway, holds_the_rate_of_a_caller) {
  House house({.rate = {.per_second = 1, .burst = 3}, .failed_sign_ins = {.per_second = 1, .burst = 2}});
  for (int i = 0; i < 3; ++i) EXPECT_EQ(house.send("GET", "/v1/things", house.visitor).status, 200);
  const auto refused = house.send("GET", "/v1/things", house.visitor);
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(refused.headers.get("retry-after"), "1");
  EXPECT_EQ(house.send("GET", "/v1/things", house.staff).status, 200) << "another caller was held up";
  EXPECT_EQ(house.send("GET", "/v1/things", "vt_x").status, 401);
  EXPECT_EQ(house.send("GET", "/v1/tenants", "ok_x").status, 401);
  EXPECT_EQ(house.send("GET", "/v1/tenants", "ok_x").status, 429);
}

TEST(Gateway, says_what_is_served) {
  House house;
  EXPECT_EQ(house.send("GET", "/v1/nothing").status, 404);
  const auto refused = house.send("DELETE", "/v1/things", house.staff);
  EXPECT_EQ(refused.status, 405);
  EXPECT_EQ(refused.headers.get("allow"), "GET, HEAD, POST");
  EXPECT_EQ(house.send("GET", "/healthz").body, "ok\n");
  EXPECT_EQ(house.send("GET", "/readyz").status, 200);
  house.not_ready = "The store is opening.";
  EXPECT_EQ(house.send("GET", "/readyz").status, 503);
  const auto document = json::parse(*house.send("GET", "/openapi.json").shared_body);
  EXPECT_EQ(document["openapi"].text(), "3.1.0");
  EXPECT_TRUE(document["paths"].contains("/v1/things/{id}"));
  EXPECT_TRUE(document["components"]["schemas"].contains("Problem"));
}

TEST(Gateway, lets_other_sites_call_what_says_so_only) {
  House house;
  const auto ask = [&](std::string_view method, std::string target) {
    net::Request request{.method = "OPTIONS", .target = std::move(target), .peer = "10.0.0.1", .id = "r_1"};
    if (!method.empty()) request.headers.add("access-control-request-method", method);
    return support::run_task(house.gateway.handle(std::move(request)));
  };
  const auto preflight = ask("GET", "/v1/things/t_1");
  EXPECT_EQ(preflight.status, 204);
  EXPECT_EQ(preflight.headers.get("access-control-allow-origin"), "*");
  for (const auto* header : {"authorization", "content-type", "idempotency-key", "last-event-id"})
    EXPECT_NE(preflight.headers.get("access-control-allow-headers").find(header), std::string_view::npos) << header;
  EXPECT_EQ(preflight.headers.get("access-control-allow-credentials"), "");
  for (const auto& refused : {ask("POST", "/v1/things"), ask("POST", "/v1/things/t_1"), ask("", "/v1/things/t_1")}) {
    EXPECT_NE(refused.status, 204);
    EXPECT_EQ(refused.headers.get("access-control-allow-origin"), "");
  }
  const auto unknown = house.send("GET", "/v1/things/t_1", "vt_forged");
  EXPECT_EQ(unknown.status, 401);
  EXPECT_EQ(unknown.headers.get("access-control-allow-origin"), "*") << "the page is to read why";
  EXPECT_EQ(house.send("GET", "/v1/things", house.staff).headers.get("access-control-allow-origin"), "");
}

TEST(Gateway, writes_who_asked_for_what) {
  House house;
  house.send("GET", "/v1/things/secret-id", house.visitor);
  EXPECT_NE(house.log.lines.find(R"("route":"/v1/things/{id}","status":200,"tenant":"bistro")"), std::string::npos)
      << house.log.lines;
  EXPECT_EQ(house.log.lines.find("secret-id"), std::string::npos);
}

TEST(Gateway, knows_where_router_and_document_differ) {
  House house;
  EXPECT_EQ(
      house.gateway.differences(),
      (std::vector<std::string>{
          R"(GET /v1/failures/{kind} needs "conversation.own", and its api.yaml has "x-permission: conversation.read".)",
          "GET /hang is served, but in no api.yaml."}));
  const std::string wrong_mark = R"(
paths:
  /v1/marked: {get: {x-permission: x, x-step-up: true, responses: {"200": {description: shown}}}}
  /v1/unmarked: {get: {x-permission: x, responses: {"200": {description: shown}}}}
)";
  ManualClock clock({0});
  const Gateway marked(clock, house.log, house.sign_in, {},
                       {.routes = {{"GET", "/v1/marked", Permission{"x"}, list},
                                   steps_up(platform::Route("GET", "/v1/unmarked", Permission{"x"}, list))},
                        .api_parts = {wrong_mark}});
  const auto told = marked.differences();
  for (const auto* sentence :
       {"GET /v1/marked needs no fresh proof of who acts, and its api.yaml says otherwise (x-step-up).",
        "GET /v1/unmarked needs a fresh proof of who acts, and its api.yaml says otherwise (x-step-up)."})
    EXPECT_NE(std::ranges::find(told, sentence), told.end()) << sentence;
  EXPECT_TRUE(marked.contract().document()["paths"]["/v1/marked"]["get"]["x-step-up"].boolean());
  const Gateway fewer(clock, house.log, house.sign_in, {}, {.api_parts = {kApi}});
  EXPECT_EQ(fewer.differences().size(), 7u);
  EXPECT_THROW(
      Gateway(clock, house.log, house.sign_in, {}, {.routes = {{"GET", "/v1/unknown", Permission{"x"}, list}}}), Error);
  EXPECT_THROW(Gateway(clock, house.log, house.sign_in, {}, {.api_parts = {kApi, kApi}}), Error);
}

}  // namespace
}  // namespace frontdesk::gateway
