#include "gateway/contract.h"

#include <charconv>
#include <set>

#include "base/error.h"
#include "base/json.h"
#include "base/text.h"

namespace frontdesk::gateway {
namespace {

constexpr std::string_view kBodyLimit = "x-body-bytes-max";
constexpr std::string_view kWhileItComes = "x-body-while-it-comes";
constexpr std::string_view kPermission = "x-permission";
constexpr std::string_view kStepUp = "x-step-up";
constexpr std::size_t kBodyBytesMax = 64 * 1024;  // where the document does not say more

constexpr std::size_t kBytesOfAStep = 8;  // parsing so many costs about what looking at one value does

constexpr std::string_view kMethods[] = {"get", "put", "post", "delete", "patch"};

// Cookies are none of ours.
constexpr std::pair<std::string_view, Contract::Place> kPlaces[] = {
    {"query", Contract::Place::query}, {"path", Contract::Place::path}, {"header", Contract::Place::header}};

std::string name_of(std::string_view method, std::string_view pattern) { return fmt::format("{} {}", method, pattern); }

std::string upper(std::string_view word) {
  std::string out(word);
  for (auto& c : out) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return out;
}

Error bad_contract(std::string detail) { return {Kind::internal, "gateway/bad-contract", std::move(detail)}; }

bool is_json(std::string_view content_type) {
  const auto type = text::trim(content_type.substr(0, content_type.find(';')));
  if (!text::equal_ignoring_case(type, "application/json")) return false;
  const auto charset = text::lower_ascii(content_type).find("charset=");
  return charset == std::string::npos ||
         text::lower_ascii(content_type.substr(charset + 8)).find("utf-8") != std::string::npos;
}

Value value_of(const std::string& given, std::string_view type) {
  const auto* end = given.data() + given.size();
  if (type == "integer") {
    std::int64_t number = 0;
    const auto [stop, error] = std::from_chars(given.data(), end, number);
    if (error == std::errc() && stop == end) return number;
  } else if (type == "number") {
    double number = 0;
    const auto [stop, error] = std::from_chars(given.data(), end, number);
    if (error == std::errc() && stop == end) return number;
  } else if (type == "boolean" && (given == "true" || given == "false")) {
    return given == "true";
  }
  return given;
}

// Two readers of one address take a name that stands in it twice for two different things.
void check_names_once(const net::Request& request) {
  const auto mark = request.target.find('?');
  if (mark == std::string::npos) return;
  std::set<std::string> names;
  for (const auto pair : text::split(std::string_view(request.target).substr(mark + 1), '&')) {
    if (pair.empty()) continue;
    const auto name = net::percent_decode(pair.substr(0, pair.find('=')), true);
    if (names.insert(name).second) continue;
    throw Error(Kind::invalid, "request/repeated-parameter",
                fmt::format("The parameter \"{}\" stands in the address more than once; give it once.",
                            text::is_utf8(name) ? name : "?"));
  }
}

// As it was sent; "" is something that was given, too.
std::optional<std::string> given(const Contract::Parameter& parameter, const net::Request& request,
                                 const PathParts& path) {
  switch (parameter.place) {
    case Contract::Place::query:
      return request.find_query(parameter.name);
    case Contract::Place::header:
      if (!request.headers.has(parameter.name)) return std::nullopt;
      return std::string(request.headers.get(parameter.name));
    case Contract::Place::path:
      break;
  }
  const auto part = path.find(parameter.name);
  return part == path.end() ? std::nullopt : std::optional(part->second);
}

void check(const Contract::Parameter& parameter, const std::optional<std::string>& text) {
  if (!text && parameter.is_required) {
    throw Error(Kind::invalid, "request/bad-parameter", fmt::format("The parameter \"{}\" is missing.", parameter.name))
        .at(parameter.name);
  }
  if (!text) return;
  const auto findings = text::is_utf8(*text) ? parameter.schema.check(value_of(*text, parameter.type))
                                             : Findings{{.sentence = "It is not UTF-8."}};
  if (findings.empty()) return;
  throw Error(Kind::invalid, "request/bad-parameter",
              fmt::format("The parameter \"{}\" is not right: {}", parameter.name, to_text(findings)))
      .at(parameter.name);
}

void check_parameters(const Contract::Operation& operation, const net::Request& request, const PathParts& path) {
  check_names_once(request);
  for (const auto& parameter : operation.parameters) check(parameter, given(parameter, request, path));
}

}  // namespace

Contract::Contract(Value document) : document_(std::move(document)) {
  for (const auto& path : document_["paths"].members()) {
    for (const auto method : kMethods) {
      const auto* described = path.value.find(method);
      if (!described) continue;
      const auto name = name_of(upper(method), path.key());
      try {
        operations_.emplace(name, compile(path.value, *described));
      } catch (const Error& error) {
        throw bad_contract(fmt::format("In api.yaml, {}: {}", name, error.detail)).at(error.pointer);
      }
    }
  }
}

Contract::Operation Contract::compile(const Value& path_item, const Value& described) const {
  Operation operation;
  add_parameters(path_item["parameters"], operation.parameters);
  add_parameters(described["parameters"], operation.parameters);
  const auto& body = settled(described["requestBody"]);
  operation.body = json_schema_of(body);
  operation.needs_body = body["required"].boolean();
  operation.permission = described[kPermission].text();
  operation.steps_up = described[kStepUp].boolean();
  operation.body_bytes_max = operation.body ? kBodyBytesMax : kBodyBytesUnread;
  operation.reads_while_it_comes = body[kWhileItComes].boolean();
  if (body.contains(kBodyLimit)) operation.body_bytes_max = static_cast<std::size_t>(body[kBodyLimit].integer());
  for (const auto& response : described["responses"].members()) {
    operation.responses.emplace(response.key(), json_schema_of(settled(response.value)));
  }
  return operation;
}

void Contract::add_parameters(const Value& described, std::vector<Parameter>& parameters) const {
  for (const auto& item : described.items()) {
    const auto& parameter = settled(item);
    const auto* const place =
        std::ranges::find(kPlaces, parameter["in"].text(), &std::pair<std::string_view, Place>::first);
    if (place == std::end(kPlaces)) continue;
    const auto& schema = parameter["schema"];
    parameters.push_back({std::string(parameter["name"].text()), place->second, parameter["required"].boolean(),
                          std::string(settled(schema)["type"].text()), schema_of(schema)});
  }
}

const Value& Contract::settled(const Value& value) const {
  const auto* place = &value;
  for (int hops = 0; place->contains("$ref"); ++hops) {
    const auto reference = (*place)["$ref"].text();
    place = reference.starts_with("#/") && hops < 10 ? document_.at_pointer(reference.substr(1)) : nullptr;
    if (!place) throw bad_contract(fmt::format("The reference {} leads nowhere.", reference));
  }
  return *place;
}

// The components go along, as the schema refers to them.
JsonSchema Contract::schema_of(const Value& schema) const {
  try {
    return JsonSchema::compile(schema.is_object() ? schema.with("components", document_["components"]) : schema);
  } catch (const Error& error) {
    throw bad_contract(fmt::format("A schema of the API is wrong: {}", error.detail)).at(error.pointer);
  }
}

std::optional<JsonSchema> Contract::json_schema_of(const Value& with_content) const {
  for (const auto& content : with_content["content"].members()) {
    const bool is_read = content.key() == "application/json" || content.key() == "application/problem+json";
    if (is_read) return schema_of(content.value["schema"]);
  }
  return std::nullopt;
}

const Contract::Operation* Contract::find(std::string_view method, std::string_view pattern) const {
  const auto place = operations_.find(name_of(method, pattern));
  return place == operations_.end() ? nullptr : &place->second;
}

std::vector<std::string> Contract::operations() const {
  std::vector<std::string> names;
  names.reserve(operations_.size());
  for (const auto& [name, operation] : operations_) names.push_back(name);
  return names;
}

Value Contract::read(const Operation& operation, const net::Request& request, const PathParts& path) {
  Effort unlimited;
  return read(operation, request, path, unlimited);
}

Value Contract::read(const Operation& operation, const net::Request& request, const PathParts& path, Effort& effort) {
  check_parameters(operation, request, path);
  if (!operation.body) return {};
  if (request.body.empty()) {
    if (!operation.needs_body) return {};
    throw Error(Kind::invalid, "request/body-missing", "This wants a body: a JSON object.");
  }
  if (!is_json(request.headers.get("content-type"))) {
    throw Error(Kind::invalid, "request/not-json", "Send the body as \"Content-Type: application/json\", in UTF-8.");
  }
  effort.spend(request.body.size() / kBytesOfAStep + 1);
  auto body = json::parse(request.body, json::kForeign);
  const auto findings = operation.body->check(body);
  if (!findings.empty())
    throw Error(Kind::invalid, "request/body-schema", to_text(findings)).at(findings.front().instance);
  return body;
}

std::string Contract::check_response(std::string_view method, std::string_view pattern,
                                     const net::Response& response) const {
  const auto* operation = find(method, pattern);
  if (!operation) return name_of(method, pattern) + " is not in the contract.";
  auto place = operation->responses.find(std::to_string(response.status));
  if (place == operation->responses.end()) place = operation->responses.find("default");
  if (place == operation->responses.end()) return fmt::format("The status {} is not in the contract.", response.status);
  const bool is_read = response.headers.get("content-type").find("json") != std::string_view::npos;
  if (!place->second || !is_read) return {};
  return to_text(place->second->check(json::parse(response.body)));
}

}  // namespace frontdesk::gateway
