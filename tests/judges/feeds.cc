// Judges how feeds are read by what the authors of feedparser expect: judge_feeds CORPORA [--each]. Our feed is put
// under the names that theirs has. Besides, no feed may break the reader or keep it busy, and in no HTML that comes out
// may be a script, a handler or a dangerous link, as a browser's parser reads it.
#include <chrono>
#include <map>
#include <set>

#include "base/effort.h"
#include "base/text.h"
#include "base/value.h"
#include "judges/chance.h"
#include "judges/judge.h"
#include "platform/pages/document.h"
#include "platform/pages/feed.h"

namespace {

using namespace frontdesk;
using namespace frontdesk::platform::pages;

constexpr std::size_t kBar = 1780;
constexpr double kSlowestMs = 2000;
constexpr double kLongMs = 20;
constexpr std::string_view kUrl = "http://127.0.0.1:8097/";  // where their tests serve the files

bool leaves_markup_out = false;  // the negative control

bool is_markup(const FeedText& text) { return text.type == "text/html" || text.type == "application/xhtml+xml"; }

std::string value_of(const FeedText& text) { return is_markup(text) && !leaves_markup_out ? text.html : text.text; }

Value or_null(std::string_view text) { return text.empty() ? Value() : Value(text); }

Value parsed(const FeedTime& time) {
  using namespace std::chrono;
  if (!time.time) return {};
  const sys_seconds moment{seconds(time.time->ms / 1000)};
  const auto day = floor<days>(moment);
  const year_month_day date(day);
  const hh_mm_ss clock(moment - day);
  const auto of_year = (day - sys_days(date.year() / January / 1)).count() + 1;
  return Value::list({static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                      static_cast<unsigned>(date.day()), clock.hours().count(), clock.minutes().count(),
                      clock.seconds().count(), weekday(day).iso_encoding() - 1, of_year, 0});
}

void put(Value& object, std::string_view name, const Value& value) {
  if (!value.is_null()) object = object.with(name, value);
}

void put_text(Value& object, std::initializer_list<std::string_view> names, const FeedText& text) {
  if (!text.is_there()) return;
  const auto detail =
      Value::object(
          {{"value", value_of(text)}, {"type", text.type}, {"language", or_null(text.language)}, {"base", text.base}})
          .merged(text.source.empty() ? Value::object() : Value::object({{"src", text.source}}));
  for (const auto name : names) {
    object = object.with(name, value_of(text)).with(std::string(name) + "_detail", detail);
  }
}

void put_time(Value& object, std::initializer_list<std::string_view> names, const FeedTime& time) {
  if (!time.is_there()) return;
  for (const auto name : names) object = object.with(name, time.text).with(std::string(name) + "_parsed", parsed(time));
}

Value person(const FeedPerson& from) {
  auto value = Value::object();
  put(value, "name", or_null(from.name));
  put(value, "email", or_null(from.email));
  put(value, "href", or_null(from.url));
  return value;
}

void put_person(Value& object, std::string_view name, const FeedPerson& from) {
  if (from.name.empty() && from.email.empty() && from.url.empty()) return;
  object = object.with(std::string(name) + "_detail", person(from));
  if (!from.name.empty() && !from.email.empty())
    object = object.with(name, fmt::format("{} ({})", from.name, from.email));
  else
    put(object, name, or_null(from.name.empty() ? from.email : from.name));
}

Value people(const std::vector<FeedPerson>& from) {
  std::vector<Value> list;
  for (const auto& each : from) list.push_back(person(each));
  return Value::list(std::move(list));
}

Value link_of(const FeedLink& from, bool with_relation = true) {
  auto value = Value::object({{"href", from.href}});
  if (with_relation) put(value, "rel", from.relation);
  put(value, "type", or_null(from.type));
  put(value, "title", or_null(from.title));
  put(value, "hreflang", or_null(from.language));
  put(value, "length", or_null(from.length));
  return value;
}

Value item(const FeedItem& from) {
  auto value = Value::object();
  put(value, "id", or_null(from.id));
  put(value, "guid", or_null(from.id));
  put(value, "link", or_null(from.link));
  put(value, "language", or_null(from.language));
  put_text(value, {"title"}, from.title);
  put_text(value, {"subtitle", "tagline", "description"}, from.subtitle);
  put_text(value, {"rights", "copyright"}, from.rights);
  put_time(value, {"published", "issued", "updated", "modified", "date"}, from.published);
  put_time(value, {"updated", "modified", "date"}, from.updated);
  put_time(value, {"created"}, from.created);
  put_time(value, {"expired"}, from.expired);
  if (!from.authors.empty()) {
    put_person(value, "author", from.authors.back());
    value = value.with("authors", people(from.authors));
  }
  put_person(value, "publisher", from.publisher);
  if (!from.contributors.empty()) value = value.with("contributors", people(from.contributors));
  std::vector<Value> links, enclosures, tags;
  for (const auto& link : from.links) {
    links.push_back(link_of(link));
    if (link.relation == "enclosure") enclosures.push_back(link_of(link, false));
    if (link.relation == "license") put(value, "license", link.href);
  }
  value = value.with("links", Value::list(links)).with("enclosures", Value::list(enclosures));
  for (const auto& tag : from.tags)
    tags.push_back(
        Value::object({{"term", or_null(tag.term)}, {"scheme", or_null(tag.scheme)}, {"label", or_null(tag.label)}}));
  if (!from.tags.empty()) value = value.with("category", from.tags[0].term);
  value = value.with("tags", Value::list(tags));
  if (from.image) {
    auto image = Value::object({{"href", from.image->href}, {"url", from.image->href}});
    put(image, "title", or_null(from.image->title));
    put(image, "link", or_null(from.image->link));
    put(image, "description", or_null(from.image->description));
    image = image.with("width", from.image->width).with("height", from.image->height);
    value = value.with("image", image);
  }
  return value;
}

Value entry_of(const FeedEntry& from) {
  auto value = item(from);
  put_text(value, {"summary", "description"}, from.summary);
  std::vector<Value> contents;
  for (const auto& content : from.contents) {
    auto holder = Value::object();
    put_text(holder, {"content"}, content);
    contents.push_back(holder["content_detail"]);
  }
  if (!contents.empty()) value = value.with("content", Value::list(contents));
  put(value, "comments", or_null(from.comments));
  value = value.with("guidislink", from.is_id_a_link);
  if (from.source) {
    auto source = item(*from.source);
    put(source, "href", or_null(from.source_url));
    value = value.with("source", source);
  }
  return value;
}

Value under_their_names(const Feed& feed) {
  auto head = item(feed);
  put_text(head, {"info"}, feed.info);
  put(head, "generator", or_null(feed.generator.name));
  auto generator =
      Value::object({{"name", feed.generator.name}, {"href", feed.generator.url}, {"url", feed.generator.url}});
  head = head.with("generator_detail", generator.with("version", feed.generator.version));
  put(head, "icon", or_null(feed.icon));
  put(head, "logo", or_null(feed.logo));
  put(head, "newlocation", or_null(feed.moved_to));
  std::vector<Value> entries;
  for (const auto& entry : feed.entries) entries.push_back(entry_of(entry));
  return Value::object({{"feed", head},
                        {"channel", head},
                        {"entries", Value::list(entries)},
                        {"items", Value::list(entries)},
                        {"bozo", feed.is_broken},
                        {"encoding", feed.charset},
                        {"version", feed.version}});
}

const Value* at_path(const Value& whole, const Value& path) {
  const auto* at = &whole;
  for (const auto& step : path.items()) {
    if (step.is_integer()) {
      if (!at->is_list()) return nullptr;
      const auto size = static_cast<std::int64_t>(at->size());
      const auto index = step.integer() < 0 ? size + step.integer() : step.integer();
      if (index < 0 || index >= size) return nullptr;
      at = &at->items()[static_cast<std::size_t>(index)];
    } else {
      const auto* next = at->find(step.text());
      if (next == nullptr && step.text() == "url") next = at->find("href");  // as theirs does
      if (next == nullptr) return nullptr;
      at = next;
    }
  }
  return at;
}

bool is_true(const Value& value) {
  if (value.is_bool()) return value.boolean();
  if (value.is_number()) return value.number() != 0;
  return value.is_text() ? !value.text().empty() : value.size() > 0;
}

bool is_same(const Value& got, const Value& expected) {
  if (got.is_bool() || expected.is_bool()) return is_true(got) == is_true(expected) && !got.is_text();
  return got == expected;
}

// Names of character sets have no case, and who says GB2312 means what it has grown into.
std::string charset_named(std::string_view name) {
  auto lower = text::lower_ascii(name);
  return lower == "gb2312" ? "gb18030" : lower;
}

bool holds(const Value& whole, const Value& check) {
  const auto* got = at_path(whole, check["path"]);
  const auto op = check["op"].text();
  if (op == "falsy") return got == nullptr || !is_true(*got);
  if (got == nullptr) return false;
  if (op == "==" && check["path"][0].text() == "encoding")
    return charset_named(got->text()) == charset_named(check["value"].text());
  if (op == "==") return is_same(*got, check["value"]);
  if (op == "!=") return !is_same(*got, check["value"]);
  if (op == "truthy") return is_true(*got);
  if (op == "len==") return static_cast<std::int64_t>(got->size()) == check["value"].integer();
  return op == "lacks" && !got->contains(check["value"].text());
}

// Only some of their files are served; the others are read without an address.
std::string url_of(const std::string& file) {
  const auto name = file.substr(file.rfind('/') + 1);
  return name.starts_with("http") || file.find("/http/") != std::string::npos ? std::string(kUrl) + file
                                                                              : std::string();
}

std::string kind_of(const Value& path) {
  std::string name;
  for (const auto& step : path.items())
    name += (name.empty() ? "" : ".") + (step.is_integer() ? std::string("N") : std::string(step.text()));
  return name;
}

// Why it is not as they expect it; many are so by intent.
std::string cause_of(std::string_view file, const Value& check, bool is_missing) {
  const auto has = [&](std::string_view part) { return file.find(part) != std::string_view::npos; };
  const auto expected = check["value"].text();
  const auto path = kind_of(check["path"]);
  if (has("/style_") || has("_style.xml")) return "by intent: no inline style comes through";
  if (has("acceptable_attribute")) return "by intent: an attribute that shows nothing is left out";
  if (has("acceptable_element")) return "by intent: parts of forms, and what no browser knows, are left out";
  if (expected.starts_with("<svg") || expected.starts_with("<math"))
    return "by intent: drawings and formulas are left out";
  if (path == "encoding" && has("http_text"))
    return "by intent: text/xml without charset is not US-ASCII since RFC 7303";
  if (has("_crazy")) return "by intent: comments, and the title of a page in a page, are left out";
  if (!is_missing) return "otherwise: " + path;
  for (const std::string_view module :
       {"itunes_", "where", "media_", "psc_", "cloud", "textinput", "thr_", "validity", "wfw_"}) {
    if (path.find(module) != std::string::npos) return fmt::format("not offered: {}", module);
  }
  return "not offered: " + path;
}

// What is dangerous in a piece of HTML as a browser's parser reads it; empty where nothing is.
std::string danger_in(std::string_view html) {
  static const std::set<std::string_view> kElements{
      "script", "style",    "iframe",  "frame",    "frameset",  "object",  "embed", "applet", "link",  "meta",
      "base",   "form",     "input",   "button",   "textarea",  "select",  "svg",   "math",   "title", "template",
      "xmp",    "noscript", "noembed", "noframes", "plaintext", "marquee", "blink", "canvas", "portal"};
  static const std::set<std::string_view> kLinks{
      "href",   "src",    "action", "formaction", "background", "cite",    "poster",     "longdesc", "data",   "srcset",
      "dynsrc", "lowsrc", "ping",   "usemap",     "codebase",   "classid", "xlink:href", "manifest", "profile"};
  Effort effort;
  const auto page = Document::parse("<!doctype html><body>" + std::string(html), effort);
  for (NodeId id = 0; id < page.size(); ++id) {
    const auto& node = page.at(id);
    if (kElements.contains(node.name)) return fmt::format("<{}>", node.name);
    for (const auto& attribute : node.attributes) {
      if (attribute.name.starts_with("on") || attribute.name == "style" || attribute.name == "srcdoc")
        return std::string(attribute.name);
      if (!kLinks.contains(attribute.name)) continue;
      std::string seen;
      for (const char c : attribute.value) {
        if (static_cast<unsigned char>(c) > ' ')
          seen.push_back(static_cast<char>(std::tolower(static_cast<unsigned char>(c))));
      }
      for (const std::string_view scheme :
           {"javascript:", "vbscript:", "data:", "livescript:", "mocha:", "file:", "about:", "jar:"}) {
        if (seen.starts_with(scheme)) return fmt::format("{}={}", attribute.name, seen.substr(0, 40));
      }
    }
  }
  return {};
}

template <class See>
void each_text(const Feed& feed, See see) {
  const auto of_item = [&](const FeedItem& from) { see(from.title), see(from.subtitle), see(from.rights); };
  of_item(feed);
  see(feed.info);
  for (const auto& entry : feed.entries) {
    of_item(entry);
    see(entry.summary);
    for (const auto& content : entry.contents) see(content);
    if (entry.source) of_item(*entry.source);
  }
}

// How long a feed of some 50 kB takes.
double ms_of_a_long_one() {
  std::string feed = "<rss version=\"2.0\"><channel><title>Long</title>";
  for (int i = 0; feed.size() < 50'000; ++i) {
    feed += fmt::format(
        "<item><title>Item {} &amp;amp; more</title><link>/items/{}</link><guid>urn:{}</guid><pubDate>Thu, 01 Jan 2004 "
        "19:48:21 GMT</pubDate>"
        "<description><![CDATA[<p>Some <b>words</b> about <a href=\"/things/{}\">things</a>, and an <img src=\"i.png\" "
        "onload=\"x()\"> "
        "image.</p><ul><li>one</li><li>two</li></ul><script>track()</script>]]></description></item>",
        i, i, i, i);
  }
  feed += "</channel></rss>";
  constexpr int kTimes = 50;
  const auto began = std::chrono::steady_clock::now();
  for (int i = 0; i < kTimes; ++i) {
    Effort effort;
    if (read_feed(feed, {}, kUrl, effort).entries.size() < 50) throw std::runtime_error("the long feed was not read");
  }
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - began).count() / kTimes;
}

