#include "ai/features.h"

#include <algorithm>
#include <array>

#include "ai/common_words.h"

namespace frontdesk::ai {
namespace {

constexpr char32_t kNoLetter = 0;

// Reads one code point and moves on; what is not UTF-8 is no letter.
char32_t next_code_point(std::string_view& text) {
  const auto lead = static_cast<unsigned char>(text.front());
  const std::size_t length = lead < 0x80   ? 1
                             : lead < 0xc2 ? 0
                             : lead < 0xe0 ? 2
                             : lead < 0xf0 ? 3
                             : lead < 0xf5 ? 4
                                           : 0;
  if (length == 0 || length > text.size()) {
    text.remove_prefix(1);
    return kNoLetter;
  }
  char32_t point = length == 1 ? lead : lead & (0xff >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if ((byte & 0xc0) != 0x80) {
      text.remove_prefix(i);
      return kNoLetter;
    }
    point = point << 6 | (byte & 0x3f);
  }
  text.remove_prefix(length);
  return point;
}

bool is_between(char32_t c, char32_t first, char32_t last) { return c >= first && c <= last; }

// Latin-1 and Latin Extended-A without their accents, lower case; 0: keep the letter.
char32_t plain_latin(char32_t c) {
  constexpr std::string_view kLatin1 = "aaaaaa?ceeeeiiii?nooooo?ouuuuy??";  // U+00C0 and, again, U+00E0
  constexpr std::string_view kExtendedA =
      "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii??jjkk?llllllllllnnnnnnn??oooooo??"
      "rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzz?";
  if (is_between(c, 0xc0, 0xff)) {
    const char plain = kLatin1[(c - 0xc0) % 32];
    return plain == '?' ? 0 : static_cast<char32_t>(plain);
  }
  if (is_between(c, 0x100, 0x17f)) {
    const char plain = kExtendedA[c - 0x100];
    return plain == '?' ? 0 : static_cast<char32_t>(plain);
  }
  return 0;
}

char32_t lower(char32_t c) {
  if (is_between(c, 'A', 'Z')) return c + 32;
  if (c < 0x80) return c;
  if (const auto plain = plain_latin(c)) return plain;
  if (is_between(c, 0xc0, 0xde) && c != 0xd7) return c + 32;  // Æ, Ð, Þ
  if (is_between(c, 0x391, 0x3a9)) return c + 32;             // Greek
  if (c == 0x3c2) return 0x3c3;                               // final sigma
  if (is_between(c, 0x410, 0x42f)) return c + 32;             // Cyrillic
  if (is_between(c, 0x400, 0x40f)) return c + 80;
  return c;
}

bool is_letter(char32_t c) {
  if (c < 0x80) return is_between(c, 'a', 'z') || is_between(c, '0', '9');
  if (c < 0xc0) return c == 0xaa || c == 0xb5 || c == 0xba;
  if (c == 0xd7 || c == 0xf7) return false;
  if (is_between(c, 0x2000, 0x2bff) || is_between(c, 0x3000, 0x303f)) return false;  // punctuation, arrows, signs
  if (is_between(c, 0xff00, 0xff0f) || is_between(c, 0xff1a, 0xff20)) return false;
  return !is_between(c, 0xe000, 0xf8ff) && c < 0x1f000;  // pictures
}

// Scripts that put no blanks between words: each sign counts as one.
bool stands_alone(char32_t c) {
  return is_between(c, 0x3040, 0x30ff) || is_between(c, 0x3400, 0x9fff) || is_between(c, 0x20000, 0x2ffff);
}

bool is_apostrophe(char32_t c) { return c == '\'' || c == 0x2019 || c == 0x2bc; }

constexpr std::uint64_t kHashStart = 0xcbf29ce484222325;

std::uint64_t mixed(std::uint64_t hash, char32_t c) { return (hash ^ c) * 0x100000001b3; }

std::uint32_t folded(std::uint64_t hash) {
  hash ^= hash >> 32;
  hash *= 0x9e3779b97f4a7c15;
  return static_cast<std::uint32_t>(hash >> (64 - kFeatureBits));
}

std::uint64_t mixed(std::uint64_t hash, std::u32string_view word) {
  for (const auto c : word) hash = mixed(hash, c);
  return hash;
}

std::uint32_t pair_of(char32_t kind, std::u32string_view first, std::u32string_view second) {
  return folded(mixed(mixed(mixed(mixed(kHashStart, kind), first), U' '), second)) & ~kRunMark;
}

// Without order: what is said together matters, whatever stands between.
std::uint32_t together(std::u32string_view first, std::u32string_view second) {
  return second < first ? pair_of(U'b', second, first) : pair_of(U'b', first, second);
}

constexpr std::size_t kRunMin = 2;
constexpr std::size_t kRunMax = 5;
// Two letters are in too many words to tell whether a word is known.
constexpr std::size_t kTellingRunMin = 3;
// About as long as what words have in common whatever their ending.
constexpr std::size_t kGistRun = 4;

// A feature and its words in one number, which sorts by the feature.
std::uint64_t standing_at(std::uint32_t id, std::size_t first, std::size_t last) {
  return std::uint64_t{id} << 32 | first << 16 | last;
}

void add_letter_runs(std::u32string_view word, std::size_t place, std::vector<std::uint32_t>& ids,
                     std::vector<std::uint64_t>& gist, std::vector<std::uint32_t>& telling) {
  for (std::size_t from = 0; from + kRunMin <= word.size(); ++from) {
    auto hash = mixed(kHashStart, U'~');
    for (std::size_t length = 1; length <= kRunMax && from + length <= word.size(); ++length) {
      hash = mixed(hash, word[from + length - 1]);
      if (length < kRunMin) continue;
      ids.push_back(folded(hash) | kRunMark);
      if (length == kGistRun) gist.push_back(standing_at(ids.back(), place, place));
      if (length >= kTellingRunMin) telling.push_back(ids.back());
    }
  }
}

// Carries over inflections, in any language that inflects at the end.
std::u32string_view beginning_of(std::u32string_view word) {
  constexpr std::size_t kBeginning = 5;
  return word.substr(0, kBeginning);
}

// By two halves of the bits, the lower first: comparing was half of what making a bag cost.
void sort_features(std::vector<std::uint32_t>& ids) {
  constexpr std::size_t kWorthIt = 64;
  constexpr auto kHalf = kFeatureBits / 2;
  static_assert(kFeatureBits % 2 == 0);
  if (ids.size() < kWorthIt) {
    std::ranges::sort(ids);
    return;
  }
  std::vector<std::uint32_t> sorted(ids.size());
  for (const auto shift : {0U, kHalf}) {
    const auto half = [shift](std::uint32_t id) { return id >> shift & ((1U << kHalf) - 1); };
    std::array<std::uint32_t, (1U << kHalf) + 1> places = {};
    for (const auto id : ids) ++places[half(id) + 1];
    for (std::size_t i = 1; i < places.size(); ++i) places[i] += places[i - 1];
    for (const auto id : ids) sorted[places[half(id)]++] = id;
    ids.swap(sorted);
  }
}

std::vector<Feature> counted(std::vector<std::uint32_t> ids) {
  sort_features(ids);
  std::vector<Feature> features;
  features.reserve(ids.size());
  for (const auto id : ids) {
    if (!features.empty() && features.back().id == id) {
      ++features.back().count;
    } else {
      features.push_back({id, 1});
    }
  }
  return features;
}

void count_gist(std::vector<std::uint64_t> standing, Bag& bag) {
  std::ranges::sort(standing);
  for (const auto one : standing) {
    const auto id = static_cast<std::uint32_t>(one >> 32);
    if (!bag.gist.empty() && bag.gist.back().id == id) {
      ++bag.gist.back().count;
      continue;
    }
    bag.gist.push_back({id, 1});
    bag.gist_words.push_back({static_cast<std::uint16_t>(one >> 16), static_cast<std::uint16_t>(one)});
  }
}

// Pairs are made of so many words before a word: sentences are hardly longer, and a flood of words costs no square.
constexpr std::size_t kTogetherMax = 24;

}  // namespace

std::vector<std::u32string> words_of(std::string_view text) {
  std::vector<std::u32string> words;
  bool open = false;
  while (!text.empty()) {
    auto c = lower(next_code_point(text));
    if (is_apostrophe(c)) continue;
    if (!is_letter(c)) {
      open = false;
      continue;
    }
    if (is_between(c, '0', '9')) c = '0';
    const bool alone = stands_alone(c);
    if (!open || alone) {
      if (words.size() == kWordsMax) break;
      words.emplace_back();
    }
    words.back() += c;
    open = !alone;
  }
  return words;
}

std::uint32_t feature_of_word(std::u32string_view word) {
  return folded(mixed(mixed(kHashStart, U'w'), word)) & ~kRunMark;
}

Bag bag_of(std::string_view text) {
  Bag bag;
  std::vector<std::uint32_t> ids;
  std::vector<std::uint64_t> gist;
  std::u32string framed;
  const auto words = words_of(text);
  for (std::size_t i = 0; i < words.size(); ++i) {
    const auto word = feature_of_word(words[i]);
    ids.push_back(word);
    if (i >= 1) ids.push_back(pair_of(U'p', words[i - 1], words[i]));
    const auto beginning = beginning_of(words[i]);
    gist.push_back(standing_at(feature_of_word(beginning), i, i));
    if (i >= 1) gist.push_back(standing_at(pair_of(U'p', beginning_of(words[i - 1]), beginning), i - 1, i));
    for (auto j = i - std::min(i, kTogetherMax); j < i; ++j) ids.push_back(together(words[j], words[i]));
    framed.assign(1, U'<').append(words[i]).append(1, U'>');
    const auto runs_begin = static_cast<std::uint32_t>(bag.runs.size());
    add_letter_runs(framed, i, ids, gist, bag.runs);
    if (words[i].find(U'0') != std::u32string::npos || is_common_word(word)) {
      bag.runs.resize(runs_begin);
    } else {
      bag.content.push_back({word, runs_begin, static_cast<std::uint32_t>(bag.runs.size())});
    }
  }
  bag.features = counted(std::move(ids));
  count_gist(std::move(gist), bag);
  return bag;
}

}  // namespace frontdesk::ai
