#pragma once

namespace frontdesk::text {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

// What a hexadecimal digit is worth, of either case; -1 where it is none.
constexpr int hex_digit(char c) {
  if (is_digit(c)) return c - '0';
  const char lower = static_cast<char>(c | 32);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

}  // namespace frontdesk::text
