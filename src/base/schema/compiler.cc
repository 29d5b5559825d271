#include <map>

#include "base/error.h"
#include "base/schema/number.h"
#include "base/schema/program.h"
#include "base/schema/resources.h"
#include "base/text.h"

namespace frontdesk::schema {
namespace {

class Compiler {
 public:
  Compiler(const SchemaRegistry& registry, JsonSchema::Options options) : resources_(registry) {
    program_.options = options;
  }

  Program compile(const Value& schema) {
    if (!schema.is_object() && !schema.is_bool()) {
      throw Error(Kind::invalid, "schema/malformed",
                  fmt::format("A schema is an object, true or false, not {}.", to_string(schema.type())));
    }
    program_.root = node_of(resources_.add("", schema));
    for (;;) {
      while (!waiting_.empty()) {
        const auto [id, location] = std::move(waiting_.back());
        waiting_.pop_back();
        compile_node(id, location);
      }
      if (!compile_dynamic_anchors()) break;
    }
    return std::move(program_);
  }

 private:
  NodeId node_of(const Location& location) {
    const auto [at, is_new] = nodes_.try_emplace({location.resource, location.pointer}, program_.nodes.size());
    if (is_new) {
      program_.nodes.push_back({.resource = location.resource});
      program_.places.push_back(resources_.place(location));
      waiting_.emplace_back(at->second, location);
    }
    return at->second;
  }

  // Sub-schema at a pointer below the location in hand.
  NodeId below(const std::string& pointer) {
    const auto location = resources_.below(here_, pointer);
    if (!location.schema.is_object() && !location.schema.is_bool())
      malformed(pointer, "a schema: an object, true or false");
    return node_of(location);
  }

  [[noreturn]] void malformed(std::string_view pointer, std::string_view wanted) const {
    const auto place = resources_.place(here_) + std::string(pointer);
    throw Error(Kind::invalid, "schema/malformed", fmt::format("{} must be {}.", place, wanted)).at(place);
  }

  // Dynamic references may lead to anchors in resources that are entered by other ways; those are compiled, too.
  bool compile_dynamic_anchors() {
    if (dynamic_names_.empty()) return false;
    const auto before = program_.nodes.size();
    program_.dynamic_anchors.resize(resources_.size());
    for (std::uint32_t resource = 0; resource < resources_.size(); ++resource) {
      auto& anchors = program_.dynamic_anchors[resource];
      anchors.clear();
      for (const auto& [name, number] : dynamic_names_) {
        if (const auto* location = resources_.dynamic_anchor(resource, name))
          anchors.push_back({number, node_of(*location)});
      }
    }
    return program_.nodes.size() > before;
  }

  void compile_node(NodeId id, const Location& location) {
    here_ = location;
    checks_.clear();
    types_ = kAnyType;
    const auto& schema = here_.schema;
    const auto dialect = resources_.dialect(here_.resource);
    if (schema.is_bool()) {
      if (!schema.boolean()) checks_.push_back({Op::never, 0});
    } else if (dialect.draft7 && schema.contains("$ref")) {
      references(schema);
    } else {
      if (dialect.validation) validation(schema);
      text_rule(schema, dialect);
      if (dialect.applicator || dialect.validation) object_rule(schema, dialect), array_rule(schema, dialect);
      references(schema);
      if (dialect.applicator) applicators(schema);
      dependent(dialect);
      if (dialect.unevaluated) unevaluated(schema);
    }
    auto& node = program_.nodes[id];
    node.types = types_;
    node.checks_begin = static_cast<std::uint32_t>(program_.checks.size());
    program_.checks.insert(program_.checks.end(), checks_.begin(), checks_.end());
    node.checks_end = static_cast<std::uint32_t>(program_.checks.size());
    node.tracks_evaluated = !checks_.empty() && (checks_.back().op == Op::unevaluated_items ||
                                                 checks_.back().op == Op::unevaluated_properties);
  }

  template <class T>
  void add(Op op, std::vector<T>& operands, T operand) {
    checks_.push_back({op, static_cast<std::uint32_t>(operands.size())});
    operands.push_back(std::move(operand));
  }

