#include "platform/config/structure.h"

#include <algorithm>

#include "base/error.h"
#include "base/json.h"
#include "base/text.h"
#include "platform/secrets.h"

namespace frontdesk::platform::config {
namespace {

std::string_view parent_of(std::string_view pointer) {
  return pointer.substr(0, std::min(pointer.rfind('/'), pointer.size()));
}

std::string last_of(std::string_view pointer) {
  auto token = std::string(pointer.substr(pointer.rfind('/') + 1));
  for (std::size_t at = 0; (at = token.find('~', at)) != std::string::npos; ++at) {
    token.replace(at, 2, token.substr(at, 2) == "~1" ? "/" : "~");
  }
  return token;
}

std::vector<std::string_view> names_of(const Value& object) {
  std::vector<std::string_view> names;
  for (const auto& member : object.members()) names.push_back(member.key());
  return names;
}

std::vector<std::string_view> texts_of(const Value& list) {
  std::vector<std::string_view> texts;
  for (const auto& item : list.items()) {
    if (item.is_text()) texts.push_back(item.text());
  }
  return texts;
}

std::string_view in_plain_words(std::string_view type) {
  if (type == "object") return "a map";
  if (type == "array") return "a list";
  if (type == "string") return "a text";
  if (type == "integer") return "a whole number";
  if (type == "number") return "a number";
  if (type == "boolean") return "true or false";
  return "empty";
}

std::string expected_types(const Value& type) {
  if (type.is_text()) return std::string(in_plain_words(type.text()));
  std::string all;
  for (const auto& one : type.items()) all += (all.empty() ? "" : " or ") + std::string(in_plain_words(one.text()));
  return all;
}

// A value as it may be shown: short, and never one that may be a key.
std::string shown(const Value& value) {
  if (value.is_text() && looks_like_a_secret(value.text())) return "This text";
  if (value.is_object() || value.is_list()) return "This";
  const auto text = json::print(value);
  return text.size() <= 60 ? text : std::string(text::head(text, 57)) + "…\"";
}

// What one keyword of the schema found; `rules` is the schema that holds the keyword, and `whole` the one that says
// what the members are: another one where the keyword stands in an `else`.
struct Translator {
  const Value& document;
  const Value& rules;
  const Value& whole;
  const SchemaFinding& found;
  const Written& written;
  Findings& findings;
  Findings& unknown;

  const Value& value() const {
    static const Value kNone{};
    const auto* here = document.at_pointer(found.instance);
    return here ? *here : kNone;
  }
  std::string description() const { return std::string(rules["description"].text()); }

  void say(std::string problem, std::string remedy) {
    findings.error(found.instance, std::move(problem), std::move(remedy));
  }

  // Whether a member that nobody knows was meant for one that is missing: saying so once is enough.
  bool is_meant_by(std::string_view unknown_name, const Value& map, std::string_view wanted) const {
    return is_required(wanted) && !map.contains(wanted) && !whole["properties"].contains(unknown_name) &&
           text::nearest(unknown_name, names_of(whole["properties"])) == wanted;
  }
  bool is_required(std::string_view name) const {
    const auto is_it = [&](const Value& required) { return required.text() == name; };
    return std::ranges::any_of(whole["required"].items(), is_it) ||
           std::ranges::any_of(whole["else"]["required"].items(), is_it);
  }

  void unknown_member() {
    const auto known = names_of(rules["properties"]);
    const auto name = last_of(found.instance);
    const auto around = parent_of(found.instance);
    const auto* map = document.at_pointer(around);
    const auto near = text::nearest(name, known);
    // Then its map is not whole, and nothing more can be said of it.
    auto& into = map && is_meant_by(name, *map, near) ? findings : unknown;
    into.error(found.instance,
               fmt::format("\"{}\" is not known {}.", name, around.empty() ? "at the top of the file" : "here"),
               known.empty() ? "Remove it." : suggest(name, known), Spot::key);
  }

  void missing_members() {
    for (const auto& name : rules["required"].items()) {
      const auto is_meant = [&](const Member& member) { return is_meant_by(member.key(), value(), name.text()); };
      if (value().contains(name.text()) || std::ranges::any_of(value().members(), is_meant)) continue;
      const auto description = whole["properties"][name.text()]["description"].text();
      findings.error(join(found.instance, name.text()), fmt::format("`{}` is missing.", name.text()),
                     description.empty() ? "Add it." : fmt::format("Add it. {}", description));
    }
  }

  // A leading zero or a "+" is no part of a number's value, and of a text it is.
  std::string as_typed() const {
    const auto typed = written(found.instance);
    return typed.empty() ? json::print(value()) : std::string(typed);
  }

