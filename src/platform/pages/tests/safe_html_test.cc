#include "platform/pages/safe_html.h"

#include <gtest/gtest.h>

#include "base/clock.h"
#include "platform/pages/document.h"

namespace frontdesk::platform::pages {
namespace {

std::string safe(std::string_view html, std::string_view base = "") {
  Effort effort;
  return safe_html(html, base, effort);
}

std::string seen(std::string_view html) {
  Effort effort;
  return text_of_html(html, effort);
}

TEST(SafeHtml, keeps_what_shows_something) {
  EXPECT_EQ(safe("<p>A <b>bold</b> word &amp; a &nbsp; blank</p><br/>"),
            "<p>A <b>bold</b> word &amp; a &nbsp; blank</p><br />");
  EXPECT_EQ(safe("<img src='a.png' alt='x \"y\"' width=3>", "http://example.com/p/"),
            "<img alt=\"x &quot;y&quot;\" src=\"http://example.com/p/a.png\" width=\"3\" />");
  EXPECT_EQ(safe("<a href='/x?a=1&amp;b=2'>x</a>", "https://example.com/"),
            "<a href=\"https://example.com/x?a=1&amp;b=2\">x</a>");
}

TEST(SafeHtml, leaves_out_what_does_something) {
  EXPECT_EQ(safe("a<script>alert('</p>')</script>b<style>p{}</style>c<svg><a>x</a></svg>d"), "abcd");
  EXPECT_EQ(safe("<p onclick='x' style='background:url(x)' id=a class=b>t</p>"), "<p>t</p>");
  EXPECT_EQ(safe("<form action=x><input name=q><button>go</button></form>"), "go");
  EXPECT_EQ(safe("<iframe src=x>old</iframe><object data=x>old</object>"), "oldold");
  for (const auto* link : {"javascript:x", "JAVA&#115;CRIPT:x", "java\tscript:x", "&#x6A;avascript&colon;x",
                           "data:text/html,x", "&#1;javascript:x"}) {
    const auto html = safe("<a href=\"" + std::string(link) + "\">t</a>");
    EXPECT_TRUE(html == "<a>t</a>" || html.find("colon") != std::string::npos) << html;
  }
}

TEST(SafeHtml, is_not_cheated_by_broken_tags) {
  EXPECT_EQ(safe("<scr<script>ipt>alert(1)</script>"), "ipt>alert(1)");
  EXPECT_EQ(safe("<<script>alert(1)//<</script>"), "&lt;");
  EXPECT_EQ(safe("<img src=x\" onerror=alert(1)//"), "<img src=\"x%22\" />");
  EXPECT_EQ(safe("<p title=\"<script>x</script>\">t"), "<p title=\"&lt;script&gt;x&lt;/script&gt;\">t");
  EXPECT_EQ(safe("a<!-- <b>x</b> -->b<!doctype x>c<?php x ?>d"), "abcd");
  EXPECT_EQ(safe("a<!-- no end <b>b</b>"), "ab");
  EXPECT_EQ(safe("1 < 2 & 3 &unknown; &#xZZ;"), "1 &lt; 2 &amp; 3 &unknown; &amp;#xZZ;");
}

TEST(SafeHtml, opens_and_closes_the_same) {
  EXPECT_EQ(safe("</div><b>x<i>y</b>z</i>"), "<b>x<i>y</i></b>z");
  EXPECT_EQ(safe("<div><p>a<p>b"), "<div><p>a<p>b</div>");  // "p" is closed by what closes around it
  Effort effort;
  std::string deep;
  for (int i = 0; i < 5000; ++i) deep += "<div>";
  const auto page = Document::parse(safe(deep), effort);
  EXPECT_LT(page.size(), 200U);
}

TEST(SafeHtml, text_is_what_a_reader_sees) {
  EXPECT_EQ(seen("<h1>Title</h1>\n<p>One &amp; <b>two</b>\n three<br>four</p><ul><li>a<li>b</ul>"),
            "Title\nOne & two three\nfour\na\nb");
  EXPECT_EQ(seen("a<script>b</script>c &#8220;d&#148; &eacute;"), "ac “d” é");
  EXPECT_EQ(without_references("&lt;&#x41;&AMP &amp;amp; &bogus;"), "<A&AMP &amp; &bogus;");
}

TEST(SafeHtml, is_told_from_a_plain_text) {
  EXPECT_TRUE(looks_like_html("a <b>b</b>"));
  EXPECT_TRUE(looks_like_html("AT&amp;T"));
  EXPECT_FALSE(looks_like_html("a < b and b > c"));
  EXPECT_FALSE(looks_like_html("History of the <blink>tag</blink>"));
  EXPECT_FALSE(looks_like_html("a &bogus; b"));
}

TEST(SafeHtml, of_hostile_texts_comes_in_time) {
  std::string comments, tags, quotes, closes, raws;
  for (int i = 0; i < 100'000; ++i) {
    comments += "<!--<b>";
    tags += "<b ";
    quotes += "<a href=\"x>'";
    closes += "</p><p>";
    raws += "<script></scr";
  }
  SystemClock clock;
  for (const auto* html : {&comments, &tags, &quotes, &closes, &raws}) {
    const auto began = clock.now();
    safe(*html);
    seen(*html);
    EXPECT_LT(clock.now() - began, std::chrono::seconds(10));
  }
}

}  // namespace
}  // namespace frontdesk::platform::pages