  // Keywords of one kind of value; null where they are absent.

  const Value& number_at(std::string_view key) const {
    const auto& value = here_.schema[key];
    if (here_.schema.contains(key) && !value.is_number()) malformed(pointer_token(key), "a number");
    return value;
  }

  std::uint64_t count_at(std::string_view key, std::uint64_t otherwise) const {
    if (!here_.schema.contains(key)) return otherwise;
    const auto& value = here_.schema[key];
    if (!is_whole(value) || value.number() < 0) malformed(pointer_token(key), "a whole number that is not negative");
    return value.number() > 1e18 ? UINT64_MAX : static_cast<std::uint64_t>(value.integer());
  }

  const Value& object_at(std::string_view key) const {
    const auto& value = here_.schema[key];
    if (here_.schema.contains(key) && !value.is_object()) malformed(pointer_token(key), "an object");
    return value;
  }

  std::vector<Value> texts_of(const Value& list, std::string_view pointer) const {
    const auto is_text = [](const Value& item) { return item.is_text(); };
    if (!list.is_list() || !std::ranges::all_of(list.items(), is_text)) malformed(pointer, "a list of strings");
    return {list.items().begin(), list.items().end()};
  }

  void validation(const Value& schema) {
    if (const auto* type = schema.find("type")) types_ = types_of(*type);
    if (const auto* constant = schema.find("const")) add(Op::constant, program_.values, *constant);
    if (const auto* values = schema.find("enum")) enumeration(*values);
    NumberRule rule{number_at("minimum"), number_at("maximum"), number_at("exclusiveMinimum"),
                    number_at("exclusiveMaximum"), number_at("multipleOf")};
    if (rule.multiple_of.is_number() && !(rule.multiple_of.number() > 0)) malformed("/multipleOf", "a number above 0");
    if (rule.minimum.is_number() || rule.maximum.is_number() || rule.exclusive_minimum.is_number() ||
        rule.exclusive_maximum.is_number() || rule.multiple_of.is_number()) {
      add(Op::number, program_.numbers, std::move(rule));
    }
  }

  std::uint8_t types_of(const Value& type) const {
    std::uint8_t types = 0;
    const auto add_type = [&](const Value& name) {
      const auto word = name.text();
      if (word == "null")
        types |= bit_of(Value::Type::null);
      else if (word == "boolean")
        types |= bit_of(Value::Type::boolean);
      else if (word == "integer")
        types |= bit_of(Value::Type::integer);
      else if (word == "number")
        types |= bit_of(Value::Type::integer) | bit_of(Value::Type::real);
      else if (word == "string")
        types |= bit_of(Value::Type::text);
      else if (word == "array")
        types |= bit_of(Value::Type::list);
      else if (word == "object")
        types |= bit_of(Value::Type::object);
      else
        malformed("/type", "null, boolean, integer, number, string, array or object, or a list of them");
    };
    if (type.is_list()) {
      for (const auto& name : type.items()) add_type(name);
    } else {
      add_type(type);
    }
    return types;
  }

  void enumeration(const Value& values) {
    if (!values.is_list()) malformed("/enum", "a list");
    Enumeration rule;
    rule.values.assign(values.items().begin(), values.items().end());
    for (const auto& value : rule.values) {
      if (value.is_text()) rule.texts.push_back(value.text());
    }
    std::ranges::sort(rule.texts);
    rule.only_texts = rule.texts.size() == rule.values.size();
    add(Op::enumeration, program_.enumerations, std::move(rule));
  }

  const Pattern* pattern(const Value& text, std::string_view pointer) {
    if (!text.is_text()) malformed(pointer, "a regular expression");
    try {
      program_.patterns.push_back(std::make_unique<Pattern>(text.text()));
    } catch (Error& error) {
      throw std::move(error).at(resources_.place(here_) + std::string(pointer));
    }
    return program_.patterns.back().get();
  }

