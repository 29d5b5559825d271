#include "base/text.h"

#include <algorithm>
#include <numeric>

namespace frontdesk::text {

bool is_utf8(std::string_view bytes) { return utf8_prefix(bytes) == bytes.size(); }

std::size_t utf8_prefix(std::string_view bytes) {
  const auto* const begin = reinterpret_cast<const unsigned char*>(bytes.data());
  const auto* const end = begin + bytes.size();
  const auto* at = begin;
  while (at < end) {
    if (*at < 0x80) {
      ++at;
      continue;
    }
    const int length = *at >= 0xf0 ? 4 : *at >= 0xe0 ? 3 : 2;
    if (*at < 0xc2 || *at > 0xf4 || end - at < length) break;
    if (!std::all_of(at + 1, at + length, [](unsigned char c) { return (c & 0xc0) == 0x80; })) break;
    if ((*at == 0xe0 && at[1] < 0xa0) || (*at == 0xed && at[1] > 0x9f) || (*at == 0xf0 && at[1] < 0x90) ||
        (*at == 0xf4 && at[1] > 0x8f)) {
      break;
    }
    at += length;
  }
  return static_cast<std::size_t>(at - begin);
}

std::size_t count_code_points(std::string_view utf8) {
  return static_cast<std::size_t>(std::ranges::count_if(utf8, [](char c) { return (c & 0xc0) != 0x80; }));
}

namespace {

struct Range {
  char32_t first;
  char32_t last;
};

// Unicode's controls, blanks, and what is drawn as nothing (Default_Ignorable_Code_Point, and the blank of Braille).
constexpr Range kInvisible[] = {
    {0x0000, 0x0020}, {0x007f, 0x00a0},   {0x00ad, 0x00ad},   {0x034f, 0x034f},  {0x061c, 0x061c}, {0x115f, 0x1160},
    {0x1680, 0x1680}, {0x17b4, 0x17b5},   {0x180b, 0x180f},   {0x2000, 0x200f},  {0x2028, 0x202f}, {0x205f, 0x206f},
    {0x2800, 0x2800}, {0x3000, 0x3000},   {0x3164, 0x3164},   {0xfe00, 0xfe0f},  {0xfeff, 0xfeff}, {0xffa0, 0xffa0},
    {0xfff0, 0xfffb}, {0x1bca0, 0x1bca3}, {0x1d173, 0x1d17a}, {0xe0000, 0xe0fff}};

// The code point at the start of what is UTF-8, which is moved behind it.
char32_t take_code_point(std::string_view& utf8) {
  const auto first = static_cast<unsigned char>(utf8.front());
  const std::size_t length = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  char32_t point = length == 1 ? first : first & (0x7fu >> length);
  for (std::size_t i = 1; i < std::min(length, utf8.size()); ++i)
    point = point << 6 | (static_cast<unsigned char>(utf8[i]) & 0x3fu);
  utf8.remove_prefix(std::min(length, utf8.size()));
  return point;
}

}  // namespace

bool has_visible(std::string_view utf8) {
  while (!utf8.empty()) {
    const auto point = take_code_point(utf8);
    const auto hides = [point](const Range& range) { return point >= range.first && point <= range.last; };
    if (std::ranges::none_of(kInvisible, hides)) return true;
  }
  return false;
}

std::string_view head(std::string_view utf8, std::size_t bytes_max) {
  if (utf8.size() <= bytes_max) return utf8;
  while (bytes_max > 0 && (utf8[bytes_max] & 0xc0) == 0x80) --bytes_max;
  return utf8.substr(0, bytes_max);
}

std::string lower_ascii(std::string_view text) {
  std::string out(text);
  for (auto& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  }
  return out;
}

std::string_view trim(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n";
  const auto first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

std::vector<std::string_view> split(std::string_view text, char at) {
  std::vector<std::string_view> parts;
  for (;;) {
    const auto end = text.find(at);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

bool equal_ignoring_case(std::string_view left, std::string_view right) {
  return left.size() == right.size() && lower_ascii(left) == lower_ascii(right);
}

namespace {

// Letters put in, left out, replaced, or swapped with their neighbour.
std::size_t count_edits(std::string_view from, std::string_view to) {
  std::vector<std::size_t> before_last, last(to.size() + 1), row(to.size() + 1);
  std::iota(last.begin(), last.end(), 0);
  for (std::size_t i = 1; i <= from.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= to.size(); ++j) {
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1)});
      const bool swapped = i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1];
      if (swapped) row[j] = std::min(row[j], before_last[j - 2] + 1);
    }
    before_last = last;
    last.swap(row);
  }
  return last.back();
}

}  // namespace

std::string_view nearest(std::string_view word, std::span<const std::string_view> known) {
  std::string_view best;
  const std::size_t edits_max = std::max<std::size_t>(1, word.size() / 3);
  std::size_t best_edits = edits_max + 1;
  for (const auto candidate : known) {
    const auto difference = std::max(candidate.size(), word.size()) - std::min(candidate.size(), word.size());
    if (difference > edits_max) continue;
    if (const auto edits = count_edits(word, candidate); edits < best_edits) best_edits = edits, best = candidate;
  }
  return best;
}

}  // namespace frontdesk::text
