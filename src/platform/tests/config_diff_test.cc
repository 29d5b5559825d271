#include <gtest/gtest.h>

#include "base/describe.h"
#include "base/json.h"
#include "base/yaml.h"
#include "platform/config/diff.h"

namespace frontdesk::platform::config {
namespace {

std::vector<std::string> texts(std::string_view before, std::string_view after) {
  std::vector<std::string> all;
  for (const auto& change : differences(yaml::parse(before).value, yaml::parse(after).value))
    all.push_back(change.text);
  return all;
}

using Texts = std::vector<std::string>;

TEST(Differences, of_equal_documents_are_none) {
  EXPECT_EQ(texts("a: 1\nb: [1, 2]", "b: [1, 2] # the same\na: 1"), Texts{});
}

TEST(Differences, name_entries_by_their_name) {
  EXPECT_EQ(texts("tools: [{name: find, timeout: 5s}, {name: book, timeout: 5s}]",
                  "tools: [{name: find, timeout: 5s}, {name: book, timeout: 8s}]"),
            Texts{"tools/book/timeout: 5s -> 8s"});
}

TEST(Differences, do_not_see_the_order_of_named_entries) {
  EXPECT_EQ(texts("tools: [{name: find, t: 1}, {name: book, t: 2}]", "tools: [{name: book, t: 2}, {name: find, t: 1}]"),
            Texts{});
  EXPECT_EQ(texts("tools: [{name: find, t: 1}, {name: book, t: 2}]",
                  "tools: [{name: book, t: 3}, {name: pay, t: 4}, {name: find, t: 1}]"),
            (Texts{"tools/book/t: 2 -> 3", "tools/pay: added {\"name\":\"pay\",\"t\":4}"}));
}

TEST(Differences, see_one_inserted_item_as_one_change) {
  EXPECT_EQ(texts("examples: [a, b, c, d]", "examples: [a, new, b, c, d]"), Texts{"examples/1: added new"});
  EXPECT_EQ(texts("examples: [a, b, c, d]", "examples: [a, c, d]"), Texts{"examples/1: removed b"});
  EXPECT_EQ(texts("steps: [{say: a}, {say: b}]", "steps: [{say: a}, {say: B, end: true}]"),
            (Texts{"steps/1/say: b -> B", "steps/1/end: added true"}));
}

TEST(Differences, tell_the_line_of_a_long_text) {
  EXPECT_EQ(texts("p: |\n  one\n  two\n  three\n", "p: |\n  one\n  2\n  three\n"), Texts{"p: line 2: two -> 2"});
  EXPECT_EQ(texts("p: |\n  one\n  two\n", "p: |\n  one\n  2\n  three\n"), Texts{"p: line 2: two -> 2 (and 1 more)"});
}

TEST(Differences, point_into_the_document_that_has_it) {
  const auto changes = differences(json::parse(R"({"tools":[{"name":"a","t":1},{"name":"b/c","t":1}],"x":1})"),
                                   json::parse(R"({"tools":[{"name":"b/c","t":2}],"y":[true]})"));
  ASSERT_EQ(changes.size(), 4u);
  EXPECT_EQ(
      json::print(to_value(changes[0])),
      R"({"pointer":"/tools/0","op":"remove","before":{"name":"a","t":1},"text":"tools/a: removed {\"name\":\"a\",\"t\":1}"})");
  EXPECT_EQ(changes[1].pointer, "/tools/0/t");
  EXPECT_EQ(changes[1].text, "tools/b/c/t: 1 -> 2");
  EXPECT_EQ(changes[2].pointer, "/x");
  EXPECT_EQ(changes[3].pointer, "/y");
}

TEST(Differences, are_empty_only_for_documents_that_mean_the_same) {
  const char* const documents[] = {"a: 1",
                                   "a: 2",
                                   "a: [1]",
                                   "a: [1, 1]",
                                   "a: {b: 1}",
                                   "a: {b: null}",
                                   "a: {}",
                                   "a: []",
                                   "a: ''",
                                   "a: [{id: x}]",
                                   "a: [{id: x}, {id: y}]",
                                   "a: [{id: x}, {id: x}]",
                                   "a: [{id: x, n: 1}]",
                                   "b: 1",
                                   "{}"};
  for (const auto* before : documents) {
    for (const auto* after : documents) {
      EXPECT_EQ(texts(before, after).empty(), std::string_view(before) == after) << before << " | " << after;
    }
  }
}

}  // namespace
}  // namespace frontdesk::platform::config
