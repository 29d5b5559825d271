#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "dialog/reading/heard.h"

namespace frontdesk::dialog::reading {

// A whole number as it was said: "12", "1,000", "twenty one", "half a dozen", "one million".
struct Number {
  std::uint32_t begin = 0;  // tokens
  std::uint32_t end = 0;
  std::int64_t value = 0;
  bool in_digits = false;
};

// One message as one language hears it: what all readers ask. Words are given away once: who takes them has them.
class Hearing {
 public:
  Hearing(std::string_view message, const Language& language);
  Hearing(std::string_view message, Heard heard);
  Hearing(const Hearing&) = delete;
  Hearing& operator=(const Hearing&) = delete;

  const std::string_view message;
  const Heard heard;
  const Language& language;
  const Words& words;
  const Tokens& tokens;
  const Scope& scope;

  std::uint32_t count() const { return static_cast<std::uint32_t>(tokens.size()); }
  // The token behind the phrase of the list that begins here; 0 where none does. `phrase_before` is the token that the
  // one begins with which ends here, or nothing.
  std::uint32_t phrase_at(List list, std::uint32_t token) const;
  std::optional<std::uint32_t> phrase_before(List list, std::uint32_t token) const;
  bool has(List list) const;
  // Behind the phrase where one begins here, else here.
  std::uint32_t behind(List list, std::uint32_t token) const { return std::max(token, phrase_at(list, token)); }

  std::optional<Number> number_at(std::uint32_t token) const;
  // What a group of the language's patterns says here: its number and the token behind it.
  std::optional<Number> said_by(std::string_view group, std::uint32_t token, Field field = Field::number) const;

  // A number with its separators as it was written ("1,000", which is several tokens), and the token behind it.
  std::string_view written_at(std::uint32_t token) const;
  std::uint32_t end_of_word(std::uint32_t token) const;

  bool is_mark(std::uint32_t token, std::string_view marks) const;  // one of these signs
  bool is_word(std::uint32_t token) const;                          // letters, and no sign
  bool is_known(std::uint32_t token) const;                         // a word of the language's table, rightly spelt
  Span span(std::uint32_t begin, std::uint32_t end) const;
  std::string_view bytes(const Span& span) const { return message.substr(span.begin, span.end - span.begin); }
  std::uint32_t token_at(std::uint32_t byte) const;  // the first that ends behind this byte

  void take(const Span& span) { taken_.push_back(span); }
  bool is_taken(const Span& span) const;
  bool is_taken(std::uint32_t token) const { return is_taken(tokens[token].span); }

 private:
  std::optional<Number> plain_number_at(std::uint32_t token) const;

  mutable Matcher matcher_;
  std::vector<Span> taken_;
};

}  // namespace frontdesk::dialog::reading
