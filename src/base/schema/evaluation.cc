#include "base/schema/evaluation.h"

#include "base/error.h"
#include "base/schema/number.h"
#include "base/schema/resources.h"
#include "base/schema/sentences.h"
#include "base/schema/unique.h"
#include "base/text.h"

namespace frontdesk::schema {
namespace {

constexpr std::size_t kDepthMax = 2'000;  // nodes inside one another; some 200 bytes of stack each

bool fits(std::uint8_t types, const Value& instance) {
  if (types & bit_of(instance.type())) return true;
  return instance.type() == Value::Type::real && (types & bit_of(Value::Type::integer)) && is_whole(instance);
}

}  // namespace

const PropertyRule* ObjectRule::find(std::string_view name) const {
  constexpr std::size_t kFew = 8;
  if (properties.size() <= kFew) {
    for (const auto& property : properties) {
      if (property.name.text() == name) return &property;
    }
    return nullptr;
  }
  const auto at =
      std::ranges::lower_bound(properties, name, {}, [](const PropertyRule& rule) { return rule.name.text(); });
  return at != properties.end() && at->name.text() == name ? &*at : nullptr;
}

std::string Place::pointer() const {
  if (!outer) return "";
  return outer->pointer() + (is_index ? fmt::format("/{}", index) : pointer_token(key));
}

template <bool kTells>
template <class Sentence>
bool Evaluation<kTells>::refuse(NodeId id, std::string_view keyword, const Place* place, Sentence sentence) {
  if constexpr (kTells) {
    if (findings_->size() < program_.options.findings_max) {
      const auto pointer = place->pointer();
      const auto text = sentence(pointer);
      const auto keyword_place =
          keyword == "false" ? program_.places[id] : fmt::format("{}/{}", program_.places[id], keyword);
      findings_->push_back({pointer, keyword_place, std::string(keyword), text});
    }
  }
  return false;
}

template <bool kTells>
bool Evaluation<kTells>::node(NodeId id, const Value& instance, const Scope* scope, const Place* place,
                              Evaluated* evaluated) {
  if (++steps_ > program_.options.steps_max || depth_ >= kDepthMax) {
    throw Error(Kind::exhausted, "schema/too-many-steps",
                "The schema does not come to an end with this instance. Look for $ref that leads back to itself.");
  }
  const auto& node = program_.nodes[id];
  bool good = true;
  if (!fits(node.types, instance)) {
    good =
        refuse(id, "type", place, [&](std::string_view at) { return sentences::wrong_type(at, node.types, instance); });
    if constexpr (!kTells) return false;
  }
  if (node.checks_begin == node.checks_end) return good;
  ++depth_;
  const Scope entered{node.resource, scope};
  const auto* inner = scope && scope->resource == node.resource ? scope : &entered;
  good &= node.tracks_evaluated ? tracked(node, id, instance, inner, place, evaluated)
                                : rows(node, id, instance, inner, place, evaluated);
  --depth_;
  return good;
}

template <bool kTells>
bool Evaluation<kTells>::tracked(const Node& node, NodeId id, const Value& instance, const Scope* scope,
                                 const Place* place, Evaluated* evaluated) {
  Evaluated here;
  const bool good = rows(node, id, instance, scope, place, &here);
  if (good && evaluated) evaluated->merge(here);
  return good;
}

template <bool kTells>
bool Evaluation<kTells>::rows(const Node& node, NodeId id, const Value& instance, const Scope* scope,
                              const Place* place, Evaluated* evaluated) {
  bool good = true;
  for (auto at = node.checks_begin; at < node.checks_end; ++at) {
    if (row(program_.checks[at], id, instance, scope, place, evaluated)) continue;
    if constexpr (!kTells) return false;
    good = false;
  }
  return good;
}

template <bool kTells>
bool Evaluation<kTells>::row(Check check, NodeId id, const Value& instance, const Scope* scope, const Place* place,
                             Evaluated* evaluated) {
  const auto a = check.a;
  switch (check.op) {
    case Op::never:
      return refuse(id, "false", place,
                    [&](std::string_view at) { return fmt::format("{} must not be there. Leave it out.", at); });
    case Op::constant:
      return instance == program_.values[a] || refuse(id, "const", place, [&](std::string_view at) {
               return sentences::not_constant(at, program_.values[a], instance);
             });
    case Op::enumeration: {
      const auto& rule = program_.enumerations[a];
      const bool found = instance.is_text()
                             ? std::ranges::binary_search(rule.texts, instance.text())
                             : !rule.only_texts && std::ranges::find(rule.values, instance) != rule.values.end();
      return found ||
             refuse(id, "enum", place, [&](std::string_view at) { return sentences::not_in(at, rule, instance); });
    }
    case Op::number:
      return !instance.is_number() || number(program_.numbers[a], id, instance, place);
    case Op::text:
      return !instance.is_text() || text(program_.texts[a], id, instance, place);
    case Op::object:
      return !instance.is_object() || object(program_.objects[a], id, instance, scope, place, evaluated);
    case Op::array:
      return !instance.is_list() || array(program_.arrays[a], id, instance, scope, place, evaluated);
    case Op::reference:
      return node(a, instance, scope, place, evaluated);
    case Op::dynamic_reference:
      return node(dynamic_target(program_.dynamic_references[a], scope), instance, scope, place, evaluated);
    case Op::all_of: {
      bool good = true;
      for (const auto part : program_.lists[a]) {
        if (node(part, instance, scope, place, evaluated)) continue;
        if constexpr (!kTells) return false;
        good = false;
      }
      return good;
    }
    case Op::any_of:
      return any_of(program_.lists[a], id, instance, scope, place, evaluated);
    case Op::one_of:
      return one_of(program_.lists[a], id, instance, scope, place, evaluated);
    case Op::negation:
      return !holds(a, instance, scope, nullptr) || refuse(id, "not", place, [&](std::string_view at) {
        return fmt::format("{} is {}, which is not allowed there.", at.empty() ? "The whole" : at,
                           sentences::shown(instance));
      });
    case Op::condition:
      return condition(program_.conditions[a], instance, scope, place, evaluated);
    case Op::dependent:
      return !instance.is_object() || dependent(program_.dependents[a], id, instance, scope, place, evaluated);
    case Op::unevaluated_items:
      return !instance.is_list() || unevaluated_items(a, instance, scope, place, *evaluated);
    case Op::unevaluated_properties:
      return !instance.is_object() || unevaluated_properties(a, instance, scope, place, *evaluated);
  }
  return true;
}

template <bool kTells>
bool Evaluation<kTells>::holds(NodeId id, const Value& instance, const Scope* scope, Evaluated* evaluated) {
  if constexpr (kTells) {
    Evaluation<false> quiet(program_, nullptr, steps_, depth_);
    const bool good = quiet.holds(id, instance, scope, evaluated);
    steps_ = quiet.steps();
    return good;
  } else {
    if (!evaluated) return node(id, instance, scope, nullptr, nullptr);
    Evaluated here;
    const bool good = node(id, instance, scope, nullptr, &here);
    if (good) evaluated->merge(here);
    return good;
  }
}

template <bool kTells>
NodeId Evaluation<kTells>::dynamic_target(const DynamicReference& reference, const Scope* scope) const {
  NodeId target = reference.node;  // the outermost resource that has the anchor wins
  for (; scope; scope = scope->outer) {
    for (const auto& anchor : program_.dynamic_anchors[scope->resource]) {
      if (anchor.name == reference.name) target = anchor.node;
    }
  }
  return target;
}

template <bool kTells>
bool Evaluation<kTells>::number(const NumberRule& rule, NodeId id, const Value& instance, const Place* place) {
  const auto told = [&](std::string_view keyword, std::string_view bound, const Value& limit) {
    return refuse(id, keyword, place,
                  [&](std::string_view at) { return sentences::out_of_bounds(at, bound, limit, instance); });
  };
  bool good = true;
  if (!rule.minimum.is_null() && compare_numbers(instance, rule.minimum) < 0)
    good = told("minimum", "at least", rule.minimum);
  if (!rule.maximum.is_null() && compare_numbers(instance, rule.maximum) > 0)
    good = told("maximum", "at most", rule.maximum);
  if (!rule.exclusive_minimum.is_null() && compare_numbers(instance, rule.exclusive_minimum) <= 0) {
    good = told("exclusiveMinimum", "more than", rule.exclusive_minimum);
  }
  if (!rule.exclusive_maximum.is_null() && compare_numbers(instance, rule.exclusive_maximum) >= 0) {
    good = told("exclusiveMaximum", "less than", rule.exclusive_maximum);
  }
  if (!rule.multiple_of.is_null() && !is_multiple(instance, rule.multiple_of))
    good = told("multipleOf", "a multiple of", rule.multiple_of);
  return good;
}

template <bool kTells>
bool Evaluation<kTells>::text(const TextRule& rule, NodeId id, const Value& instance, const Place* place) {
  bool good = true;
  const auto bytes = instance.text();
  if (bytes.size() > rule.length_max || rule.length_min > 0) {
    const auto length = text::count_code_points(bytes);
    const auto told = [&](std::string_view keyword, bool too_short, std::uint64_t limit) {
      return refuse(id, keyword, place, [&](std::string_view at) {
        return sentences::wrong_length(at, "characters", too_short, limit, length);
      });
    };
    if (length < rule.length_min) good = told("minLength", true, rule.length_min);
    if (length > rule.length_max) good = told("maxLength", false, rule.length_max);
  }
  if (rule.pattern && !rule.pattern->matches(bytes)) {
    good = refuse(id, "pattern", place,
                  [&](std::string_view at) { return sentences::no_match(at, rule.pattern->text(), instance); });
  }
  if (rule.format && !rule.format(bytes)) {
    good = refuse(id, "format", place,
                  [&](std::string_view at) { return sentences::wrong_format(at, rule.format_name, instance); });
  }
  return good;
}

template <bool kTells>
bool Evaluation<kTells>::object(const ObjectRule& rule, NodeId id, const Value& instance, const Scope* scope,
                                const Place* place, Evaluated* evaluated) {
  bool good = true;
  const auto size_told = [&](std::string_view keyword, bool too_short, std::uint64_t limit) {
    return refuse(id, keyword, place, [&](std::string_view at) {
      return sentences::wrong_length(at, "members", too_short, limit, instance.size());
    });
  };
  if (instance.size() < rule.size_min) good = size_told("minProperties", true, rule.size_min);
  if (instance.size() > rule.size_max) good = size_told("maxProperties", false, rule.size_max);
  std::uint32_t required = 0;
  if (rule.looks_at_members) {
    const auto members = instance.members();
    for (std::size_t i = 0; i < members.size(); ++i) {
      const auto* known = rule.find(members[i].key());
      required += known && known->required;
      bool looked_at = false;
      good &= member(rule, id, members[i], known, scope, place, looked_at);
      if constexpr (!kTells) {
        if (!good) return false;
      }
      if (evaluated && looked_at) evaluated->mark(i);
    }
  } else {
    for (const auto& property : rule.properties) required += instance.contains(property.name.text());
  }
  if (required == rule.required) return good;
  if constexpr (kTells) {
    for (const auto& property : rule.properties) {
      if (!property.required || instance.contains(property.name.text())) continue;
      refuse(id, "required", place, [&](std::string_view at) { return sentences::missing(at, property); });
    }
  }
  return false;
}

template <bool kTells>
bool Evaluation<kTells>::member(const ObjectRule& rule, NodeId id, const Member& member, const PropertyRule* known,
                                const Scope* scope, const Place* place, bool& looked_at) {
  const Place inside{place, member.key()};
  bool good = true;
  if (known && known->node != kNone) {
    looked_at = true;
    good = node(known->node, member.value, scope, &inside, nullptr);
  }
  for (const auto& [names, schema] : rule.patterns) {
    if (!names->matches(member.key())) continue;
    looked_at = true;
    good &= node(schema, member.value, scope, &inside, nullptr);
  }
  if (rule.names != kNone) good &= node(rule.names, member.name, scope, &inside, nullptr);
  if (looked_at || rule.additional == kNone) return good;
  looked_at = true;
  if (!rule.refuses_others) return good & node(rule.additional, member.value, scope, &inside, nullptr);
  return refuse(id, "additionalProperties", &inside, [&](std::string_view) {
    std::vector<std::string_view> names;
    for (const auto& property : rule.properties) {
      if (property.node != kNone) names.push_back(property.name.text());
    }
    return sentences::unknown_member(place->pointer(), member.key(), names);
  });
}

template <bool kTells>
bool Evaluation<kTells>::array(const ArrayRule& rule, NodeId id, const Value& instance, const Scope* scope,
                               const Place* place, Evaluated* evaluated) {
  bool good = true;
  const auto size_told = [&](std::string_view keyword, bool too_short, std::uint64_t limit) {
    return refuse(id, keyword, place, [&](std::string_view at) {
      return sentences::wrong_length(at, "items", too_short, limit, instance.size());
    });
  };
  if (instance.size() < rule.size_min) good = size_told("minItems", true, rule.size_min);
  if (instance.size() > rule.size_max) good = size_told("maxItems", false, rule.size_max);
  if constexpr (!kTells) {
    if (!good) return false;
  }
  const auto items = instance.items();
  const auto looked_at = rule.rest != kNone ? items.size() : std::min(items.size(), rule.first.size());
  for (std::size_t i = 0; i < looked_at; ++i) {
    const Place inside{place, {}, i, true};
    good &= node(i < rule.first.size() ? rule.first[i] : rule.rest, items[i], scope, &inside, nullptr);
    if constexpr (!kTells) {
      if (!good) return false;
    }
  }
  if (evaluated && looked_at == items.size()) evaluated->mark_all();
  if (evaluated && looked_at < items.size()) {
    for (std::size_t i = 0; i < looked_at; ++i) evaluated->mark(i);
  }
  if (rule.contains != kNone) good &= contains(rule, id, instance, scope, place, evaluated);
  if (rule.unique) {
    if (const auto twins = find_equal_items(instance)) {
      good = refuse(id, "uniqueItems", place, [&](std::string_view at) {
        return fmt::format("{0}/{1} and {0}/{2} are equal. Keep one of the two.", at, twins->first, twins->second);
      });
    }
  }
  return good;
}

template <bool kTells>
bool Evaluation<kTells>::contains(const ArrayRule& rule, NodeId id, const Value& instance, const Scope* scope,
                                  const Place* place, Evaluated* evaluated) {
  std::uint64_t found = 0;
  const auto items = instance.items();
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (!holds(rule.contains, items[i], scope, nullptr)) continue;
    ++found;
    if (evaluated) evaluated->mark(i);
    if (!evaluated && found >= rule.contains_min && rule.contains_max == UINT64_MAX) return true;
  }
  const auto told = [&](std::string_view keyword, std::string_view bound, std::uint64_t limit) {
    return refuse(id, keyword, place, [&](std::string_view at) {
      return fmt::format("{} has {} items of the form that \"contains\" asks for; it must have {} {}.",
                         at.empty() ? "The whole" : at, found, bound, limit);
    });
  };
  if (found < rule.contains_min)
    return told(rule.contains_min == 1 ? "contains" : "minContains", "at least", rule.contains_min);
  if (found > rule.contains_max) return told("maxContains", "at most", rule.contains_max);
  return true;
}

