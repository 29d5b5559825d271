// The engine of docs/guides/write-an-engine.md in the house: this program has the guide's files and the guide's line.
#include <gtest/gtest.h>

#include "app/engines.h"
#include "support/corpora.h"

namespace frontdesk {
namespace {

const app::EngineEntry* guestbook() {
  for (const auto& entry : app::all_engines()) {
    if (entry.facts.name == "guestbook") return &entry;
  }
  return nullptr;
}

TEST(WriteAnEngine, changes_one_line_of_what_is_there) {
  EXPECT_EQ(support::read_file(std::string(FRONTDESK_BINARY_DIR) + "/guide/changed_lines"), "1");
}

TEST(WriteAnEngine, is_known_to_the_house_by_that_line) {
  ASSERT_TRUE(guestbook());
  const auto modules = app::all_modules();
  EXPECT_TRUE(std::ranges::any_of(modules, [](const store::Module& module) { return module.name == "guestbook"; }));
  EXPECT_TRUE(platform::Rights(app::all_grants()).is_granted({"guestbook.sign"}));
  EXPECT_GT(app::all_engines().size(), 1u) << "the others are there too";
}

}  // namespace
}  // namespace frontdesk
