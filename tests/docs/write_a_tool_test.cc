#include <gtest/gtest.h>

#include "base/text.h"
#include "support/child.h"
#include "support/console.h"
#include "support/corpora.h"

namespace frontdesk {
namespace {

// The guide's tool on a free port, with cards that nobody has used yet.
TEST(WriteATool, shows_what_the_commands_really_answer) {
  const std::string root = FRONTDESK_SOURCE_DIR;
  const support::TemporaryFolder folder;
  support::Child tool(
      {"python3", root + "/examples/tools/loyalty.py", "--port", "0", "--data", folder.path() + "/loyalty.db"});
  const auto port = support::port_in(tool.read_line());
  ASSERT_NE(port, 0);

  const auto steps = support::read_console(support::read_file(root + "/docs/guides/write-a-tool.md"));
  EXPECT_GE(steps.size(), 7u);
  for (const auto& step : steps) {
    const auto command = support::replaced(step.command, "127.0.0.1:8090", fmt::format("127.0.0.1:{}", port));
    EXPECT_EQ(text::trim(support::run_in_shell(command)), text::trim(step.output)) << step.command;
  }
}

TEST(ReadConsole, takes_commands_and_their_output_from_console_blocks_only) {
  const auto steps = support::read_console("text\n```console\n$ one\na\nb\n$ two\n```\n```yaml\n$ three\n```\n");
  ASSERT_EQ(steps.size(), 2u);
  EXPECT_EQ(steps[0].command, "one");
  EXPECT_EQ(steps[0].output, "a\nb\n");
  EXPECT_EQ(steps[1].command, "two");
  EXPECT_EQ(steps[1].output, "");
}

}  // namespace
}  // namespace frontdesk
