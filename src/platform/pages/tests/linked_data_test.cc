#include "platform/pages/linked_data.h"

#include <gtest/gtest.h>

#include "base/clock.h"
#include "base/error.h"
#include "base/json.h"
#include "platform/pages/loose_json.h"

namespace frontdesk::platform::pages {
namespace {

struct Read {
  Document page;
  LinkedData data;

  explicit Read(std::string html, std::string_view base = "") : page(parse(std::move(html))) {
    Effort effort;
    data = linked_data(page, base, effort);
  }
  static Document parse(std::string html) {
    Effort effort;
    return Document::parse(std::move(html), effort);
  }
  // "path=value" of each fact of a root, and a "|" behind each.
  std::string facts(std::size_t root = 0) const {
    std::string all;
    for (const auto& fact : data.facts_of(data.roots.at(root)))
      all += fact.path + "=" + (fact.value.is_text() ? std::string(fact.value.text()) : json::print(fact.value)) + "|";
    return all;
  }
  std::string source_of(std::size_t root, std::string_view path) const {
    for (const auto& fact : data.facts_of(data.roots.at(root))) {
      if (fact.path == path)
        return std::string(page.source().substr(fact.piece.begin, fact.piece.end - fact.piece.begin));
    }
    return "none";
  }
};

constexpr std::string_view kExpected =
    "@type=Restaurant|name=Cath's Cafe|address.@type=PostalAddress|address.streetAddress=1 Main St|hasMenu=/menu|";

TEST(LinkedData, is_the_same_in_its_three_forms) {
  const Read json(
      R"(<script type="application/ld+json">{"@context":"https://schema.org","@type":"Restaurant","name":"Cath's Cafe",
"address":{"@type":"PostalAddress","streetAddress":"1 Main St"},"hasMenu":"/menu"}</script>)");
  EXPECT_EQ(json.facts(), kExpected);
  const Read microdata(R"(<div itemscope itemtype="https://schema.org/Restaurant"><h1 itemprop=name> Cath&#39;s
 <b>Cafe</b></h1><p itemprop="address" itemscope itemtype="http://schema.org/PostalAddress"><meta itemprop=streetAddress content="1 Main St"></p><a itemprop="hasMenu" href="/menu">m</a></div>)");
  EXPECT_EQ(microdata.facts(), kExpected);
  const Read rdfa(R"(<div vocab="https://schema.org/" typeof="Restaurant"><h1 property=name>Cath's Cafe</h1>
<p property="address" typeof="PostalAddress"><meta property=streetAddress content="1 Main St"></p><a property="hasMenu" href="/menu">m</a></div>)");
  EXPECT_EQ(rdfa.facts(), kExpected);
}

TEST(LinkedData, says_where_each_value_stands) {
  const Read json("<script type='application/ld+json'>{\"@type\":\"A\",\"name\":\"B\\u0043\",\"n\": 12.5}</script>");
  EXPECT_EQ(json.source_of(0, "name"), "B\\u0043");
  EXPECT_EQ(json.source_of(0, "n"), "12.5");
  const Read microdata(
      "<p itemscope>x <b itemprop=a> one\n <i>two</i> </b><meta itemprop=b content='three'><a itemprop=c "
      "href=four>y</a></p>",
      "http://e.example/");
  EXPECT_EQ(microdata.source_of(0, "a"), "one\n <i>two");
  EXPECT_EQ(microdata.source_of(0, "b"), "three");
  EXPECT_EQ(microdata.source_of(0, "c"), "four");
  EXPECT_EQ(microdata.facts(), "a=one two|b=three|c=http://e.example/four|");
}

TEST(LinkedData, of_a_graph_is_found_by_its_ids) {
  const Read read(R"(<script type="application/ld+json; charset=utf-8">{"@context":"https://schema.org","@graph":[
{"@type":["Hotel","Place"],"@id":"#h","name":{"@value":"Inn","@language":"en"},"owner":{"@id":"#o"},"tag":["a",null,{"@list":["b"]}]},
{"@type":"Person","@id":"#o","name":"Ann","knows":{"@id":"#h"}}]}</script>)");
  ASSERT_EQ(read.data.roots.size(), 2U);
  EXPECT_EQ(read.facts(0), "@type=Hotel|@type=Place|@id=#h|name=Inn|owner.@id=#o|tag=a|tag=b|");
  const auto& hotel = read.data.items[read.data.roots[0]];
  EXPECT_TRUE(hotel.is_a("Place"));
  EXPECT_EQ(read.data.meant_by(hotel.find("owner")->item).find("name")->value.text(), "Ann");
}

