#include "platform/pages/xml_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "base/ascii.h"
#include "base/charset.h"
#include "base/text.h"
#include "base/unicode.h"
#include "platform/pages/safe_html.h"
#include "platform/pages/xml.h"

namespace frontdesk::platform::pages {
namespace {

using Entities = std::map<std::string, std::string, std::less<>>;

bool is_name_byte(char c) {
  return text::is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '-' || c == '.' ||
         c == ':';
}

bool is_xml_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

// What the first bytes say: the set, and how many of them are a mark.
struct Mark {
  std::string_view charset;
  std::size_t size = 0;
};

Mark mark_of(std::string_view bytes) {
  using namespace std::string_view_literals;
  struct Known {
    std::string_view begin;
    Mark mark;
  };
  static constexpr std::array<Known, 9> kKnown{{
      {"\xff\xfe\0\0"sv, {"utf-32le", 4}},
      {"\0\0\xfe\xff"sv, {"utf-32be", 4}},
      {"\xef\xbb\xbf"sv, {"utf-8", 3}},
      {"\xff\xfe"sv, {"utf-16le", 2}},
      {"\xfe\xff"sv, {"utf-16be", 2}},
      {"<\0\0\0"sv, {"utf-32le", 0}},  // without a mark, but with what every document begins with
      {"\0\0\0<"sv, {"utf-32be", 0}},
      {"<\0"sv, {"utf-16le", 0}},
      {"\0<"sv, {"utf-16be", 0}},
  }};
  for (const auto& known : kKnown) {
    if (bytes.starts_with(known.begin)) return known.mark;
  }
  return {};
}

// What stands behind `name=` in quotes.
std::string_view quoted_behind(std::string_view text, std::string_view name) {
  auto at = text.find(name);
  if (at == std::string_view::npos) return {};
  at += name.size();
  while (at < text.size() && is_xml_blank(text[at])) ++at;
  if (at >= text.size() || text[at] != '=') return {};
  ++at;
  while (at < text.size() && is_xml_blank(text[at])) ++at;
  if (at >= text.size() || (text[at] != '"' && text[at] != '\'')) return {};
  const auto end = text.find(text[at], at + 1);
  return end == std::string_view::npos ? std::string_view() : text.substr(at + 1, end - at - 1);
}

// "<?xml … ?>", wherever blanks put it.
std::string_view declaration_of(std::string_view text) {
  const auto at = text.find_first_not_of(" \t\r\n");
  if (at == std::string_view::npos || !text.substr(at).starts_with("<?xml")) return {};
  const auto end = text.find("?>", at);
  return end == std::string_view::npos ? std::string_view() : text.substr(0, end + 2);
}

// Names of one set that ICU, or its users, know by another.
std::string known_as(std::string_view name) {
  auto lower = text::lower_ascii(text::trim(name));
  for (auto& c : lower) c = c == '_' ? '-' : c;
  if (lower == "utf8" || lower == "u8") return "utf-8";
  if (lower == "gb2312" || lower == "gbk") return "gb18030";
  return lower;
}

bool is_wide(std::string_view charset) {
  return charset.starts_with("utf-16") || charset.starts_with("utf16") || charset.starts_with("u16") ||
         charset.starts_with("utf-32") || charset.starts_with("utf32") || charset.starts_with("u32");
}

bool is_ascii_compatible(std::string_view bytes) { return bytes.find('\0') == std::string_view::npos; }

// Reads `bytes` as `charset`; nothing where they are not of it.
std::optional<std::string> decoded(std::string_view bytes, const std::string& charset) {
  if (charset == "utf-8") return text::is_utf8(bytes) ? std::optional(std::string(bytes)) : std::nullopt;
  return charset::to_utf8(bytes, charset);
}

XmlText in_one_charset(std::string_view bytes, std::string_view content_type) {
  const auto mark = mark_of(bytes);
  const auto body = bytes.substr(mark.size);
  auto declared = known_as(quoted_behind(declaration_of(body.substr(0, 1024)), "encoding"));
  // A declaration that can be read as ASCII is of no set that takes two bytes for each letter.
  if (is_wide(declared) && mark.charset.empty()) declared.clear();
  const auto served = known_as(charset_of(content_type));

  std::vector<std::string> tried;
  const auto first = !mark.charset.empty() ? std::string(mark.charset)
                     : !served.empty()     ? served
                     : !declared.empty()   ? declared
                                           : std::string("utf-8");
  for (const auto& charset : {first, declared, std::string("utf-8")}) {
    if (charset.empty()) continue;
    if (auto utf8 = decoded(body, charset)) return {std::move(*utf8), charset, charset == first};
  }
  if (auto guessed = charset::guess(body); !guessed.empty()) {
    // What is guessed must still be XML.
    if (auto utf8 = decoded(body, text::lower_ascii(guessed));
        utf8 && std::ranges::count(*utf8, '<') == std::ranges::count(body, '<'))
      return {std::move(*utf8), text::lower_ascii(guessed), false};
  }
  if (auto utf8 = charset::to_utf8(body, "windows-1252"); utf8 && is_ascii_compatible(body))
    return {std::move(*utf8), "windows-1252", false};
  const auto as = mark.charset.empty() ? std::string("utf-8") : std::string(mark.charset);
  return {charset::to_utf8_replacing(body, as).value_or(std::string()), as, false};
}

// Goes through the document once and writes what can be read.
class Mender {
 public:
  // `is_piece`: no whole document, but a text of one.
  explicit Mender(std::string_view from, bool is_piece = false) : from_(from), is_piece_(is_piece) {
    to_.reserve(from.size() + 64);
  }

