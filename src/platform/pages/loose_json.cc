#include "platform/pages/loose_json.h"

#include <algorithm>
#include <charconv>

#include "base/ascii.h"
#include "base/text.h"
#include "base/unicode.h"

namespace frontdesk::platform::pages {
namespace {

bool is_of_name(char c) {
  return text::is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '@' || c == '$';
}

class LooseReader {
 public:
  LooseReader(std::string_view text, std::uint32_t offset, Effort& effort)
      : text_(text), offset_(offset), effort_(effort) {}

  std::vector<LooseJson> all() {
    std::vector<LooseJson> values;
    for (skip(); at_ < text_.size(); skip()) {
      const auto before = at_;
      if (LooseJson value; read(value, 0)) values.push_back(std::move(value));
      if (at_ == before && at_ < text_.size()) ++at_;
    }
    return values;
  }

 private:
  static constexpr int kDepthMax = 64;

  bool stands(std::string_view word) const { return text_.substr(at_).starts_with(word); }

  void pass(std::string_view end) {
    const auto found = text_.find(end, at_);
    at_ = found == std::string_view::npos ? text_.size() : found + end.size();
  }

  // Blanks, comments, and what hides a script from other readers.
  void skip() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (static_cast<unsigned char>(c) <= ' ' || c == ';') {
        ++at_;
      } else if (stands("//")) {
        pass("\n");
      } else if (stands("/*")) {
        pass("*/");
      } else if (stands("<!--")) {
        pass("-->");
      } else if (stands("<![CDATA[")) {
        at_ += 9;
      } else if (stands("]]>") || stands("-->") || stands("\xef\xbb\xbf")) {
        at_ += 3;
      } else {
        return;
      }
    }
  }

  Piece piece(std::size_t begin, std::size_t end) const {
    return {offset_ + static_cast<std::uint32_t>(begin), offset_ + static_cast<std::uint32_t>(end)};
  }

  bool read(LooseJson& into, int depth) {
    effort_.spend(2);
    skip();
    if (at_ >= text_.size()) return false;
    const char c = text_[at_];
    if (c == '{' || c == '[') return read_many(into, c == '{', depth);
    if (c == '"' || c == '\'') {
      const auto begin = at_ + 1;
      into.value = read_text();
      const bool is_closed = at_ > begin && text_[at_ - 1] == c;
      into.piece = piece(begin, is_closed ? at_ - 1 : at_);
      return true;
    }
    return read_word(into);
  }

  bool read_many(LooseJson& into, bool is_object, int depth) {
    if (depth > kDepthMax) return at_ = text_.size(), false;
    const auto begin = at_++;
    into.kind = is_object ? LooseJson::Kind::object : LooseJson::Kind::list;
    const char end = is_object ? '}' : ']';
    for (skip(); at_ < text_.size(); skip()) {
      if (text_[at_] == end) {
        ++at_;
        break;
      }
      if (text_[at_] == '}' || text_[at_] == ']') break;  // of what is around it
      if (text_[at_] == ',' || text_[at_] == ':') {
        ++at_;
        continue;
      }
      LooseJson child;
      if (is_object && !read_name(child)) {
        at_ = std::min(at_ + 1, text_.size());
        continue;
      }
      const auto before = at_;
      const bool is_there = read(child, depth + 1);
      if (is_there) into.children.push_back(std::move(child));
      if (at_ == before && at_ < text_.size()) ++at_;
    }
    into.piece = piece(begin, at_);
    return true;
  }

  bool read_name(LooseJson& into) {
    const char c = text_[at_];
    if (c == '"' || c == '\'') {
      into.name = read_text();
    } else {
      const auto begin = at_;
      while (at_ < text_.size() && is_of_name(text_[at_])) ++at_;
      if (at_ == begin) return false;
      into.name = std::string(text_.substr(begin, at_ - begin));
    }
    skip();
    if (at_ >= text_.size() || text_[at_] != ':') return false;
    ++at_;
    return true;
  }

  std::string read_text() {
    const char quote = text_[at_++];
    std::string out;
    while (at_ < text_.size() && text_[at_] != quote) {
      if (text_[at_] != '\\' || at_ + 1 >= text_.size()) {
        out.push_back(text_[at_++]);
        continue;
      }
      const char c = text_[at_ + 1];
      at_ += 2;
      switch (c) {
        case 'n':
          out.push_back('\n');
          break;
        case 't':
          out.push_back('\t');
          break;
        case 'r':
          out.push_back('\r');
          break;
        case 'b':
        case 'f':
          break;
        case 'u':
          read_unit(out);
          break;
        default:
          out.push_back(c);
      }
    }
    if (at_ < text_.size()) ++at_;
    effort_.spend(out.size() / 32);
    return out;
  }

  int unit_at(std::size_t at) const {
    if (at + 4 > text_.size()) return -1;
    int unit = 0;
    for (std::size_t i = 0; i < 4; ++i) {
      const auto digit = text::hex_digit(text_[at + i]);
      if (digit < 0) return -1;
      unit = unit * 16 + digit;
    }
    return unit;
  }

  void read_unit(std::string& out) {
    const auto high = unit_at(at_);
    if (high < 0) return out.push_back('u');
    at_ += 4;
    if (high >= 0xD800 && high < 0xDC00 && stands("\\u")) {
      const auto low = unit_at(at_ + 2);
      if (low >= 0xDC00 && low < 0xE000) {
        at_ += 6;
        return unicode::append(
            out, 0x10000 + ((static_cast<char32_t>(high) - 0xD800) << 10) + (static_cast<char32_t>(low) - 0xDC00));
      }
    }
    if (high != 0) unicode::append(out, high >= 0xD800 && high < 0xE000 ? 0xFFFD : static_cast<char32_t>(high));
  }

  // true, false, null, a number; what else stands there is no value.
  bool read_word(LooseJson& into) {
    const auto begin = at_;
    while (at_ < text_.size() && std::string_view(",:]}{[\"' \t\r\n;").find(text_[at_]) == std::string_view::npos)
      ++at_;
    const auto word = text_.substr(begin, at_ - begin);
    into.piece = piece(begin, at_);
    if (word == "true" || word == "false") return into.value = word == "true", true;
    if (word == "null") return true;
    std::int64_t whole = 0;
    const auto* end = word.data() + word.size();
    if (const auto done = std::from_chars(word.data(), end, whole); done.ec == std::errc() && done.ptr == end)
      return into.value = whole, true;
    double real = 0;
    if (const auto done = std::from_chars(word.data(), end, real);
        done.ec == std::errc() && done.ptr == end && real == real)
      return into.value = real, true;
    return false;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::uint32_t offset_;
  Effort& effort_;
};

}  // namespace

const LooseJson* LooseJson::find(std::string_view member) const {
  const auto found = std::ranges::find(children, member, &LooseJson::name);
  return kind != Kind::object || found == children.end() ? nullptr : &*found;
}

std::vector<LooseJson> loose_json(std::string_view text, std::uint32_t offset, Effort& effort) {
  return LooseReader(text, offset, effort).all();
}

}  // namespace frontdesk::platform::pages