std::string first_danger(const Feed& feed) {
  std::string found;
  each_text(feed, [&](const FeedText& text) {
    if (found.empty()) found = danger_in(text.html);
  });
  const auto look = [&](const FeedItem& item) {
    for (const auto& link : item.links) {
      if (found.empty()) found = danger_in("<a href=\"" + link.href + "\">");
    }
  };
  look(feed);
  for (const auto& entry : feed.entries) look(entry);
  return found;
}

// Feeds that are broken by chance: bytes changed, left out, put twice, cut off, and pieces of attacks put in. Returns
// how many something dangerous came through, or that ended the reader.
int broken_by_chance(const std::vector<std::string>& files, int times) {
  static const std::vector<std::string_view> kAttacks{"<script>x</script>",
                                                      "&lt;script>x&lt;/script>",
                                                      "<![CDATA[",
                                                      "]]>",
                                                      "<!DOCTYPE a [<!ENTITY b '&lt;script&gt;'>]>",
                                                      "&b;",
                                                      "<a href='javascript:x'>",
                                                      "&lt;img src=x onerror=x&gt;",
                                                      "<svg/onload=x>",
                                                      "\"><b onclick=x>",
                                                      "<!--",
                                                      "-->",
                                                      "&#60;script&#62;x&#60;/script&#62;",
                                                      "<base href='data:x'>"};
  judge::Chance chance;
  int bad = 0;
  for (const auto& file : files) {
    for (int i = 0; i < times; ++i) {
      const auto bytes = chance.broken(file, kAttacks);
      try {
        Effort effort;
        const auto danger = first_danger(read_feed(bytes, {}, kUrl, effort));
        if (danger.empty()) continue;
        fmt::print("  broken by chance: {} comes through of {}\n", danger, bytes);
      } catch (const std::exception& problem) {
        fmt::print("  broken by chance: {}\n", problem.what());
      }
      ++bad;
    }
  }
  return bad;
}

}  // namespace

