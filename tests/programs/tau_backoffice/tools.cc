#include "tools.h"

#include <charconv>

namespace frontdesk::tau {
namespace {

// A recursive descent over sums, products and factors; doubles throughout.
struct Calculator {
  std::string_view rest;

  char peek() {
    while (rest.starts_with(' ')) rest.remove_prefix(1);
    return rest.empty() ? '\0' : rest.front();
  }
  bool take(char wanted) {
    if (peek() != wanted) return false;
    rest.remove_prefix(1);
    return true;
  }

  double sum() {
    double total = term();
    for (;;) {
      if (take('+')) {
        total += term();
      } else if (take('-')) {
        total -= term();
      } else {
        return total;
      }
    }
  }

  double term() {
    double total = factor();
    for (;;) {
      if (take('*')) {
        total *= factor();
      } else if (take('/')) {
        const double divisor = factor();
        if (divisor == 0) throw Refusal{"division by zero"};
        total /= divisor;
      } else {
        return total;
      }
    }
  }

  double factor() {
    if (take('-')) return -factor();
    if (take('+')) return factor();
    if (take('(')) {
      const double inner = sum();
      if (!take(')')) throw Refusal{"a parenthesis is not closed"};
      return inner;
    }
    peek();
    double number = 0;
    const auto [end, code] = std::from_chars(rest.data(), rest.data() + rest.size(), number, std::chars_format::fixed);
    if (code != std::errc()) throw Refusal{"invalid syntax"};
    rest.remove_prefix(static_cast<std::size_t>(end - rest.data()));
    return number;
  }
};

}  // namespace

double calculate(std::string_view expression) {
  if (expression.find_first_not_of("0123456789+-*/(). ") != std::string_view::npos)
    throw Refusal{"invalid characters in expression"};
  Calculator calculator{expression};
  const double result = calculator.sum();
  if (calculator.peek() != '\0') throw Refusal{"invalid syntax"};
  return rounded(result);
}

void add_common_tools(Tools& tools) {
  tools["calculate"] = {
      false, [](Draft&, const Value& arguments) -> Value { return calculate(text_of(arguments, "expression")); }};
  tools["think"] = {false, [](Draft&, const Value&) -> Value { return ""; }};
  tools["transfer_to_human_agents"] = {true, [](Draft&, const Value&) -> Value { return "Transfer successful"; }};
}

Value run_tool(const Tools& tools, std::string_view name, Draft& draft, const Value& arguments) {
  const auto tool = tools.find(name);
  if (tool == tools.end()) return fmt::format("Unknown action {}", name);
  Draft attempt = draft;
  try {
    auto answer = tool->second.run(attempt, arguments);
    for (const auto& [table, records] : attempt.changes()) {
      for (const auto& [id, record] : records) draft.put(table, id, record);
    }
    return answer;
  } catch (const Refusal& refusal) {
    return "Error: " + refusal.text;
  }
}

Value sum(const Value& left, const Value& right) {
  if (left.is_integer() && right.is_integer()) return left.integer() + right.integer();
  return left.number() + right.number();
}

Value negative(const Value& number) { return number.is_integer() ? Value(-number.integer()) : Value(-number.number()); }

Value product(const Value& left, std::int64_t right) {
  return left.is_integer() ? Value(left.integer() * right) : Value(left.number() * static_cast<double>(right));
}

std::string as_text(const Value& number) {
  return number.is_integer() ? std::to_string(number.integer()) : fmt::format("{}", number.number());
}

const Value& required(const Value& arguments, std::string_view name) {
  const auto* argument = arguments.find(name);
  if (!argument) throw Refusal{fmt::format("missing argument {}", name)};
  return *argument;
}

std::string text_of(const Value& arguments, std::string_view name) {
  const auto& argument = required(arguments, name);
  if (!argument.is_text()) throw Refusal{fmt::format("argument {} must be a text", name)};
  return std::string(argument.text());
}

const Value& record(const Draft& draft, std::string_view table, std::string_view id, const char* absent) {
  const auto* found = draft.find(table, id);
  if (!found) throw Refusal{absent};
  return *found;
}

}  // namespace frontdesk::tau
