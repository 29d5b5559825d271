#include "base/cel.h"

#include "base/cel_syntax.h"
#include "base/error.h"
#include "base/json.h"
#include "base/schema/number.h"
#include "base/text.h"

namespace frontdesk::cel {
namespace {

using detail::Node;
using detail::Op;
using Result = std::expected<Value, NoValue>;

class Evaluator {
 public:
  Evaluator(const detail::Syntax& syntax, const Value& variables, Equality equality)
      : syntax_(syntax), variables_(variables), equality_(equality) {}

  Result evaluate(std::uint32_t id) const {
    const auto& node = syntax_.nodes[id];
    switch (node.op) {
      case Op::literal:
        return node.value;
      case Op::list:
        return list(node);
      case Op::name:
        return name(node);
      case Op::member:
        return member(node);
      case Op::index:
        return index(node);
      case Op::has:
        return has(node);
      case Op::negation:
        return negation(node);
      case Op::conjunction:
        return junction(node, false);
      case Op::disjunction:
        return junction(node, true);
      case Op::choice:
        return choice(node);
      default:
        return relation(node);
    }
  }

 private:
  static std::unexpected<NoValue> no_value(const Node& node, std::string problem) {
    return std::unexpected(NoValue{std::move(problem), node.column});
  }

  Result list(const Node& node) const {
    ListBuilder items;
    for (const auto child : node.children) {
      auto item = evaluate(child);
      if (!item) return item;
      items.add(std::move(*item));
    }
    return items.build();
  }

  Result name(const Node& node) const {
    if (const auto* found = variables_.find(node.value.text())) return *found;
    return no_value(node, fmt::format("there is no \"{}\"", node.value.text()));
  }

  Result member(const Node& node) const {
    auto object = evaluate(node.children[0]);
    if (!object) return object;
    return member_of(node, *object, node.value);
  }

  static Result member_of(const Node& node, const Value& object, const Value& key) {
    if (!object.is_object())
      return no_value(node, fmt::format("{} has no members, so no \"{}\"", to_string(object.type()), key.text()));
    if (const auto* found = object.find(key.text())) return *found;
    return no_value(node, fmt::format("there is no member \"{}\"", key.text()));
  }

  Result index(const Node& node) const {
    auto object = evaluate(node.children[0]);
    if (!object) return object;
    auto key = evaluate(node.children[1]);
    if (!key) return key;
    if (key->is_text()) return member_of(node, *object, *key);
    if (!object->is_list() || !schema::is_whole(*key)) {
      return no_value(node,
                      fmt::format("{} cannot be an index of {}", to_string(key->type()), to_string(object->type())));
    }
    const auto at = key->integer();
    if (at < 0 || static_cast<std::size_t>(at) >= object->size())
      return no_value(node, fmt::format("there is no item {}", at));
    return object->items()[static_cast<std::size_t>(at)];
  }

  Result has(const Node& node) const {
    auto object = evaluate(node.children[0]);
    if (!object) return object;
    if (!object->is_object()) return no_value(node, fmt::format("{} has no members", to_string(object->type())));
    return object->contains(node.value.text());
  }

  Result negation(const Node& node) const {
    auto operand = evaluate(node.children[0]);
    if (operand && !operand->is_bool())
      return no_value(node, fmt::format("! wants true or false, not {}", to_string(operand->type())));
    return operand ? Result(!operand->boolean()) : operand;
  }

  // && is decided by one false and || by one true on either side, whatever the other side is.
  Result junction(const Node& node, bool decides) const {
    auto left = boolean(node, evaluate(node.children[0]));
    if (left && left->boolean() == decides) return left;
    auto right = boolean(node, evaluate(node.children[1]));
    if (right && right->boolean() == decides) return right;
    return left ? right : left;
  }

  static Result boolean(const Node& node, Result result) {
    if (!result || result->is_bool()) return result;
    return no_value(node, fmt::format("{} wants true or false, not {}", node.op == Op::conjunction ? "&&" : "||",
                                      to_string(result->type())));
  }

  Result choice(const Node& node) const {
    auto test = evaluate(node.children[0]);
    if (test && !test->is_bool())
      return no_value(node, fmt::format("? wants true or false, not {}", to_string(test->type())));
    return test ? evaluate(node.children[test->boolean() ? 1 : 2]) : test;
  }

