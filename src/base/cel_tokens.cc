#include "base/cel_tokens.h"

#include <charconv>

#include "base/text.h"

namespace frontdesk::cel::detail {
namespace {

bool begins_name(char c) { return (c | 32) >= 'a' ? (c | 32) <= 'z' : c == '_'; }
bool goes_on_name(char c) { return begins_name(c) || c == '_' || (c >= '0' && c <= '9'); }

// A string behind a prefix, in either case of its letters.
bool begins_quote(std::string_view text, std::string_view prefix) {
  if (text.size() <= prefix.size() || !text::equal_ignoring_case(text.substr(0, prefix.size()), prefix)) return false;
  return text[prefix.size()] == '"' || text[prefix.size()] == '\'';
}

void append_utf8(std::string& out, std::uint32_t code) {
  if (code < 0x80) {
    out += static_cast<char>(code);
    return;
  }
  const int more = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
  constexpr unsigned kLead[] = {0, 0xc0, 0xe0, 0xf0};
  out += static_cast<char>(kLead[more] | code >> (6 * more));
  for (int i = more - 1; i >= 0; --i) out += static_cast<char>(0x80 | (code >> (6 * i) & 0x3f));
}

}  // namespace

Error fault(std::string_view slug, int column, std::string_view sentence) {
  return Error(Kind::invalid, fmt::format("cel/{}", slug), fmt::format("At column {}: {}", column, sentence))
      .at(fmt::format("column {}", column));
}

void Tokens::advance() {
  while (at_ < text_.size() && std::string_view(" \t\r\n\f").find(text_[at_]) != std::string_view::npos) ++at_;
  if (text_.substr(at_).starts_with("//")) {
    at_ = std::min(text_.find('\n', at_), text_.size());
    return advance();
  }
  const auto from = at_;
  now_ = {.column = static_cast<int>(from + 1)};
  if (at_ == text_.size()) return;
  const char c = text_[at_];
  const auto rest = text_.substr(at_);
  if (is_digit(at_) || (c == '.' && is_digit(at_ + 1))) {
    number(c == '.');
  } else if (c == '"' || c == '\'') {
    quoted(0, false);
  } else if (begins_quote(rest, "r")) {
    quoted(1, true);
  } else if (begins_quote(rest, "b") || begins_quote(rest, "br")) {
    throw fault("unsupported", now_.column, "Bytes (b\"…\") are not understood yet. Use a string.");
  } else if (begins_name(c)) {
    while (at_ < text_.size() && goes_on_name(text_[at_])) ++at_;
    now_.kind = Token::Kind::name;
  } else {
    now_.kind = Token::Kind::sign;
    at_ += 1;
    for (const std::string_view two : {"==", "!=", "<=", ">=", "&&", "||"}) {
      if (rest.starts_with(two)) at_ = from + 2;
    }
  }
  now_.text = text_.substr(from, at_ - from);
}

void Tokens::number(bool has_point) {
  const auto from = at_;
  now_.kind = Token::Kind::literal;
  const bool is_hex = text_.substr(at_).starts_with("0x") || text_.substr(at_).starts_with("0X");
  bool is_real = has_point;
  if (is_hex) {
    at_ += 2;
    while (at_ < text_.size() && std::isxdigit(static_cast<unsigned char>(text_[at_]))) ++at_;
  } else {
    while (is_digit(at_)) ++at_;
    if (at_ < text_.size() && text_[at_] == '.' && is_digit(at_ + 1)) {
      is_real = true;
      for (++at_; is_digit(at_);) ++at_;
    }
    if (at_ < text_.size() && (text_[at_] | 32) == 'e') {
      is_real = true;
      ++at_;
      if (at_ < text_.size() && (text_[at_] == '-' || text_[at_] == '+')) ++at_;
      if (!is_digit(at_)) throw fault("malformed", now_.column, "An exponent wants digits.");
      while (is_digit(at_)) ++at_;
    }
  }
  if (at_ < text_.size() && (text_[at_] | 32) == 'u')
    throw fault("unsupported", now_.column, "Unsigned numbers (1u) are not understood yet. Leave the u out.");
  auto digits = text_.substr(from, at_ - from);
  if (is_real) {
    double real = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), real);
    now_.value = Value(real);
    return;
  }
  if (is_hex) digits.remove_prefix(2);
  std::uint64_t whole = 0;
  const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), whole, is_hex ? 16 : 10);
  // 2^63 is kept as a real: with a minus before it, it is the least int.
  if (problem != std::errc() || digits.empty() || whole > std::uint64_t{1} << 63) {
    throw fault("malformed", now_.column,
                fmt::format("{} is beyond the whole numbers of 64 bits.", text_.substr(from, at_ - from)));
  }
  now_.value = whole >> 63 ? Value(0x1p63) : Value(static_cast<std::int64_t>(whole));
}

void Tokens::quoted(std::size_t prefix, bool raw) {
  now_.kind = Token::Kind::literal;
  at_ += prefix;
  const char mark = text_[at_];
  const bool triple = text_.substr(at_).starts_with(std::string(3, mark));
  const std::string close(triple ? 3 : 1, mark);
  at_ += close.size();
  std::string out;
  while (!text_.substr(at_).starts_with(close)) {
    if (at_ >= text_.size() || (!triple && (text_[at_] == '\n' || text_[at_] == '\r'))) {
      throw fault("malformed", now_.column, fmt::format("The string has no end. Close it with {}.", close));
    }
    if (text_[at_] == '\\' && !raw) {
      ++at_;
      escape(out);
    } else {
      out += text_[at_++];
    }
  }
  at_ += close.size();
  now_.value = Value(out);
}

std::uint32_t Tokens::code(std::size_t digits, unsigned base) {
  std::uint32_t code = 0;
  const auto text = text_.substr(at_, digits);
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), code, static_cast<int>(base));
  if (problem != std::errc() || end != text.data() + text.size() || text.size() != digits || code > 0x10ffff ||
      (code >= 0xd800 && code < 0xe000)) {
    throw fault("malformed", static_cast<int>(at_ + 1), "The escape is no code point.");
  }
  at_ += digits;
  return code;
}

void Tokens::escape(std::string& out) {
  constexpr std::string_view kNames = "abfnrtv\\?\"'`";
  constexpr std::string_view kMeanings = "\a\b\f\n\r\t\v\\?\"'`";
  const char c = at_ < text_.size() ? text_[at_] : ' ';
  if (const auto known = kNames.find(c); known != kNames.npos) {
    out += kMeanings[known];
    ++at_;
  } else if (c >= '0' && c <= '3') {
    append_utf8(out, code(3, 8));
  } else if (c == 'x' || c == 'X' || c == 'u' || c == 'U') {
    ++at_;
    append_utf8(out, code(c == 'U' ? 8 : c == 'u' ? 4 : 2, 16));
  } else {
    throw fault("malformed", static_cast<int>(at_ + 1), fmt::format("\\{} is no escape.", c));
  }
}

}  // namespace frontdesk::cel::detail
