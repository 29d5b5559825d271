#include "platform/pages/safe_html.h"

#include <algorithm>
#include <array>
#include <vector>

#include "base/ascii.h"
#include "base/text.h"
#include "base/unicode.h"
#include "platform/pages/html_pieces.h"
#include "platform/pages/links.h"
#include "platform/pages/xml.h"

namespace frontdesk::platform::pages {
namespace {

template <std::size_t n>
using Words = std::array<std::string_view, n>;

template <std::size_t n>
bool has(const Words<n>& sorted, std::string_view word) {
  return std::ranges::binary_search(sorted, word);
}

// What shows something and does nothing. Nothing of it is read by browsers in a way of its own, as drawings, formulas,
// forms and what has no markup inside are.
constexpr auto kElements = std::to_array<std::string_view>(
    {"a",      "abbr",    "acronym",    "address", "area",    "article", "aside",  "audio",    "b",      "bdi",
     "bdo",    "big",     "blockquote", "br",      "caption", "center",  "cite",   "code",     "col",    "colgroup",
     "dd",     "del",     "details",    "dfn",     "dir",     "div",     "dl",     "dt",       "em",     "figcaption",
     "figure", "font",    "footer",     "h1",      "h2",      "h3",      "h4",     "h5",       "h6",     "header",
     "hgroup", "hr",      "i",          "img",     "ins",     "kbd",     "li",     "main",     "map",    "mark",
     "menu",   "meter",   "nav",        "ol",      "p",       "picture", "pre",    "progress", "q",      "rp",
     "rt",     "ruby",    "s",          "samp",    "section", "small",   "source", "span",     "strike", "strong",
     "sub",    "summary", "sup",        "table",   "tbody",   "td",      "tfoot",  "th",       "thead",  "time",
     "tr",     "tt",      "u",          "ul",      "var",     "video",   "wbr"});
static_assert(std::ranges::is_sorted(kElements));

constexpr auto kAttributes = std::to_array<std::string_view>(
    {"abbr",     "align",    "alt",     "axis",    "bgcolor", "border",   "bordercolor", "cellpadding", "cellspacing",
     "char",     "charoff",  "cite",    "clear",   "color",   "cols",     "colspan",     "compact",     "controls",
     "coords",   "datetime", "dir",     "face",    "frame",   "headers",  "height",      "high",        "href",
     "hreflang", "hspace",   "ismap",   "label",   "lang",    "longdesc", "loop",        "low",         "max",
     "media",    "min",      "nohref",  "noshade", "nowrap",  "open",     "optimum",     "point-size",  "poster",
     "preload",  "rel",      "rev",     "rowspan", "rules",   "scope",    "shape",       "size",        "span",
     "src",      "start",    "summary", "title",   "type",    "valign",   "value",       "volume",      "vspace",
     "width",    "wrap",     "xml:lang"});
static_assert(std::ranges::is_sorted(kAttributes));

constexpr auto kLinks = std::to_array<std::string_view>({"cite", "href", "longdesc", "poster", "src"});
// What is in them is no text of the page.
constexpr auto kLeftOutWhole =
    std::to_array<std::string_view>({"applet", "math", "script", "style", "svg", "template", "xmp"});
constexpr auto kVoid = std::to_array<std::string_view>({"area", "base", "br", "col", "embed", "frame", "hr", "img",
                                                        "input", "link", "meta", "param", "source", "track", "wbr"});
// That need not be closed (13.1.2.4): closing them by ourselves would make another one in some places.
constexpr auto kMayStayOpen = std::to_array<std::string_view>(
    {"colgroup", "dd", "dt", "li", "p", "rp", "rt", "tbody", "td", "tfoot", "th", "thead", "tr"});
constexpr auto kBlocks = std::to_array<std::string_view>(
    {"address", "article", "aside",  "blockquote", "br",         "caption", "center",  "dd",    "details", "dir",
     "div",     "dl",      "dt",     "fieldset",   "figcaption", "figure",  "footer",  "form",  "h1",      "h2",
     "h3",      "h4",      "h5",     "h6",         "header",     "hr",      "legend",  "li",    "main",    "menu",
     "nav",     "ol",      "option", "p",          "pre",        "section", "summary", "table", "tr",      "ul"});
static_assert(std::ranges::is_sorted(kLinks) && std::ranges::is_sorted(kLeftOutWhole) &&
              std::ranges::is_sorted(kVoid) && std::ranges::is_sorted(kMayStayOpen) && std::ranges::is_sorted(kBlocks));

// How long the reference at the beginning of `text` is; 0 where "&" is only a sign.
std::size_t reference_at(std::string_view text) {
  constexpr std::size_t kReferenceMax = 32;
  std::size_t end = 1;
  if (end < text.size() && text[end] == '#') ++end;
  while (
      end < text.size() && end < kReferenceMax &&
      (text::is_digit(text[end]) || (text[end] >= 'a' && text[end] <= 'z') || (text[end] >= 'A' && text[end] <= 'Z')))
    ++end;
  if (end >= text.size() || text[end] != ';' || end < 2) return 0;
  const auto name = text.substr(1, end - 1);
  if (name[0] != '#') return end + 1;
  const bool is_hex = name.size() > 1 && (name[1] == 'x' || name[1] == 'X');
  const auto digits = name.substr(is_hex ? 2 : 1);
  const bool is_number = !digits.empty() && std::ranges::all_of(digits, [&](char c) {
    return is_hex ? text::hex_digit(c) >= 0 : text::is_digit(c);
  });
  return is_number ? end + 1 : 0;
}

// What numbers of windows-1252 mean where they are taken for letters (13.2.5.80).
constexpr std::array<char32_t, 32> kOfWindows{0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                              0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D,   0x017D, 0x8F,
                                              0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                              0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178};

// 0 where it stands for nothing.
char32_t meaning_of(std::string_view reference) {
  const auto name = reference.substr(1, reference.size() - 2);
  if (name[0] != '#') return name == "apos" ? U'\'' : html_entity(name);
  const bool is_hex = name[1] == 'x' || name[1] == 'X';
  char32_t point = 0;
  for (const char c : name.substr(is_hex ? 2 : 1)) {
    if (point <= 0x10FFFF) point = point * (is_hex ? 16 : 10) + static_cast<char32_t>(text::hex_digit(c));
  }
  if (point >= 0x80 && point < 0xA0) return of_windows_1252(point);
  return point > 0x10FFFF || (point >= 0xD800 && point < 0xE000) || point == 0 ? 0xFFFD : point;
}

// A text as HTML again: nothing in it can be markup.
void write_text(std::string& out, std::string_view text, bool in_quotes) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '&') {
      const auto length = reference_at(text.substr(i));
      if (length == 0) {
        out += "&amp;";
      } else {
        out += text.substr(i, length);
        i += length - 1;
      }
    } else if (c == '<') {
      out += "&lt;";
    } else if (c == '>' && in_quotes) {
      out += "&gt;";
    } else if (c == '"' && in_quotes) {
      out += "&quot;";
    } else if (c == '\r') {
      if (i + 1 >= text.size() || text[i + 1] != '\n') out.push_back('\n');
    } else if (c != '\0') {
      out.push_back(c);
    }
  }
}

