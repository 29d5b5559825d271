#include "app/house_routes.h"

#include "base/error.h"
#include "base/json.h"
#include "net/address.h"
#include "platform/answer.h"

namespace frontdesk::app {
namespace {

Task<net::Response> answer(int status, std::string body) { co_return net::Response::json(status, std::move(body)); }

// Prometheus, "Exposition formats": text-based, version 0.0.4.
Task<net::Response> show_metrics(std::string text) {
  auto response = net::Response::text(200, std::move(text));
  response.headers.set("content-type", "text/plain; version=0.0.4; charset=utf-8");
  co_return response;
}

Task<net::Response> kill_for_demo(std::function<void()> kill, bool may) {
  if (!kill)
    throw Error(Kind::not_found, "demo/no-kill", "This server does not let the demo page kill it; see demo_kill.");
  if (!may)
    throw Error(Kind::forbidden, "demo/not-from-here", "Only the demo page, opened on this machine, may do this.");
  kill();
  co_return net::Response::json(202, "{}");
}

}  // namespace

bool is_own_page(const net::Request& request) {
  const auto host = request.headers.get("Host");
  const auto name = host.ends_with(']') ? host : host.substr(0, host.rfind(':'));
  const bool is_loopback = name == "127.0.0.1" || name == "localhost" || name == "[::1]";
  // Who is no browser writes what they like into both.
  return is_loopback && net::is_loopback(request.peer) &&
         request.headers.get("Origin") == fmt::format("http://{}", host);
}

std::vector<platform::HouseRoute> house_routes(const Value& config_schema, Demo demo, TellHealth health,
                                               TellMetrics metrics) {
  using platform::Audience;
  const auto schema = json::print_pretty(config_schema);
  const auto known =
      json::print(Value::object({{"back_office", demo.back_office.empty() ? Value() : Value(demo.back_office + "/")},
                                 {"can_be_killed", static_cast<bool>(demo.kill)}}));
  return {
      {"GET", "/config.schema.json", Audience::everyone,
       [schema](platform::HouseRequest) { return answer(200, schema); }},
      {"GET", "/demo.json", Audience::everyone, [known](platform::HouseRequest) { return answer(200, known); }},
      {"POST", "/demo/kill", Audience::everyone,
       [kill = demo.kill](platform::HouseRequest request) { return kill_for_demo(kill, is_own_page(request.http)); }},
      {"GET", "/v1/health", Audience::operators,
       [health](platform::HouseRequest) { return answer(200, json::print(health())); }},
      {"GET", "/metrics", Audience::operators, [metrics](platform::HouseRequest) { return show_metrics(metrics()); }},
  };
}

std::string_view house_api() {
  return R"(
paths:
  /v1/health:
    get:
      operationId: tellHealth
      x-permission: house.manage
      summary: What is damaged, and what to do; 200 also where something is
      responses:
        "200":
          description: Each tenant with its state.
          content:
            application/json:
              schema:
                type: object
                required: [state, tenants, problems]
                properties:
                  state: {type: string, enum: [well, degraded]}
                  tenants:
                    type: array
                    items:
                      type: object
                      required: [id, state, problems, warnings, conversations]
                      properties:
                        id: {type: string}
                        state: {type: string, enum: [serving, damaged, out_of_service, suspended, closed]}
                        problems: {type: array, items: {$ref: "#/components/schemas/DamageFound"}}
                        warnings:
                          description: Nothing is broken, and somebody should look.
                          type: array
                          items: {$ref: "#/components/schemas/DamageFound"}
                        conversations: {type: array, items: {$ref: "#/components/schemas/DamageFound"}}
                  problems:
                    description: Of the server's own files, and of tenants' files that were refused at the start.
                    type: array
                    items: {$ref: "#/components/schemas/DamageFound"}
        default: {$ref: "#/components/responses/Problem"}
components:
  schemas:
    DamageFound:
      type: object
      required: [slug, detail]
      properties:
        id: {type: string, description: "Of the conversation, where it is one's."}
        slug: {type: string}
        detail: {type: string, description: "Which file or row, and what to do."}
)";
}

}  // namespace frontdesk::app
