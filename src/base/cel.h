#pragma once

#include <cstdint>
#include <expected>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/value.h"

// Conditions in the syntax and with the meaning of CEL (Common Expression Language). Understood so far: literals (int,
// double, string, bool, null, lists), names, a.b, a["b"], a[0], ==, !=, <, <=, >, >=, in, has(a.b), !, &&, ||, c ? x :
// y and parentheses. Everything else of CEL is refused by name when the text is parsed.
namespace frontdesk::cel {

namespace detail {
struct Syntax;
}

// A path that an expression names: order.items["first"] is {"order", "items", "first"}.
struct Reference {
  std::vector<std::string> path;
  int column = 1;       // of its first name, from 1
  bool tested = false;  // it stands in has(…): it may be absent

  std::string text() const;  // "order.items.first"
};

// A path that stands beside a literal on one side of ==, !=, <, <=, > or >=.
struct Comparison {
  std::vector<std::string> path;
  Value literal;
};

// Why an evaluation has no value. In CEL this is a value itself: `a.b == 1 || true` is true where a has no b.
struct NoValue {
  std::string problem;
  int column = 1;
};

// What == says of a text and a number. In CEL they are unequal; a rule that guards something would rather not decide.
enum class Equality {
  of_all,      // as CEL: values of different types are unequal
  of_one_type  // comparing values of different types has no value, unless one is null
};

class Expression {
 public:
  // Throws Error{invalid, "cel/malformed"} or Error{invalid, "cel/unsupported"} with "column N" as pointer.
  static Expression parse(std::string_view text);

  // The members of `variables` are the names that the expression may use. Lists and texts are not copied.
  std::expected<Value, NoValue> try_evaluate(const Value& variables, Equality equality = Equality::of_all) const;
  // Throws Error{invalid, "cel/no-value"} where there is none.
  Value evaluate(const Value& variables) const;

  // Paths in the order of the text, each as long as it can be told without evaluating.
  const std::vector<Reference>& references() const;
  // What is compared with a value that the text gives, in the order of the text.
  std::vector<Comparison> comparisons() const;
  const std::string& text() const;

 private:
  explicit Expression(std::shared_ptr<const detail::Syntax> syntax) : syntax_(std::move(syntax)) {}
  std::shared_ptr<const detail::Syntax> syntax_;
};

// Whether a condition is true; one without a value, or with another one than true, is not.
bool holds(const Expression& condition, const Value& variables);

}  // namespace frontdesk::cel
