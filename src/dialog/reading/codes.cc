#include "dialog/reading/codes.h"

#include <re2/re2.h>

#include <algorithm>
#include <array>

#include "base/ascii.h"

namespace frontdesk::dialog::reading {
namespace {

constexpr std::uint32_t kSpeltWordsMax = 16;  // of a code that is spelt
constexpr std::size_t kCodeBytesMax = 64;
constexpr std::size_t kPiecesMax = 24;

using text::is_digit;
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c & 0x80) != 0; }

std::string upper(std::string_view text) {
  std::string out(text);
  for (auto& c : out) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
  }
  return out;
}

// Runs of letters and runs of digits: "lume8790" is two.
void add_pieces(std::string_view text, std::vector<std::string>& pieces) {
  for (std::size_t at = 0; at < text.size();) {
    const bool digits = is_digit(text[at]);
    if (!digits && !is_letter(text[at])) {
      ++at;
      continue;
    }
    auto end = at;
    while (end < text.size() && (digits ? is_digit(text[end]) : is_letter(text[end]))) ++end;
    pieces.emplace_back(text.substr(at, end - at));
    at = end;
  }
}

// The literal characters that a regular expression begins with, up to a separator: "LUME-" of "LUME-[0-9]{4}".
std::string literal_prefix(std::string_view pattern) {
  std::string prefix;
  while (pattern.starts_with('^')) pattern.remove_prefix(1);
  for (std::size_t at = 0; at < pattern.size(); ++at) {
    auto c = pattern[at];
    if (c == '\\') {
      if (++at == pattern.size() || is_letter(pattern[at]) || is_digit(pattern[at])) break;
      c = pattern[at];
    } else if (std::string_view(".[](){}*+?|^$").contains(c)) {
      break;
    }
    const auto next = at + 1 < pattern.size() ? pattern[at + 1] : ' ';
    if (std::string_view("*?{|").contains(next)) return next == '|' ? "" : prefix;
    prefix += c;
  }
  return prefix;
}

constexpr std::string_view kSeparators = "-/._ ";

// Where the atom of a regular expression at this place ends: a class, what is escaped, or a character.
std::size_t end_of_atom(std::string_view pattern, std::size_t at) {
  if (pattern[at] == '\\') {
    const bool is_named = pattern.substr(at + 1, 2) == "p{" || pattern.substr(at + 1, 2) == "x{";
    return std::min(is_named ? pattern.find('}', at) : at + 1, pattern.size() - 1) + 1;
  }
  if (pattern[at] != '[') return at + 1;
  auto end = at + 1;
  if (end < pattern.size() && pattern[end] == '^') ++end;
  if (end < pattern.size() && pattern[end] == ']') ++end;
  for (; end < pattern.size() && pattern[end] != ']'; ++end) {
    if (pattern[end] == '\\') ++end;
  }
  return std::min(end + 1, pattern.size());
}

bool may_be_separator(std::string_view atom) {
  const re2::RE2 one(atom, re2::RE2::Quiet);
  return one.ok() && std::ranges::any_of(kSeparators, [&](const char& c) { return re2::RE2::FullMatch({&c, 1}, one); });
}

// The same with whatever may be a separator left out at will: what this does not match as it was said, without any,
// no way to write it would match. "LUME(?:-?)[0-9]{4}" of "LUME-[0-9]{4}".
std::string without_separators(std::string_view pattern) {
  if (pattern.contains("\\Q")) return ".*";  // what it quotes are no atoms
  std::string out;
  for (std::size_t at = 0; at < pattern.size();) {
    const auto end = end_of_atom(pattern, at);
    const auto atom = pattern.substr(at, end - at);
    // "{2,4}" and what follows "(?" are no atoms.
    if (atom == "{" || (atom == "(" && pattern.substr(at).starts_with("(?"))) {
      const auto last = pattern.find_first_of(atom == "{" ? "}" : ":)>", at);
      const auto next = last == std::string_view::npos ? pattern.size() : last + 1;
      out += pattern.substr(at, next - at);
      at = next;
      continue;
    }
    out += may_be_separator(atom) ? fmt::format("(?:{}?)", atom) : std::string(atom);
    at = end;
  }
  return out;
}

