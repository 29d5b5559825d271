#include "gateway/openapi.h"

#include <fmt/format.h>

#include "base/embedded.h"
#include "base/error.h"
#include "base/yaml.h"
#include "gateway/router.h"

namespace frontdesk::embedded {
std::span<const base::EmbeddedFile> gateway_api();
}  // namespace frontdesk::embedded

namespace frontdesk::gateway {
namespace {

Error clash(std::string_view what, std::string_view name) {
  return Error(Kind::internal, "gateway/api-conflict",
               fmt::format("Two parts of the API describe the {} {}.", what, name));
}

// Adds the members of one group; no name may be there twice.
Value join(const Value& group, const Value& more, std::string_view what) {
  for (const auto& member : more.members()) {
    if (group.contains(member.key())) throw clash(what, member.key());
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

// What every reader of JSON holds as it is (RFC 8259, section 6).
constexpr std::int64_t kWholeNumberMax = (std::int64_t{1} << 53) - 1;

// The schema of a parameter, with what holds for each of its kind: the router's rule for parts of a path, and the
// largest number that is read.
Value with_limits(const Value& schema, bool is_in_path) {
  const auto type = schema["type"].text();
  ObjectBuilder limits;
  if (type == "integer" && !schema.contains("maximum")) limits.set("maximum", kWholeNumberMax);
  if (type == "string" && is_in_path) {
    if (!schema.contains("minLength")) limits.set("minLength", 1);
    if (!schema.contains("maxLength")) limits.set("maxLength", static_cast<std::int64_t>(kPathPartLettersMax));
    if (!schema.contains("pattern")) limits.set("pattern", R"(^[^\x00-\x1F\x7F]*$)");
  }
  return schema.merged(limits.build());
}

Value limited(const Value& parameter) {
  const auto* schema = parameter.find("schema");
  return schema ? parameter.with("schema", with_limits(*schema, parameter["in"].text() == "path")) : parameter;
}

Value limited_list(const Value& parameters) {
  ListBuilder list;
  for (const auto& parameter : parameters.items()) list.add(limited(parameter));
  return list.build();
}

// Of a path, and of each of its operations.
Value limited_path(Value item) {
  for (const auto& member : Value(item).members()) {
    if (member.key() == "parameters") {
      item = item.with("parameters", limited_list(member.value));
    } else if (member.value.contains("parameters")) {
      item = item.with(member.key(), limited_path(member.value));
    }
  }
  return item;
}

Value with_limits_of_parameters(Value document) {
  auto paths = document["paths"];
  for (const auto& path : document["paths"].members()) paths = paths.with(path.key(), limited_path(path.value));
  auto components = document["components"];
  auto parameters = components["parameters"];
  for (const auto& member : components["parameters"].members())
    parameters = parameters.with(member.key(), limited(member.value));
  return document.with("paths", paths).with("components", components.with("parameters", parameters));
}

// By its first path, for a part does not know its file.
std::string name_of_part(std::string_view text) {
  const auto at = text.find("\n  /");
  if (at == std::string_view::npos) return "An api.yaml without a path";
  const auto line = text.substr(at + 3, text.find('\n', at + 3) - at - 3);
  return fmt::format("The api.yaml whose first path is {}", line.substr(0, line.find(':')));
}

Value read_part(std::string_view text) {
  const auto refused = [&](std::string_view why) {
    return Error(Kind::internal, "gateway/bad-api", fmt::format("{} cannot be read: {}", name_of_part(text), why));
  };
  Value part;
  try {
    part = yaml::parse(text).value;
  } catch (const Error& error) {
    throw refused(fmt::format("{} ({})", error.detail, error.pointer));
  }
  for (const auto* const group : {"paths", "components"}) {
    if (part.contains(group) && !part[group].is_object()) throw refused(fmt::format("{} is no map.", group));
  }
  return part;
}

}  // namespace

Value merge_api(std::span<const std::string_view> parts) {
  auto document = yaml::parse(embedded::gateway_api()[0].bytes).value;
  for (const auto text : parts) {
    const auto part = read_part(text);
    document = document.with("paths", join_paths(document["paths"], part["paths"]));
    auto components = document["components"];
    for (const auto& group : part["components"].members()) {
      components = components.with(group.key(), join(components[group.key()], group.value, group.key()));
    }
    document = document.with("components", components);
  }
  return with_limits_of_parameters(std::move(document));
}

}  // namespace frontdesk::gateway