  void text_rule(const Value& schema, const Dialect& dialect) {
    TextRule rule;
    if (dialect.validation) {
      rule.length_min = count_at("minLength", 0);
      rule.length_max = count_at("maxLength", UINT64_MAX);
      if (const auto* text = schema.find("pattern")) rule.pattern = pattern(*text, "/pattern");
    }
    if (program_.options.assert_formats || dialect.asserts_formats) {
      rule.format = find_format(schema["format"].text());
      rule.format_name = schema["format"].text();
    }
    if (rule.length_min > 0 || rule.length_max < UINT64_MAX || rule.pattern || rule.format)
      add(Op::text, program_.texts, std::move(rule));
  }

  void object_rule(const Value& schema, const Dialect& dialect) {
    ObjectRule rule;
    std::map<std::string_view, PropertyRule> properties;
    if (dialect.applicator) {
      for (const auto& member : object_at("properties").members()) {
        properties[member.key()] = {.name = member.name,
                                    .node = below("/properties" + pointer_token(member.key())),
                                    .hint = std::string(member.value["description"].text())};
      }
      for (const auto& member : object_at("patternProperties").members()) {
        const auto pointer = "/patternProperties" + pointer_token(member.key());
        const auto* names = pattern(member.name, pointer);
        rule.patterns.emplace_back(names, below(pointer));
      }
      if (schema.contains("additionalProperties")) rule.additional = below("/additionalProperties");
      if (schema.contains("propertyNames")) rule.names = below("/propertyNames");
    }
    rule.looks_at_members =
        !properties.empty() || !rule.patterns.empty() || rule.additional != kNone || rule.names != kNone;
    rule.refuses_others = schema["additionalProperties"].is_bool() && !schema["additionalProperties"].boolean();
    if (dialect.validation) {
      if (const auto* required = schema.find("required")) {
        for (const auto& name : texts_of(*required, "/required")) {
          auto& property = properties[name.text()];
          property.name = name;
          property.required = true;
        }
      }
      rule.size_min = count_at("minProperties", 0);
      rule.size_max = count_at("maxProperties", UINT64_MAX);
    }
    for (auto& [name, property] : properties) {
      rule.required += property.required;
      rule.properties.push_back(std::move(property));
    }
    if (rule.looks_at_members || rule.required > 0 || rule.size_min > 0 || rule.size_max < UINT64_MAX) {
      add(Op::object, program_.objects, std::move(rule));
    }
  }

  void array_rule(const Value& schema, const Dialect& dialect) {
    ArrayRule rule;
    if (dialect.applicator) {
      const bool old_tuple = dialect.draft7 && schema["items"].is_list();
      const std::string_view first = dialect.draft7 ? "items" : "prefixItems";
      const std::string_view rest = old_tuple ? "additionalItems" : "items";
      if (schema.contains(first) && (old_tuple || !dialect.draft7)) {
        if (!schema[first].is_list()) malformed(pointer_token(first), "a list of schemas");
        for (std::size_t i = 0; i < schema[first].size(); ++i)
          rule.first.push_back(below(fmt::format("/{}/{}", first, i)));
      }
      if (schema.contains(rest)) rule.rest = below(pointer_token(rest));
      if (schema.contains("contains")) rule.contains = below("/contains");
    }
    if (dialect.validation) {
      if (!dialect.draft7) {
        rule.contains_min = count_at("minContains", 1);
        rule.contains_max = count_at("maxContains", UINT64_MAX);
      }
      rule.size_min = count_at("minItems", 0);
      rule.size_max = count_at("maxItems", UINT64_MAX);
      rule.unique = schema["uniqueItems"].boolean();
    }
    if (!rule.first.empty() || rule.rest != kNone || rule.contains != kNone || rule.size_min > 0 ||
        rule.size_max < UINT64_MAX || rule.unique) {
      add(Op::array, program_.arrays, std::move(rule));
    }
  }

