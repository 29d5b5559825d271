#include <algorithm>
#include <array>
#include <charconv>

#include "base/text.h"
#include "platform/pages/feed_reader.h"
#include "platform/pages/feed_time.h"
#include "platform/pages/links.h"
#include "platform/pages/safe_html.h"

namespace frontdesk::platform::pages {
namespace {

bool is_any_of(std::string_view name, std::initializer_list<std::string_view> names) {
  return std::ranges::find(names, name) != names.end();
}

constexpr std::string_view kItunes = "http://www.itunes.com/";

class XmlFeedReader {
 public:
  XmlFeedReader(const XmlTree& tree, Feed& feed, Effort& effort) : tree_(tree), feed_(feed), effort_(effort) {}

  void read(const FeedScope& outer) {
    const auto root = root_of();
    if (root == kNone) return;
    const auto& node = tree_.at(root);
    feed_.version = version_of(root);
    is_atom_ = feed_.version.starts_with("atom");
    feed_.language = outer.language;
    const auto scope = outer.within(node);
    if (!scope.language.empty()) feed_.language = scope.language;
    if (feed_name(node) == "channel") return read_channel(root, outer);
    read_children(root, scope, feed_, nullptr);
    settle(feed_, nullptr);
  }

 private:
  // The first that is a feed, in whatever it is wrapped.
  NodeId root_of() const {
    if (tree_.size() == 0) return kNone;
    for (NodeId id = 0; id != kNone; id = tree_.following(id)) {
      if (!tree_.at(id).is_text() && is_any_of(feed_name(tree_.at(id)), {"rss", "feed", "rdf:rdf", "rdf", "channel"}))
        return id;
    }
    return kNone;
  }

  std::string version_of(NodeId root) const {
    const auto& node = tree_.at(root);
    const auto name = feed_name(node);
    const auto said = node.attribute("version").value_or("");
    if (name == "feed") {
      if (text::equal_ignoring_case(node.space, "http://www.w3.org/2005/Atom")) return "atom10";
      return said == "0.1" ? "atom01" : said == "0.2" ? "atom02" : said == "0.3" ? "atom03" : "atom";
    }
    if (name == "channel") return "cdf";
    if (name == "rss") {
      if (said == "0.91") return "rss091u";
      if (said == "0.92") return "rss092";
      if (said == "0.93") return "rss093";
      if (said == "0.94") return "rss094";
      return said.starts_with("2.") ? "rss20" : "rss";
    }
    for (NodeId id = root; id != kNone; id = tree_.following(id, root)) {
      const auto space = text::lower_ascii(tree_.at(id).space);
      if (space == "http://purl.org/rss/1.0/") return "rss10";
      if (space.ends_with(".netscape.com/rdf/simple/0.9/")) return "rss090";
    }
    return "rss10";
  }

  void read_channel(NodeId id, const FeedScope& outer) {
    const auto scope = outer.within(tree_.at(id));
    read_attributes(id, scope, feed_);
    read_children(id, scope, feed_, nullptr);
    settle(feed_, nullptr);
  }

  void read_entry(NodeId id, const FeedScope& outer) {
    if (feed_.entries.size() >= kEntriesMax) return;
    FeedEntry entry;
    const auto& node = tree_.at(id);
    const auto scope = outer.within(node);
    if (const auto about = node.attribute("about", "rdf")) entry.id = std::string(*about);
    read_attributes(id, scope, entry);
    const auto place = feed_.entries.size();
    feed_.entries.emplace_back();  // what a broken feed has inside of it comes behind it
    read_children(id, scope, entry, &entry);
    settle(entry, &entry);
    feed_.entries[place] = std::move(entry);
  }

  // CDF has in attributes what others have in elements.
  void read_attributes(NodeId id, const FeedScope& scope, FeedItem& item) {
    const auto& node = tree_.at(id);
    if (const auto time = node.attribute("lastmod")) item.updated = time_of(*time);
    if (const auto link = node.attribute("href")) add_link(item, {.href = link_to(scope, *link), .type = "text/html"});
  }

  void read_children(NodeId id, const FeedScope& scope, FeedItem& item, FeedEntry* entry) {
    for (auto child = tree_.at(id).first; child != kNone; child = tree_.at(child).next) {
      if (tree_.at(child).is_text()) continue;
      effort_.spend(4);
      const auto name = feed_name(tree_.at(child));
      if (read_structure(child, name, scope, item, entry) || read_text(child, name, scope, item, entry) ||
          read_time(child, name, item) || read_person(child, name, scope, item) || read_tag(child, name, item))
        continue;
      read_rest(child, name, scope, item, entry);
    }
  }

