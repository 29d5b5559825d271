#include <algorithm>
#include <array>

#include "base/text.h"
#include "platform/pages/feed_reader.h"

namespace frontdesk::platform::pages {
namespace {

struct Space {
  std::string_view uri;  // lower case
  std::string_view prefix;
};

// "": the formats themselves.
constexpr std::array<Space, 31> kSpaces{{
    {"http://backend.userland.com/rss", ""},
    {"http://blogs.law.harvard.edu/tech/rss", ""},
    {"http://purl.org/rss/1.0/", ""},
    {"http://my.netscape.com/rdf/simple/0.9/", ""},
    {"http://channel.netscape.com/rdf/simple/0.9/", ""},
    {"http://example.com/newformat#", ""},
    {"http://example.com/necho", ""},
    {"http://purl.org/echo/", ""},
    {"uri/of/echo/namespace#", ""},
    {"http://purl.org/pie/", ""},
    {"http://purl.org/atom/ns#", ""},
    {"http://www.w3.org/2005/atom", ""},
    {"http://purl.org/rss/1.0/modules/rss091#", ""},
    {"http://purl.org/rss/1.0/modules/content/", "content"},
    {"http://purl.org/dc/elements/1.1/", "dc"},
    {"http://purl.org/dc/terms/", "dcterms"},
    {"http://rssnamespace.org/feedburner/ext/1.0", "feedburner"},
    {"http://www.itunes.com/dtds/podcast-1.0.dtd", "itunes"},
    {"http://example.com/dtds/podcast-1.0.dtd", "itunes"},
    {"http://search.yahoo.com/mrss", "media"},
    {"http://search.yahoo.com/mrss/", "media"},
    {"http://www.w3.org/1999/02/22-rdf-syntax-ns#", "rdf"},
    {"http://wellformedweb.org/commentapi/", "wfw"},
    {"http://purl.org/rss/1.0/modules/slash/", "slash"},
    {"http://purl.org/rss/1.0/modules/syndication/", "sy"},
    {"http://www.w3.org/1999/xhtml", "xhtml"},
    {"http://webns.net/mvcb/", "admin"},
    {"http://creativecommons.org/ns#license", "cc"},
    {"http://web.resource.org/cc/", "cc"},
    {"http://backend.userland.com/creativecommonsrssmodule", "creativecommons"},
    {"http://cyber.law.harvard.edu/rss/creativecommonsrssmodule.html", "creativecommons"},
}};

}  // namespace

std::string feed_name(const XmlNode& element) {
  const auto name = text::lower_ascii(element.name);
  if (element.space.empty()) return element.prefix.empty() ? name : text::lower_ascii(element.prefix) + ":" + name;
  const auto uri = text::lower_ascii(element.space);
  const auto found = std::ranges::find(kSpaces, uri, &Space::uri);
  auto prefix = found != kSpaces.end() ? found->prefix : std::string_view("?");
  if (uri.find("backend.userland.com/rss") != std::string::npos) prefix = "";
  return prefix.empty() ? name : std::string(prefix) + ":" + name;
}

FeedPerson person_of(std::string_view text) {
  text = text::trim(text);
  FeedPerson person;
  constexpr std::size_t kBytesMax = 512;
  if (text.size() > kBytesMax) return {.name = std::string(text::head(text, kBytesMax))};
  const auto is_of_address = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '-' ||
           c == '.' || c == '+';
  };
  const auto at = text.find('@');
  std::string name(text);
  if (at != std::string_view::npos) {
    auto begin = at, end = at + 1;
    while (begin > 0 && is_of_address(text[begin - 1])) --begin;
    while (end < text.size() && is_of_address(text[end])) ++end;
    while (end > at + 1 && text[end - 1] == '.') --end;
    if (begin < at && text.substr(at + 1, end - at - 1).find('.') != std::string_view::npos) {
      person.email = std::string(text.substr(begin, end - begin));
      if (text.substr(end).starts_with("?subject=")) end = std::min(text.find_first_of(" )>", end), text.size());
      name = std::string(text.substr(0, begin)) + std::string(text.substr(end));
    }
  }
  // What held the address.
  for (const std::string_view empty : {"mailto:", "()", "<>", "&lt;&gt;"}) {
    if (const auto found = name.find(empty); found != std::string::npos) name.erase(found, empty.size());
  }
  std::string_view rest = text::trim(name);
  if (!person.email.empty() && rest.starts_with('(')) rest.remove_prefix(1);
  if (!person.email.empty() && rest.ends_with(')')) rest.remove_suffix(1);
  person.name = std::string(text::trim(rest));
  return person;
}

}  // namespace frontdesk::platform::pages
