#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/effort.h"
#include "base/json_schema.h"
#include "base/value.h"
#include "gateway/router.h"
#include "net/http.h"

namespace frontdesk::gateway {

// An OpenAPI document, compiled to check what comes in by it, and in tests what goes out.
class Contract {
 public:
  // Throws Error{internal, "gateway/bad-contract"} where a schema or reference of the document is wrong.
  explicit Contract(Value document);

  // Of an operation that takes no body; it is not looked at.
  static constexpr std::size_t kBodyBytesUnread = 4 * 1024;

  enum class Place { query, path, header };
  struct Parameter {
    std::string name;
    Place place = Place::query;
    bool is_required = false;
    std::string type;  // "integer", "number", "boolean" are read as such
    JsonSchema schema;
  };
  struct Operation {
    std::optional<JsonSchema> body;
    bool needs_body = false;
    std::string permission;             // "x-permission": what its caller needs, for who draws what they may
    bool steps_up = false;              // "x-step-up": a user needs a fresh proof of who they are
    bool reads_while_it_comes = false;  // "x-body-while-it-comes" of the body: its handler reads it
    std::size_t body_bytes_max = 0;     // "x-body-bytes-max" of the body, where the document says it
    std::vector<Parameter> parameters;
    std::map<std::string, std::optional<JsonSchema>> responses;  // by status, or "default"; nothing: not JSON
  };

  const Value& document() const { return document_; }
  const Operation* find(std::string_view method, std::string_view pattern) const;
  std::vector<std::string> operations() const;  // "GET /v1/tenants", sorted

  // The body of a request as a value; null where the operation takes none. Throws Error{invalid}: "json/malformed",
  // "request/not-json", "request/body-missing", "request/body-schema", "request/bad-parameter",
  // "request/repeated-parameter". `path`: what stands in the request for the names of the pattern.
  static Value read(const Operation& operation, const net::Request& request, const PathParts& path);
  // The same of a body that may be large, from what `effort` has left.
  static Value read(const Operation& operation, const net::Request& request, const PathParts& path, Effort& effort);

  // What is wrong with an answer; empty where nothing is.
  std::string check_response(std::string_view method, std::string_view pattern, const net::Response& response) const;

 private:
  Operation compile(const Value& path_item, const Value& described) const;
  void add_parameters(const Value& described, std::vector<Parameter>& parameters) const;
  const Value& settled(const Value& value) const;  // follows "$ref" in the document
  JsonSchema schema_of(const Value& schema) const;
  std::optional<JsonSchema> json_schema_of(const Value& with_content) const;

  Value document_;
  std::map<std::string, Operation, std::less<>> operations_;
};

}  // namespace frontdesk::gateway
