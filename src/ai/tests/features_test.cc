#include "ai/features.h"

#include <gtest/gtest.h>

#include "ai/vocabulary.h"

namespace frontdesk::ai {
namespace {

std::vector<std::u32string> words(std::string_view text) { return words_of(text); }
using Words = std::vector<std::u32string>;

TEST(Words, are_lower_case_without_accents_and_apostrophes) {
  EXPECT_EQ(words("Can't we COME, for Crème-brûlée?"), Words({U"cant", U"we", U"come", U"for", U"creme", U"brulee"}));
  EXPECT_EQ(words("Où êtes‑vous"), Words({U"ou", U"etes", U"vous"}));
  EXPECT_EQ(words("I’d like"), Words({U"id", U"like"}));
  EXPECT_EQ(words("Łódź Ünal Čapek"), Words({U"lodz", U"unal", U"capek"}));
}

TEST(Words, keep_the_length_of_numbers_only) {
  EXPECT_EQ(words("LUME-1234 at 8pm"), Words({U"lume", U"0000", U"at", U"0pm"}));
}

TEST(Words, are_found_in_other_scripts) {
  EXPECT_EQ(words("СТОЛИК на Двоих"), Words({U"столик", U"на", U"двоих"}));
  EXPECT_EQ(words("ΤΡΑΠΕΖΙ ένας"), Words({U"τραπεζι", U"ένασ"}));
  EXPECT_EQ(words("予約 したい"), Words({U"予", U"約", U"し", U"た", U"い"}));
}

TEST(Words, are_not_made_of_what_is_no_letter) {
  EXPECT_TRUE(words("").empty());
  EXPECT_TRUE(words(" .,;!?-\t\n“”…—").empty());
  EXPECT_TRUE(words("🍝🍷\xe2\x82\xac").empty());
  EXPECT_EQ(words("a\xff"
                  "b\xc3"),
            Words({U"a", U"b"}));
  EXPECT_EQ(words("\xc0\xaf\xf8x\xed"), Words({U"x"}));
}

TEST(Features, come_in_order_and_are_counted) {
  const auto features = features_of("table for two at the table");
  EXPECT_TRUE(std::ranges::is_sorted(features, {}, &Feature::id));
  EXPECT_TRUE(std::ranges::any_of(features, [](const Feature& f) { return f.count == 2; }));
  for (const auto& feature : features) EXPECT_LT(feature.id, 1U << kFeatureBits);
}

TEST(Features, are_shared_by_sentences_that_are_alike) {
  const auto shared = [](std::string_view left, std::string_view right) {
    std::size_t count = 0;
    for (const auto& a : features_of(left)) {
      for (const auto& b : features_of(right)) count += a.id == b.id ? 1U : 0U;
    }
    return count;
  };
  EXPECT_GT(shared("cancel my booking", "cancelled my bookings"), 12U);
  EXPECT_LT(shared("cancel my booking", "who won the match"), 2U);
  EXPECT_LT(shared("man bites dog", "dog bites man"), features_of("man bites dog").size()) << "order matters";
}

TEST(Vocabulary, weighs_rare_features_more_and_scales_to_one) {
  const std::vector<std::vector<Feature>> sentences = {{{1, 1}, {2, 1}}, {{1, 1}, {3, 1}}, {{1, 1}}};
  const Vocabulary vocabulary(sentences, 1);
  const auto entries = vocabulary.weigh(sentences[0]);
  ASSERT_EQ(entries.size(), 2U);
  EXPECT_LT(entries[0].weight, entries[1].weight);
  EXPECT_NEAR(entries[0].weight * entries[0].weight + entries[1].weight * entries[1].weight, 1, 1e-5);
}

TEST(Vocabulary, leaves_out_what_is_too_rare) {
  const std::vector<std::vector<Feature>> sentences = {{{1, 1}, {2, 1}}, {{1, 1}, {3, 1}}};
  EXPECT_EQ(Vocabulary(sentences, 2).ids(), std::vector<std::uint32_t>{1});
}

TEST(Vocabulary, keeps_sentences_of_foreign_words_far_away) {
  const std::vector<std::vector<Feature>> sentences = {{{1, 1}, {2, 1}}};
  const Vocabulary vocabulary(sentences, 1);
  const std::vector<Feature> known = {{1, 1}};
  const std::vector<Feature> foreign = {{1, 1}, {7, 1}, {8, 1}, {9, 1}};
  EXPECT_LT(vocabulary.weigh(foreign)[0].weight, vocabulary.weigh(known)[0].weight);
  EXPECT_TRUE(Vocabulary().weigh(foreign).empty());
}

}  // namespace
}  // namespace frontdesk::ai