  std::string mended() {
    if (const auto declaration = declaration_of(from_); !declaration.empty()) at_ = declaration.size();
    skip_blanks();
    while (at_ < from_.size()) {
      const char c = from_[at_];
      if (c == '<') {
        mend_markup();
      } else if (!is_inside_ && !is_piece_) {
        ++at_;  // nothing counts in front of the first element
      } else if (c == '&') {
        mend_reference();
      } else {
        pass_text();
      }
    }
    return std::move(to_);
  }

 private:
  bool stands(std::string_view text) const { return from_.substr(at_).starts_with(text); }
  void skip_blanks() {
    while (at_ < from_.size() && is_xml_blank(from_[at_])) ++at_;
  }

  // Letters that XML has not (2.2) are left out.
  void pass(std::string_view piece) {
    for (std::size_t i = 0; i < piece.size(); ++i) {
      const auto c = static_cast<unsigned char>(piece[i]);
      if (c < 0x20 && !is_xml_blank(piece[i])) continue;
      // A control of ISO 8859 is a letter of windows-1252 whose publisher named the wrong one.
      if (c == 0xc2 && i + 1 < piece.size() && static_cast<unsigned char>(piece[i + 1]) < 0xa0) {
        unicode::append(to_, of_windows_1252(static_cast<unsigned char>(piece[++i])));
        continue;
      }
      if (c == 0xef && piece.substr(i, 3) >= std::string_view("\xef\xbf\xbe") && i + 2 < piece.size() &&
          static_cast<unsigned char>(piece[i + 1]) == 0xbf && static_cast<unsigned char>(piece[i + 2]) >= 0xbe) {
        i += 2;
        continue;
      }
      to_.push_back(piece[i]);
    }
  }

  void pass_text() {
    const auto end = std::min(from_.find_first_of("<&", at_), from_.size());
    pass(from_.substr(at_, end - at_));
    at_ = end;
  }

  void pass_until(std::string_view end) {
    const auto found = from_.find(end, at_);
    const auto to = found == std::string_view::npos ? from_.size() : found + end.size();
    pass(from_.substr(at_, to - at_));
    at_ = to;
  }

  void skip_until(std::string_view end) {
    const auto found = from_.find(end, at_);
    at_ = found == std::string_view::npos ? from_.size() : found + end.size();
  }

  void mend_markup() {
    if (stands("<![CDATA[")) return pass_until("]]>");
    if (stands("<!--")) return skip_until("-->");
    if (stands("<?")) return skip_until("?>");
    if (stands("<!DOCTYPE") || stands("<!doctype")) return skip_document_type();
    const auto behind = at_ + 1 < from_.size() ? from_[at_ + 1] : ' ';
    if (behind == '!' && !is_inside_) return skip_until(">");
    if (behind != '/' && !is_name_byte(behind) && static_cast<unsigned char>(behind) < 0x80) {
      to_ += "&lt;";
      ++at_;
      return;
    }
    is_inside_ = is_inside_ || behind != '/';
    to_.push_back('<');
    ++at_;
  }

  void mend_reference() {
    auto end = at_ + 1;
    if (end < from_.size() && from_[end] == '#') ++end;
    while (end < from_.size() && is_name_byte(from_[end])) ++end;
    const auto name = from_.substr(at_ + 1, end - at_ - 1);
    if (name.empty() || end >= from_.size() || from_[end] != ';') {
      to_ += "&amp;";
      ++at_;
      return;
    }
    at_ = end + 1;
    if (name.starts_with('#')) return write_number(name.substr(1));
    if (const auto own = entities_.find(name); own != entities_.end()) {
      if ((written_out_ += own->second.size()) <= kWrittenOutMax) to_ += own->second;
      return;
    }
    if (name == "lt" || name == "gt" || name == "amp" || name == "quot" || name == "apos") {
      to_ += fmt::format("&{};", name);
    } else if (const auto point = html_entity(name); point != 0) {
      to_ += fmt::format("&#{};", static_cast<std::uint32_t>(point));
    } else {
      to_ += fmt::format("&amp;{};", name);
    }
  }

