#include "ai/perceptron.h"

#include <gtest/gtest.h>

#include <numeric>

namespace frontdesk::ai {
namespace {

// Of four features, one of the first two and one of the last two: the class is whether they match. No sum of weights of
// single features tells that.
Labelled matches() {
  Labelled data;
  data.class_count = 2;
  data.feature_count = 4;
  for (std::uint32_t i = 0; i < 2'000; ++i) {
    const auto left = i % 2;
    const auto right = i / 2 % 2;
    data.sentences.push_back({{left, 1.0F}, {2 + right, 1.0F}});
    data.classes.push_back(left == right ? 1 : 0);
  }
  return data;
}

std::vector<std::size_t> all_of(const Labelled& data) {
  std::vector<std::size_t> all(data.sentences.size());
  std::iota(all.begin(), all.end(), 0);
  return all;
}

Perceptron learnt(const Labelled& data, std::span<const std::size_t> chosen) {
  Chance chance;
  Effort effort;
  return {data, chosen, chance, effort};
}

std::vector<float> opinion_of(const Perceptron& perceptron, const WeighedSentence& sentence) {
  std::vector<float> margins(3, 0.0F);
  perceptron.add_opinion(sentence, margins);
  return margins;
}

TEST(Perceptron, learns_what_no_sum_of_weights_tells) {
  const auto data = matches();
  const auto perceptron = learnt(data, all_of(data));
  for (std::size_t i = 0; i < 4; ++i) {
    const auto margins = opinion_of(perceptron, data.sentences[i]);
    EXPECT_EQ(margins[1] > margins[0], data.classes[i] == 1) << i;
    EXPECT_EQ(margins[2], 0) << "what is no class of its has no opinion";
  }
}

TEST(Perceptron, comes_out_the_same_from_the_same_data) {
  const auto data = matches();
  const auto one = learnt(data, all_of(data));
  const auto other = learnt(data, all_of(data));
  EXPECT_EQ(one.layers().inner, other.layers().inner);
  EXPECT_EQ(one.layers().outer, other.layers().outer);
}

TEST(Perceptron, learns_from_the_chosen_alone) {
  auto data = matches();
  const auto all = all_of(data);
  const auto before = learnt(data, std::span(all).first(1'000));
  for (std::size_t i = 1'000; i < data.classes.size(); ++i) data.classes[i] = 0;
  const auto after = learnt(data, std::span(all).first(1'000));
  EXPECT_EQ(before.layers().inner, after.layers().inner);
}

// Of two words, each of which tells the class: the first has seven features, the second one that says little.
TEST(Perceptron, learns_what_each_word_tells_where_others_are_missing) {
  Labelled data;
  data.class_count = 2;
  data.feature_count = 16;
  for (std::uint32_t i = 0; i < 300; ++i) {
    const auto of = i % 2;
    auto& sentence = data.sentences.emplace_back();
    for (std::uint32_t j = 0; j < 7; ++j) sentence.push_back({of * 8 + j, 0.37F});
    sentence.push_back({of * 8 + 7, 0.2F});
    data.classes.push_back(of);
  }
  const auto lead = [&] {
    const auto margins = opinion_of(learnt(data, all_of(data)), {{7, 1.0F}});
    return margins[0] - margins[1];
  };
  const auto without = lead();
  data.words.assign(data.sentences.size(), {{0, 0}, {0, 0}, {0, 0}, {0, 0}, {0, 0}, {0, 0}, {0, 0}, {1, 1}});
  EXPECT_GT(lead(), 1.3F * without);
}

TEST(Perceptron, takes_fewer_rounds_where_there_is_more_to_learn_from) {
  Labelled data;
  data.class_count = 2;
  data.feature_count = 2;
  for (std::uint32_t i = 0; i < 27'500; ++i) {
    data.sentences.push_back({{i % 2, 1.0F}});
    data.classes.push_back(i % 2);
  }
  const SystemClock clock;
  Effort effort(100'000, clock, Deadline::never());
  Chance chance;
  EXPECT_NO_THROW(Perceptron(data, all_of(data), chance, effort)) << "a round is about 20'000 steps";
}

TEST(Committee, is_of_members_that_differ) {
  const auto data = matches();
  Effort effort;
  const auto committee = committee_of(data, all_of(data), effort);
  ASSERT_EQ(committee.size(), 3U);
  EXPECT_NE(committee[0].layers().inner, committee[1].layers().inner);
  EXPECT_NE(committee[1].layers().inner, committee[2].layers().inner);
  EXPECT_EQ(committee_of(data, all_of(data), effort)[2].layers().outer, committee[2].layers().outer);
}

}  // namespace
}  // namespace frontdesk::ai