// None of the forms holds: says so, and what the nearest of them wants.
template <bool kTells>
bool Evaluation<kTells>::forms(std::string_view keyword, const std::vector<NodeId>& nodes, NodeId id,
                               const Value& instance, const Scope* scope, const Place* place) {
  if constexpr (kTells) {
    const auto is_type_only = [&](NodeId form) {
      return program_.nodes[form].checks_begin == program_.nodes[form].checks_end;
    };
    if (std::ranges::all_of(nodes, is_type_only)) {
      std::uint8_t types = 0;
      for (const auto form : nodes) types |= program_.nodes[form].types;
      return refuse(id, keyword, place,
                    [&](std::string_view at) { return sentences::wrong_type(at, types, instance); });
    }
    auto* const told = findings_;
    const auto here = place->pointer();
    Findings nearest;
    std::size_t nearest_form = 0;
    std::size_t least = SIZE_MAX;
    for (std::size_t i = 0; i < nodes.size(); ++i) {
      Findings findings;
      findings_ = &findings;
      node(nodes[i], instance, scope, place, nullptr);
      // A form of another type, or with another constant in it (a tag), is not the one that was meant.
      std::size_t distance = findings.size();
      for (const auto& finding : findings) {
        const bool other = (finding.keyword == "type" && finding.instance == here) || finding.keyword == "const" ||
                           finding.keyword == "enum";
        distance += other ? 100 : 0;
      }
      if (distance < least) least = distance, nearest = std::move(findings), nearest_form = i + 1;
    }
    findings_ = told;
    for (auto& finding : nearest) {
      finding.sentence =
          fmt::format("{} (the nearest of {} allowed forms, number {})", finding.sentence, nodes.size(), nearest_form);
      if (findings_->size() < program_.options.findings_max) findings_->push_back(std::move(finding));
    }
  }
  return false;
}