class Cleaner {
 public:
  Cleaner(std::string_view base, Effort& effort) : base_(base), effort_(effort) {}

  std::string clean(std::string_view html) {
    HtmlPieces pieces(html);
    HtmlPiece piece;
    while (pieces.next(piece)) {
      effort_.spend(1 + piece.text.size() / 32);
      if (piece.kind == HtmlPiece::Kind::text && left_out_.empty()) write_text(out_, piece.text, false);
      if (piece.kind == HtmlPiece::Kind::open) open(piece);
      if (piece.kind == HtmlPiece::Kind::close) close(piece.name);
    }
    while (!open_.empty()) pop();
    return std::string(text::trim(out_));
  }

 private:
  static constexpr std::size_t kDepthMax = 100;

  void open(const HtmlPiece& piece) {
    if (!left_out_.empty()) {
      if (piece.name == left_out_ && !piece.is_closed) ++left_out_depth_;
      return;
    }
    if (has(kLeftOutWhole, piece.name)) {
      if (piece.is_closed) return;
      left_out_ = piece.name;
      left_out_depth_ = 1;
      return;
    }
    if (!has(kElements, piece.name)) return;
    const bool is_void = has(kVoid, piece.name);
    if (!is_void && open_.size() >= kDepthMax) return;
    out_.append("<").append(piece.name);
    write_attributes(piece);
    out_.append(is_void ? " />" : ">");
    if (is_void) return;
    open_.push_back(piece.name);
    if (piece.is_closed) pop_closed();
  }

