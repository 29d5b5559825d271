#include "platform/pages/feed.h"

#include "base/error.h"
#include "base/json.h"
#include "base/text.h"
#include "platform/pages/feed_reader.h"
#include "platform/pages/feed_time.h"
#include "platform/pages/links.h"
#include "platform/pages/xml_text.h"

namespace frontdesk::platform::pages {
namespace {

bool looks_like_json(std::string_view bytes, std::string_view content_type) {
  if (bytes.starts_with("\xef\xbb\xbf")) bytes.remove_prefix(3);
  const auto begin = bytes.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos || bytes[begin] != '{') return false;
  return content_type.empty() || content_type.find("json") != std::string_view::npos ||
         content_type.starts_with("text/plain");
}

FeedPerson json_person(const Value& value) {
  return {.name = std::string(value["name"].text()), .url = safe_link("", value["url"].text())};
}

void read_json_people(const Value& value, FeedItem& item) {
  for (const auto& author : value["authors"].items()) item.authors.push_back(json_person(author));
  if (item.authors.empty() && value["author"].is_object()) item.authors.push_back(json_person(value["author"]));
}

FeedTime json_time(const Value& value) { return {.text = std::string(value.text()), .time = feed_time(value.text())}; }

void read_json_entry(const Value& value, const FeedScope& scope, FeedEntry& entry, Effort& effort) {
  const auto& id = value["id"];
  entry.id = id.is_integer() ? std::to_string(id.integer()) : std::string(id.text());
  if (value["title"].is_text()) entry.title = feed_text(value["title"].text(), "text/plain", scope, effort);
  if (value["summary"].is_text()) entry.summary = feed_text(value["summary"].text(), "text/plain", scope, effort);
  if (value["content_html"].is_text())
    entry.contents.push_back(feed_text(value["content_html"].text(), "text/html", scope, effort));
  if (value["content_text"].is_text())
    entry.contents.push_back(feed_text(value["content_text"].text(), "text/plain", scope, effort));
  if (!entry.summary.is_there() && !entry.contents.empty()) entry.summary = entry.contents[0];
  entry.link = safe_link(scope.base, value["url"].text());
  if (!entry.link.empty()) entry.links.push_back({.href = entry.link, .type = "text/html"});
  for (const auto& file : value["attachments"].items()) {
    auto href = safe_link(scope.base, file["url"].text());
    if (href.empty()) continue;
    entry.links.push_back(
        {.href = std::move(href),
         .relation = "enclosure",
         .type = std::string(file["mime_type"].text()),
         .title = std::string(file["title"].text()),
         .length = file["size_in_bytes"].is_number() ? std::to_string(file["size_in_bytes"].integer()) : ""});
  }
  for (const auto& tag : value["tags"].items()) entry.tags.push_back({.term = std::string(tag.text())});
  if (const auto image = safe_link(scope.base, value["image"].text()); !image.empty())
    entry.image = FeedImage{.href = image};
  entry.published = json_time(value["date_published"]);
  entry.updated = json_time(value["date_modified"]);
  entry.language = std::string(value["language"].text());
  read_json_people(value, entry);
}

}  // namespace

void read_json_feed(const Value& value, const FeedScope& scope, Feed& feed, Effort& effort) {
  const auto said = value["version"].text();
  if (said.find("jsonfeed.org/version/") == std::string_view::npos) return;
  feed.version = said.ends_with("/1.1") ? "json11" : "json1";
  if (value["title"].is_text()) feed.title = feed_text(value["title"].text(), "text/plain", scope, effort);
  if (value["description"].is_text())
    feed.subtitle = feed_text(value["description"].text(), "text/plain", scope, effort);
  feed.link = safe_link(scope.base, value["home_page_url"].text());
  if (!feed.link.empty()) feed.links.push_back({.href = feed.link, .type = "text/html"});
  if (auto self = safe_link(scope.base, value["feed_url"].text()); !self.empty())
    feed.links.push_back({.href = std::move(self), .relation = "self", .type = "application/feed+json"});
  feed.icon = safe_link(scope.base, value["icon"].text());
  feed.logo = feed.icon;
  feed.language = std::string(value["language"].text());
  read_json_people(value, feed);
  for (const auto& item : value["items"].items()) {
    effort.spend(16);
    read_json_entry(item, scope, feed.entries.emplace_back(), effort);
  }
}

Feed read_feed(std::string_view bytes, const net::Headers& headers, std::string_view url, Effort& effort) {
  Feed feed;
  const auto content_type = headers.get("content-type");
  FeedScope scope{.base = std::string(url)};
  const auto location = safe_link(url, headers.get("content-location"));
  if (!location.empty()) scope.base = location;
  scope.language = std::string(text::trim(headers.get("content-language")));
  if (bytes.size() > XmlTree::kBytesMax) {
    throw Error(Kind::exhausted, "pages/too-large",
                fmt::format("The page has {} bytes, and at most {} are read.", bytes.size(), XmlTree::kBytesMax));
  }
  if (looks_like_json(bytes, content_type)) {
    feed.charset = "utf-8";
    try {
      if (bytes.starts_with("\xef\xbb\xbf")) bytes.remove_prefix(3);
      read_json_feed(json::parse(bytes), scope, feed, effort);
    } catch (const Error& error) {
      if (error.kind != Kind::invalid) throw;
      feed.is_broken = true;
    }
    return feed;
  }
  effort.spend(bytes.size() / 16);
  const auto text = xml_text(bytes, content_type);
  const auto tree = XmlTree::parse(text.utf8, effort);
  feed.charset = text.charset;
  feed.is_broken = !text.is_as_said || !tree.is_well_formed() || tree.size() == 0;
  read_xml_feed(tree, scope, feed, effort);
  return feed;
}

}  // namespace frontdesk::platform::pages
