#include "platform/config/insertion.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "base/yaml.h"

namespace frontdesk::platform::config {
namespace {

constexpr std::string_view kFile = R"(# The whole business
intents:
  - name: order   # the busiest
    examples:
      - where is my parcel
      # said on the phone
      - "has it: shipped?"

  # People who change their minds
  - name: cancel
    examples: [stop it, 'don''t send it', "no, \"stop\""]
  - name: long
    examples:
    - a sentence
      on two lines
  - name: folded
    examples:
    - >-
      a sentence
flows: []
)";

TEST(Insertion, adds_a_line_at_the_end_of_a_list_and_keeps_the_rest) {
  const auto text = with_entry(kFile, "/intents/0/examples", "track my parcel");
  auto expected = std::string(kFile);
  const std::string last = "      - \"has it: shipped?\"\n";
  expected.insert(expected.find(last) + last.size(), "      - track my parcel\n");
  EXPECT_EQ(text, expected);
}

TEST(Insertion, adds_to_a_list_in_brackets) {
  const auto text = with_entry(kFile, "/intents/1/examples", "cancel: now");
  EXPECT_NE(text.find(R"([stop it, 'don''t send it', "no, \"stop\"", "cancel: now"])"), std::string::npos) << text;
}

TEST(Insertion, comes_behind_an_entry_of_several_lines) {
  const auto text = with_entry(kFile, "/intents/2/examples", "Größe ändern");
  EXPECT_NE(text.find("      on two lines\n    - Größe ändern\n  - name: folded"), std::string::npos) << text;
}

TEST(Insertion, quotes_what_yaml_would_read_otherwise) {
  for (const auto* entry : {"true", "12", "null", "- dash", "a # comment", "key: value", "it's", "\"", "tab\there",
                            "{x}", "line\nbreak", "*alias", "&anchor", "trailing "}) {
    const auto text = with_entry(kFile, "/intents/0/examples", entry);
    EXPECT_EQ(yaml::parse(text).value["intents"].items()[0]["examples"].items().back().text(), entry);
  }
}

TEST(Insertion, adds_a_map_to_a_list_of_maps) {
  const auto entry = Value::object({{"name", "parking"},
                                    {"answer", "Behind the house: 20 places."},
                                    {"examples", Value::list({"where can I park", "is there parking?"})}});
  const auto text = with_entry(kFile, "/intents", entry);
  EXPECT_EQ(yaml::parse(text).value["intents"].items().back(), entry);
  EXPECT_NE(text.find("# People who change their minds"), std::string::npos);
  EXPECT_NE(text.find("  - name: \"parking\"\n    answer: \"Behind the house: 20 places.\"\n"), std::string::npos)
      << text;
}

TEST(Insertion, makes_a_list_that_is_not_there) {
  const auto entry = Value::object({{"id", "dogs"}, {"questions", Value::list({"are dogs allowed"})}});
  const auto text = with_list(kFile, "", "facts", entry);
  EXPECT_TRUE(text.starts_with(kFile));
  EXPECT_EQ(yaml::parse(text).value["facts"], Value::list({entry}));
  EXPECT_THROW(with_list(kFile, "", "intents", entry), Error);
}

TEST(Insertion, makes_a_list_in_a_map) {
  constexpr std::string_view kWords = R"(words:   # of the trade
  counted:
    - {name: people, words: [guests]}

  # by the clock
  parts_of_day: []
# The rest
facts:
  - id: menu
    items:
      - name: tiramisu   # with eggs
        answer: Yes.
      - {name: soup, answer: Yes.}
)";
  const auto entry = Value::object({{"name", "outside"}, {"words", Value::list({"yard"})}});
  auto expected = std::string(kWords);
  const std::string last = "  parts_of_day: []\n";
  expected.insert(expected.find(last) + last.size(),
                  "  synonyms:\n    - name: \"outside\"\n      words:\n        - \"yard\"\n");
  EXPECT_EQ(with_list(kWords, "/words", "synonyms", entry), expected);

  expected = kWords;
  const std::string answer = "        answer: Yes.\n";
  expected.insert(expected.find(answer) + answer.size(), "        also:\n          - the dessert\n");
  EXPECT_EQ(with_list(kWords, "/facts/0/items/0", "also", "the dessert"), expected);
  EXPECT_THROW(with_list(kWords, "/facts/0/items/1", "also", "the soup"), Error) << "a map in braces";
  EXPECT_THROW(with_list(kWords, "/words", "counted", entry), Error) << "it is there";
  EXPECT_THROW(with_list(kWords, "/words/none", "synonyms", entry), Error);
}

TEST(Insertion, makes_a_map_for_a_list_that_is_not_there) {
  const auto entry = Value::object({{"name", "outside"}, {"words", Value::list({"yard"})}});
  const auto text = with_list(kFile, "/words", "synonyms", entry);
  EXPECT_TRUE(text.starts_with(kFile));
  EXPECT_EQ(yaml::parse(text).value["words"]["synonyms"], Value::list({entry}));
}

TEST(Insertion, refuses_what_it_cannot_do_for_certain) {
  for (const auto* pointer : {"/flows", "/none", "/intents/7/examples", "/intents/0/name", "/intents/3/examples"}) {
    try {
      with_entry(kFile, pointer, "x y");
      FAIL() << pointer;
    } catch (const Error& error) {
      EXPECT_EQ(error.slug, "config/cannot-insert") << pointer;
    }
  }
  EXPECT_THROW(with_entry("a: &x [one]\nb: *x\n", "/b", "two"), Error) << "an alias is written elsewhere";
}

TEST(Insertion, works_without_a_newline_at_the_end) {
  EXPECT_EQ(with_entry("a:\n  - one", "/a", "two words"), "a:\n  - one\n  - two words\n");
}

}  // namespace
}  // namespace frontdesk::platform::config
