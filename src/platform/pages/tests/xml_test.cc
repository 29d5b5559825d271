#include "platform/pages/xml.h"

#include <gtest/gtest.h>

#include "base/clock.h"
#include "platform/pages/xml_text.h"
#include "support/slug_of.h"

namespace frontdesk::platform::pages {
namespace {

XmlTree read(std::string_view bytes, std::string_view content_type = "") {
  Effort effort;
  return XmlTree::parse(xml_text(bytes, content_type).utf8, effort);
}

std::string shape(const XmlTree& tree, NodeId id = 0) {
  if (tree.size() == 0) return "nothing";
  const auto& node = tree.at(id);
  if (node.is_text()) return std::string(node.text);
  std::string inner;
  for (auto child = node.first; child != kNone; child = tree.at(child).next)
    inner += (inner.empty() ? "" : " ") + shape(tree, child);
  return fmt::format("{}({})", node.name, inner);
}

TEST(Xml, is_a_tree_with_its_name_spaces) {
  const auto tree =
      read("<?xml version='1.0'?><a xmlns='urn:a' xmlns:b='urn:b'><b:c D='1' b:e='2&#38;3'>x<![CDATA[<y>]]></b:c></a>");
  EXPECT_TRUE(tree.is_well_formed());
  EXPECT_EQ(shape(tree), "a(c(x<y>))");
  EXPECT_EQ(tree.at(0).space, "urn:a");
  EXPECT_EQ(tree.at(1).space, "urn:b");
  EXPECT_EQ(tree.at(1).prefix, "b");
  EXPECT_EQ(tree.at(1).attribute("d"), "1");
  EXPECT_EQ(tree.at(1).attribute("e", "b"), "2&3");
  EXPECT_EQ(tree.at(1).attribute("e"), std::nullopt);
}

TEST(Xml, that_is_broken_is_read_as_far_as_it_can_be) {
  const auto cut = read("<a><b>one</b><b>two");
  EXPECT_FALSE(cut.is_well_formed());
  EXPECT_EQ(shape(cut), "a(b(one) b(two))");
  EXPECT_EQ(shape(read("<a>x & y &nbsp; &bogus; < z</a>")), "a(x & y \u00a0 &bogus; < z)");
  EXPECT_FALSE(read("<a><x:b/></a>").is_well_formed());  // "x" is no name space
  EXPECT_EQ(read("").size(), 0U);
  EXPECT_EQ(read("only a text").size(), 0U);
  EXPECT_EQ(shape(read("junk & <!ELEMENT a ANY> <!DOCTYPE a [ <!ENTITY b 'c> <a>x</a>")), "a(x)");
  EXPECT_EQ(shape(read("<a>\x01x\x0b&#1;&#xD800;&#55555555;</a>")), "a(x)");
}

TEST(Xml, asks_for_nothing_outside_and_does_not_grow) {
  EXPECT_EQ(shape(read("<!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/passwd'><!ENTITY % p SYSTEM 'http://x.invalid/'> "
                       "%p;]><a>&e;</a>")),
            "a(&e;)");
  EXPECT_EQ(shape(read("<!DOCTYPE a SYSTEM 'http://x.invalid/a.dtd'><a>x</a>")), "a(x)");
  EXPECT_EQ(shape(read("<!DOCTYPE a [<!ENTITY cubed '&#179;'><!ENTITY co \"A > B\">]><a>&cubed;</a>")), "a(³)");
  std::string laughs = "<!DOCTYPE a [<!ENTITY l0 'lol'>";
  for (int i = 1; i < 30; ++i)
    laughs += fmt::format("<!ENTITY l{} '&l{};&l{};&l{};&l{};&l{};&l{};&l{};&l{};'>", i, i - 1, i - 1, i - 1, i - 1,
                          i - 1, i - 1, i - 1, i - 1);
  EXPECT_EQ(shape(read(laughs + "]><a>&l29;</a>")), "a(&l29;)");
  std::string flat = "<!DOCTYPE a [<!ENTITY l '" + std::string(200, 'x') + "'>]><a>";
  for (int i = 0; i < 100'000; ++i) flat += "&l;";
  EXPECT_LT(read(flat + "</a>").text_of(0).size(), 2U << 20);
}

TEST(Xml, knows_the_entities_of_html) {
  EXPECT_EQ(html_entity("nbsp"), U'\u00a0');
  EXPECT_EQ(html_entity("Eacute"), U'É');
  EXPECT_EQ(html_entity("diams"), U'♦');
  EXPECT_EQ(html_entity("lt"), U'<');
  EXPECT_EQ(html_entity("nothing"), 0U);
}

TEST(Xml, has_bounds) {
  std::string deep;
  for (int i = 0; i < 1000; ++i) deep += "<a>";
  EXPECT_EQ(support::slug_of([&] { read(deep); }), "pages/too-complex");
  EXPECT_EQ(support::slug_of([&] { read("<a>" + std::string(XmlTree::kBytesMax, 'x') + "</a>"); }), "pages/too-large");
  std::string wide = "<a>";
  for (int i = 0; i < 500'000; ++i) wide += "<b/>";
  EXPECT_EQ(support::slug_of([&] { read(wide + "</a>"); }), "pages/too-complex");
  ManualClock clock(Timestamp{0});
  Effort little(50, clock, Deadline::never());
  EXPECT_EQ(support::slug_of([&] { XmlTree::parse(wide + "</a>", little); }), "work/too-costly");
}

TEST(Xml, text_is_of_the_set_that_counts_most) {
  EXPECT_EQ(xml_text("<?xml version='1.0' encoding='iso-8859-1'?><a>\xe9</a>", "").utf8, "<a>é</a>");
  EXPECT_EQ(xml_text("<?xml version='1.0' encoding='utf-8'?><a>\xe9</a>", "text/xml; charset=\"ISO-8859-1\"").utf8,
            "<a>é</a>");
  const auto marked = xml_text("\xef\xbb\xbf<a>\xc3\xa9</a>", "text/xml; charset=iso-8859-1");
  EXPECT_EQ(marked.utf8, "<a>é</a>");
  EXPECT_EQ(marked.charset, "utf-8");
  EXPECT_EQ(xml_text(std::string_view("\xff\xfe<\0a\0/\0>\0", 10), "").utf8, "<a/>");
  EXPECT_EQ(xml_text(std::string_view("\0<\0a\0/\0>", 8), "").charset, "utf-16be");
}

TEST(Xml, text_that_lies_about_its_set_is_read_and_said_to) {
  const auto lies = xml_text("<?xml version='1.0' encoding='utf-8'?><a>caf\xe9 \x93x\x94</a>", "");
  EXPECT_FALSE(lies.is_as_said);
  EXPECT_EQ(lies.utf8, "<a>café “x”</a>");
  EXPECT_FALSE(xml_text("<?xml version='1.0' encoding='no-such'?><a/>", "").is_as_said);
  EXPECT_FALSE(xml_text("<a/>", "text/plain").is_as_said);
  EXPECT_TRUE(xml_text("<a/>", "application/rss+xml").is_as_said);
  EXPECT_EQ(charset_of("text/xml; a=b; Charset = 'X'"), "x");
}

TEST(Xml, of_hostile_texts_comes_in_time) {
  std::string types, comments, references, tags;
  for (int i = 0; i < 100'000; ++i) {
    types += "<!DOCTYPE [";
    comments += "<!--";
    references += "&aaaaaaaaaaaaaaaa";
    tags += "<a b='";
  }
  SystemClock clock;
  for (const auto* text : {&types, &comments, &references, &tags}) {
    const auto began = clock.now();
    support::slug_of([&] { read(*text); });
    EXPECT_LT(clock.now() - began, std::chrono::seconds(10));
  }
}

}  // namespace
}  // namespace frontdesk::platform::pages