template <bool kTells>
bool Evaluation<kTells>::any_of(const std::vector<NodeId>& nodes, NodeId id, const Value& instance, const Scope* scope,
                                const Place* place, Evaluated* evaluated) {
  bool any = false;
  for (const auto form : nodes) {
    any |= holds(form, instance, scope, evaluated);
    if (any && !evaluated) return true;
  }
  return any || forms("anyOf", nodes, id, instance, scope, place);
}

template <bool kTells>
bool Evaluation<kTells>::one_of(const std::vector<NodeId>& nodes, NodeId id, const Value& instance, const Scope* scope,
                                const Place* place, Evaluated* evaluated) {
  std::size_t first = 0;
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    if (!holds(nodes[i], instance, scope, evaluated)) continue;
    if (first > 0) {
      return refuse(id, "oneOf", place, [&](std::string_view at) {
        return fmt::format("{} fits the forms {} and {}; it must fit one only.", at.empty() ? "The whole" : at, first,
                           i + 1);
      });
    }
    first = i + 1;
  }
  return first > 0 || forms("oneOf", nodes, id, instance, scope, place);
}

template <bool kTells>
bool Evaluation<kTells>::condition(const Condition& rule, const Value& instance, const Scope* scope, const Place* place,
                                   Evaluated* evaluated) {
  const auto next = holds(rule.test, instance, scope, evaluated) ? rule.then : rule.otherwise;
  return next == kNone || node(next, instance, scope, place, evaluated);
}

