#include <gtest/gtest.h>

#include "base/json.h"
#include "golden.h"
#include "support/corpora.h"
#include "tools.h"

namespace frontdesk::tau {
namespace {

struct Domain {
  Seed seed;
  Tools tools;
};

Domain open_domain(const std::string& corpus, const std::string& name) {
  auto seed = Seed::read(corpus + "/" + name + "/db");
  if (name == "retail") return {std::move(seed), retail_tools()};
  return {std::move(seed), airline_tools(json::parse(support::read_file(corpus + "/airline/airports.json")))};
}

void expect_golden(const std::string& domain_name, const std::vector<std::string>& files) {
  const auto corpus = support::corpus("tau");
  if (!corpus) GTEST_SKIP() << support::kNoCorpora;
  const auto domain = open_domain(*corpus, domain_name);
  for (const auto& file : files) {
    std::size_t equal = 0;
    const auto tasks = read_golden(*corpus + "/" + domain_name + "/" + file);
    for (const auto& task : tasks) {
      World world(domain.seed);
      bool same = true;
      for (const auto& action : task.actions) {
        Draft draft(world);
        const auto answer = run_tool(domain.tools, action.name, draft, action.arguments);
        world.apply(draft.changes());
        EXPECT_TRUE(same_output(answer, action.output))
            << file << " task " << task.index << " " << action.name << "\n got  " << json::print(answer) << "\n want "
            << action.output;
        same &= same_output(answer, action.output);
      }
      EXPECT_EQ(world.sha256_cents(), task.final_sha256_cents) << file << " task " << task.index;
      EXPECT_EQ(in_cents(world.diff()), in_cents(task.diff))
          << file << " task " << task.index << json::print(world.diff());
      equal += same && world.sha256_cents() == task.final_sha256_cents;
    }
    EXPECT_EQ(equal, tasks.size());
    EXPECT_GT(tasks.size(), 0u);
  }
}

TEST(Retail, answers_and_ends_as_the_reference_in_every_task) {
  expect_golden("retail", {"golden_train.jsonl", "golden_dev.jsonl"});
}

TEST(Airline, answers_and_ends_as_the_reference_in_every_task) { expect_golden("airline", {"golden.jsonl"}); }

TEST(Airline, answers_every_recorded_call_as_it_was_answered_then) {
  const auto corpus = support::corpus("tau");
  if (!corpus) GTEST_SKIP() << support::kNoCorpora;
  const auto domain = open_domain(*corpus, "airline");
  std::size_t equal = 0;
  std::size_t calls = 0;
  for (const auto& run : read_runs(*corpus + "/airline")) {
    World world(domain.seed);
    for (const auto& call : run.calls) {
      Draft draft(world);
      const auto answer = run_tool(domain.tools, call.name, draft, call.arguments);
      world.apply(draft.changes());
      ++calls;
      EXPECT_TRUE(same_output(answer, call.output))
          << call.name << "\n got  " << json::print(answer) << "\n want " << call.output;
      equal += same_output(answer, call.output);
    }
    EXPECT_EQ(world.sha256(), run.final_sha256);
  }
  EXPECT_EQ(equal, calls);
  EXPECT_GT(calls, 0u);
}

TEST(SameOutput, sees_a_wrong_number) {
  EXPECT_TRUE(same_output(Value::object({{"price", 3.0}}), R"({"price": 3})"));
  EXPECT_TRUE(same_output(0.1 + 0.2, "0.3"));
  EXPECT_FALSE(same_output(Value::object({{"price", 3.01}}), R"({"price": 3})"));
  EXPECT_FALSE(same_output("Error: user not found", "Error: order not found"));
}

TEST(Calculate, knows_the_order_of_operations) {
  EXPECT_EQ(calculate("2 * ((350 - 122) + (499 - 127))"), 1200.0);
  EXPECT_EQ(calculate("1 / 3"), 0.33);
  EXPECT_EQ(calculate("-2 - -3"), 1.0);
  EXPECT_THROW(calculate("2 ** 3x"), Refusal);
  EXPECT_THROW(calculate("2 +"), Refusal);
  EXPECT_THROW(calculate("1 / 0"), Refusal);
}

}  // namespace
}  // namespace frontdesk::tau
