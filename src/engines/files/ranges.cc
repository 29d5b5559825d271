#include "engines/files/ranges.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "base/text.h"
#include "net/http.h"

namespace frontdesk::engines::files {
namespace {

// Nothing where it is no number, or one that nothing has so many bytes for.
std::optional<std::uint64_t> number(std::string_view digits) {
  std::uint64_t value = 0;
  const auto* const end = digits.data() + digits.size();
  const auto [stop, error] = std::from_chars(digits.data(), end, value);
  if (digits.empty() || error != std::errc() || stop != end) return std::nullopt;
  return value;
}

}  // namespace

Range read_range(std::string_view field, std::uint64_t bytes) {
  constexpr std::string_view kUnit = "bytes=";
  const Range whole{.part = {0, bytes}};
  const Range nothing{.is_whole = false, .is_there = false};
  if (!text::lower_ascii(field.substr(0, kUnit.size())).starts_with(kUnit)) return whole;
  const auto range = text::trim(field.substr(kUnit.size()));
  const auto dash = range.find('-');
  if (dash == std::string_view::npos || range.find(',') != std::string_view::npos) return whole;
  const auto first = number(range.substr(0, dash));
  const auto last = number(range.substr(dash + 1));
  const bool is_suffix = dash == 0;
  const bool is_open = dash + 1 == range.size();
  if ((!first && !is_suffix) || (!last && !is_open) || (is_suffix && is_open)) return whole;
  if (is_suffix) {
    const auto count = std::min(*last, bytes);
    return count == 0 ? nothing : Range{.part = {bytes - count, count}, .is_whole = false};
  }
  if (last && *last < *first) return whole;
  if (*first >= bytes) return nothing;
  return {.part = {*first, std::min(last.value_or(bytes), bytes - 1) - *first + 1}, .is_whole = false};
}

bool counts(std::string_view if_range, std::string_view tag) { return if_range.empty() || text::trim(if_range) == tag; }

bool is_known(std::string_view if_none_match, std::string_view tag) {
  if (text::trim(if_none_match) == "*") return true;
  const auto names = text::split(if_none_match, ',');
  return std::ranges::any_of(names, [&](auto name) {
    name = text::trim(name);
    return (name.starts_with("W/") ? name.substr(2) : name) == tag;
  });
}

std::string disposition_of(std::string_view name) {
  std::string plain(name);
  std::ranges::replace_if(
      plain, [](unsigned char c) { return c < 0x20 || c >= 0x7f || c == '"' || c == '\\' || c == '%'; }, '_');
  return fmt::format("attachment; filename=\"{}\"; filename*=UTF-8''{}", plain, net::percent_encode(name));
}

}  // namespace frontdesk::engines::files
