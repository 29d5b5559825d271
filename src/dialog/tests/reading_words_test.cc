#include "dialog/reading/words.h"

#include <gtest/gtest.h>

namespace frontdesk::dialog::reading {
namespace {

std::string joined(std::string_view message) {
  std::string out;
  for (const auto& word : words_of(message)) out += (out.empty() ? "" : "|") + word.text;
  return out;
}

TEST(Words, are_lower_case_by_unicode_and_keep_their_accents) {
  EXPECT_EQ(joined("ÉLODIE isst Äpfel"), "élodie|isst|äpfel");
  EXPECT_EQ(words_of("Müller Straße Martedì")[0].folded, "muller");
  EXPECT_EQ(words_of("Müller Straße Martedì")[1].folded, "strasse");
  EXPECT_EQ(words_of("Müller Straße Martedì")[2].folded, "martedi");
}

TEST(Words, make_typographic_signs_plain) {
  EXPECT_EQ(joined("don’t — 8 o’clock…"), "don't|-|8|o'clock|.");
  EXPECT_EQ(words_of("don’t")[0].folded, "dont");
}

TEST(Words, keep_numbers_with_their_separators_and_leave_the_stop_behind_them) {
  EXPECT_EQ(joined("at 19:30, 5.12. or 5/12/2026; 1,000 LUME-1234"),
            "at|19:30|,|5.12|.|or|5/12/2026|;|1,000|lume-1234");
  EXPECT_EQ(joined("8pm 2026-12-05 7-8"), "8pm|2026-12-05|7-8");
  const auto words = words_of("8pm 19:30 LUME-1234 ok.");
  EXPECT_EQ(words[0].shape, Shape::mixed);
  EXPECT_EQ(words[1].shape, Shape::number);
  EXPECT_EQ(words[2].shape, Shape::mixed);
  EXPECT_EQ(words[4].shape, Shape::mark);
  EXPECT_TRUE(words[4].glued);
  EXPECT_TRUE(words[2].capital);
}

TEST(Words, know_their_place_in_the_message) {
  const std::string message = "Für „Ana“ um 8 Uhr";
  for (const auto& word : words_of(message)) {
    ASSERT_LE(word.span.end, message.size());
    EXPECT_LT(word.span.begin, word.span.end);
  }
  const auto words = words_of(message);
  EXPECT_EQ(message.substr(words[2].span.begin, words[2].span.end - words[2].span.begin), "Ana");
  EXPECT_EQ(span_of(words, 5, 7), (Span{words[5].span.begin, words[6].span.end}));
}

TEST(Words, read_digits_of_other_scripts_as_ours) { EXPECT_EQ(joined("٨ و ३०"), "8|و|30"); }

TEST(Words, take_an_address_of_the_web_as_one) {
  EXPECT_EQ(joined("see https://x.example/1042?at=8pm, or (www.x.example/LUME-1234)."),
            "see|https://x.example/1042?at=8pm|,|or|(|www.x.example/lume-1234|)|.");
  EXPECT_EQ(words_of("http://x.example")[0].shape, Shape::link);
  EXPECT_EQ(joined("www"), "www");
}

TEST(Words, never_fail_on_any_bytes) {
  std::string bytes;
  for (int i = 0; i < 3000; ++i) bytes += static_cast<char>(i * 37 % 256);
  for (std::size_t cut = 0; cut < bytes.size(); cut += 7) {
    for (const auto& word : words_of(std::string_view(bytes).substr(cut))) EXPECT_LE(word.span.end, kMessageBytesMax);
  }
  EXPECT_TRUE(words_of("").empty());
  EXPECT_TRUE(words_of(" \n\t ").empty());
}

TEST(Words, look_at_no_more_than_a_thousand_bytes) {
  EXPECT_EQ(words_of(std::string(5000, 'a')).front().span.end, kMessageBytesMax);
}

}  // namespace
}  // namespace frontdesk::dialog::reading
