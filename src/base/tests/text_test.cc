#include "base/text.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "base/tenant_id.h"

namespace frontdesk {
namespace {

TEST(Text, utf8_is_neither_overlong_nor_a_surrogate_nor_cut_off) {
  for (const std::string_view good :
       {"", "a", "\xc3\xbc", "\xe2\x82\xac", "\xf0\x9f\x90\xb2", "\xf4\x8f\xbf\xbf", "\xed\x9f\xbf"}) {
    EXPECT_TRUE(text::is_utf8(good)) << good;
  }
  for (const std::string_view bad : {"\x80", "\xc0\xaf", "\xc3", "\xe0\x9f\xbf", "\xed\xa0\x80", "\xf0\x8f\xbf\xbf",
                                     "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xff"}) {
    EXPECT_FALSE(text::is_utf8(bad));
    EXPECT_EQ(text::utf8_prefix("ok" + std::string(bad)), 2u);
  }
}

TEST(Text, is_cut_between_code_points_only) {
  EXPECT_EQ(text::head("a\xe2\x82\xac"
                       "b",
                       3),
            "a");
  EXPECT_EQ(text::head("a\xe2\x82\xac"
                       "b",
                       4),
            "a\xe2\x82\xac");
  EXPECT_EQ(text::head("abc", 10), "abc");
  EXPECT_EQ(text::count_code_points("a\xe2\x82\xac\xf0\x9f\x90\xb2"), 3u);
}

TEST(Text, splits_trims_and_compares) {
  EXPECT_EQ(text::split("a,,b", ','), (std::vector<std::string_view>{"a", "", "b"}));
  EXPECT_EQ(text::split("", ','), (std::vector<std::string_view>{""}));
  EXPECT_EQ(text::trim(" \t a b \n"), "a b");
  EXPECT_EQ(text::trim("   "), "");
  EXPECT_TRUE(text::equal_ignoring_case("Content-TYPE", "content-type"));
}

TEST(Text, knows_what_was_meant_but_does_not_guess_wildly) {
  const std::vector<std::string_view> known = {"endpoint", "effect", "timeout", "id"};
  EXPECT_EQ(text::nearest("endpiont", known), "endpoint");
  EXPECT_EQ(text::nearest("timeut", known), "timeout");
  EXPECT_EQ(text::nearest("password", known), "");
  EXPECT_EQ(text::nearest("idd", known), "id");
  EXPECT_EQ(text::nearest("", known), "");
}

TEST(Text, fills_what_stands_in_double_braces) {
  const auto find = [](std::string_view name) { return name == "guest.name" ? std::string("Ana") : std::string(); };
  EXPECT_EQ(text::fill("For {{ guest.name }}, {{nobody}}{{guest.name}}!", find), "For Ana, Ana!");
  EXPECT_EQ(text::fill("open {{guest", find), "open {{guest");
  EXPECT_EQ(text::fill("", find), "");
}

TEST(TenantId, is_fit_for_a_file_a_schema_and_a_label) {
  EXPECT_EQ(TenantId::parse("bistro-2").text(), "bistro-2");
  for (const std::string& bad : {std::string(), std::string("Bistro"), std::string("-a"), std::string("a-"),
                                 std::string("a/b"), std::string(".."), std::string("a\0b", 3), std::string(64, 'a')}) {
    EXPECT_THROW(TenantId::parse(bad), Error) << bad;
  }
}

}  // namespace
}  // namespace frontdesk