  Result relation(const Node& node) const {
    auto left = evaluate(node.children[0]);
    if (!left) return left;
    auto right = evaluate(node.children[1]);
    if (!right) return right;
    const bool is_equality = node.op == Op::equal || node.op == Op::unequal;
    if (is_equality && !can_be_equal(*left, *right)) {
      return no_value(node,
                      fmt::format("{} and {} are not compared", to_string(left->type()), to_string(right->type())));
    }
    if (is_equality) return (*left == *right) == (node.op == Op::equal);
    return node.op == Op::in ? membership(node, *left, *right) : order(node, *left, *right);
  }

  bool can_be_equal(const Value& left, const Value& right) const {
    if (equality_ == Equality::of_all || left.is_null() || right.is_null()) return true;
    return left.type() == right.type() || (left.is_number() && right.is_number());
  }

  Result membership(const Node& node, const Value& item, const Value& in) const {
    if (in.is_list() && in.size() > 0 &&
        std::ranges::none_of(in.items(), [&](const Value& one) { return can_be_equal(item, one); })) {
      return no_value(node, fmt::format("the list holds no {}", to_string(item.type())));
    }
    if (in.is_list()) return std::ranges::find(in.items(), item) != in.items().end();
    if (in.is_object()) return item.is_text() && in.contains(item.text());
    return no_value(node, fmt::format("\"in\" wants a list or a map, not {}", to_string(in.type())));
  }

  static Result order(const Node& node, const Value& left, const Value& right) {
    std::strong_ordering order = std::strong_ordering::equal;
    if (left.is_number() && right.is_number()) {
      order = schema::compare_numbers(left, right);
    } else if (left.is_text() && right.is_text()) {
      order = left.text() <=> right.text();
    } else if (left.is_bool() && right.is_bool()) {
      order = left.boolean() <=> right.boolean();
    } else {
      return no_value(node, fmt::format("{} and {} have no order", to_string(left.type()), to_string(right.type())));
    }
    switch (node.op) {
      case Op::less:
        return order < 0;
      case Op::less_or_equal:
        return order <= 0;
      case Op::greater:
        return order > 0;
      default:
        return order >= 0;
    }
  }

  const detail::Syntax& syntax_;
  const Value& variables_;
  const Equality equality_;
};

}  // namespace

std::string Reference::text() const { return fmt::format("{}", fmt::join(path, ".")); }

Expression Expression::parse(std::string_view text) {
  return Expression(std::make_shared<const detail::Syntax>(detail::parse(text)));
}

std::expected<Value, NoValue> Expression::try_evaluate(const Value& variables, Equality equality) const {
  return Evaluator(*syntax_, variables, equality).evaluate(static_cast<std::uint32_t>(syntax_->nodes.size() - 1));
}

Value Expression::evaluate(const Value& variables) const {
  auto result = try_evaluate(variables);
  if (result) return *std::move(result);
  const auto place = fmt::format("column {}", result.error().column);
  throw Error(Kind::invalid, "cel/no-value",
              fmt::format("{} has no value: {} ({}).", text(), result.error().problem, place))
      .at(place);
}

const std::vector<Reference>& Expression::references() const { return syntax_->references; }
namespace {

// The names of a.b["c"], or none where the node is no such path.
std::vector<std::string> path_of(const detail::Syntax& syntax, std::uint32_t id) {
  const auto& node = syntax.nodes[id];
  if (node.op == Op::name) return {std::string(node.value.text())};
  if (node.op != Op::member && node.op != Op::index) return {};
  auto path = path_of(syntax, node.children[0]);
  if (path.empty()) return path;
  const auto& last = node.op == Op::member ? node.value : syntax.nodes[node.children[1]].value;
  if (!last.is_text()) return {};
  path.emplace_back(last.text());
  return path;
}

}  // namespace

std::vector<Comparison> Expression::comparisons() const {
  std::vector<Comparison> all;
  for (const auto& node : syntax_->nodes) {
    if (node.op < Op::equal || node.op > Op::greater_or_equal) continue;
    for (const auto& [one, other] : {std::pair(0, 1), std::pair(1, 0)}) {
      auto path = path_of(*syntax_, node.children[static_cast<std::size_t>(one)]);
      const auto& beside = syntax_->nodes[node.children[static_cast<std::size_t>(other)]];
      if (!path.empty() && beside.op == Op::literal) all.push_back({std::move(path), beside.value});
    }
  }
  return all;
}

const std::string& Expression::text() const { return syntax_->text; }

bool holds(const Expression& condition, const Value& variables) {
  const auto result = condition.try_evaluate(variables);
  return result && result->boolean();
}

}  // namespace frontdesk::cel
