#include "ai/grouping.h"

#include <gtest/gtest.h>

#include "base/clock.h"
#include "base/error.h"

namespace frontdesk::ai {
namespace {

using Groups = std::vector<std::vector<std::size_t>>;

TEST(Grouping, puts_together_what_is_alike_the_most_frequent_first) {
  const std::vector<std::string> sentences = {"is there a playground",          "do you have parking",
                                              "where is the parking",           "do you have a parking lot",
                                              "is there a playground for kids", "lost umbrella"};
  Effort effort;
  EXPECT_EQ(group_alike(sentences, effort), Groups({{1, 2, 3}, {0, 4}, {5}}));
  EXPECT_EQ(group_alike({}, effort), Groups());
}

TEST(Grouping, ends_where_it_costs_too_much) {
  const SystemClock clock;
  Effort effort(100, clock, Deadline::never());
  std::vector<std::string> sentences;
  for (char c = 'a'; c <= 'z'; ++c) sentences.push_back(std::string(8, c));
  EXPECT_THROW(group_alike(sentences, effort), Error);
}

}  // namespace
}  // namespace frontdesk::ai
