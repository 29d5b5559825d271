#include "base/charset.h"

#include <gtest/gtest.h>

namespace frontdesk {
namespace {

TEST(Charset, reads_the_sets_of_the_world) {
  EXPECT_EQ(charset::to_utf8("caf\xe9", "ISO-8859-1"), "café");
  EXPECT_EQ(charset::to_utf8("\x93quoted\x94", "iso-8859-1"), "“quoted”");  // what is meant by it is windows-1252
  EXPECT_EQ(charset::to_utf8("\xc4\xe3", "gb2312"), "你");
  EXPECT_EQ(charset::to_utf8("\xb3\xe2", "euc-kr"), "년");
  EXPECT_EQ(charset::to_utf8(std::string_view("\0<\0a", 4), "utf-16be"), "<a");
}

TEST(Charset, says_what_is_not_of_the_set) {
  EXPECT_EQ(charset::to_utf8("caf\xe9", "utf-8"), std::nullopt);
  EXPECT_EQ(charset::to_utf8("caf\xe9", "us-ascii"), std::nullopt);
  EXPECT_EQ(charset::to_utf8("a", "no-such-set"), std::nullopt);
  EXPECT_EQ(charset::to_utf8_replacing("caf\xe9", "utf-8"), "caf\uFFFD");
}

TEST(Charset, is_guessed_from_what_people_write) {
  const auto russian = charset::to_utf8(
      "\xf0\xd2\xc9\xd7\xc5\xd4, \xcb\xc1\xcb \xc4\xc5\xcc\xc1? \xfc\xd4\xcf \xd4\xc5\xcb\xd3\xd4.", "koi8-r");
  ASSERT_TRUE(russian);
  EXPECT_EQ(
      charset::guess("\xf0\xd2\xc9\xd7\xc5\xd4, \xcb\xc1\xcb \xc4\xc5\xcc\xc1? \xfc\xd4\xcf \xd4\xc5\xcb\xd3\xd4."),
      "KOI8-R");
}

}  // namespace
}  // namespace frontdesk
