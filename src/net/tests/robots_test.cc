#include "net/robots.h"

#include <gtest/gtest.h>

namespace frontdesk::net {
namespace {

using std::chrono::milliseconds;

constexpr std::string_view kFile = R"(
# what everybody may
User-agent: *
Crawl-delay: 2
Disallow: /private/
Allow: /private/menu

User-agent: OneBot
User-agent: OtherBot
Disallow: /*.pdf$
Disallow: /search?*q=

Sitemap: https://shop.example/sitemap.xml
)";

TEST(Robots, asks_each_by_its_name_and_others_by_the_star) {
  const auto robots = Robots::parse(kFile);
  EXPECT_FALSE(robots.allows("AnyBot", "/private/x"));
  EXPECT_TRUE(robots.allows("AnyBot", "/private/menu.html")) << "the longer rule";
  EXPECT_TRUE(robots.allows("otherbot", "/private/x")) << "a group of its own replaces that of all";
  EXPECT_FALSE(robots.allows("OneBot", "/files/card.pdf"));
  EXPECT_TRUE(robots.allows("OneBot", "/files/card.pdf?page=2"));
  EXPECT_FALSE(robots.allows("OneBot", "/search?lang=en&q=pizza"));
  EXPECT_EQ(robots.delay("AnyBot"), milliseconds(2000));
  EXPECT_EQ(robots.delay("OneBot"), std::nullopt);
  EXPECT_EQ(robots.sitemaps(), std::vector<std::string>{"https://shop.example/sitemap.xml"});
}

TEST(Robots, takes_no_delay_that_is_none) {
  for (const auto* value : {"soon", "-1", "nan", "inf", "1 minute", ""}) {
    const auto robots = Robots::parse(std::string("User-agent: *\nCrawl-delay: ") + value);
    EXPECT_EQ(robots.delay("AnyBot"), std::nullopt) << value;
  }
  EXPECT_EQ(Robots::parse("User-agent: *\nCrawl-delay: 0.5").delay("AnyBot"), milliseconds(500));
  EXPECT_EQ(Robots::parse("User-agent: *\nCrawl-delay: 1e300").delay("AnyBot"), std::chrono::hours(24));
}

TEST(Robots, compares_what_means_the_same) {
  const auto robots =
      Robots::parse("User-agent: *\nDisallow: /caf\xC3\xA9\nDisallow: /%7euser\nDisallow: /price%2Alist");
  EXPECT_FALSE(robots.allows("AnyBot", "/caf%c3%a9/menu"));
  EXPECT_FALSE(robots.allows("AnyBot", "/~user"));
  EXPECT_FALSE(robots.allows("AnyBot", "/price*list"));
  EXPECT_TRUE(robots.allows("AnyBot", "/pricexlist"));
}

TEST(Robots, of_hostile_files_are_read_in_time) {
  const auto stars = "User-agent: *\nDisallow: /" + std::string(8'000, '*') + "a*b$\n";
  EXPECT_TRUE(Robots::parse(stars).allows("AnyBot", "/" + std::string(8'000, 'a')));
  std::string many = "User-agent: *\n";
  while (many.size() < Robots::kBytesMax) many += "Disallow: /x\n";
  EXPECT_FALSE(Robots::parse(many + "Allow: /x/y\n").allows("AnyBot", "/x/y")) << "beyond what is looked at";
  EXPECT_TRUE(Robots::parse("%%%\n:\n: x\nUser-agent:\nDisallow: /\n" + std::string(3, '\0')).allows("AnyBot", "/y"));
}

TEST(Robots, forbid_everything_where_nobody_knows_what_they_ask) {
  EXPECT_FALSE(Robots::disallow_all().allows("AnyBot", "/"));
  EXPECT_TRUE(Robots::disallow_all().allows("AnyBot", "/robots.txt"));
  EXPECT_TRUE(Robots::allow_all().allows("AnyBot", "/"));
}

}  // namespace
}  // namespace frontdesk::net
