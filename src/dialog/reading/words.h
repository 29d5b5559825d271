#pragma once

#include <boost/describe.hpp>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace frontdesk::dialog::reading {

// A place in the message: bytes, the end not included.
struct Span {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;

  bool overlaps(const Span& other) const { return begin < other.end && other.begin < end; }
  friend bool operator==(const Span&, const Span&) = default;
};
BOOST_DESCRIBE_STRUCT(Span, (), (begin, end))

enum class Shape : std::uint8_t {
  word,    // letters, with apostrophes and hyphens inside: "don't", "twenty-five"
  number,  // digits, with separators inside: "7", "19:30", "5.12", "1,000", "2026-12-05", "+39"; a stop behind it is a
           // mark
  mixed,   // letters and digits: "8pm", "5th", "19h30", "LUME-1234"
  link,    // an address of the web, all of it: "https://…", "www.…"; nothing is read into it
  mark,    // one sign: "," "." "?" "!" ";" ":" "(" "€" "&" …; several of one kind are one ("!!!", "…" is ".")
};

struct Word {
  std::string text;    // lower case by Unicode, accents kept; typographic apostrophes, dashes, digits made plain
  std::string folded;  // the same without accents, and without apostrophes and inner hyphens: "dont", "martedi"
  Span span;
  Shape shape = Shape::word;
  bool capital = false;  // begins with an upper-case letter
  bool glued = false;    // nothing stands between it and the word before
};
using Words = std::vector<Word>;

inline constexpr std::size_t kMessageBytesMax = 1000;

// The words of a message, in their order. Never fails on any bytes; looks at no more than kMessageBytesMax of them.
Words words_of(std::string_view message);

// The bytes of the message from the first word of [first, last) to the end of the last one.
Span span_of(const Words& words, std::size_t first, std::size_t last);

}  // namespace frontdesk::dialog::reading
