#include "gateway/credential_time.h"

#include <gtest/gtest.h>

#include "base/memory_files.h"

namespace frontdesk::gateway {
namespace {

struct Notes : Log {
  void write(Level, std::string_view, std::string_view what, const Value&) override {
    lines += std::string(what) + "\n";
  }
  std::string lines;
};

struct TimeFile : testing::Test {
  void write(std::string_view text) {
    const auto opened = files.open("/time", true);
    opened->truncate(0);
    opened->write(0, text);
  }
  std::string text() {
    std::string bytes(100, '\0');
    bytes.resize(files.open("/time", false)->read(0, bytes));
    return bytes;
  }
  MemoryFiles files;
  Notes log;
  CredentialTimeFile file{files, log, "/time"};
};

TEST_F(TimeFile, carries_the_time_over_a_restart_with_a_clock_that_was_put_back) {
  file.save({5'000'000});
  ManualClock clock({1'000});
  const CredentialTime time(clock, file.load().value());
  EXPECT_EQ(time.now().ms, 5'000'000);
  clock.advance(std::chrono::seconds(2));
  EXPECT_EQ(time.now().ms, 5'002'000);
}

TEST_F(TimeFile, may_be_missing) {
  EXPECT_FALSE(file.load());
  EXPECT_EQ(log.lines, "");
}

TEST_F(TimeFile, is_named_where_it_is_damaged) {
  file.save({5'000'000});
  const auto whole = text();
  for (std::size_t at = 0; at < whole.size(); ++at) {
    auto flipped = whole;
    flipped[at] = static_cast<char>(flipped[at] ^ 1);
    for (const auto& damaged : {flipped, whole.substr(0, at)}) {
      write(damaged);
      log.lines.clear();
      EXPECT_FALSE(file.load()) << damaged;
      EXPECT_NE(log.lines.find("damaged"), std::string::npos);
    }
  }
  file.save({6'000'000});
  EXPECT_EQ(file.load()->ms, 6'000'000);
}

}  // namespace
}  // namespace frontdesk::gateway