  bool read_structure(NodeId id, std::string_view name, const FeedScope& scope, FeedItem& item, FeedEntry* entry) {
    if (name == "item" || name == "entry") return read_entry(id, scope), true;
    if (name == "channel" || name == "feed") {
      const auto inner = scope.within(tree_.at(id));
      read_attributes(id, inner, feed_);
      return read_children(id, inner, feed_, nullptr), true;
    }
    if (name == "image" && entry == nullptr) return read_image(id, scope, item), true;
    if (name == "source" && entry != nullptr) return read_source(id, scope, *entry), true;
    if (name == "link") return read_link(id, scope, item), true;
    if (is_any_of(name, {"media:group", "media:content"}))
      return read_children(id, scope.within(tree_.at(id)), item, entry), true;
    if (name == "enclosure") {
      const auto& node = tree_.at(id);
      add_link(item, {.href = link_to(scope, url_of(node)),
                      .relation = "enclosure",
                      .type = said(node, "type"),
                      .length = said(node, "length")});
      return true;
    }
    return is_any_of(name, {"textinput", "items"});
  }

  bool read_text(NodeId id, std::string_view name, const FeedScope& scope, FeedItem& item, FeedEntry* entry) {
    const auto as = [&](std::string_view type) {
      return feed_text(tree_, id, scope,
                       {.default_type = type, .guesses = !is_atom_, .unwraps = feed_.version == "atom10"}, effort_);
    };
    if (name == "title") {
      if (auto title = as("text/plain"); item.title.text.empty() || is_of_module_) item.title = std::move(title);
      is_of_module_ = false;
    } else if (is_any_of(name, {"dc:title", "media:title"})) {
      if (!item.title.is_there()) item.title = as("text/plain"), is_of_module_ = true;
    } else if (is_any_of(name, {"subtitle", "tagline", "itunes:subtitle"})) {
      keep_first(item.subtitle, as("text/plain"));
    } else if (is_any_of(name, {"rights", "copyright", "dc:rights"})) {
      keep_first(item.rights, as("text/plain"));
    } else if (is_any_of(name, {"info", "feedburner:browserfriendly"})) {
      keep_first(feed_.info, as("text/plain"));
    } else if (is_any_of(name, {"description", "dc:description", "abstract", "summary", "itunes:summary"})) {
      auto text = as(name == "description" || name == "dc:description" ? "text/html" : "text/plain");
      if (entry == nullptr) {
        keep_first(item.subtitle, std::move(text));
      } else if (!entry->summary.is_there()) {
        entry->summary = std::move(text);
      } else if (entry->contents.empty()) {
        entry->contents.push_back(std::move(text));
      }
    } else if (name == "media:description") {
      if (entry != nullptr && !entry->summary.is_there()) entry->summary = as("text/plain");
    } else if (entry != nullptr && is_any_of(name, {"content", "content:encoded", "fullitem", "body", "xhtml:body"})) {
      if (entry->contents.size() < kListMax)
        entry->contents.push_back(as(name == "content"        ? "text/plain"
                                     : name.ends_with("body") ? "application/xhtml+xml"
                                                              : "text/html"));
    } else {
      return false;
    }
    return true;
  }

  bool read_time(NodeId id, std::string_view name, FeedItem& item) {
    if (is_any_of(name, {"published", "issued", "pubdate", "dcterms:issued"})) {
      item.published = time_of(tree_.text_of(id));
    } else if (is_any_of(name, {"updated", "modified", "lastbuilddate", "dc:date", "dcterms:modified"})) {
      item.updated = time_of(tree_.text_of(id));
    } else if (is_any_of(name, {"created", "dcterms:created"})) {
      item.created = time_of(tree_.text_of(id));
    } else if (name == "expirationdate") {
      item.expired = time_of(tree_.text_of(id));
    } else {
      return false;
    }
    return true;
  }

  bool read_person(NodeId id, std::string_view name, const FeedScope& scope, FeedItem& item) {
    if (is_any_of(name, {"author", "managingeditor", "dc:creator", "dc:author", "itunes:author"})) {
      if (item.authors.size() < kListMax) item.authors.push_back(read_person(id, scope));
    } else if (is_any_of(name, {"contributor", "dc:contributor"})) {
      if (item.contributors.size() < kListMax) item.contributors.push_back(read_person(id, scope));
    } else if (is_any_of(name, {"webmaster", "dc:publisher", "itunes:owner"})) {
      item.publisher = read_person(id, scope);
    } else {
      return false;
    }
    return true;
  }

