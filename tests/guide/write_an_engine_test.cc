// The engine of docs/guides/write-an-engine.md in the house: this program has the guide's files and the guide's line.
#include <gtest/gtest.h>

#include <regex>

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

// The words in `…` of the guide, where it says what the house gives.
std::set<std::string> told_of_the_house() {
  auto guide = support::read_file(std::string(FRONTDESK_SOURCE_DIR) + "/docs/guides/write-an-engine.md");
  guide = guide.substr(guide.find("| the house gives |"));
  guide = guide.substr(0, guide.find("\n\n"));
  std::set<std::string> words;
  const std::regex word("`([a-z_]+)`");
  for (std::sregex_iterator found(guide.begin(), guide.end(), word); found != std::sregex_iterator(); ++found)
    words.insert((*found)[1]);
  return words;
}

std::set<std::string> fields_of_the_house() {
  auto header = support::read_file(std::string(FRONTDESK_SOURCE_DIR) + "/src/app/engines.h");
  header = header.substr(header.find("struct House {"));
  header = std::regex_replace(header.substr(0, header.find("\n};")), std::regex("//.*"), "");
  std::set<std::string> names;
  const std::regex field(R"( [&*]?(\w+)(?: = \w+)?;)");
  for (std::sregex_iterator found(header.begin(), header.end(), field); found != std::sregex_iterator(); ++found)
    names.insert((*found)[1]);
  return names;
}

TEST(WriteAnEngine, names_all_that_the_house_gives_and_nothing_else) {
  EXPECT_TRUE(fields_of_the_house().contains("place"));
  EXPECT_EQ(told_of_the_house(), fields_of_the_house());
}

}  // namespace
}  // namespace frontdesk
