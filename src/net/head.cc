#include "net/head.h"

#include "base/text.h"

namespace frontdesk::net {
namespace {

constexpr auto kTokenBytes = [] {
  std::array<bool, 256> table{};
  for (int c = '0'; c <= '9'; ++c) table[c] = true;
  for (int c = 'a'; c <= 'z'; ++c) table[c] = table[c - 'a' + 'A'] = true;
  for (const unsigned char c : std::string_view("!#$%&'*+-.^_`|~")) table[c] = true;
  return table;
}();

std::string_view without_blanks(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

std::unexpected<Refusal> refused(std::string detail) { return std::unexpected(Refusal{400, std::move(detail)}); }

std::optional<std::uint64_t> length_of(std::string_view text) {
  if (text.empty() || text.size() > 18) return std::nullopt;
  std::uint64_t length = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    length = length * 10 + static_cast<std::uint64_t>(c - '0');
  }
  return length;
}

// "chunked" has to be there once, as the last coding.
std::expected<Framing, Refusal> framing_of_codings(const std::vector<std::string>& codings) {
  if (codings.empty()) return refused("Transfer-Encoding is empty.");
  for (std::size_t i = 0; i < codings.size(); ++i) {
    if (!is_token(codings[i])) return refused("Transfer-Encoding is not a list of names.");
    if ((codings[i] == "chunked") != (i + 1 == codings.size())) {
      return refused("Transfer-Encoding must end in \"chunked\", once.");
    }
  }
  return Framing{.kind = Framing::Kind::chunked, .has_foreign_coding = codings.size() > 1};
}

}  // namespace

std::optional<Line> next_line(std::string_view bytes) {
  const auto end = bytes.find('\n');
  if (end == std::string_view::npos) return std::nullopt;
  const bool clean = end > 0 && bytes[end - 1] == '\r';
  return Line{bytes.substr(0, clean ? end - 1 : end), end + 1, clean};
}

bool is_token(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](unsigned char c) { return kTokenBytes[c]; });
}

bool is_field_value(std::string_view text) {
  return std::ranges::all_of(text, [](unsigned char c) { return c == '\t' || (c >= ' ' && c != 0x7f); });
}

bool read_field(std::string_view line, Headers& into) {
  const auto colon = line.find(':');
  if (colon == std::string_view::npos || !is_token(line.substr(0, colon))) return false;
  const auto value = without_blanks(line.substr(colon + 1));
  if (!is_field_value(value)) return false;
  into.add(line.substr(0, colon), value);
  return true;
}

std::expected<Framing, Refusal> framing_of(const Headers& headers, int minor_version) {
  int lengths = 0;
  bool is_coded = false;
  std::string_view length_text;
  std::vector<std::string> codings;
  for (const auto& header : headers.all()) {
    if (text::equal_ignoring_case(header.name, "content-length")) {
      ++lengths;
      length_text = header.value;
    } else if (text::equal_ignoring_case(header.name, "transfer-encoding")) {
      is_coded = true;
      for (const auto coding : text::split(header.value, ',')) {
        const auto name = without_blanks(coding);
        if (!name.empty()) codings.push_back(text::lower_ascii(name));
      }
    }
  }
  if (lengths > 0 && is_coded) return refused("Content-Length and Transfer-Encoding exclude each other.");
  if (lengths > 1) return refused("There is more than one Content-Length.");
  if (is_coded && minor_version == 0) return refused("HTTP/1.0 has no Transfer-Encoding.");
  if (is_coded) return framing_of_codings(codings);
  if (lengths == 0) return Framing{};
  const auto length = length_of(length_text);
  if (!length) return refused("Content-Length is not a number of bytes.");
  return Framing{.kind = *length ? Framing::Kind::length : Framing::Kind::none, .length = *length};
}

bool has_word(const Headers& headers, std::string_view name, std::string_view word) {
  for (const auto& header : headers.all()) {
    if (!text::equal_ignoring_case(header.name, name)) continue;
    for (const auto item : text::split(header.value, ',')) {
      if (text::equal_ignoring_case(without_blanks(item), word)) return true;
    }
  }
  return false;
}

}  // namespace frontdesk::net
