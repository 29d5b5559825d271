#include "ai/broken_text.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "base/error.h"
#include "base/json.h"
#include "base/text.h"

namespace frontdesk::ai {
namespace {

constexpr std::string_view kReplacement = "\xef\xbf\xbd";

std::uint8_t byte_at(std::string_view text, std::size_t at) { return static_cast<std::uint8_t>(text[at]); }

bool continues(std::uint8_t byte) { return (byte & 0xc0) == 0x80; }

// A surrogate written as if it were a character (three bytes), which UTF-8 does not allow.
std::optional<unsigned> surrogate_at(std::string_view text) {
  if (text.size() < 3 || byte_at(text, 0) != 0xed || byte_at(text, 1) < 0xa0 || !continues(byte_at(text, 1)) ||
      !continues(byte_at(text, 2)))
    return std::nullopt;
  return 0xd000U | (byte_at(text, 1) & 0x3fU) << 6 | (byte_at(text, 2) & 0x3fU);
}

bool is_high(unsigned surrogate) { return surrogate < 0xdc00; }

std::string surrogate_bytes(unsigned surrogate) {
  return {static_cast<char>(0xed), static_cast<char>(0x80 | ((surrogate >> 6) & 0x3f)),
          static_cast<char>(0x80 | (surrogate & 0x3f))};
}

std::string character_of(unsigned high, unsigned low) {
  const auto point = 0x10000U + ((high - 0xd800U) << 10) + (low - 0xdc00U);
  return {static_cast<char>(0xf0 | (point >> 18)), static_cast<char>(0x80 | ((point >> 12) & 0x3f)),
          static_cast<char>(0x80 | ((point >> 6) & 0x3f)), static_cast<char>(0x80 | (point & 0x3f))};
}

// True where more bytes could make a character of these.
bool may_go_on(std::string_view rest) {
  const auto first = byte_at(rest, 0);
  const std::size_t size = first >= 0xf0 && first <= 0xf4   ? 4
                           : first >= 0xe0 && first <= 0xef ? 3
                           : first >= 0xc2                  ? 2
                                                            : 0;
  return first < 0xf5 && rest.size() < size &&
         std::all_of(rest.begin() + 1, rest.end(), [](char c) { return continues(static_cast<std::uint8_t>(c)); });
}

// The code of "\uXXXX" at the start.
std::optional<unsigned> escape_at(std::string_view text) {
  if (text.size() < 6 || !text.starts_with("\\u")) return std::nullopt;
  unsigned code = 0;
  const auto [end, problem] = std::from_chars(text.data() + 2, text.data() + 6, code, 16);
  return problem == std::errc() && end == text.data() + 6 ? std::optional(code) : std::nullopt;
}

bool is_surrogate(std::optional<unsigned> code) { return code && *code >= 0xd800 && *code <= 0xdfff; }

// Escaped surrogates without their other half, as bytes.
std::string unescape_halves(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    std::size_t taken = text.front() == '\\' ? std::min<std::size_t>(2, text.size()) : 1;
    const auto code = escape_at(text);
    if (is_surrogate(code)) {
      const auto next = escape_at(text.substr(6));
      const bool is_pair = is_high(*code) && is_surrogate(next) && !is_high(*next);
      taken = is_pair ? 12 : 6;
      out += is_pair ? std::string(text.substr(0, taken)) : surrogate_bytes(*code);
    } else {
      out += text.substr(0, taken);
    }
    text.remove_prefix(taken);
  }
  return out;
}

bool is_text_of_an_answer(std::string_view name) {
  static constexpr std::string_view kNames[] = {"content",           "arguments", "text",   "reasoning",
                                                "reasoning_content", "thinking",  "refusal"};
  return std::ranges::find(kNames, name) != std::end(kNames);
}

// Whether only an answer's texts are broken.
bool is_whole_elsewhere(const Value& value) {
  if (value.is_text()) return text::is_utf8(value.text());
  for (const auto& item : value.items()) {
    if (!is_whole_elsewhere(item)) return false;
  }
  return std::ranges::all_of(value.members(), [](const Member& member) {
    return text::is_utf8(member.key()) && (is_text_of_an_answer(member.key()) || is_whole_elsewhere(member.value));
  });
}

}  // namespace

std::string TextMender::feed(std::string_view piece) {
  pending_ += piece;
  return mend(false);
}

std::string TextMender::finish() { return mend(true); }

std::string TextMender::mend(bool is_end) {
  std::string out;
  std::string_view rest = pending_;
  for (;;) {
    const auto whole = text::utf8_prefix(rest);
    out += rest.substr(0, whole);
    rest.remove_prefix(whole);
    if (rest.empty()) break;
    const auto high = surrogate_at(rest);
    if (high && is_high(*high)) {
      const auto behind = rest.substr(3);
      if (const auto low = surrogate_at(behind); low && !is_high(*low)) {
        out += character_of(*high, *low);
        rest.remove_prefix(6);
        continue;
      }
      if (!is_end && (behind.empty() || may_go_on(behind))) break;
    } else if (!is_end && may_go_on(rest)) {
      break;
    }
    out += kReplacement;
    rest.remove_prefix(high ? 3 : 1);
  }
  pending_ = std::string(rest);
  return out;
}

Value parse_broken(std::string_view text) {
  auto value = json::parse(unescape_halves(text), {.takes_broken_text = true});
  if (!is_whole_elsewhere(value)) {
    throw Error(Kind::invalid, "json/malformed", "Text that is not UTF-8 stands outside of the answer's own.");
  }
  return value;
}

}  // namespace frontdesk::ai
