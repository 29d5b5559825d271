#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/error.h"
#include "base/value.h"

namespace frontdesk::cel::detail {

struct Token {
  enum class Kind : std::uint8_t { end, name, literal, sign };
  Kind kind = Kind::end;
  std::string_view text;  // as it is written
  Value value;            // of a literal
  int column = 1;
};

// Takes a text apart. Throws cel/malformed, or cel/unsupported for literals that Value cannot hold.
class Tokens {
 public:
  explicit Tokens(std::string_view text) : text_(text) { advance(); }

  const Token& now() const { return now_; }
  void advance();

 private:
  void number(bool has_point);
  void quoted(std::size_t prefix, bool raw);
  void escape(std::string& out);
  std::uint32_t code(std::size_t digits, unsigned base);
  bool is_digit(std::size_t at) const { return at < text_.size() && text_[at] >= '0' && text_[at] <= '9'; }

  std::string_view text_;
  std::size_t at_ = 0;
  Token now_;
};

Error fault(std::string_view slug, int column, std::string_view sentence);

}  // namespace frontdesk::cel::detail
