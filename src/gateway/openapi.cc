#include "gateway/openapi.h"

#include "base/error.h"
#include "base/yaml.h"

namespace frontdesk::gateway {
namespace {

constexpr std::string_view kOwnPart = R"(
openapi: 3.1.0
info:
  title: frontdesk
  version: "1"
  description: >-
    Conversations of a business with its customers, and the configuration behind them. Every call carries a key or token
    in "Authorization: Bearer …"; the tenant comes from it. Errors are problem documents (RFC 9457).
security: [{bearer: []}]
paths:
  /v1/sessions:
    post:
      operationId: openSession
      summary: Sign in for one tenant, with the operator key
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              additionalProperties: false
              required: [tenant]
              properties:
                tenant: {type: string}
                name:
                  description: Who signs in; "staff" where it is left out. Read by colleagues and in the log, so without signs that are not seen and without < and >.
                  type: string
                  minLength: 1
                  maxLength: 80
                  pattern: '^[^\x00-\x1F\x7F-\x9F\u061C\u200B\u200E\u200F\u2028-\u202E\u2060-\u2069\uFEFF<>]*[^\s\x00-\x1F\x7F-\x9F\u061C\u200B\u200E\u200F\u2028-\u202E\u2060-\u2069\uFEFF<>][^\x00-\x1F\x7F-\x9F\u061C\u200B\u200E\u200F\u2028-\u202E\u2060-\u2069\uFEFF<>]*$'
      responses:
        "201":
          description: A token for the people of this tenant.
          content:
            application/json:
              schema:
                type: object
                required: [token, tenant, expires_at]
                properties: {token: {type: string}, tenant: {type: string}, expires_at: {type: string, format: date-time}}
        default: {$ref: "#/components/responses/Problem"}
  /v1/tenants:
    get:
      operationId: listTenants
      summary: List the tenants, with the operator key
      responses:
        "200":
          description: All of them.
          content:
            application/json:
              schema:
                type: object
                required: [items]
                properties:
                  items:
                    type: array
                    items: {type: object, required: [id, name], properties: {id: {type: string}, name: {type: string}}}
        default: {$ref: "#/components/responses/Problem"}
  /healthz:
    get:
      operationId: health
      summary: Whether the process lives
      security: []
      responses: {"200": {description: It does., content: {text/plain: {schema: {type: string}}}}}
  /readyz:
    get:
      operationId: readiness
      summary: Whether it can take work
      security: []
      responses:
        "200": {description: It can., content: {text/plain: {schema: {type: string}}}}
        default: {$ref: "#/components/responses/Problem"}
  /openapi.json:
    get:
      operationId: api
      summary: This document
      security: []
      responses: {"200": {description: OpenAPI 3.1., content: {application/json: {schema: {type: object}}}}}
components:
  securitySchemes:
    bearer: {type: http, scheme: bearer}
  responses:
    Problem:
      description: What went wrong, and how to mend it.
      content: {application/problem+json: {schema: {$ref: "#/components/schemas/Problem"}}}
  schemas:
    Problem:
      type: object
      required: [type, title, status, detail, instance]
      properties:
        type: {type: string, description: "/problems/<slug>; the slug is stable."}
        title: {type: string}
        status: {type: integer}
        detail: {type: string}
        instance: {type: string, description: The request's id; the log has it too.}
        pointer: {type: string, description: "JSON pointer, or another name of the place."}
)";

Error conflict(std::string_view what, std::string_view name) {
  return Error(Kind::internal, "gateway/api-conflict",
               fmt::format("Two parts of the API describe the {} {}.", what, name));
}

// Adds the members of one group; no name may be there twice.
Value join(const Value& group, const Value& more, std::string_view what) {
  for (const auto& member : more.members()) {
    if (group.contains(member.key())) throw conflict(what, member.key());
  }
  return group.merged(more);
}

// Parts may share a path as long as each has methods of its own there.
Value join_paths(Value paths, const Value& more) {
  for (const auto& member : more.members()) {
    const auto* known = paths.find(member.key());
    paths = paths.with(member.key(),
                       known ? join(*known, member.value, fmt::format("path {}, method", member.key())) : member.value);
  }
  return paths;
}

}  // namespace

Value merge_api(std::span<const std::string_view> parts) {
  auto document = yaml::parse(kOwnPart).value;
  for (const auto text : parts) {
    const auto part = yaml::parse(text).value;
    document = document.with("paths", join_paths(document["paths"], part["paths"]));
    auto components = document["components"];
    for (const auto& group : part["components"].members()) {
      components = components.with(group.key(), join(components[group.key()], group.value, group.key()));
    }
    document = document.with("components", components);
  }
  return document;
}

}  // namespace frontdesk::gateway
