#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/ascii.h"

// Single octets as a URL has them (RFC 3986 2): "A", or "%41". Of whole texts: see http.h.
namespace frontdesk::net {

constexpr bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// What means the same in both forms.
constexpr bool is_unreserved(char c) {
  return is_letter(c) || text::is_digit(c) || c == '-' || c == '.' || c == '_' || c == '~';
}

inline void put_encoded(std::string& out, unsigned char octet) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  out += '%';
  out += kDigits[octet >> 4];
  out += kDigits[octet & 15];
}

// The octet of "%41" at `at`, which is within the text.
constexpr std::optional<unsigned char> encoded_at(std::string_view text, std::size_t at) {
  if (text[at] != '%' || at + 2 >= text.size()) return std::nullopt;
  const int high = text::hex_digit(text[at + 1]), low = text::hex_digit(text[at + 2]);
  if (high < 0 || low < 0) return std::nullopt;
  return static_cast<unsigned char>(high * 16 + low);
}

}  // namespace frontdesk::net
