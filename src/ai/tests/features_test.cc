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

std::vector<Feature> features_of(std::string_view text) { return bag_of(text).features; }

TEST(Words, that_every_business_hears_carry_no_content) {
  const auto content = [](std::string_view text) { return bag_of(text).content.size(); };
  EXPECT_EQ(content("can we bring our dog on monday at 8pm?"), 2U) << "bring, dog";
  EXPECT_EQ(content("Dürfen wir am Montag unseren Hund mitbringen?"), 2U) << "hund, mitbringen";
  EXPECT_EQ(content("¿podemos llevar el perro mañana?"), 2U) << "llevar, perro";
  EXPECT_EQ(content("possiamo portare il cane domani?"), 2U) << "portare, cane";
  EXPECT_EQ(content("12:30"), 0U);
}

TEST(Words, are_looked_at_up_to_a_number) {
  std::string flood;
  for (int i = 0; i < 5'000; ++i) flood += "word ";
  EXPECT_LE(words_of(flood).size(), 200U);
  EXPECT_LT(bag_of(flood).features.size(), 50U);
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

TEST(Features, of_long_sentences_come_in_order_too) {
  std::string text;
  for (int i = 0; i < 30; ++i) text += fmt::format("word{} ", static_cast<char>('a' + i % 26));
  const auto features = features_of(text);
  ASSERT_GT(features.size(), 300U);
  EXPECT_TRUE(std::ranges::is_sorted(features, std::less_equal{}, &Feature::id));
}

TEST(Gist, knows_the_words_that_it_is_made_of) {
  const auto bag = bag_of("pay a bill, pay a rent");
  ASSERT_EQ(bag.gist_words.size(), bag.gist.size());
  const auto at = [&](std::string_view word) {
    const auto found = std::ranges::find(bag.gist, feature_of_word(words(word)[0]), &Feature::id);
    return bag.gist_words.at(static_cast<std::size_t>(found - bag.gist.begin()));
  };
  EXPECT_EQ(at("bill").first, 2);
  EXPECT_EQ(at("bill").last, 2);
  EXPECT_EQ(at("pay").first, 0) << "where it stands first";
  EXPECT_EQ(std::ranges::count_if(bag.gist_words, [](const WordSpan& span) { return span.last == span.first + 1; }), 4)
      << "pay a, a bill, bill pay, a rent";
}

std::vector<Bag> bags(std::initializer_list<std::vector<Feature>> sentences) {
  std::vector<Bag> bags;
  for (const auto& features : sentences) bags.push_back({features, {}, {}});
  return bags;
}

TEST(Vocabulary, weighs_rare_features_more_and_scales_to_one) {
  const auto sentences = bags({{{2, 1}, {4, 1}}, {{2, 1}, {6, 1}}, {{2, 1}}});
  const Vocabulary vocabulary(sentences, 3, 1);
  const auto entries = vocabulary.weigh(sentences[0].features);
  ASSERT_EQ(entries.size(), 2U);
  EXPECT_LT(entries[0].weight, entries[1].weight);
  EXPECT_NEAR(entries[0].weight * entries[0].weight + entries[1].weight * entries[1].weight, 1, 1e-5);
}

TEST(Vocabulary, weighs_runs_of_letters_less_than_words) {
  const auto sentences = bags({{{2, 1}, {5, 1}}});
  const auto entries = Vocabulary(sentences, 1, 1).weigh(sentences[0].features);
  ASSERT_EQ(entries.size(), 2U);
  EXPECT_GT(entries[0].weight, entries[1].weight);
}

TEST(Vocabulary, leaves_out_what_is_too_rare) {
  const auto sentences = bags({{{2, 1}, {4, 1}}, {{2, 1}, {6, 1}}});
  EXPECT_EQ(Vocabulary(sentences, 2, 2).ids(), std::vector<std::uint32_t>{2});
}

TEST(Vocabulary, leaves_out_what_a_single_strange_sentence_says) {
  const auto sentences = bags({{{2, 1}, {4, 1}}, {{2, 1}, {6, 1}}});
  EXPECT_EQ(Vocabulary(sentences, 1, 1).ids(), (std::vector<std::uint32_t>{2, 4}));
}

TEST(Vocabulary, keeps_sentences_of_foreign_words_far_away) {
  const auto sentences = bags({{{2, 1}, {4, 1}}});
  const Vocabulary vocabulary(sentences, 1, 1);
  const std::vector<Feature> known = {{2, 1}};
  const std::vector<Feature> foreign = {{2, 1}, {14, 1}, {16, 1}, {18, 1}};
  EXPECT_LT(vocabulary.weigh(foreign)[0].weight, vocabulary.weigh(known)[0].weight);
  EXPECT_TRUE(Vocabulary().weigh(foreign).empty());
  EXPECT_EQ(vocabulary.index_of(14), Vocabulary::kUnknown);
}

}  // namespace
}  // namespace frontdesk::ai
