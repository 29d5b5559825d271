#include "dialog/reading/words.h"

#include <algorithm>

#include "base/text.h"
#include "base/unicode.h"

namespace frontdesk::dialog::reading {
namespace {

// Typographic signs as those that keyboards have.
char32_t plain(char32_t point) {
  switch (point) {
    case U'\u2018':
    case U'\u2019':
    case U'\u02BC':
    case U'\u00B4':
    case U'`':
      return '\'';
    case U'\u2010':
    case U'\u2011':
    case U'\u2012':
    case U'\u2013':
    case U'\u2014':
    case U'\u2212':
      return '-';
    case U'\u201C':
    case U'\u201D':
    case U'\u201E':
    case U'\u00AB':
    case U'\u00BB':
      return '"';
    case U'\u2026':
      return '.';
    case U'\u00BF':
      return '?';
    case U'\u00A1':
      return '!';
    default:
      return unicode::is_digit(point) ? U'0' + static_cast<char32_t>(unicode::digit_value(point)) : point;
  }
}

struct Letter {
  char32_t point;
  std::uint32_t begin;
  std::uint32_t end;
  bool upper;
};

std::vector<Letter> letters_of(std::string_view message) {
  std::vector<Letter> letters;
  letters.reserve(message.size());
  for (std::size_t at = 0; at < message.size();) {
    const auto begin = static_cast<std::uint32_t>(at);
    const auto point = plain(unicode::next(message, at));
    letters.push_back({unicode::lower(point), begin, static_cast<std::uint32_t>(at), unicode::is_upper(point)});
  }
  return letters;
}

class Splitter {
 public:
  explicit Splitter(std::vector<Letter> letters) : letters_(std::move(letters)) {}

  Words run() {
    while (at_ < letters_.size()) {
      if (unicode::is_space(letters_[at_].point) || letters_[at_].point < ' ') {
        ++at_;
      } else if (begins_link(at_)) {
        take_link();
      } else if (begins_word(at_)) {
        take_word();
      } else {
        take_mark();
      }
    }
    return std::move(words_);
  }

 private:
  bool is_inner(std::size_t at) const { return at < letters_.size() && is_part(letters_[at].point); }
  bool digit(std::size_t at) const { return at < letters_.size() && unicode::is_digit(letters_[at].point); }
  static bool is_part(char32_t point) { return unicode::is_letter(point) || unicode::is_digit(point); }
  char32_t point(std::size_t at) const { return at < letters_.size() ? letters_[at].point : 0; }

  // "+39" and "'s" begin a word with a sign; "#12" does not.
  bool begins_word(std::size_t at) const { return is_inner(at) || (point(at) == '+' && digit(at + 1)); }

  // Signs that hold a word together when letters or digits stand on both sides.
  bool joins(std::size_t at) const {
    if (at == 0 || !is_inner(at - 1)) return false;
    const auto sign = point(at);
    if (is_inner(at + 1)) {
      if (sign == '\'' || sign == '-' || sign == '_') return true;
      if (sign == ':' || sign == '/' || sign == ',') return digit(at - 1) && digit(at + 1);
      if (sign == '.') return digit(at - 1) == digit(at + 1);
    }
    return false;
  }

  bool stands_at(std::size_t at, std::u32string_view signs) const {
    return std::ranges::all_of(signs, [&](char32_t sign) { return point(at++) == sign; });
  }

  bool begins_link(std::size_t at) const {
    return stands_at(at, U"https://") || stands_at(at, U"http://") || stands_at(at, U"www.");
  }

  // Up to a blank; the marks at its end are those of the sentence.
  void take_link() {
    const auto first = at_;
    while (at_ < letters_.size() && !unicode::is_space(letters_[at_].point)) ++at_;
    while (at_ > first + 1 && std::u32string_view(U".,;:!?)\"'>]").contains(letters_[at_ - 1].point)) --at_;
    add(first, Shape::link);
  }

  void take_word() {
    const auto first = at_++;
    while (at_ < letters_.size() && (is_inner(at_) || joins(at_))) ++at_;
    if (point(at_) == '.' && is_abbreviation(first)) ++at_;
    add(first, Shape::word);
  }

  // "a.m." and "p.m." keep their last stop.
  bool is_abbreviation(std::size_t first) const {
    if (at_ - first < 3) return false;
    for (auto at = first; at < at_; ++at) {
      if (((at - first) % 2 == 0) == (point(at) == '.')) return false;
    }
    return true;
  }

  void take_mark() {
    const auto first = at_++;
    while (at_ < letters_.size() && point(at_) == point(first)) ++at_;
    add(first, Shape::mark);
  }

  void add(std::size_t first, Shape shape) {
    Word word;
    bool letter = false;
    bool number = false;
    for (auto at = first; at < (shape == Shape::mark ? first + 1 : at_); ++at) {
      const auto& each = letters_[at];
      unicode::append(word.text, each.point);
      (unicode::is_digit(each.point) ? number : letter) |= is_part(each.point);
    }
    word.span = {letters_[first].begin, letters_[at_ - 1].end};
    word.shape = shape != Shape::word ? shape : number && letter ? Shape::mixed : number ? Shape::number : Shape::word;
    word.capital = letters_[first].upper;
    word.glued = !words_.empty() && words_.back().span.end == word.span.begin;
    word.folded = unicode::folded(word.text);
    if (word.shape == Shape::word) std::erase_if(word.folded, [](char c) { return c == '\'' || c == '-' || c == '.'; });
    words_.push_back(std::move(word));
  }

  std::vector<Letter> letters_;
  Words words_;
  std::size_t at_ = 0;
};

}  // namespace

Words words_of(std::string_view message) { return Splitter(letters_of(text::head(message, kMessageBytesMax))).run(); }

Span span_of(const Words& words, std::size_t first, std::size_t last) {
  if (first >= last || last > words.size()) return {};
  return {words[first].span.begin, words[last - 1].span.end};
}

}  // namespace frontdesk::dialog::reading
