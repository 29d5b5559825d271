#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace frontdesk::text {

bool is_utf8(std::string_view bytes);             // no surrogates, no overlong forms
std::size_t utf8_prefix(std::string_view bytes);  // how many bytes from the start are UTF-8
std::size_t count_code_points(std::string_view utf8);
// Whether there is anything to be seen: not only blanks, controls, and signs that take no room.
bool has_visible(std::string_view utf8);
// At most `bytes_max`, cut between code points.
std::string_view head(std::string_view utf8, std::size_t bytes_max);

std::string lower_ascii(std::string_view text);
std::string_view trim(std::string_view text);
std::vector<std::string_view> split(std::string_view text, char at);
bool equal_ignoring_case(std::string_view left, std::string_view right);

// For "did you mean": the known word within a third of its length in edits, or empty.
std::string_view nearest(std::string_view word, std::span<const std::string_view> known);

// Fills {{name}} and {{a.b}} from `find`; what is not found stays empty. Mustache's variables without sections.
template <class Find>
std::string fill(std::string_view pattern, Find find) {
  std::string out;
  for (;;) {
    const auto open = pattern.find("{{");
    const auto close = open == std::string_view::npos ? open : pattern.find("}}", open);
    out += pattern.substr(0, close == std::string_view::npos ? close : open);
    if (close == std::string_view::npos) return out;
    out += find(trim(pattern.substr(open + 2, close - open - 2)));
    pattern.remove_prefix(close + 2);
  }
}

}  // namespace frontdesk::text
