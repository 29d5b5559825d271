#include "base/schema/number.h"

#include <charconv>
#include <cmath>

namespace frontdesk::schema {
namespace {

std::strong_ordering compare(std::int64_t left, double right) {
  if (right >= 0x1p63) return std::strong_ordering::less;
  if (right < -0x1p63) return std::strong_ordering::greater;
  const auto whole = static_cast<std::int64_t>(right);
  if (left != whole) return left <=> whole;
  const auto rest = right - std::trunc(right);
  return rest > 0 ? std::strong_ordering::less : rest < 0 ? std::strong_ordering::greater : std::strong_ordering::equal;
}

// |number| = digits * 10^exponent
struct Decimal {
  std::uint64_t digits = 0;
  int exponent = 0;
};

Decimal decimal_of(const Value& number) {
  Decimal decimal;
  if (number.is_integer()) {
    const auto whole = number.integer();
    decimal.digits = whole < 0 ? 0 - static_cast<std::uint64_t>(whole) : static_cast<std::uint64_t>(whole);
  } else {
    char text[40];
    const auto* end =
        std::to_chars(text, text + sizeof text, std::abs(number.number()), std::chars_format::scientific).ptr;
    const auto* e = std::find(static_cast<const char*>(text), end, 'e');
    const auto* exponent = e + (e + 1 < end && e[1] == '+' ? 2 : 1);
    std::from_chars(exponent, end, decimal.exponent);
    for (const auto* at = text; at < e; ++at) {
      if (*at == '.') {
        decimal.exponent -= static_cast<int>(e - at - 1);
      } else {
        decimal.digits = decimal.digits * 10 + static_cast<std::uint64_t>(*at - '0');
      }
    }
  }
  while (decimal.digits != 0 && decimal.digits % 10 == 0) decimal.digits /= 10, ++decimal.exponent;
  return decimal;
}

}  // namespace

std::strong_ordering compare_numbers(const Value& left, const Value& right) {
  if (left.is_integer() && right.is_integer()) return left.integer() <=> right.integer();
  if (left.is_integer()) return compare(left.integer(), right.number());
  if (right.is_integer()) return 0 <=> compare(right.integer(), left.number());
  return std::strong_order(left.number() + 0.0, right.number() + 0.0);  // + 0.0: -0 is 0
}

bool is_whole(const Value& number) {
  return number.is_integer() ||
         (number.is_number() && number.number() == std::trunc(number.number()) && std::isfinite(number.number()));
}

bool is_multiple(const Value& number, const Value& step) {
  if (number.is_integer() && step.is_integer()) return number.integer() % step.integer() == 0;
  const auto value = decimal_of(number);
  const auto unit = decimal_of(step);
  if (value.digits == 0) return true;
  if (value.exponent < unit.exponent)
    return false;  // value.digits do not end in 0, so no factor 10 can be found in them
  auto rest = static_cast<unsigned __int128>(value.digits % unit.digits);
  for (auto shift = value.exponent - unit.exponent; shift > 0 && rest != 0; --shift) rest = rest * 10 % unit.digits;
  return rest == 0;
}

}  // namespace frontdesk::schema
