#include "base/log.h"

#include <gtest/gtest.h>

#include <fstream>

#include "base/json.h"

namespace frontdesk {
namespace {

std::vector<Value> lines_of(const std::string& path) {
  std::ifstream file(path);
  std::vector<Value> lines;
  for (std::string line; std::getline(file, line);) lines.push_back(json::parse(line));
  return lines;
}

TEST(Log, has_the_names_of_the_elastic_common_schema) {
  const auto path = testing::TempDir() + "/ecs.log";
  std::remove(path.c_str());
  open_log(path, Log::Level::info)
      ->warning(
          "http", "answered",
          Value::object(
              {{"request", "r_1"}, {"status", 404}, {"ms", 1.5}, {"tenant", "acme"}, {"runs", 3}, {"trace", "0af7"}}));
  const auto lines = lines_of(path);
  ASSERT_EQ(lines.size(), 1U);
  const auto& line = lines[0];
  // Those that ecs-logging wants first, in this order.
  EXPECT_EQ(line.members()[0].key(), "@timestamp");
  EXPECT_EQ(line.members()[1].key(), "log.level");
  EXPECT_EQ(line.members()[2].key(), "message");
  EXPECT_EQ(line.members()[3].key(), "ecs.version");
  EXPECT_EQ(line["log.level"].text(), "warning");
  EXPECT_EQ(line["message"].text(), "answered");
  EXPECT_EQ(line["log.logger"].text(), "http");
  EXPECT_EQ(line["http.request.id"].text(), "r_1");
  EXPECT_EQ(line["http.response.status_code"].integer(), 404);
  EXPECT_EQ(line["event.duration"].integer(), 1'500'000);
  EXPECT_EQ(line["organization.id"].text(), "acme");
  EXPECT_EQ(line["trace.id"].text(), "0af7");
  EXPECT_EQ(line["frontdesk.runs"].integer(), 3);
}

TEST(Log, leaves_out_what_is_below_its_level) {
  const auto path = testing::TempDir() + "/least.log";
  std::remove(path.c_str());
  const auto log = open_log(path, Log::Level::warning);
  log->info("http", "answered", Value::object({}));
  log->error("http", "failed", Value::object({}));
  EXPECT_EQ(lines_of(path).size(), 1U);
}

}  // namespace
}  // namespace frontdesk
