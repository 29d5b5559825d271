#include "platform/pages/feed_text.h"

#include <algorithm>
#include <array>

#include "base/crypto.h"
#include "base/text.h"
#include "platform/pages/links.h"
#include "platform/pages/safe_html.h"

namespace frontdesk::platform::pages {
namespace {

constexpr std::string_view kPlain = "text/plain", kHtml = "text/html", kXhtml = "application/xhtml+xml";

std::string media_type(std::string_view said) {
  auto type = text::lower_ascii(text::trim(said));
  if (type == "text" || type == "plain") return std::string(kPlain);
  if (type == "html") return std::string(kHtml);
  if (type == "xhtml") return std::string(kXhtml);
  return type;
}

bool is_base64(std::string_view mode, std::string_view type) {
  if (text::equal_ignoring_case(mode, "base64")) return true;
  return !type.starts_with("text/") && !type.ends_with("+xml") && !type.ends_with("/xml") &&
         type.find('/') != std::string_view::npos;
}

// With its line breaks; nothing where it is none.
std::optional<std::string> from_base64(std::string_view text) {
  std::string url;
  for (const char c : text) {
    if (c == '+')
      url.push_back('-');
    else if (c == '/')
      url.push_back('_');
    else if (c != '\n' && c != '\r' && c != ' ' && c != '\t' && c != '=')
      url.push_back(c);
  }
  auto bytes = crypto::from_base64url(url);
  return bytes && text::is_utf8(*bytes) ? std::move(bytes) : std::nullopt;
}

void escape_to(std::string& out, std::string_view text, bool in_quotes) {
  for (const char c : text) {
    if (c == '&')
      out += "&amp;";
    else if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else if (c == '"' && in_quotes)
      out += "&quot;";
    else
      out.push_back(c);
  }
}

bool is_void(std::string_view name) {
  static constexpr std::array<std::string_view, 8> kVoid{"area", "br", "col", "hr", "img", "input", "source", "wbr"};
  return std::ranges::find(kVoid, name) != kVoid.end();
}

// What is in an element, as HTML.
class Writer {
 public:
  Writer(const XmlTree& tree, Effort& effort) : tree_(tree), effort_(effort) {}

  std::string children_of(NodeId id, bool keeps_outer_divs) {
    for (auto child = tree_.at(id).first; child != kNone; child = tree_.at(child).next) {
      const auto& node = tree_.at(child);
      if (!keeps_outer_divs && text::equal_ignoring_case(node.name, "div")) {
        for (auto inner = node.first; inner != kNone; inner = tree_.at(inner).next) write(inner);
      } else {
        write(child);
      }
    }
    return std::move(out_);
  }

 private:
  // By recursion, which XmlTree::kDepthMax bounds.
  void write(NodeId id) {
    const auto& node = tree_.at(id);
    effort_.spend(1);
    if (node.is_text()) return escape_to(out_, node.text, false);
    out_.append("<").append(node.name);
    for (const auto& attribute : node.attributes) {
      out_.append(" ");
      if (attribute.prefix == "xml") out_.append("xml:");
      out_.append(attribute.name).append("=\"");
      escape_to(out_, attribute.value, true);
      out_.append("\"");
    }
    if (node.first == kNone && is_void(node.name)) return out_.append(" />"), void();
    out_.append(">");
    for (auto child = node.first; child != kNone; child = tree_.at(child).next) write(child);
    out_.append("</").append(node.name).append(">");
  }

  const XmlTree& tree_;
  Effort& effort_;
  std::string out_;
};

bool has_elements(const XmlTree& tree, NodeId id) {
  for (auto child = tree.at(id).first; child != kNone; child = tree.at(child).next) {
    if (!tree.at(child).is_text()) return true;
  }
  return false;
}

// The one "div" that everything in `id` is in; kNone where there is none.
NodeId wrapper_of(const XmlTree& tree, NodeId id) {
  NodeId found = kNone;
  for (auto child = tree.at(id).first; child != kNone; child = tree.at(child).next) {
    const auto& node = tree.at(child);
    if (node.is_text() && text::trim(node.text).empty()) continue;
    if (found != kNone || !text::equal_ignoring_case(node.name, "div")) return kNone;
    found = child;
  }
  return found;
}

}  // namespace

FeedScope FeedScope::within(const XmlNode& element) const {
  auto inner = *this;
  const auto own_base = element.attribute("base", "xml") ? element.attribute("base", "xml") : element.attribute("base");
  if (own_base) {
    auto on = safe_link(base, *own_base);
    if (!on.empty()) inner.base = std::move(on);
  }
  const auto own_language =
      element.attribute("lang", "xml") ? element.attribute("lang", "xml") : element.attribute("lang");
  if (own_language) {
    inner.language = std::string(text::trim(*own_language));
    std::ranges::replace(inner.language, '_', '-');
  }
  return inner;
}

FeedText feed_text(std::string_view value, std::string_view type, const FeedScope& scope, Effort& effort) {
  FeedText text{.type = std::string(type), .language = scope.language, .base = scope.base};
  effort.spend(1 + value.size() / 16);
  if (type == kHtml || type == kXhtml) {
    text.html = safe_html(value, scope.base, effort);
    text.text = text_of_html(value, effort);
  } else {
    text.text = std::string(text::trim(value));
    escape_to(text.html, text.text, false);
  }
  return text;
}

FeedText feed_text(const XmlTree& tree, NodeId id, const FeedScope& outer, const FeedTextRules& rules, Effort& effort) {
  const auto& node = tree.at(id);
  const auto scope = outer.within(node);
  auto type = media_type(node.attribute("type").value_or(rules.default_type));
  if (type.empty()) type = rules.default_type;
  const bool has_markup = has_elements(tree, id);
  const bool is_encoded = !has_markup && is_base64(node.attribute("mode").value_or(""), type);
  std::string value;
  auto inner = scope;
  const auto wrapper = has_markup ? wrapper_of(tree, id) : kNone;
  const bool is_text_in_wrapper = wrapper != kNone && !has_elements(tree, wrapper) && !type.ends_with("xml");
  if (has_markup && !is_text_in_wrapper) {
    // It may say that it is escaped, and is not.
    const bool keeps_outer_divs = type.ends_with("xml");
    const bool unwraps = rules.unwraps && type == kXhtml && wrapper != kNone;
    if (unwraps) inner = scope.within(tree.at(wrapper));
    value = Writer(tree, effort).children_of(unwraps ? wrapper : id, keeps_outer_divs);
    if (!type.ends_with("xml")) type = kXhtml;
  } else {
    value = tree.text_of(id);
    if (is_encoded) {
      value = from_base64(value).value_or(value);
    } else if (type == kXhtml) {
      std::string escaped;
      escape_to(escaped, value, false);
      value = std::move(escaped);
    }
    if (rules.guesses && type == kPlain && looks_like_html(value)) type = kHtml;
  }
  auto text = feed_text(value, type, inner, effort);
  text.base = scope.base;
  text.language = scope.language;
  if (const auto source = node.attribute("src")) text.source = safe_link(scope.base, *source);
  return text;
}

}  // namespace frontdesk::platform::pages
