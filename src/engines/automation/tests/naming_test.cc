#include "engines/automation/naming.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "base/yaml.h"
#include "dialog/told.h"
#include "platform/config/document.h"
#include "support/slug_of.h"

namespace frontdesk::engines::automation {
namespace {

using dialog::NamedKind;

constexpr std::string_view kFile = R"(schema_version: 1
client_id: shop
# Where we are
locations:
  - {id: north, name: North Hall}
  - {id: south, name: South Hall}
words:
  counted:
    - name: crates   # wooden ones
      words: [crate]
  synonyms:
    - {name: fragile, words: [breakable]}
    - name: South Hall
      words:
        - the low hall   # as drivers say
facts:
  - id: goods
    questions: [what do you carry]
    items:
      - name: piano   # needs two
        answer: Yes.
      - name: sofa
        also: [couch]
        answer: Yes.
flows:
  - name: send
    slots:
      - {name: hall, type: location}
      - {name: care, type: choice, of: [fragile, sturdy]}
      - {name: amount, type: number, counts: [crates]}
      - {name: at, type: time}
)";
constexpr std::string_view kBase = R"(words:
  parts_of_day:
    - {name: dawn, from: "05:00", to: "07:00", words: [first light]}
  synonyms:
    - {name: sturdy, words: [robust]}
)";

// The file, and what it comes to over a base where it has one.
struct Draft {
  explicit Draft(std::string yaml = std::string(kFile), std::string_view base = "") : yaml(std::move(yaml)) {
    std::vector<platform::config::Source> bases;
    if (!base.empty()) {
      this->yaml += "extends: base.yaml\n";
      bases.push_back({"base.yaml", std::string(base)});
    }
    document = platform::config::read_document({"shop.yaml", this->yaml}, platform::config::load_from(bases))
                   .document->value();
    config = dialog::read_dialog_config(document);
  }
  std::string with(std::string_view text, const Naming& naming) const {
    return with_naming(yaml, document, config, text, naming);
  }
  std::string told(std::string_view text) const {
    std::string all;
    for (const auto& one : dialog::Telling(config).in(text, "", Timestamp{1'795'424'400'000}))
      all += fmt::format("{}={} ", one.name, one.value);
    return all;
  }
  std::string yaml;
  Value document;
  dialog::DialogConfig config;
};

std::string after(std::string_view file, std::string_view line, std::string_view added) {
  std::string text(file);
  return text.insert(text.find(line) + line.size(), added);
}

TEST(Naming, is_put_with_the_words_that_are_there_and_changes_nothing_else) {
  const Draft draft;
  EXPECT_EQ(draft.with("it is really delicate", {"delicate", NamedKind::choice, "fragile", ""}),
            after(kFile, "[breakable", ", \"delicate\""));
  EXPECT_EQ(draft.with("to the Old Barn please", {"Old Barn", NamedKind::location, "south", ""}),
            after(kFile, "        - the low hall   # as drivers say\n", "        - Old Barn\n"));
  EXPECT_EQ(draft.with("four cases", {"cases", NamedKind::counted, "crates", ""}),
            after(kFile, "words: [crate", ", \"cases\""));
  EXPECT_EQ(draft.with("my settee", {"settee", NamedKind::item, "sofa", "goods"}),
            after(kFile, "also: [couch", ", \"settee\""));
}

TEST(Naming, makes_an_entry_where_there_is_none) {
  const Draft draft;
  const auto north = draft.with("to the wharf", {"the wharf", NamedKind::location, "north", ""});
  EXPECT_EQ(Draft(north).told("to the wharf"), "hall=north ");
  EXPECT_EQ(north.find("# as drivers say") != std::string::npos && north.starts_with("schema_version"), true);
  const auto piano = draft.with("an upright", {"upright", NamedKind::item, "piano", "goods"});
  EXPECT_EQ(piano, after(kFile, "      - name: piano   # needs two\n        answer: Yes.\n",
                         "        also:\n          - \"upright\"\n"));
  EXPECT_EQ(Draft(piano).told("do you carry an upright"), "goods=piano ");
}

TEST(Naming, makes_the_words_where_the_file_has_none) {
  const auto at = kFile.find("words:\n"), end = kFile.find("facts:");
  const Draft draft(std::string(kFile.substr(0, at)) + std::string(kFile.substr(end)));
  const auto yaml = draft.with("to the wharf", {"the wharf", NamedKind::location, "north", ""});
  EXPECT_TRUE(yaml.starts_with(draft.yaml)) << yaml;
  EXPECT_EQ(Draft(yaml).told("to the wharf"), "hall=north ");
}

TEST(Naming, keeps_what_is_inherited) {
  const Draft draft(std::string(kFile), kBase);
  const auto sturdy = draft.with("solid ones", {"solid", NamedKind::choice, "sturdy", ""});
  const auto bare = [](std::string yaml) {
    return yaml.substr(0, yaml.find("extends:")) + yaml.substr(yaml.find("extends:") + 19);
  };
  const Draft taught(bare(sturdy), kBase);
  EXPECT_EQ(taught.told("solid"), "care=sturdy ");
  EXPECT_EQ(taught.told("robust"), "care=sturdy ");
  const auto dawn = draft.with("at cockcrow", {"cockcrow", NamedKind::part_of_day, "dawn", ""});
  const Draft early(bare(dawn), kBase);
  EXPECT_EQ(early.config.words.parts_of_day[0].from, "05:00");
  EXPECT_EQ(early.config.words.parts_of_day[0].words, (std::vector<std::string>{"first light", "cockcrow"}));
}

TEST(Naming, refuses_what_is_not_said_not_there_known_or_something_elses) {
  const Draft draft;
  const auto slug = [&](std::string_view text, const Naming& naming) {
    return support::slug_of([&] { draft.with(text, naming); });
  };
  EXPECT_EQ(slug("to the wharf", {"the quay", NamedKind::location, "north", ""}), "learning/not-said");
  EXPECT_EQ(slug("?!", {"?!", NamedKind::location, "north", ""}), "learning/not-said");
  EXPECT_EQ(slug("to the wharf\nnow", {"the wharf\nnow", NamedKind::location, "north", ""}), "learning/hidden-signs");
  EXPECT_EQ(slug("to the wharf", {"the wharf", NamedKind::location, "west", ""}), "learning/unknown-name");
  EXPECT_EQ(slug("to the wharf", {"the wharf", NamedKind::choice, "north", ""}), "learning/unknown-name");
  EXPECT_EQ(slug("it is Breakable", {"Breakable", NamedKind::choice, "fragile", ""}), "learning/known-word");
  EXPECT_EQ(slug("it is breakable", {"breakable", NamedKind::choice, "sturdy", ""}), "learning/other-meaning");
  EXPECT_EQ(slug("the low hall", {"the low hall", NamedKind::location, "north", ""}), "learning/other-meaning");
}

}  // namespace
}  // namespace frontdesk::engines::automation