  void references(const Value& schema) {
    if (const auto* reference = schema.find("$ref")) {
      if (!reference->is_text()) malformed("/$ref", "a string");
      const auto target = resources_.resolve(here_.resource, reference->text(), resources_.place(here_) + "/$ref");
      checks_.push_back({Op::reference, node_of(target)});
    }
    if (resources_.dialect(here_.resource).draft7) return;
    if (const auto* reference = schema.find("$dynamicRef")) {
      if (!reference->is_text()) malformed("/$dynamicRef", "a string");
      dynamic_reference(reference->text());
    }
  }

  void dynamic_reference(std::string_view reference) {
    const auto target = resources_.resolve(here_.resource, reference, resources_.place(here_) + "/$dynamicRef");
    const auto at = reference.find('#');
    const auto name = at == reference.npos ? std::string_view() : reference.substr(at + 1);
    const auto* anchor = resources_.dynamic_anchor(target.resource, name);
    if (!anchor || anchor->pointer != target.pointer) {
      checks_.push_back({Op::reference, node_of(target)});
      return;
    }
    const auto number = dynamic_names_.try_emplace(std::string(name), dynamic_names_.size()).first->second;
    add(Op::dynamic_reference, program_.dynamic_references, {node_of(target), number});
  }

  std::vector<NodeId> list_at(std::string_view key) {
    const auto& schemas = here_.schema[key];
    if (!schemas.is_list() || schemas.size() == 0) malformed(pointer_token(key), "a list of schemas that is not empty");
    std::vector<NodeId> nodes;
    nodes.reserve(schemas.size());
    for (std::size_t i = 0; i < schemas.size(); ++i) nodes.push_back(below(fmt::format("/{}/{}", key, i)));
    return nodes;
  }

  void applicators(const Value& schema) {
    if (schema.contains("allOf")) add(Op::all_of, program_.lists, list_at("allOf"));
    if (schema.contains("anyOf")) add(Op::any_of, program_.lists, list_at("anyOf"));
    if (schema.contains("oneOf")) add(Op::one_of, program_.lists, list_at("oneOf"));
    if (schema.contains("not")) checks_.push_back({Op::negation, below("/not")});
    if (schema.contains("if")) {
      Condition condition{below("/if")};
      if (schema.contains("then")) condition.then = below("/then");
      if (schema.contains("else")) condition.otherwise = below("/else");
      add(Op::condition, program_.conditions, condition);
    }
  }

  // "dependencies" is draft-07's; it is understood in 2020-12, too, as the draft allows.
  void dependent(const Dialect& dialect) {
    std::vector<DependentRule> rules;
    for (const std::string_view key : {"dependentRequired", "dependentSchemas", "dependencies"}) {
      const bool known = key == "dependencies" ||
                         (!dialect.draft7 && (key == "dependentRequired" ? dialect.validation : dialect.applicator));
      if (!known) continue;
      for (const auto& member : object_at(key).members()) {
        const auto pointer = pointer_token(key) + pointer_token(member.key());
        if (member.value.is_list()) {
          rules.push_back({.name = member.name, .required = texts_of(member.value, pointer)});
        } else if (dialect.applicator) {
          rules.push_back({.name = member.name, .node = below(pointer)});
        }
      }
    }
    if (!rules.empty()) add(Op::dependent, program_.dependents, std::move(rules));
  }

  void unevaluated(const Value& schema) {
    if (schema.contains("unevaluatedItems")) checks_.push_back({Op::unevaluated_items, below("/unevaluatedItems")});
    if (schema.contains("unevaluatedProperties"))
      checks_.push_back({Op::unevaluated_properties, below("/unevaluatedProperties")});
  }

  Resources resources_;
  Program program_;
  std::map<std::pair<std::uint32_t, std::string>, NodeId> nodes_;
  std::vector<std::pair<NodeId, Location>> waiting_;
  std::map<std::string, std::uint32_t, std::less<>> dynamic_names_;
  // Of the node in hand.
  Location here_;
  std::vector<Check> checks_;
  std::uint8_t types_ = kAnyType;
};

}  // namespace

Program compile(const Value& schema, const SchemaRegistry& registry, JsonSchema::Options options) {
  return Compiler(registry, options).compile(schema);
}

}  // namespace frontdesk::schema
