#include "app/web_key_routes.h"

#include <algorithm>

#include "base/error.h"
#include "base/json.h"

namespace frontdesk::app {
namespace {

using platform::HouseRequest;
using platform::Register;

TenantId tenant_in(const Register& registered, const HouseRequest& request) {
  const auto named = request.path.at("tenant");
  for (const auto& tenant : registered.tenants()) {
    if (tenant.id.text() == named) return tenant.id;
  }
  throw Error(Kind::not_found, "tenant/unknown", "There is no such tenant.");
}

net::Response keys_of(const Register& registered, const TenantId& tenant, int status) {
  ListBuilder items;
  for (const auto& [key, is_retired] : registered.all_web_keys(tenant))
    items.add(Value::object({{"key", key}, {"state", is_retired ? "retired" : "in_use"}}));
  return net::Response::json(status, json::print(Value::object({{"items", items.build()}})));
}

Task<net::Response> list(Register& registered, HouseRequest request) {
  co_return keys_of(registered, tenant_in(registered, request), 200);
}

// One that nobody can guess, or the operator's own choice: also one of this tenant that was retired.
Task<net::Response> issue(Register& registered, HouseRequest request) {
  const auto tenant = tenant_in(registered, request);
  std::string key(request.body["key"].text());
  if (key.empty()) {
    key = co_await registered.issue_web_key(tenant);
  } else {
    co_await registered.give_web_key(tenant, key);
  }
  co_return net::Response::json(201, json::print(Value::object({{"key", key}})));
}

// Who opens a conversation with it is refused from here on; conversations that are open go on by their own tokens.
Task<net::Response> retire(Register& registered, HouseRequest request) {
  const auto tenant = tenant_in(registered, request);
  co_await registered.retire_web_key(tenant, request.path.at("key"));
  co_return keys_of(registered, tenant, 200);
}

using Operation = Task<net::Response> (*)(Register&, HouseRequest);

platform::HouseHandler on(Register& registered, Operation operation) {
  return [&registered, operation](HouseRequest request) { return operation(registered, std::move(request)); };
}

}  // namespace

std::vector<platform::HouseRoute> web_key_routes(Register& registered) {
  using platform::Audience;
  return {
      {"GET", "/v1/tenants/{tenant}/web-keys", Audience::operators, on(registered, list)},
      {"POST", "/v1/tenants/{tenant}/web-keys", Audience::operators, on(registered, issue)},
      {"DELETE", "/v1/tenants/{tenant}/web-keys/{key}", Audience::operators, on(registered, retire)},
  };
}

std::string_view web_key_api() {
  return R"(
paths:
  /v1/tenants/{tenant}/web-keys:
    parameters: [{$ref: "#/components/parameters/TenantName"}]
    get:
      operationId: listWebKeys
      summary: List the publishable keys of a tenant, oldest first, with those that are retired
      responses:
        "200": {$ref: "#/components/responses/WebKeys"}
        default: {$ref: "#/components/responses/Problem"}
    post:
      operationId: issueWebKey
      summary: Issue a publishable key; what is in use stays in use
      requestBody:
        required: false
        content:
          application/json:
            schema:
              type: object
              additionalProperties: false
              properties: {key: {type: string, description: "Of the operator's choice; one that was never another tenant's."}}
      responses:
        "201":
          description: It is in use.
          content: {application/json: {schema: {type: object, required: [key], properties: {key: {type: string}}}}}
        default: {$ref: "#/components/responses/Problem"}
  /v1/tenants/{tenant}/web-keys/{key}:
    parameters:
      - {$ref: "#/components/parameters/TenantName"}
      - {name: key, in: path, required: true, schema: {type: string}}
    delete:
      operationId: retireWebKey
      summary: Retire a publishable key; nobody opens a conversation with it any more, and it never passes to another
      responses:
        "200": {$ref: "#/components/responses/WebKeys"}
        default: {$ref: "#/components/responses/Problem"}
components:
  parameters:
    TenantName: {name: tenant, in: path, required: true, schema: {type: string}}
  responses:
    WebKeys:
      description: The keys as they are now.
      content:
        application/json:
          schema:
            type: object
            required: [items]
            properties:
              items:
                type: array
                items:
                  type: object
                  required: [key, state]
                  properties: {key: {type: string}, state: {type: string, enum: [in_use, retired]}}
)";
}

}  // namespace frontdesk::app
