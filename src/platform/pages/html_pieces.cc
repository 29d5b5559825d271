#include "platform/pages/html_pieces.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace frontdesk::platform::pages {
namespace {

bool is_ascii_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_space_of_html(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f'; }

// What browsers read to its end tag, whatever stands in it.
bool has_no_markup(std::string_view name) {
  static constexpr std::array<std::string_view, 5> kRaw{"script", "style", "xmp", "title", "textarea"};
  return std::ranges::find(kRaw, name) != kRaw.end();
}

}  // namespace

bool HtmlPieces::is_tag() const {
  const auto next = at_ + 1 < html_.size() ? html_[at_ + 1] : ' ';
  return is_ascii_letter(next) || next == '!' || next == '?' ||
         (next == '/' && at_ + 2 < html_.size() && is_ascii_letter(html_[at_ + 2]));
}

bool HtmlPieces::next(HtmlPiece& piece) {
  piece.name.clear();
  piece.attributes.clear();
  piece.text = {};
  piece.is_closed = false;
  if (at_ >= html_.size()) return false;
  if (!raw_.empty()) {
    // To the first "</name".
    auto end = at_;
    for (;; ++end) {
      end = html_.find("</", end);
      if (end == std::string_view::npos) break;
      if (text::equal_ignoring_case(html_.substr(end + 2, raw_.size()), raw_)) break;
    }
    raw_.clear();
    piece.kind = HtmlPiece::Kind::text;
    const auto begin = std::exchange(at_, std::min(end, html_.size()));
    piece.text = html_.substr(begin, at_ - begin);
    if (!piece.text.empty()) return true;
    if (at_ >= html_.size()) return false;
  }
  if (html_[at_] == '<' && is_tag()) {
    read_tag(piece);
    return true;
  }
  auto end = at_ + 1;
  while (end < html_.size() && html_[end] != '<') ++end;
  piece.kind = HtmlPiece::Kind::text;
  piece.text = html_.substr(at_, end - at_);
  at_ = end;
  return true;
}

void HtmlPieces::read_tag(HtmlPiece& piece) {
  const auto sign = html_[at_ + 1];
  if (sign == '!' || sign == '?') {
    piece.kind = HtmlPiece::Kind::other;
    return skip_comment();
  }
  piece.kind = sign == '/' ? HtmlPiece::Kind::close : HtmlPiece::Kind::open;
  auto begin = at_ + (sign == '/' ? 2 : 1);
  auto end = begin;
  while (end < html_.size() && !is_space_of_html(html_[end]) && html_[end] != '/' && html_[end] != '>') ++end;
  piece.name = text::lower_ascii(html_.substr(begin, end - begin));
  at_ = end;
  read_attributes(piece);
  if (piece.kind == HtmlPiece::Kind::open && !piece.is_closed && has_no_markup(piece.name)) raw_ = piece.name;
}

void HtmlPieces::read_attributes(HtmlPiece& piece) {
  for (;;) {
    while (at_ < html_.size() && (is_space_of_html(html_[at_]) || html_[at_] == '/')) {
      piece.is_closed = piece.is_closed || html_[at_] == '/';
      ++at_;
    }
    if (at_ >= html_.size()) return;
    if (html_[at_] == '>') return ++at_, void();
    piece.is_closed = false;
    const auto begin = at_++;
    while (at_ < html_.size() && !is_space_of_html(html_[at_]) && html_[at_] != '/' && html_[at_] != '>' &&
           html_[at_] != '=')
      ++at_;
    auto name = text::lower_ascii(html_.substr(begin, at_ - begin));
    while (at_ < html_.size() && is_space_of_html(html_[at_])) ++at_;
    std::string_view value;
    if (at_ < html_.size() && html_[at_] == '=') {
      ++at_;
      while (at_ < html_.size() && is_space_of_html(html_[at_])) ++at_;
      if (at_ < html_.size() && (html_[at_] == '"' || html_[at_] == '\'')) {
        const auto end = std::min(html_.find(html_[at_], at_ + 1), html_.size());
        value = html_.substr(at_ + 1, end - at_ - 1);
        at_ = std::min(end + 1, html_.size());
      } else {
        const auto from = at_;
        while (at_ < html_.size() && !is_space_of_html(html_[at_]) && html_[at_] != '>') ++at_;
        value = html_.substr(from, at_ - from);
      }
    }
    constexpr std::size_t kAttributesMax = 64;
    if (piece.attributes.size() < kAttributesMax) piece.attributes.emplace_back(std::move(name), value);
  }
}

// One that does not end takes no more than a declaration would: the text behind it is worth more to a reader.
void HtmlPieces::skip_comment() {
  const auto rest = html_.substr(at_);
  auto end = std::string_view::npos;
  if (rest.starts_with("<!-->") || rest.starts_with("<!--->")) {
    end = at_ + rest.find('>');
  } else if (rest.starts_with("<!--") && !ends_no_comment_) {
    end = html_.find("-->", at_ + 4);
    if (end != std::string_view::npos) end += 2;
    ends_no_comment_ = end == std::string_view::npos;
  }
  if (end == std::string_view::npos) end = html_.find('>', at_);
  at_ = end == std::string_view::npos ? html_.size() : end + 1;
}

}  // namespace frontdesk::platform::pages