  void write_number(std::string_view digits) {
    const bool is_hex = digits.starts_with('x') || digits.starts_with('X');
    if (is_hex) digits.remove_prefix(1);
    std::uint32_t point = 0;
    bool is_number = !digits.empty();
    for (const char c : digits) {
      const auto digit = text::hex_digit(c);
      is_number = is_number && digit >= 0 && (is_hex || digit < 10);
      if (is_number && point <= 0x10FFFF) point = point * (is_hex ? 16 : 10) + static_cast<std::uint32_t>(digit);
    }
    if (!is_number) return to_ += fmt::format("&amp;#{};", digits), void();
    const bool is_there = point >= 0x20 || point == 9 || point == 10 || point == 13;
    if (!is_there || point > 0x10FFFF || (point >= 0xD800 && point < 0xE000) || point == 0xFFFE || point == 0xFFFF)
      return;
    if (point >= 0x80 && point < 0xa0) point = of_windows_1252(point);
    to_ += fmt::format("&#{};", point);
  }

  // What it declares as a plain text is kept; nothing else of it.
  void skip_document_type() {
    const auto begin = at_;
    if (std::exchange(had_document_type_, true)) return skip_until(">");  // there is one at most
    int open = 0;
    char quote = 0;
    for (; at_ < from_.size(); ++at_) {
      const char c = from_[at_];
      if (quote != 0) {
        if (c == quote) quote = 0;
      } else if (c == '"' || c == '\'') {
        quote = c;
      } else if (stands("<!--")) {
        skip_until("-->");
        --at_;
      } else if (stands("<!ENTITY") && open > 0) {
        declare();
        --at_;
      } else if (c == '[') {
        ++open;
      } else if (c == ']') {
        --open;
      } else if (c == '>' && open <= 0) {
        ++at_;
        return;
      }
    }
    at_ = begin;  // it does not end: what looked like one is left out by itself
    skip_until(">");
  }

  // Behind its quotes, where these are closed.
  std::size_t end_of_declaration() const {
    char quote = 0;
    constexpr std::size_t kDeclarationMax = 4'096;
    for (auto at = at_; at < std::min(from_.size(), at_ + kDeclarationMax); ++at) {
      const char c = from_[at];
      if (quote != 0) {
        if (c == quote) quote = 0;
      } else if (c == '"' || c == '\'') {
        quote = c;
      } else if (c == '>') {
        return at;
      }
    }
    return std::min(from_.find('>', at_), from_.size());
  }

  void declare() {
    const auto end = end_of_declaration();
    auto rest = text::trim(from_.substr(at_ + 8, end - std::min(end, at_ + 8)));
    at_ = std::min(end + 1, from_.size());
    const auto blank = rest.find_first_of(" \t\r\n");
    if (blank == std::string_view::npos) return;
    const auto name = rest.substr(0, blank);
    rest = text::trim(rest.substr(blank));
    if (rest.size() < 2 || (rest[0] != '"' && rest[0] != '\'') || rest.back() != rest[0]) return;
    const auto value = rest.substr(1, rest.size() - 2);
    if (name == "%" || value.size() > kEntityMax || entities_.size() >= kEntitiesMax) return;
    // A reference to another one would be a way to grow; one to a letter is a letter.
    std::string safe;
    for (std::size_t i = 0; i < value.size(); ++i) {
      if (value[i] == '&' && (i + 1 >= value.size() || value[i + 1] != '#')) return;
      if (value[i] == '<') {
        safe += "&lt;";
      } else {
        safe.push_back(value[i]);
      }
    }
    entities_.try_emplace(std::string(name), plain_of(safe));
  }

  // Its references to letters, made sure to be such.
  static std::string plain_of(std::string_view value) {
    Mender inner(value, true);
    return inner.mended();
  }

  static constexpr std::size_t kEntityMax = 256;
  static constexpr std::size_t kEntitiesMax = 512;
  static constexpr std::size_t kWrittenOutMax = 1 << 20;

  std::string_view from_;
  std::string to_;
  std::size_t at_ = 0;
  std::size_t written_out_ = 0;
  bool had_document_type_ = false;
  bool is_piece_;
  bool is_inside_ = false;  // an element was opened
  Entities entities_;
};

}  // namespace

std::string charset_of(std::string_view content_type) {
  for (const auto part : text::split(content_type, ';')) {
    const auto equals = part.find('=');
    if (equals == std::string_view::npos || !text::equal_ignoring_case(text::trim(part.substr(0, equals)), "charset"))
      continue;
    auto value = text::trim(part.substr(equals + 1));
    while (!value.empty() && (value.front() == '"' || value.front() == '\'')) value.remove_prefix(1);
    while (!value.empty() && (value.back() == '"' || value.back() == '\'')) value.remove_suffix(1);
    return text::lower_ascii(text::trim(value));
  }
  return {};
}

XmlText xml_text(std::string_view bytes, std::string_view content_type) {
  auto text = in_one_charset(bytes, content_type);
  text.utf8 = Mender(text.utf8).mended();
  const auto type = text::lower_ascii(text::trim(content_type.substr(0, content_type.find(';'))));
  const bool is_xml = type.empty() || type.find("xml") != std::string::npos;
  text.is_as_said = text.is_as_said && is_xml;
  return text;
}

}  // namespace frontdesk::platform::pages
