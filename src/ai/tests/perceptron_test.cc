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

TEST(Perceptron, learns_what_no_sum_of_weights_tells) {
  const auto data = matches();
  Effort effort;
  const Perceptron perceptron(data, all_of(data), effort);
  for (std::size_t i = 0; i < 4; ++i) {
    std::vector<float> margins(3, 0.0F);
    perceptron.add_opinion(data.sentences[i], margins);
    EXPECT_EQ(margins[1] > margins[0], data.classes[i] == 1) << i;
    EXPECT_EQ(margins[2], 0) << "what is no class of its has no opinion";
  }
}

TEST(Perceptron, comes_out_the_same_from_the_same_data) {
  const auto data = matches();
  Effort effort;
  const Perceptron one(data, all_of(data), effort);
  const Perceptron other(data, all_of(data), effort);
  EXPECT_EQ(one.layers().inner, other.layers().inner);
  EXPECT_EQ(one.layers().outer, other.layers().outer);
}

TEST(Perceptron, learns_from_the_chosen_alone) {
  auto data = matches();
  const auto all = all_of(data);
  Effort effort;
  const Perceptron before(data, std::span(all).first(1'000), effort);
  for (std::size_t i = 1'000; i < data.classes.size(); ++i) data.classes[i] = 0;
  const Perceptron after(data, std::span(all).first(1'000), effort);
  EXPECT_EQ(before.layers().inner, after.layers().inner);
}

TEST(Perceptron, has_no_opinion_before_it_has_learnt) {
  std::vector<float> margins = {1, 2};
  Perceptron().add_opinion({{0, 1.0F}}, margins);
  EXPECT_EQ(margins, (std::vector<float>{1, 2}));
}

}  // namespace
}  // namespace frontdesk::ai