  void write_attributes(const HtmlPiece& piece) {
    auto attributes = piece.attributes;
    std::ranges::stable_sort(attributes, {}, &decltype(attributes)::value_type::first);
    std::string_view last;
    for (const auto& [name, value] : attributes) {
      if (!has(kAttributes, name) || name == last) continue;
      last = name;
      if (has(kLinks, name)) {
        const auto link = safe_link(base_, without_references(value));
        if (link.empty() && !value.empty()) continue;
        out_.append(" ").append(name).append("=\"");
        write_link(link);
      } else {
        out_.append(" ").append(name).append("=\"");
        write_text(out_, name == "rel" || name == "type" ? text::lower_ascii(value) : std::string(value), true);
      }
      out_.append("\"");
    }
  }

  // Its references are resolved, so that each "&" in it is one.
  void write_link(std::string_view link) {
    for (const char c : link) {
      if (c == '&') {
        out_ += "&amp;";
      } else {
        write_text(out_, {&c, 1}, true);
      }
    }
  }

  void close(std::string_view name) {
    if (!left_out_.empty()) {
      if (name == left_out_ && --left_out_depth_ == 0) left_out_.clear();
      return;
    }
    if (std::ranges::find(open_, name) == open_.end()) return;
    while (open_.back() != name) pop();
    pop_closed();
  }

  void pop() {
    if (!has(kMayStayOpen, open_.back())) return pop_closed();
    open_.pop_back();
  }
  void pop_closed() {
    out_.append("</").append(open_.back()).append(">");
    open_.pop_back();
  }

  std::string_view base_;
  Effort& effort_;
  std::string out_;
  std::vector<std::string> open_;
  std::string left_out_;  // the element that is being left out
  int left_out_depth_ = 0;
};

}  // namespace

std::string safe_html(std::string_view html, std::string_view base, Effort& effort) {
  return Cleaner(base, effort).clean(html);
}

char32_t of_windows_1252(char32_t control) { return kOfWindows[control - 0x80]; }

std::string without_references(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto length = text[i] == '&' ? reference_at(text.substr(i)) : 0;
    const auto point = length == 0 ? char32_t{0} : meaning_of(text.substr(i, length));
    if (point == 0) {
      out.push_back(text[i]);
    } else {
      unicode::append(out, point);
      i += length - 1;
    }
  }
  return out;
}

std::string text_of_html(std::string_view html, Effort& effort) {
  HtmlPieces pieces(html);
  HtmlPiece piece;
  std::string raw;
  std::string left_out;
  while (pieces.next(piece)) {
    effort.spend(1 + piece.text.size() / 32);
    if (!left_out.empty()) {
      if (piece.kind == HtmlPiece::Kind::close && piece.name == left_out) left_out.clear();
    } else if (piece.kind == HtmlPiece::Kind::text) {
      for (const char c : piece.text) raw.push_back(c == '\n' || c == '\r' || c == '\t' ? ' ' : c);
    } else if (has(kBlocks, piece.name)) {
      raw.push_back('\n');
    } else if (piece.name == "td" || piece.name == "th") {
      raw.push_back(' ');
    } else if (piece.kind == HtmlPiece::Kind::open && !piece.is_closed && has(kLeftOutWhole, piece.name)) {
      left_out = piece.name;
    }
  }
  std::string out;
  for (const char c : without_references(raw)) {
    if (c != ' ' && c != '\n') {
      out.push_back(c);
    } else if (!out.empty() && out.back() != '\n') {
      if (c == '\n' && out.back() == ' ') out.back() = '\n';
      if (out.back() != ' ' && out.back() != '\n') out.push_back(c);
    }
  }
  return std::string(text::trim(out));
}

bool looks_like_html(std::string_view text) {
  bool has_sign = false;
  HtmlPieces pieces(text);
  HtmlPiece piece;
  while (pieces.next(piece)) {
    if (piece.kind == HtmlPiece::Kind::open || piece.kind == HtmlPiece::Kind::close) {
      static constexpr auto kForms =
          std::to_array<std::string_view>({"button", "fieldset", "form", "input", "label", "legend", "noscript",
                                           "optgroup", "option", "select", "textarea"});
      if (!has(kElements, piece.name) && !has(kForms, piece.name)) return false;
      has_sign = has_sign || piece.kind == HtmlPiece::Kind::close;
      continue;
    }
    for (auto at = piece.text.find('&'); at != std::string_view::npos; at = piece.text.find('&', at + 1)) {
      const auto length = reference_at(piece.text.substr(at));
      if (length == 0) continue;
      if (meaning_of(piece.text.substr(at, length)) == 0) return false;
      has_sign = true;
    }
  }
  return has_sign;
}

}  // namespace frontdesk::platform::pages
