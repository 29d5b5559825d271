#include "base/unicode.h"

#include <gtest/gtest.h>

namespace frontdesk {
namespace {

TEST(Unicode, plain_letters_are_those_that_are_meant) {
  EXPECT_EQ(unicode::plain("Ｔａｂｌｅ ｆｏｒ ２！"), "Table for 2!");
  EXPECT_EQ(unicode::plain("𝐭𝐚𝐛𝐥𝐞 ﬁnd ⑦ Ⅻ"), "table find 7 XII");
  EXPECT_EQ(unicode::plain("e\u0301"), "\u00E9");
  EXPECT_EQ(unicode::plain("Ha\u200Brbor \u202E8pm\u202C \u2066x\u2069 so\u00ADft \uFEFF"), "Harbor 8pm x soft ");
  EXPECT_EQ(unicode::plain("plain 8pm\n"), "plain 8pm\n");
}

TEST(Unicode, plain_leaves_what_is_more_than_another_look) {
  EXPECT_EQ(unicode::plain("1º de mayo, 2², ½, l\u00B4ora, Müller, 日本"),
            "1º de mayo, 2², ½, l\u00B4ora, Müller, 日本");
  EXPECT_EQ(unicode::plain("\xff\xfe"), "\uFFFD\uFFFD");
}

TEST(Unicode, one_writing_is_searched_for_whichever_was_typed) {
  for (const auto* const name : {"Müller", "Mueller", "MULLER", "muller"})
    EXPECT_EQ(unicode::searchable(name), "muller") << name;
  for (const auto* const name : {"Søren", "Soeren", "soren", "Sœren"}) EXPECT_EQ(unicode::searchable(name), "soren");
  EXPECT_EQ(unicode::searchable("Łukasz Großæ"), "lukasz grossa");
}

TEST(Unicode, knows_what_cannot_be_seen) {
  for (const char32_t point : {0x00adU, 0x200bU, 0x202eU, 0x115fU, 0x3164U, 0xffa0U, 0xe0041U})
    EXPECT_TRUE(unicode::is_hidden(point)) << static_cast<std::uint32_t>(point);
  for (const char32_t point : {U'a', U'ä', char32_t{0x200d}, char32_t{0xfe0f}, char32_t{0x1f600}})
    EXPECT_FALSE(unicode::is_hidden(point)) << static_cast<std::uint32_t>(point);
}

}  // namespace
}  // namespace frontdesk
