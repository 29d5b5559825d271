#include "platform/pages/feed.h"

#include <gtest/gtest.h>

#include "platform/pages/feed_reader.h"

namespace frontdesk::platform::pages {
namespace {

Feed read(std::string_view bytes, std::string_view url = "https://news.example/feed/",
          std::string_view content_type = "") {
  Effort effort;
  net::Headers headers;
  if (!content_type.empty()) headers.add("Content-Type", content_type);
  return read_feed(bytes, headers, url, effort);
}

TEST(Feed, of_rss_is_read) {
  const auto feed = read(
      R"(<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Bistro &amp;amp; Bar</title><link>/</link><description>What is &lt;b&gt;new&lt;/b&gt;</description><language>de-at</language>
<item><title>Menu</title><link>../menu?a=1&amp;b=2</link><guid isPermaLink="false">m-1</guid><pubDate>Thu, 01 Jan 2004 19:48:21 GMT</pubDate>
<dc:creator>jane@example.com (Jane Doe)</dc:creator><category domain="urn:x">Food</category><comments>#c</comments>
<enclosure url="a.mp3" type="audio/mpeg" length="12"/><description>Short</description>
<content:encoded><![CDATA[<p onclick="x">Long <a href="more">one</a><script>x</script></p>]]></content:encoded></item>
<item><guid>https://news.example/2</guid></item></channel></rss>)");
  EXPECT_EQ(feed.version, "rss20");
  EXPECT_FALSE(feed.is_broken);
  EXPECT_EQ(feed.title.text, "Bistro & Bar");
  EXPECT_EQ(feed.link, "https://news.example/");
  EXPECT_EQ(feed.subtitle.text, "What is new");
  EXPECT_EQ(feed.subtitle.html, "What is <b>new</b>");
  EXPECT_EQ(feed.language, "de-at");
  ASSERT_EQ(feed.entries.size(), 2U);
  const auto& entry = feed.entries[0];
  EXPECT_EQ(entry.link, "https://news.example/menu?a=1&b=2");
  EXPECT_EQ(entry.id, "m-1");
  EXPECT_FALSE(entry.is_id_a_link);
  EXPECT_EQ(to_iso(*entry.published.time), "2004-01-01T19:48:21.000Z");
  EXPECT_EQ(entry.authors.at(0).name, "Jane Doe");
  EXPECT_EQ(entry.authors.at(0).email, "jane@example.com");
  EXPECT_EQ(entry.tags.at(0).term, "Food");
  EXPECT_EQ(entry.tags.at(0).scheme, "urn:x");
  EXPECT_EQ(entry.comments, "https://news.example/feed/#c");
  EXPECT_EQ(entry.enclosures().at(0).href, "https://news.example/feed/a.mp3");
  EXPECT_EQ(entry.summary.text, "Short");
  EXPECT_EQ(entry.contents.at(0).html, "<p>Long <a href=\"https://news.example/feed/more\">one</a></p>");
  EXPECT_EQ(entry.contents.at(0).text, "Long one");
  EXPECT_TRUE(feed.entries[1].is_id_a_link);
  EXPECT_EQ(feed.entries[1].link, "https://news.example/2");
}

TEST(Feed, of_atom_is_read_with_its_bases_and_languages) {
  const auto feed = read(R"(<feed xmlns="http://www.w3.org/2005/Atom" xml:base="http://a.example/x/" xml:lang="en">
<title type="html">A &lt;i&gt;title&lt;/i&gt;</title><link rel="self" href="feed"/><generator uri="http://g.example" version="3">G</generator>
<entry xml:base="y/"><id>tag:1</id><title>1 &lt; 2</title><link href="z"/><updated>2004-02-03T04:05:06Z</updated>
<author><name>Ann</name><uri>ann</uri></author>
<content type="xhtml" xml:lang="de"><div xmlns="http://www.w3.org/1999/xhtml">Ein <a href="w">Link</a></div></content>
<source><title>Other</title></source></entry></feed>)");
  EXPECT_EQ(feed.version, "atom10");
  EXPECT_EQ(feed.title.html, "A <i>title</i>");
  EXPECT_EQ(feed.title.language, "en");
  EXPECT_EQ(feed.generator.version, "3");
  EXPECT_EQ(feed.links.at(0).href, "http://a.example/x/feed");
  const auto& entry = feed.entries.at(0);
  EXPECT_EQ(entry.title.text, "1 < 2");
  EXPECT_EQ(entry.title.html, "1 &lt; 2");
  EXPECT_EQ(entry.link, "http://a.example/x/y/z");
  EXPECT_EQ(entry.authors.at(0).url, "http://a.example/x/y/ann");
  EXPECT_EQ(entry.contents.at(0).html, "Ein <a href=\"http://a.example/x/y/w\">Link</a>");
  EXPECT_EQ(entry.contents.at(0).language, "de");
  EXPECT_EQ(entry.summary.text, "Ein Link");
  EXPECT_EQ(entry.source->title.text, "Other");
}

TEST(Feed, of_rdf_and_cdf_are_read) {
  const auto rdf =
      read(R"(<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
<channel rdf:about="x"><title>C</title></channel><item rdf:about="http://e.example/1"><title>I</title></item></rdf:RDF>)");
  EXPECT_EQ(rdf.version, "rss10");
  EXPECT_EQ(rdf.title.text, "C");
  EXPECT_EQ(rdf.entries.at(0).id, "http://e.example/1");
  const auto cdf = read(
      R"(<CHANNEL HREF="http://c.example/" LASTMOD="2004-04-06T23:05:43-05:00"><TITLE>C</TITLE><ITEM HREF="i"><ABSTRACT>A</ABSTRACT></ITEM></CHANNEL>)");
  EXPECT_EQ(cdf.version, "cdf");
  EXPECT_EQ(cdf.link, "http://c.example/");
  EXPECT_EQ(to_iso(*cdf.updated.time), "2004-04-07T04:05:43.000Z");
  EXPECT_EQ(cdf.entries.at(0).summary.text, "A");
}

TEST(Feed, of_json_is_read) {
  const auto feed = read(
      R"({"version":"https://jsonfeed.org/version/1.1","title":"J","home_page_url":"https://j.example/","authors":[{"name":"Ann"}],
"items":[{"id":7,"url":"javascript:x","content_html":"<p>x<script>y</script></p>","date_published":"2010-02-07T14:04:00-05:00","tags":["t"],
"attachments":[{"url":"a.mp4","mime_type":"video/mp4","size_in_bytes":12}]}]})",
      "https://j.example/feed.json", "application/feed+json");
  EXPECT_EQ(feed.version, "json11");
  EXPECT_EQ(feed.authors.at(0).name, "Ann");
  const auto& entry = feed.entries.at(0);
  EXPECT_EQ(entry.id, "7");
  EXPECT_EQ(entry.link, "");
  EXPECT_EQ(entry.contents.at(0).html, "<p>x</p>");
  EXPECT_EQ(to_iso(*entry.published.time), "2010-02-07T19:04:00.000Z");
  EXPECT_EQ(entry.enclosures().at(0).length, "12");
  EXPECT_TRUE(read("{\"version\":", "", "application/json").is_broken);
}

TEST(Feed, that_is_broken_or_none_is_said_to_be) {
  const auto cut = read("<rss version='2.0'><channel><title>T</title><item><title>one</title></item><item><title>tw");
  EXPECT_TRUE(cut.is_broken);
  EXPECT_EQ(cut.entries.at(0).title.text, "one");
  EXPECT_FALSE(read("<html><body>x</body></html>").is_feed());
  EXPECT_FALSE(read("").is_feed());
  EXPECT_TRUE(read("<rss version='2.0'><channel/></rss>", "", "text/plain").is_broken);
}

TEST(Feed, takes_what_modules_say_only_where_the_feed_says_nothing) {
  const auto feed = read(R"(<rss version="2.0" xmlns:m="http://search.yahoo.com/mrss/" xmlns:x="urn:x"><channel>
<item><m:title>media</m:title><title>real</title><x:title>other</x:title></item><item><m:group><m:title>media</m:title><m:description>d</m:description>
<m:thumbnail url="http://e.example/t.png"/></m:group></item></channel></rss>)");
  EXPECT_EQ(feed.entries.at(0).title.text, "real");
  EXPECT_EQ(feed.entries.at(1).title.text, "media");
  EXPECT_EQ(feed.entries.at(1).summary.text, "d");
  EXPECT_EQ(feed.entries.at(1).image->href, "http://e.example/t.png");
}

TEST(Feed, tells_name_and_address_of_people_apart) {
  for (const auto* text :
       {"Jane Doe <jane@example.com>", "jane@example.com (Jane Doe)", "Jane Doe (jane@example.com)"}) {
    EXPECT_EQ(person_of(text).name, "Jane Doe") << text;
    EXPECT_EQ(person_of(text).email, "jane@example.com") << text;
  }
  EXPECT_EQ(person_of("Jane @ Home").name, "Jane @ Home");
  EXPECT_EQ(person_of("jane@example.com").name, "");
}

}  // namespace
}  // namespace frontdesk::platform::pages