std::unique_ptr<re2::RE2> compiled(std::string_view pattern) {
  return std::make_unique<re2::RE2>(fmt::format("(?i)(?:{})", pattern), re2::RE2::Quiet);
}

std::string joined(std::span<const std::string> pieces, std::string_view separator) {
  std::string all;
  for (const auto& piece : pieces) {
    if (!all.empty()) all += separator;
    all += piece;
  }
  return all;
}

}  // namespace

CodePattern::CodePattern(std::string_view pattern)
    : pattern_(compiled(pattern)),
      bare_(compiled(without_separators(pattern))),
      prefix_(pattern.contains('|') ? "" : literal_prefix(pattern)) {}
CodePattern::CodePattern(CodePattern&&) noexcept = default;
CodePattern::~CodePattern() = default;

bool CodePattern::is_written(std::string_view text) const {
  return pattern_->ok() && re2::RE2::FullMatch(text, *pattern_);
}

// Each way to write the pieces together that the pattern may want: its separators are signs between pieces.
std::string CodePattern::written(std::span<const std::string> pieces) const {
  if (auto bare = joined(pieces, ""); re2::RE2::FullMatch(bare, *pattern_)) return bare;
  for (std::size_t at = 0; at < kSeparators.size(); ++at) {
    const auto separator = kSeparators.substr(at, 1);
    if (auto all = joined(pieces, separator); re2::RE2::FullMatch(all, *pattern_)) return all;
    // Letters and digits that were written together may be parts of one block: "AB12-34".
    if (pieces.size() < 3) continue;
    for (std::size_t cut = 1; cut < pieces.size(); ++cut) {
      const std::array two{joined(pieces.first(cut), ""), joined(pieces.subspan(cut), "")};
      if (const auto both = joined(two, separator); re2::RE2::FullMatch(both, *pattern_)) return both;
    }
  }
  return {};
}

std::string CodePattern::fitting(const std::vector<std::string>& pieces, bool asked, bool& is_whole) const {
  is_whole = false;
  if (!pattern_->ok() || pieces.empty() || pieces.size() > kPiecesMax) return {};
  const auto bare = joined(pieces, "");
  if (bare.size() > kCodeBytesMax) return {};
  if (!bare_->ok() || re2::RE2::FullMatch(bare, *bare_)) {
    if (const auto code = written(pieces); !code.empty()) {
      is_whole = true;
      return upper(code);
    }
  }
  if (!asked || prefix_.empty()) return {};
  const auto whole = prefix_ + bare;
  return re2::RE2::FullMatch(whole, *pattern_) ? upper(whole) : "";
}

namespace {

bool is_one_letter(const Hearing& heard, std::uint32_t at) {
  return at < heard.count() && heard.tokens[at].text.size() == 1 && is_letter(heard.tokens[at].text[0]);
}

// The words from one place on, word by word, as pieces of a code.
class Spelling {
 public:
  // `letters`: an "o" that stands alone is the letter, and not a zero that is spoken so.
  Spelling(const Hearing& heard, std::uint32_t begin, bool letters)
      : heard_(heard), begin_(begin), at_(begin), letters_(letters) {}

  // False where the next word cannot be part of a code.
  bool add_word() {
    if (at_ >= heard_.count() || at_ - begin_ >= kSpeltWordsMax || heard_.is_taken(at_)) return false;
    if (at_ > begin_) {
      if (const auto behind = heard_.phrase_at(List::separators, at_)) at_ = behind;
      while (heard_.is_mark(at_, "-/._–")) ++at_;
      if (at_ >= heard_.count() || heard_.is_taken(at_)) return false;
    }
    if (add_repeated() || add_digit()) return true;
    const auto& token = heard_.tokens[at_];
    const auto& word = heard_.words[token.word];
    if (word.shape == Shape::mark || word.text.find_first_of(",:") != std::string::npos) return false;
    is_spelt_ = is_spelt_ || word.text.size() == 1;
    add_pieces(word.text, pieces_);
    const auto index = token.word;
    while (at_ < heard_.count() && heard_.tokens[at_].word == index) ++at_;
    return true;
  }