  FeedPerson read_person(NodeId id, const FeedScope& outer) {
    FeedPerson person;
    bool has_parts = false;
    for (auto child = tree_.at(id).first; child != kNone; child = tree_.at(child).next) {
      const auto& node = tree_.at(child);
      if (node.is_text()) continue;
      const auto name = feed_name(node);
      const auto text = std::string(text::trim(tree_.text_of(child)));
      has_parts = true;
      if (name == "name" || name == "itunes:name") person.name = text;
      if (name == "email" || name == "itunes:email") person.email = text;
      if (is_any_of(name, {"uri", "url", "homepage"}))
        person.url = link_to(outer.within(tree_.at(id)).within(node), text);
    }
    return has_parts ? person : person_of(tree_.text_of(id));
  }

  bool read_tag(NodeId id, std::string_view name, FeedItem& item) {
    const auto& node = tree_.at(id);
    const auto text_of = [&] { return std::string(text::trim(tree_.text_of(id))); };
    if (name == "itunes:keywords" || name == "tags") {
      const auto text = text_of();
      const std::string scheme(name == "tags" ? std::string_view() : kItunes);
      for (const auto part : text::split(text, ','))
        add_tag(item, {.term = std::string(text::trim(part)), .scheme = scheme});
    } else if (name == "itunes:category") {
      add_tag(item, {.term = said(node, "text"), .scheme = std::string(kItunes)});
      for (auto child = node.first; child != kNone; child = tree_.at(child).next) {
        if (!tree_.at(child).is_text()) read_tag(child, feed_name(tree_.at(child)), item);
      }
    } else if (is_any_of(name, {"category", "keywords", "dc:subject", "media:category"})) {
      FeedTag tag{.term = said(node, "term"), .scheme = said(node, "scheme"), .label = said(node, "label")};
      if (tag.scheme.empty()) tag.scheme = said(node, "domain");
      if (tag.term.empty()) tag.term = text_of();
      add_tag(item, std::move(tag));
    } else {
      return false;
    }
    return true;
  }

  void read_rest(NodeId id, std::string_view name, const FeedScope& outer, FeedItem& item, FeedEntry* entry) {
    const auto& node = tree_.at(id);
    const auto scope = outer.within(node);
    const auto text = std::string(text::trim(tree_.text_of(id)));
    if (name == "id" || name == "guid") {
      const bool is_link =
          name == "guid" && text::equal_ignoring_case(node.attribute("ispermalink").value_or("true"), "true");
      item.id = is_link || name == "id" ? resolved(scope.base, text) : text;
      if (entry != nullptr) entry->is_id_a_link = is_link;
    } else if (is_any_of(name, {"language", "dc:language"})) {
      item.language = text;
    } else if (name == "generator") {
      feed_.generator = {.name = text, .url = link_to(scope, url_of(node)), .version = said(node, "version")};
    } else if (name == "admin:generatoragent") {
      feed_.generator.url = node.attribute("resource", "rdf").value_or("");
    } else if (name == "icon" && entry == nullptr) {
      feed_.icon = link_to(scope, text);
    } else if (name == "logo" && entry == nullptr) {
      feed_.logo = link_to(scope, text);
    } else if (name == "newlocation" || name == "itunes:new-feed-url") {
      feed_.moved_to = link_to(scope, text);
    } else if (name == "comments" && entry != nullptr) {
      entry->comments = link_to(scope, text);
    } else if (is_any_of(name, {"itunes:image", "itunes:link", "media:thumbnail"})) {
      if (auto href = link_to(scope, url_of(node)); !href.empty() && !(item.image && name == "media:thumbnail"))
        item.image = FeedImage{.href = std::move(href)};
    } else if (is_any_of(name, {"creativecommons:license", "cc:license"})) {
      auto href =
          link_to(scope, text.empty() ? node.attribute("resource", "rdf").value_or("") : std::string_view(text));
      add_link(item, {.href = std::move(href), .relation = "license"});
    }
  }

  void read_image(NodeId id, const FeedScope& outer, FeedItem& item) {
    FeedImage image;
    const auto scope = outer.within(tree_.at(id));
    for (auto child = tree_.at(id).first; child != kNone; child = tree_.at(child).next) {
      const auto& node = tree_.at(child);
      if (node.is_text()) continue;
      const auto name = feed_name(node);
      const auto text = tree_.text_of(child);
      if (name == "url" || name == "href") image.href = link_to(scope.within(node), text);
      if (name == "link") image.link = link_to(scope.within(node), text);
      if (name == "title") image.title = feed_text(tree_, child, scope, {}, effort_).text;
      if (name == "description")
        image.description = feed_text(tree_, child, scope, {.default_type = "text/html"}, effort_).text;
      if (name == "width") image.width = number_of(text);
      if (name == "height") image.height = number_of(text);
    }
    item.image = std::move(image);
  }

