#include "platform/pages/document.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "support/slug_of.h"

namespace frontdesk::platform::pages {
namespace {

using support::slug_of;

Document read(std::string html) {
  Effort effort;
  return Document::parse(std::move(html), effort);
}

std::string shape(const Document& page, NodeId id) {
  if (page.at(id).is_text()) return std::string(page.at(id).text);
  std::string inner;
  for (auto child = page.at(id).first; child != kNone; child = page.at(child).next)
    inner += (inner.empty() ? "" : " ") + shape(page, child);
  return fmt::format("{}({})", page.at(id).name, inner);
}

std::size_t depth_of(const Document& page) {
  std::size_t deepest = 0;
  for (NodeId id = 0; id < page.size(); ++id) {
    std::size_t depth = 0;
    for (auto above = id; above != kNone; above = page.at(above).parent) ++depth;
    deepest = std::max(deepest, depth);
  }
  return deepest;
}

TEST(PageDocument, is_what_a_browser_makes_of_it) {
  const auto page = read("<!doctype html><title>A &amp; B</title><p>one<p>two <b>three</p><table><td>cell</table>x");
  EXPECT_EQ(shape(page, page.root()),
            "html(head(title(A & B)) body(p(one) p(two  b(three)) table(tbody(tr(td(cell)))) b(x)))");
}

TEST(PageDocument, says_where_in_its_bytes_each_part_stands) {
  const std::string html =
      "<html><body>\n<p class='Price'>Caf\xC3\xA9 &euro;&nbsp;3</p><my-card>x</my-card></body></html>";
  const auto page = read(html);
  const auto paragraph = page.find("p");
  const auto& node = page.at(paragraph);
  EXPECT_EQ(page.source().substr(node.piece.begin, node.piece.end - node.piece.begin),
            "<p class='Price'>Caf\xC3\xA9 &euro;&nbsp;3</p>");
  const auto& text = page.at(node.first);
  EXPECT_EQ(text.text, "Caf\xC3\xA9 \u20AC\u00A03");
  EXPECT_EQ(page.source().substr(text.piece.begin, text.piece.end - text.piece.begin), "Caf\xC3\xA9 &euro;&nbsp;3");
  EXPECT_EQ(node.attribute("class"), "Price");
  EXPECT_FALSE(node.has("id"));
  EXPECT_NE(page.find("my-card"), kNone);
}

TEST(PageDocument, is_walked_in_the_order_of_the_page) {
  const auto page = read("<body><div><i>a</i></div><u>b</u>");
  const auto body = page.find("body");
  std::string names;
  for (auto id = page.following(body, body); id != kNone; id = page.following(id, body))
    names += page.at(id).is_text() ? page.at(id).text : page.at(id).name;
  EXPECT_EQ(names, "diviaub");
  EXPECT_EQ(page.at(page.behind(page.find("div"), body)).name, "u");
  EXPECT_EQ(page.find("u", page.find("div")), kNone);
}

TEST(PageDocument, takes_whatever_bytes_come) {
  EXPECT_EQ(shape(read(""), 0), "html(head() body())");
  EXPECT_EQ(read(std::string("a\0b\xFF<", 5)).at(0).name, "html");
  EXPECT_EQ(shape(read("<body></p></b></table>"), 0), "html(head() body(p()))");
}

TEST(PageDocument, is_no_deeper_than_in_a_browser) {
  std::string html;
  for (int i = 0; i < 20'000; ++i) html += "<div>";
  const auto page = read(html + "deep");
  EXPECT_EQ(depth_of(page), Document::kDepthMax + 2) << "the deepest element, and its text";
  EXPECT_EQ(page.at(static_cast<NodeId>(page.size() - 1)).text, "deep");
}

TEST(PageDocument, is_refused_where_it_costs_too_much) {
  EXPECT_EQ(slug_of([] { read(std::string(Document::kBytesMax + 1, 'x')); }), "pages/too-large");
  std::string html = "<p>";
  for (int i = 0; i < 20'000; ++i) html += fmt::format("<b a={}>", i);
  for (int i = 0; i < 20'000; ++i) html += "<p>x";
  EXPECT_EQ(slug_of([&] { read(html); }), "pages/too-complex") << "each paragraph opens all of the bold ones anew";
  SystemClock clock;
  const auto slug = slug_of([&] {
    Effort effort(UINT64_MAX, clock, Deadline::in(clock, std::chrono::milliseconds(1)));
    Document::parse(std::move(html), effort);
  });
  EXPECT_EQ(slug, "work/too-costly");
}

TEST(PageDocument, knows_where_values_stand_and_ends_with_its_source) {
  const auto page = read("<a href=\"x&amp;y\" title='t' b=c d>text");
  const auto& link = page.at(page.find("a"));
  const auto source_of = [&](Piece piece) { return page.source().substr(piece.begin, piece.end - piece.begin); };
  EXPECT_EQ(source_of(link.attributes[0].piece), "x&amp;y");
  EXPECT_EQ(source_of(link.attributes[1].piece), "t");
  EXPECT_EQ(source_of(link.attributes[2].piece), "c");
  EXPECT_EQ(source_of(link.attributes[3].piece), "");
  for (NodeId id = 0; id < page.size(); ++id) EXPECT_LE(page.at(id).piece.end, page.source().size());
}

}  // namespace
}  // namespace frontdesk::platform::pages