  void wrong_type() {
    const auto wanted = expected_types(rules["type"]);
    const auto name = last_of(found.instance);
    if (value().is_null())
      return say(fmt::format("`{}` is empty.", name), fmt::format("Give it {}, or remove the line.", wanted));
    const bool wants_text = wanted.find("a text") != std::string::npos;
    const bool is_plain = value().is_number() || value().is_bool();
    say(fmt::format("`{}` is {}, not {}.", name, in_plain_words(to_string(value().type())), wanted),
        wants_text && is_plain
            ? fmt::format("Put it in quotes: \"{}\".", as_typed())
            : fmt::format("Make it {}.{}{}", wanted, description().empty() ? "" : " ", description()));
  }

  void wrong_word() {
    const auto known = texts_of(rules["enum"]);
    if (value().is_null()) {
      return say(fmt::format("`{}` is empty.", last_of(found.instance)),
                 fmt::format("Give it one of {}, or remove the line.", fmt::join(known, ", ")));
    }
    say(fmt::format("{} is not one of {}.", shown(value()), fmt::join(known, ", ")), suggest(value().text(), known));
  }

  void wrong_form() {
    const auto examples = texts_of(rules["examples"]);
    auto remedy = description().empty() ? fmt::format("It must match {}.", rules["pattern"].text()) : description();
    if (!examples.empty()) remedy += fmt::format(" For example {}.", fmt::join(examples, ", "));
    say(fmt::format("{} does not have the form of `{}`.", shown(value()), last_of(found.instance)), remedy);
  }

  void wrong_size(std::string problem) {
    const auto limit = json::print(rules[found.keyword]);
    say(fmt::format("`{}` {}.", last_of(found.instance), problem),
        description().empty() ? fmt::format("The limit is {}.", limit) : description());
  }

  void other() {
    say(found.sentence, description().empty() ? "Compare it with docs/reference/configuration.md." : description());
  }

  void translate() {
    const auto& keyword = found.keyword;
    const auto limit = [&] { return json::print(rules[keyword]); };
    if (keyword == "additionalProperties" && rules["additionalProperties"] == Value(false)) return unknown_member();
    if (keyword == "required") return missing_members();
    if (keyword == "type") return wrong_type();
    if (keyword == "enum") return wrong_word();
    if (keyword == "const")
      return say(fmt::format("{} is not {}.", shown(value()), limit()), fmt::format("Write {}.", limit()));
    if (keyword == "pattern") return wrong_form();
    if (keyword == "minLength" && value().size() == 0) return wrong_size("is empty");
    if (keyword == "minimum") return wrong_size(fmt::format("is {}, less than {}", shown(value()), limit()));
    if (keyword == "exclusiveMinimum")
      return wrong_size(fmt::format("is {}, and must be more than {}", shown(value()), limit()));
    if (keyword == "maximum") return wrong_size(fmt::format("is {}, more than {}", shown(value()), limit()));
    if (keyword == "minProperties") return wrong_size(fmt::format("has fewer than {} member", limit()));
    if (keyword == "maxProperties") {
      return wrong_size(fmt::format("has {} members ({}), and may have {}", value().size(),
                                    fmt::join(names_of(value()), ", "), limit()));
    }
    other();
  }
};

}  // namespace

void check_structure(const Value& document, const Value& schema, const JsonSchema& compiled, const Written& written,
                     Findings& faults, Findings& unknown) {
  static const Value kNoRules{};
  for (const auto& found : compiled.check(document)) {
    const auto hash = found.schema.find('#');
    const auto keyword = std::string_view(found.schema).substr(hash == std::string::npos ? 0 : hash + 1);
    const auto holder = parent_of(keyword);
    const auto* rules = schema.at_pointer(holder);
    const auto* whole = schema.at_pointer(last_of(holder) == "else" ? parent_of(holder) : holder);
    Translator{document, rules ? *rules : kNoRules, whole ? *whole : kNoRules, found, written, faults, unknown}
        .translate();
  }
}

std::optional<SchemaProblem> problem_with_schema(const Value& schema) {
  try {
    JsonSchema::compile(schema);
    return {};
  } catch (const Error& error) {
    auto place = error.pointer;
    if (const auto hash = place.find('#'); hash != std::string::npos) place = place.substr(hash + 1);
    auto problem = error.detail;
    if (problem.starts_with(error.pointer + " "))
      problem = fmt::format("`{}`{}", last_of(place), problem.substr(error.pointer.size()));
    return SchemaProblem{place.starts_with('/') ? place : "", problem};
  }
}

std::optional<std::vector<std::string_view>> properties_of(const Value& schema) {
  const auto* properties = schema.find("properties");
  if (!properties || !properties->is_object()) return {};
  return names_of(*properties);
}

}  // namespace frontdesk::platform::config
