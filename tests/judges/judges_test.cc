// A judge that cannot fail proves nothing: each must find what was broken on purpose.
#include <gtest/gtest.h>

#include <filesystem>

#include "support/child.h"
#include "support/corpora.h"

namespace frontdesk {
namespace {

int run_judge(const std::string& name, const std::string& corpora, const std::string& more = {}) {
  std::vector<std::string> command = {support::program("judge_" + name), corpora};
  if (!more.empty()) command.push_back(more);
  return support::Child(command).wait();
}

class Judge : public testing::TestWithParam<std::pair<std::string, std::string>> {};

TEST_P(Judge, agrees_with_the_product_and_finds_what_is_broken) {
  const auto& [name, corpus] = GetParam();
  const auto folder = support::corpus(corpus);
  if (!folder) GTEST_SKIP() << support::kNoCorpora;
  const auto corpora = std::filesystem::path(*folder).parent_path().string();
  EXPECT_EQ(run_judge(name, corpora), 0);
  EXPECT_EQ(run_judge(name, corpora, "--broken"), 1);
}

INSTANTIATE_TEST_SUITE_P(Parsers, Judge,
                         testing::Values(std::pair<std::string, std::string>("json", "json-test-suite"),
                                         std::pair<std::string, std::string>("json_schema", "json-schema-2020-12"),
                                         std::pair<std::string, std::string>("yaml", "yaml-test-suite"),
                                         std::pair<std::string, std::string>("http", "http-requests")),
                         [](const auto& info) { return info.param.first; });

}  // namespace
}  // namespace frontdesk
