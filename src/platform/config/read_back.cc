#include "platform/config/read_back.h"

#include <set>
#include <vector>

#include "platform/config/placeholders.h"
#include "platform/config/wording.h"

namespace frontdesk::platform::config {
namespace {

bool is_fixed(const Value& schema) {
  return schema.contains("const") || schema["enum"].size() == 1 ||
         (schema["x-private"].is_bool() && schema["x-private"].boolean());
}

// In a sentence such a name leads to a part of another value, and is never shown.
bool is_path(std::string_view name) { return name.contains('.'); }

// What a sentence shows, as paths from the arguments: "address.city", and "items.name" for each of a list.
struct Shown {
  std::set<std::string, std::less<>> values;
  std::set<std::string, std::less<>> texts;     // that are said where they are texts, and nothing where they are not
  std::set<std::string, std::less<>> sections;  // that stand for a value only where it is true or false

  bool says(std::string_view name, bool is_text) const {
    return values.contains(name) || (is_text && texts.contains(name));
  }
};

Shown shown_in(std::string_view sentence) {
  Shown shown;
  for (const auto& hole : find_placeholders(sentence).all) {
    if (hole.filter == "hours") continue;  // says something about the value in place of it
    auto path = fmt::format("{}", fmt::join(hole.within, "."));
    if (hole.name != ".") path += (path.empty() ? "" : ".") + hole.name;
    auto& said = hole.opens_section ? shown.sections : hole.filter == "date" ? shown.texts : shown.values;
    said.insert(std::move(path));
  }
  return shown;
}

void collect_hidden(const Value& properties, const std::string& path, const Shown& shown,
                    std::vector<std::string>& hidden) {
  for (const auto& property : properties.members()) {
    const auto name = path.empty() ? std::string(property.key()) : fmt::format("{}.{}", path, property.key());
    const auto& schema = property.value;
    const bool may_be_text = !schema["type"].is_text() || schema["type"].text() == "string";
    const bool is_said =
        shown.says(name, may_be_text) || (schema["type"].text() == "boolean" && shown.sections.contains(name));
    if (is_fixed(schema) || (is_said && !is_path(property.key()))) continue;
    const auto& inner = schema.contains("properties") ? schema["properties"] : schema["items"]["properties"];
    if (inner.size() > 0) {
      collect_hidden(inner, name, shown, hidden);
    } else {
      hidden.push_back(name);
    }
  }
}

void collect_unsaid(const Value& given, const Value& schema, const std::string& path, const Shown& shown,
                    std::vector<std::string>& unsaid) {
  for (const auto& member : given.members()) {
    const auto name = path.empty() ? std::string(member.key()) : fmt::format("{}.{}", path, member.key());
    const auto& known = schema["properties"][member.key()];
    if (is_fixed(known)) continue;
    if (is_path(member.key())) {
      unsaid.push_back(name);
      continue;
    }
    const bool is_said = shown.says(name, member.value.is_text() || member.value.is_null()) ||
                         (member.value.is_bool() && shown.sections.contains(name));
    if (is_said) continue;
    if (member.value.is_object() && (member.value.size() > 0 || !known.is_null())) {
      collect_unsaid(member.value, known, name, shown, unsaid);
      continue;
    }
    bool has_objects = member.value.is_list() && member.value.size() > 0;
    for (const auto& item : member.value.items()) {
      has_objects = has_objects && item.is_object();
      if (item.is_object()) collect_unsaid(item, known["items"], name, shown, unsaid);
    }
    const bool is_empty_list = member.value.is_list() && member.value.size() == 0;
    if (!has_objects && !(is_empty_list && !known.is_null())) unsaid.push_back(name);
  }
}

}  // namespace

std::vector<std::string> not_read_back(std::string_view confirm, const Value& input_schema, const Value& arguments) {
  std::vector<std::string> unsaid;
  collect_unsaid(arguments, input_schema, "", shown_in(confirm), unsaid);
  return unsaid;
}

namespace {

// A yes is to what was read in the language of the one who gives it: each text shows every argument.
void check_shown(const Tool& tool, std::string_view text, const std::string& at, Findings& findings) {
  std::vector<std::string> hidden;
  collect_hidden(tool.input_schema["properties"], "", shown_in(text), hidden);
  for (const auto& name : hidden) {
    findings.error(at,
                   fmt::format("The read-back of {} does not show \"{}\", which a call can carry.", tool.name, name),
                   fmt::format("Add {{{{{0}}}}}, or {{{{#{0}}}}}…{{{{.}}}}…{{{{/{0}}}}} where it may be missing. What "
                               "customers need not hear is declared in the schema: `const`, or `x-private: true`.",
                               name));
  }
}

}  // namespace

void check_read_back(const Tool& tool, const std::string& pointer, Findings& findings) {
  if (tool.effect == Effect::read || !tool.confirm || !tool.input_schema.is_object()) return;
  if (findings.has_error_within(join(pointer, "confirm"))) return;  // then nothing can be said of what it shows
  for_each_text(*tool.confirm, join(pointer, "confirm"),
                [&](std::string_view text, const std::string& at) { check_shown(tool, text, at, findings); });
  const auto& more = tool.input_schema["additionalProperties"];
  if (more.is_bool() && !more.boolean()) return;
  findings.warning(
      join(pointer, "input_schema"), fmt::format("Calls of {} can carry more than the read-back shows.", tool.name),
      "Add `additionalProperties: false`. As it is, a call with an argument that is not shown is refused.");
}

}  // namespace frontdesk::platform::config