int main(int count, char** values) {
  const auto arguments = judge::arguments_of(count, values);
  const bool each = std::find(values, values + count, std::string_view("--each")) != values + count;
  leaves_markup_out = arguments.broken;
  for (const auto* bad : {"<p onclick=x>", "<a href=' java\nscript:x'>", "<script>", "<svg><a>"}) {
    if (danger_in(bad).empty()) throw std::runtime_error("what is dangerous is not seen");
  }
  const auto folder = arguments.corpora / "feeds";
  std::size_t got = 0, total = 0, unsafe = 0, hostile = 0, broke = 0;
  double slowest = 0, all_ms = 0;
  std::map<std::string, int> misses;
  std::vector<std::string> files;
  for (const auto& expected : judge::values_of(folder / "expectations.jsonl")) {
    const auto file = std::string(expected["file"].text());
    net::Headers headers;
    for (const auto& header : expected["http_headers"].items()) headers.add(header[0].text(), header[1].text());
    const auto bytes = judge::read_file(folder / file);
    files.push_back(bytes);
    Effort effort;
    Feed feed;
    const auto began = std::chrono::steady_clock::now();
    try {
      feed = read_feed(bytes, headers, url_of(file), effort);
    } catch (const std::exception& problem) {
      fmt::print("  {} ended the reader: {}\n", file, problem.what());
      ++broke;
    }
    const auto ms = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - began).count();
    slowest = std::max(slowest, ms);
    all_ms += ms;
    const bool is_hostile = file.find("/sanitize/") != std::string::npos;
    hostile += is_hostile ? 1 : 0;
    each_text(feed, [&](const FeedText& text) {
      if (const auto danger = danger_in(text.html); !danger.empty()) {
        fmt::print("  {}: {} comes through: {}\n", file, danger, text.html.substr(0, 200));
        ++unsafe;
      }
    });
    if (!expected["checks"].is_list()) continue;
    ++total;
    const auto whole = under_their_names(feed);
    const auto missed =
        std::ranges::find_if_not(expected["checks"].items(), [&](const auto& check) { return holds(whole, check); });
    if (missed == expected["checks"].items().end()) {
      ++got;
      continue;
    }
    const auto* was = at_path(whole, (*missed)["path"]);
    ++misses[cause_of(file, *missed, was == nullptr)];
    if (each) {
      fmt::print("  {}: {} {} {}, is {}\n", file, kind_of((*missed)["path"]), (*missed)["op"].text(),
                 json::print((*missed)["value"]).substr(0, 300),
                 was == nullptr ? "not there" : json::print(*was).substr(0, 300));
    }
  }
  std::vector<std::pair<int, std::string>> causes;
  for (const auto& [cause, times] : misses) causes.emplace_back(times, cause);
  std::ranges::sort(causes, std::greater());
  for (const auto& [times, cause] : causes) fmt::print("  {:4} {}\n", times, cause);
  constexpr int kTimes = 8;
  const int bad = broken_by_chance(files, kTimes);
  fmt::print(
      "feeds: {} feeds broken by chance, {} that ended the reader or brought something dangerous through (bar 0)\n",
      files.size() * kTimes, bad);
  const auto long_ms = ms_of_a_long_one();
  fmt::print("feeds: a feed of 50 kB is read in {:.1f} ms (bar {:.0f})\n", long_ms, kLongMs);
  fmt::print("feeds: {} of hostile HTML, {} places where something dangerous comes through (bar 0)\n", hostile, unsafe);
  fmt::print("feeds: all read in {:.0f} ms, the slowest in {:.1f} ms (bar {:.0f}), {} ended the reader (bar 0)\n",
             all_ms, slowest, kSlowestMs, broke);
  return judge::verdict("feeds", got, total, kBar,
                        unsafe == 0 && bad == 0 && broke == 0 && slowest < kSlowestMs && long_ms < kLongMs);
}
