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

TEST(Unicode, plain_leaves_controls_out_but_those_that_part_words) {
  EXPECT_EQ(unicode::plain("A\x07na\x1b B\u0085ell\x7f"), "Ana Bell");
  EXPECT_EQ(unicode::plain("one\r\n\ttwo"), "one\r\n\ttwo");
}

TEST(Unicode, plain_shows_that_something_was_spelt_out_unseen) {
  EXPECT_EQ(unicode::plain("yes\U000E006E\U000E006F"), "yes\uFFFD\uFFFD");
  EXPECT_EQ(unicode::plain("yes\U000E0121"), "yes\uFFFD");
  EXPECT_EQ(unicode::plain("\U0001F3F4\U000E0067\U000E0062\U000E007F ok"), "\U0001F3F4 ok") << "the tags of a flag";
  EXPECT_EQ(unicode::plain("葛\U000E0100"), "葛") << "the form of an ideograph";
}

TEST(Unicode, folding_drops_accents_and_keeps_strokes) {
  EXPECT_EQ(unicode::folded("s\u0301i\u0332"), "si");
  EXPECT_EQ(unicode::folded("Y\u0336e\u0338s\u20D2"), "y\u0336e\u0338s\u20D2");
}

TEST(Unicode, one_writing_is_searched_for_whichever_was_typed) {
  for (const auto* const name : {"Müller", "Mueller", "MULLER", "muller"})
    EXPECT_EQ(unicode::searchable(name), "muller") << name;
  for (const auto* const name : {"Søren", "Soeren", "soren", "Sœren"}) EXPECT_EQ(unicode::searchable(name), "soren");
  EXPECT_EQ(unicode::searchable("Łukasz Großæ"), "lukasz grossa");
}

TEST(Unicode, has_one_writing_of_what_is_typed_in_several_ways) {
  EXPECT_EQ(unicode::compatible("Stu\u0308ck"), "St\u00FCck");
  EXPECT_EQ(unicode::compatible("\uFF41\uFB01"), "afi");
  EXPECT_EQ(unicode::compatible("a b"), "a b");
}

TEST(Unicode, knows_what_cannot_be_seen) {
  for (const char32_t point : {0x00adU, 0x200bU, 0x202eU, 0x115fU, 0x3164U, 0xffa0U, 0xe0041U})
    EXPECT_TRUE(unicode::is_hidden(point)) << static_cast<std::uint32_t>(point);
  for (const char32_t point : {U'a', U'ä', char32_t{0x200d}, char32_t{0xfe0f}, char32_t{0x1f600}})
    EXPECT_FALSE(unicode::is_hidden(point)) << static_cast<std::uint32_t>(point);
}

}  // namespace
}  // namespace frontdesk