template <bool kTells>
bool Evaluation<kTells>::dependent(const std::vector<DependentRule>& rules, NodeId id, const Value& instance,
                                   const Scope* scope, const Place* place, Evaluated* evaluated) {
  bool good = true;
  for (const auto& rule : rules) {
    if (!instance.contains(rule.name.text())) continue;
    for (const auto& wanted : rule.required) {
      if (instance.contains(wanted.text())) continue;
      good = refuse(id, "dependentRequired", place, [&](std::string_view at) {
        return fmt::format("With \"{}\" goes \"{}\", which is missing{}. Add it.", rule.name.text(), wanted.text(),
                           at.empty() ? "" : fmt::format(" in {}", at));
      });
    }
    if (rule.node != kNone) good &= node(rule.node, instance, scope, place, evaluated);
  }
  return good;
}

template <bool kTells>
bool Evaluation<kTells>::unevaluated_items(NodeId schema, const Value& instance, const Scope* scope, const Place* place,
                                           Evaluated& evaluated) {
  bool good = true;
  for (std::size_t i = 0; i < instance.size(); ++i) {
    if (evaluated.has(i)) continue;
    const Place inside{place, {}, i, true};
    good &= node(schema, instance.items()[i], scope, &inside, nullptr);
  }
  evaluated.mark_all();
  return good;
}

template <bool kTells>
bool Evaluation<kTells>::unevaluated_properties(NodeId schema, const Value& instance, const Scope* scope,
                                                const Place* place, Evaluated& evaluated) {
  bool good = true;
  const auto members = instance.members();
  for (std::size_t i = 0; i < members.size(); ++i) {
    if (evaluated.has(i)) continue;
    const Place inside{place, members[i].key()};
    good &= node(schema, members[i].value, scope, &inside, nullptr);
  }
  evaluated.mark_all();
  return good;
}

bool accepts(const Program& program, const Value& instance) {
  return Evaluation<false>(program, nullptr).node(program.root, instance, nullptr, nullptr, nullptr);
}

Findings check(const Program& program, const Value& instance) {
  Findings findings;
  if (accepts(program, instance)) return findings;
  const Place root;
  Evaluation<true>(program, &findings).node(program.root, instance, nullptr, &root, nullptr);
  return findings;
}

}  // namespace frontdesk::schema