TEST(LinkedData, of_broken_json_is_what_can_be_read) {
  const auto facts = [](std::string_view json) {
    return Read("<script type='application/ld+json'>" + std::string(json) + "</script>").facts();
  };
  EXPECT_EQ(facts("<!-- x -->\n{\"@type\":\"A\", // why\n \"a\":\"1\n2\",/* y */ \"b\":\"x//y\",}"),
            "@type=A|a=1\n2|b=x//y|");
  EXPECT_EQ(facts("//<![CDATA[\n{\"a\":1 \"b\":[true,2,],};\n//]]>"), "a=1|b=true|b=2|");
  EXPECT_EQ(facts("{\"a\":\"1\",\"b\":{\"c\":\"2\",\"d\":\"cut"), "a=1|b.c=2|b.d=cut|");
  EXPECT_EQ(facts("null {'a':'it\\'s', b: 3, c: undefined}"), "a=it's|b=3|");
  EXPECT_EQ(facts("[{\"a\":\"\\ud83d\\ude00\\u00e9\"}]"), "a=😀é|");
  Read none("<script type='application/ld+json'>]]}}::,,\"x</script><script>{\"a\":1}</script>");
  EXPECT_TRUE(none.data.roots.empty());
}

TEST(LinkedData, stands_within_its_page_where_that_is_cut_off) {
  for (const auto* html : {"<script type='application/ld+json'>{\"@type\":\"A\",\"b\":[1,{\"c\":\"d",
                           "<script type='application/ld+json'>{\"a\":1,\"b\"", "<p itemscope><b itemprop=a>text",
                           "<p typeof=x><a property=y href=z"}) {
    const Read read(html);
    for (const auto root : read.data.roots) {
      for (const auto& fact : read.data.facts_of(root)) EXPECT_LE(fact.piece.end, read.page.source().size()) << html;
    }
  }
}

TEST(LinkedData, of_microdata_follows_its_references) {
  const Read read(
      R"(<div itemscope id=top itemref="b a nowhere"><p itemprop=c>3</p></div><p id=a itemprop=a>1</p><div id=b><p itemprop="x y">2</p></div>)");
  EXPECT_EQ(read.facts(), "c=3|a=1|x=2|y=2|");
  const Read blocks("<div itemscope><div itemprop=a><p>one</p><p>two<br>three</p>four<b>fi</b>ve</div></div>");
  EXPECT_EQ(blocks.facts(), "a=one two three fourfive|");
  const Read turn(
      R"(<div itemscope id=one itemref=two></div><div id=two itemprop=p itemscope itemref=three></div><div id=three itemprop=q itemscope itemref=two>z</div>)");
  EXPECT_EQ(turn.data.roots.size(), 1U);  // and it ends
  const Read values(
      R"(<p itemscope><data itemprop=a value=1>x</data><meter itemprop=b value=2>x</meter><time itemprop=c datetime=3>x</time><time itemprop=d>4</time>
<img itemprop=e src=5><object itemprop=f data=6></object><b itemprop=g>7<style>x</style></b><span itemprop=h content=8>x</span></p>)");
  EXPECT_EQ(values.facts(), "a=1|b=2|c=3|d=4|e=5|f=6|g=7|h=8|");
}

TEST(LinkedData, of_rdfa_is_said_of_who_is_named) {
  const Read read(
      R"(<body vocab="http://schema.org/"><div resource="#x" typeof="Person"><b property="name">Ann</b><p property="knows" resource="#y"></p></div>
<div resource="#x"><i property="schema:email">a@e.example</i></div></body>)");
  EXPECT_EQ(read.data.roots.size(), 1U);
  EXPECT_EQ(read.facts(), "@type=Person|@id=#x|name=Ann|knows=#y|email=a@e.example|");
  const Read graph(
      "<head><meta property='og:title' content='T'><meta property='og:image' content='i.png'><meta name=x "
      "content=y></head>");
  EXPECT_EQ(graph.facts(), "og:title=T|og:image=i.png|");
}

TEST(LinkedData, of_hostile_pages_comes_in_time_or_ends) {
  std::string scopes, references, deep, texts;
  for (int i = 0; i < 20'000; ++i) {
    scopes += "<div itemprop=a itemscope>";
    references += fmt::format("<div id=i{} itemscope itemprop=a itemref='i{} i{}'></div>", i, i + 1, i + 2);
    deep += "<div itemprop=a>x";
    texts += "[{\"a\":";
  }
  for (const auto& html : {"<p itemscope>" + scopes, references, "<p itemscope>" + deep,
                           "<script type='application/ld+json'>" + texts + "</script>"}) {
    SystemClock clock;
    const auto began = clock.now();
    Effort effort(50'000'000, clock, Deadline::never());
    try {
      const auto page = Document::parse(html, effort);
      linked_data(page, "", effort);
    } catch (const Error& error) {
      EXPECT_EQ(error.kind, Kind::exhausted);
    }
    EXPECT_LT(clock.now() - began, std::chrono::seconds(20));
  }
}

}  // namespace
}  // namespace frontdesk::platform::pages
