#include "platform/config/read_back.h"

#include <set>
#include <vector>

#include "platform/config/placeholders.h"

namespace frontdesk::platform::config {
namespace {

bool is_fixed(const Value& schema) {
  return schema.contains("const") || schema["enum"].size() == 1 ||
         (schema["x-private"].is_bool() && schema["x-private"].boolean());
}

// What a sentence shows, as paths from the arguments: "address.city", and "items.name" for each of a list.
struct Shown {
  std::set<std::string, std::less<>> values;
  std::set<std::string, std::less<>> sections;  // that stand for a value only where it is true or false
};

Shown shown_in(std::string_view sentence) {
  Shown shown;
  for (const auto& hole : find_placeholders(sentence).all) {
    if (hole.filter == "hours") continue;  // says something about the value in place of it
    auto path = fmt::format("{}", fmt::join(hole.within, "."));
    if (hole.name != ".") path += (path.empty() ? "" : ".") + hole.name;
    (hole.opens_section ? shown.sections : shown.values).insert(std::move(path));
  }
  return shown;
}

void collect_hidden(const Value& properties, const std::string& path, const Shown& shown,
                    std::vector<std::string>& hidden) {
  for (const auto& property : properties.members()) {
    const auto name = path.empty() ? std::string(property.key()) : fmt::format("{}.{}", path, property.key());
    const auto& schema = property.value;
    const bool is_said = shown.values.contains(name) ||
                         (schema["type"].text() == "boolean" && shown.sections.contains(name)) || is_fixed(schema);
    if (is_said) continue;
    const auto& inner = schema.contains("properties") ? schema["properties"] : schema["items"]["properties"];
    if (inner.size() > 0) {
      collect_hidden(inner, name, shown, hidden);
    } else {
      hidden.push_back(name);
    }
  }
}

}  // namespace

void check_read_back(const Tool& tool, const std::string& pointer, Findings& findings) {
  if (tool.effect == Effect::read || !tool.confirm || !tool.input_schema.is_object()) return;
  if (findings.has_error_within(join(pointer, "confirm"))) return;  // then nothing can be said of what it shows
  std::vector<std::string> hidden;
  collect_hidden(tool.input_schema["properties"], "", shown_in(*tool.confirm), hidden);
  for (const auto& name : hidden) {
    findings.error(join(pointer, "confirm"),
                   fmt::format("The read-back of {} does not show \"{}\", which a call can carry.", tool.name, name),
                   fmt::format("Add {{{{{0}}}}}, or {{{{#{0}}}}}…{{{{.}}}}…{{{{/{0}}}}} where it may be missing. What "
                               "customers need not hear is declared in the schema: `const`, or `x-private: true`.",
                               name));
  }
  const auto& more = tool.input_schema["additionalProperties"];
  if (more.is_bool() && !more.boolean()) return;
  findings.warning(join(pointer, "input_schema"),
                   fmt::format("Calls of {} can carry more than the read-back shows.", tool.name),
                   "Add `additionalProperties: false`.");
}

}  // namespace frontdesk::platform::config
