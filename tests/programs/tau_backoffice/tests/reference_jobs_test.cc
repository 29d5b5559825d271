#include "reference_jobs.h"

#include <gtest/gtest.h>

#include "base/json.h"
#include "support/corpora.h"

namespace frontdesk::tau {
namespace {

Job job(const std::string& name, std::vector<std::string> records, const char* diff) {
  return {"retail", name, {0, {}, json::parse(diff), "digest of " + name}, 1, std::move(records)};
}

TEST(TakeBatch, takes_only_jobs_that_touch_nothing_of_each_others) {
  const auto one = job("one", {"ana"}, "[]");
  const auto two = job("two", {"ana", "ben"}, "[]");
  const auto three = job("three", {"ben"}, "[]");
  std::deque<const Job*> queue{&one, &two, &three};
  EXPECT_EQ(take_batch(queue, 4), (std::vector<const Job*>{&one, &three}));
  EXPECT_EQ(take_batch(queue, 4), (std::vector<const Job*>{&two}));
  EXPECT_TRUE(queue.empty());
}

TEST(SameEnd, wants_the_changes_of_all_jobs_and_no_others) {
  const auto one = job("one", {"ana"}, R"([{"op":"replace","path":"/users/ana/a","old":1,"new":2.001}])");
  const auto two = job("two", {"ben"}, R"([{"op":"replace","path":"/users/ben/a","old":1,"new":2}])");
  const auto both =
      R"([{"op":"replace","path":"/users/ben/a","old":1,"new":2},{"op":"replace","path":"/users/ana/a","old":1,"new":2}])";
  const auto state = [](std::string_view diff, std::string_view digest) {
    return Value::object({{"diff", json::parse(diff)}, {"sha256_cents", digest}});
  };
  EXPECT_TRUE(same_end({&one, &two}, state(both, "")));
  EXPECT_FALSE(same_end({&one}, state(both, "digest of one")));
  EXPECT_FALSE(same_end({&one, &two}, state("[]", "")));
  EXPECT_FALSE(same_end({&one}, state(json::print(one.golden.diff), "another digest")));
  EXPECT_TRUE(same_end({&one}, state(json::print(one.golden.diff), "digest of one")));
}

TEST(Sample, holds_both_businesses) {
  const auto corpus = support::corpus("tau");
  if (!corpus) GTEST_SKIP() << support::kNoCorpora;
  const auto jobs = sample(read_jobs(*corpus), 10, 1);
  ASSERT_EQ(jobs.size(), 10u);
  EXPECT_GE(std::ranges::count(jobs, "airline", &Job::domain), 5);
  EXPECT_GE(std::ranges::count(jobs, "retail", &Job::domain), 1);
}

}  // namespace
}  // namespace frontdesk::tau
