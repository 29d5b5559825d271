#include "base/yaml_scalar.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>

#include "base/ascii.h"

namespace frontdesk::yaml {
namespace {

using text::is_digit;

template <std::size_t N>
bool is_one_of(std::string_view text, const std::array<std::string_view, N>& words) {
  return std::ranges::find(words, text) != words.end();
}

Value integer_of(std::string_view digits, bool negative, int base) {
  std::uint64_t number = 0;
  const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), number, base);
  if (problem == std::errc() && number <= static_cast<std::uint64_t>(INT64_MAX)) {
    return negative ? -static_cast<std::int64_t>(number) : static_cast<std::int64_t>(number);
  }
  if (problem == std::errc() && negative && number == static_cast<std::uint64_t>(INT64_MAX) + 1) return INT64_MIN;
  double real = 0;
  for (const char c : digits) real = real * base + (is_digit(c) ? c - '0' : (c | 32) - 'a' + 10);
  return negative ? -real : real;
}

// [-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?
bool is_float(std::string_view text) {
  std::size_t at = !text.empty() && (text[0] == '-' || text[0] == '+') ? 1 : 0;
  const auto digits = [&] {
    const auto from = at;
    while (at < text.size() && is_digit(text[at])) ++at;
    return at - from;
  };
  const auto whole = digits();
  if (at < text.size() && text[at] == '.') {
    ++at;
    if (digits() == 0 && whole == 0) return false;
  } else if (whole == 0) {
    return false;
  }
  if (at < text.size() && (text[at] | 32) == 'e') {
    ++at;
    if (at < text.size() && (text[at] == '-' || text[at] == '+')) ++at;
    if (digits() == 0) return false;
  }
  return at == text.size();
}

std::optional<Value> real_of(std::string_view text) {
  if (text[0] == '+') text.remove_prefix(1);
  double number = 0;
  if (std::from_chars(text.data(), text.data() + text.size(), number).ec != std::errc()) {
    number = std::strtod(std::string(text).c_str(), nullptr);  // says whether it is too large or too small
  }
  if (!std::isfinite(number)) return std::nullopt;
  return Value(number);
}

}  // namespace

std::optional<Value> resolve_plain(std::string_view text) {
  static constexpr std::array<std::string_view, 5> kNull = {"", "~", "null", "Null", "NULL"};
  static constexpr std::array<std::string_view, 3> kTrue = {"true", "True", "TRUE"};
  static constexpr std::array<std::string_view, 3> kFalse = {"false", "False", "FALSE"};
  static constexpr std::array<std::string_view, 3> kInf = {".inf", ".Inf", ".INF"};
  static constexpr std::array<std::string_view, 3> kNan = {".nan", ".NaN", ".NAN"};
  if (is_one_of(text, kNull)) return Value();
  if (!is_digit(text[0]) && text[0] != '-' && text[0] != '+' && text[0] != '.') {
    if (is_one_of(text, kTrue)) return Value(true);
    if (is_one_of(text, kFalse)) return Value(false);
    return Value(text);
  }
  if (is_one_of(text, kNan)) return std::nullopt;
  const bool has_sign = text[0] == '-' || text[0] == '+';
  const auto bare = text.substr(has_sign ? 1 : 0);
  if (is_one_of(bare, kInf)) return std::nullopt;
  if (!bare.empty() && std::ranges::all_of(bare, is_digit)) return integer_of(bare, text[0] == '-', 10);
  if (text.size() > 2 && text.starts_with("0o") && text.find_first_not_of("01234567", 2) == std::string_view::npos) {
    return integer_of(text.substr(2), false, 8);
  }
  if (text.size() > 2 && text.starts_with("0x") &&
      text.find_first_not_of("0123456789abcdefABCDEF", 2) == std::string_view::npos) {
    return integer_of(text.substr(2), false, 16);
  }
  return is_float(text) ? real_of(text) : Value(text);
}

}  // namespace frontdesk::yaml
