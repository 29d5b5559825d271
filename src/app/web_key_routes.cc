#include "app/web_key_routes.h"

#include <algorithm>
#include <memory>

#include "base/error.h"
#include "platform/answer.h"

namespace frontdesk::app {
namespace {

using platform::HouseRequest;
using platform::Register;

TenantId tenant_in(const Register& registered, const HouseRequest& request) {
  const auto named = request.path.at("tenant");
  for (const auto& tenant : registered.tenants()) {
    if (tenant.id.text() == named && tenant.is_there()) return tenant.id;
  }
  throw Error(Kind::not_found, "tenant/unknown", "There is no such tenant.");
}

net::Response keys_of(const Register& registered, const TenantId& tenant, int status) {
  ListBuilder items;
  for (const auto& [key, is_retired] : registered.all_web_keys(tenant))
    items.add(Value::object({{"key", key}, {"state", is_retired ? "retired" : "in_use"}}));
  return platform::answer(status, Value::object({{"items", items.build()}}));
}

struct WebKeys {
  Register& registered;
  NoteDeed note;

  Register::Beside beside(const HouseRequest& request, const TenantId& tenant, std::string deed) const {
    return [this, by = request.by.principal, tenant, deed = std::move(deed)](store::Transaction& transaction,
                                                                             const std::string& key) {
      note(transaction, {by, deed, "tenant/" + tenant.text(), Value::object({{"key", key}})});
    };
  }
};

Task<net::Response> list(const WebKeys& keys, HouseRequest request) {
  co_return keys_of(keys.registered, tenant_in(keys.registered, request), 200);
}

// One that nobody can guess, or the operator's own choice: also one of this tenant that was retired.
Task<net::Response> issue(const WebKeys& keys, HouseRequest request) {
  auto& registered = keys.registered;
  const auto tenant = tenant_in(registered, request);
  std::string key(request.body["key"].text());
  if (key.empty()) {
    key = co_await registered.issue_web_key(tenant, keys.beside(request, tenant, "web_keys.issue"));
  } else {
    co_await registered.give_web_key(tenant, key, keys.beside(request, tenant, "web_keys.issue"));
  }
  co_return platform::answer(201, Value::object({{"key", key}}));
}

// Who opens a conversation with it is refused from here on; conversations that are open go on by their own tokens.
Task<net::Response> retire(const WebKeys& keys, HouseRequest request) {
  auto& registered = keys.registered;
  const auto tenant = tenant_in(registered, request);
  co_await registered.retire_web_key(tenant, request.path.at("key"), keys.beside(request, tenant, "web_keys.retire"));
  co_return keys_of(registered, tenant, 200);
}

using Operation = Task<net::Response> (*)(const WebKeys&, HouseRequest);

platform::HouseHandler on(std::shared_ptr<const WebKeys> keys, Operation operation) {
  return [keys = std::move(keys), operation](HouseRequest request) { return operation(*keys, std::move(request)); };
}

}  // namespace

std::vector<platform::HouseRoute> web_key_routes(Register& registered, NoteDeed note) {
  using platform::Audience;
  const auto keys = std::make_shared<const WebKeys>(registered, std::move(note));
  return {
      {"GET", "/v1/tenants/{tenant}/web-keys", Audience::operators, on(keys, list)},
      {"POST", "/v1/tenants/{tenant}/web-keys", Audience::operators, on(keys, issue)},
      {"DELETE", "/v1/tenants/{tenant}/web-keys/{key}", Audience::operators, on(keys, retire)},
  };
}

std::string_view web_key_api() {
  return R"(
paths:
  /v1/tenants/{tenant}/web-keys:
    parameters: [{$ref: "#/components/parameters/TenantName"}]
    get:
      operationId: listWebKeys
      x-permission: house.manage
      summary: List the publishable keys of a tenant, oldest first, with those that are retired
      responses:
        "200": {$ref: "#/components/responses/WebKeys"}
        default: {$ref: "#/components/responses/Problem"}
    post:
      operationId: issueWebKey
      x-permission: house.manage
      summary: Issue a publishable key; what is in use stays in use
      requestBody:
        required: false
        content:
          application/json:
            schema:
              type: object
              additionalProperties: false
              properties: {key: {type: string, pattern: "^pk_[A-Za-z0-9_-]{3,60}$", description: "Of the operator's choice; one that was never another tenant's."}}
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
      x-permission: house.manage
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
