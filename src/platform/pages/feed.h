#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/effort.h"
#include "net/http.h"

namespace frontdesk::platform::pages {

// A title, a summary, a content: what strangers wrote, made safe.
struct FeedText {
  std::string text;      // what a reader sees
  std::string html;      // safe_html(): can be put into a page of ours
  std::string type;      // "text/plain", "text/html", "application/xhtml+xml", or what was said
  std::string language;  // BCP 47, where it is right; empty where nobody says
  std::string base;      // what its links were resolved against
  std::string source;    // where it lies, if not here ("src")

  bool is_there() const { return !type.empty(); }
};

struct FeedPerson {
  std::string name;
  std::string email;
  std::string url;
};

struct FeedLink {
  std::string href;  // absolute, where a base is known; only what is_safe_link()
  std::string relation = "alternate";
  std::string type;
  std::string title;
  std::string language;
  std::string length;
};

struct FeedTag {
  std::string term;
  std::string scheme;
  std::string label;

  friend bool operator==(const FeedTag&, const FeedTag&) = default;
};

struct FeedTime {
  std::string text;               // as it is written
  std::optional<Timestamp> time;  // nothing where it is no time

  bool is_there() const { return !text.empty(); }
};

struct FeedImage {
  std::string href;
  std::string title;
  std::string link;
  std::string description;
  int width = 0;
  int height = 0;
};

struct FeedGenerator {
  std::string name;
  std::string url;
  std::string version;
};

// What a feed and each of its entries have.
struct FeedItem {
  std::string id;
  FeedText title;
  FeedText subtitle;  // a tagline, the description of a channel
  FeedText rights;
  std::string link;  // of the page that it is about
  std::vector<FeedLink> links;
  std::vector<FeedPerson> authors;
  std::vector<FeedPerson> contributors;
  FeedPerson publisher;
  std::vector<FeedTag> tags;
  FeedTime published;
  FeedTime updated;
  FeedTime created;
  FeedTime expired;
  std::string language;
  std::optional<FeedImage> image;
};

struct FeedEntry : FeedItem {
  FeedText summary;
  std::vector<FeedText> contents;
  std::string comments;            // where they are
  bool is_id_a_link = false;       // and there is no other
  std::optional<FeedItem> source;  // the feed that it was taken from
  std::string source_url;          // of that feed

  std::vector<FeedLink> enclosures() const;
};

// RSS 0.9 to 2.0, RDF, Atom 0.3 and 1.0, CDF and JSON Feed.
struct Feed : FeedItem {
  std::string version;  // "rss20", "atom10", "rss10", "cdf", "json11", …; empty: it is none of these
  std::string charset;
  bool is_broken = false;  // and was read as far as it could be
  FeedText info;
  FeedGenerator generator;
  std::string icon;
  std::string logo;
  std::string moved_to;  // where the publisher says that it is from now on
  std::vector<FeedEntry> entries;

  bool is_feed() const { return !version.empty(); }
};

// Reads a feed as it was fetched from `url` (which may be empty) with the headers of the answer: Content-Type,
// Content-Location, Content-Language. Whatever is wrong with it, what can be read is; nothing outside is asked for.
// Throws as XmlTree::parse does.
Feed read_feed(std::string_view bytes, const net::Headers& headers, std::string_view url, Effort& effort);

}  // namespace frontdesk::platform::pages