  const std::vector<std::string>& pieces() const { return pieces_; }
  std::uint32_t end() const { return at_; }

 private:
  // "double four"
  bool add_repeated() {
    const auto times = heard_.said_by("repeated", at_);
    if (!times) return false;
    auto digit = heard_.said_by("spelt_digit", times->end);
    if (!digit) digit = single_digit(times->end);
    if (!digit) return false;
    for (std::int64_t i = 0; i < times->value; ++i) add_digits(std::to_string(digit->value));
    at_ = digit->end;
    return true;
  }

  std::optional<Number> single_digit(std::uint32_t at) const {
    auto number = heard_.said_by("number_word", at);
    if (!number && at < heard_.count() && heard_.tokens[at].text.size() == 1 && is_digit(heard_.tokens[at].text[0]))
      number = Number{at, at + 1, heard_.tokens[at].text[0] - '0', true};
    return number && number->value < 10 ? number : std::nullopt;
  }

  // "one", "oh", "forty two"
  bool add_digit() {
    if (letters_ && is_one_letter(heard_, at_)) return false;
    auto number = heard_.said_by("spelt_digit", at_);
    if (!number) number = heard_.said_by("number_word", at_);
    if (!number) return false;
    add_digits(std::to_string(number->value));
    at_ = number->end;
    return true;
  }

  void add_digits(const std::string& digits) {
    const bool goes_on = !pieces_.empty() && was_spelt_digit_;
    if (goes_on) {
      pieces_.back() += digits;
    } else {
      pieces_.push_back(digits);
    }
    was_spelt_digit_ = true;
  }

  const Hearing& heard_;
  std::uint32_t begin_;
  std::uint32_t at_;
  bool letters_;
  std::vector<std::string> pieces_;
  bool was_spelt_digit_ = false;
  bool is_spelt_ = false;
};

// The first token of its word: a code begins and ends with whole words.
bool begins_word(const Hearing& heard, std::uint32_t at) {
  return at == 0 || heard.tokens[at].word != heard.tokens[at - 1].word;
}

bool is_part_of_more(const Hearing& heard, std::uint32_t begin, std::uint32_t end) {
  const bool before = begin > 0 && heard.tokens[begin].glued && heard.is_mark(begin - 1, "-/+.,@");
  const bool behind =
      end + 1 < heard.count() && heard.tokens[end].glued && heard.is_mark(end, "-/@") && heard.tokens[end + 1].glued;
  return before || behind;
}

}  // namespace

std::vector<Code> CodePattern::read(const Hearing& heard, bool asked) const {
  std::vector<Code> found;
  bool has_letters = false;
  for (std::uint32_t at = 0; at < heard.count(); ++at)
    has_letters = has_letters || (is_one_letter(heard, at) && heard.said_by("spelt_digit", at));
  for (std::uint32_t begin = 0; begin < heard.count();) {
    Code best;
    std::uint32_t best_end = begin + 1;
    const bool may_begin = begins_word(heard, begin) && heard.words[heard.tokens[begin].word].shape != Shape::mark &&
                           (!heard.tokens[begin].number || !heard.phrase_before(List::card_ends, begin));
    for (const bool letters : {false, true}) {
      if (letters && !has_letters) continue;
      Spelling spelling(heard, begin, letters);
      while (may_begin && spelling.add_word()) {
        bool is_whole = false;
        auto code = fitting(spelling.pieces(), asked, is_whole);
        if (code.empty() || is_part_of_more(heard, begin, spelling.end())) continue;
        if (best.is_whole && !is_whole) continue;
        best = {heard.span(begin, spelling.end()), std::move(code), is_whole};
        best_end = spelling.end();
      }
    }
    if (!best.code.empty()) found.push_back(std::move(best));
    begin = best_end;
  }
  return found;
}

}  // namespace frontdesk::dialog::reading