  void read_source(NodeId id, const FeedScope& outer, FeedEntry& entry) {
    FeedItem source;
    const auto scope = outer.within(tree_.at(id));
    entry.source_url = link_to(scope, url_of(tree_.at(id)));
    read_children(id, scope, source, nullptr);
    if (!source.title.is_there()) source.title = feed_text(text::trim(tree_.text_of(id)), "text/plain", scope, effort_);
    settle(source, nullptr);
    entry.source = std::move(source);
  }

  void read_link(NodeId id, const FeedScope& outer, FeedItem& item) {
    const auto& node = tree_.at(id);
    const auto scope = outer.within(node);
    FeedLink link;
    if (const auto relation = node.attribute("rel"); relation && !relation->empty())
      link.relation = text::lower_ascii(*relation);
    link.type = text::lower_ascii(said(node, "type"));
    if (link.type.empty()) link.type = link.relation == "self" ? "application/atom+xml" : "text/html";
    link.title = said(node, "title");
    link.language = said(node, "hreflang");
    link.length = said(node, "length");
    const auto url = url_of(node);
    link.href = link_to(scope, url.empty() ? without_references(text::trim(tree_.text_of(id))) : std::string(url));
    add_link(item, std::move(link));
  }

  static void add_link(FeedItem& item, FeedLink link) {
    if (link.href.empty() || item.links.size() >= kListMax) return;
    const bool is_page = is_any_of(link.type, {"text/html", "html", "application/xhtml+xml", "xhtml", "text/plain"});
    if (link.relation == "alternate" && is_page) item.link = link.href;
    item.links.push_back(std::move(link));
  }

  static void add_tag(FeedItem& item, FeedTag tag) {
    if (tag.term.empty() && tag.scheme.empty() && tag.label.empty()) return;
    if (item.tags.size() < kListMax && std::ranges::find(item.tags, tag) == item.tags.end())
      item.tags.push_back(std::move(tag));
  }

  static void keep_first(FeedText& place, FeedText text) {
    if (place.text.empty()) place = std::move(text);
  }

  // What one part says of another.
  void settle(FeedItem& item, FeedEntry* entry) {
    if (entry == nullptr) return;
    entry->is_id_a_link = entry->is_id_a_link && item.link.empty();
    if (entry->is_id_a_link && is_safe_link(item.id)) item.link = item.id;
    if (!entry->summary.is_there() && !entry->contents.empty() &&
        is_any_of(entry->contents[0].type, {"text/plain", "text/html", "application/xhtml+xml"}))
      entry->summary = entry->contents[0];
  }

  static FeedTime time_of(std::string_view text) {
    text = text::trim(text);
    return {.text = std::string(text), .time = feed_time(text)};
  }

  static std::string said(const XmlNode& node, std::string_view name) {
    return std::string(node.attribute(name).value_or(""));
  }

  static std::string_view url_of(const XmlNode& node) {
    for (const std::string_view name : {"url", "uri", "href"}) {
      if (const auto found = node.attribute(name)) return *found;
    }
    return {};
  }

  // Nothing leads nowhere, and not to where it stands.
  static std::string link_to(const FeedScope& scope, std::string_view url) {
    return text::trim(url).empty() ? std::string() : safe_link(scope.base, url);
  }

  static int number_of(std::string_view text) {
    text = text::trim(text);
    int number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
  }

  static constexpr std::size_t kEntriesMax = 10'000;
  static constexpr std::size_t kListMax = 500;

  const XmlTree& tree_;
  Feed& feed_;
  Effort& effort_;
  bool is_atom_ = false;
  bool is_of_module_ = false;  // the title came from a module, and a real one counts more
};

}  // namespace

std::vector<FeedLink> FeedEntry::enclosures() const {
  std::vector<FeedLink> found;
  std::ranges::copy_if(links, std::back_inserter(found), [](const auto& link) { return link.relation == "enclosure"; });
  return found;
}

void read_xml_feed(const XmlTree& tree, const FeedScope& scope, Feed& feed, Effort& effort) {
  XmlFeedReader(tree, feed, effort).read(scope);
}

}  // namespace frontdesk::platform::pages
