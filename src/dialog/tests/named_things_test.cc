#include "dialog/named_things.h"

#include <gtest/gtest.h>

#include "base/yaml.h"
#include "dialog/told.h"

namespace frontdesk::dialog {
namespace {

constexpr Timestamp kNow{1'795'424'400'000};  // Monday, 23 November 2026, 09:00 UTC

DialogConfig config_with(std::string_view more = "") {
  const std::string yaml = fmt::format(R"(client_id: shop
locations:
  - {{id: north, name: North Hall, synonyms: [the barn]}}
  - {{id: south, name: South Hall}}
words:
  counted: [{{name: crates, words: [crate, boxes]}}]
  parts_of_day: [{{name: morning round, from: "07:00", to: "09:00", words: [first round]}}]
  synonyms:
    - {{name: fragile, words: [breakable]}}
{}
facts:
  - id: goods
    questions: [what do you carry]
    items:
      - {{name: piano, also: [grand piano], answer: Yes.}}
flows:
  - name: send
    slots:
      - {{name: hall, type: location}}
      - {{name: care, type: choice, of: [fragile, sturdy]}}
      - {{name: amount, type: number, counts: [crates]}}
      - {{name: at, type: time}}
  - name: fetch
    slots:
      - {{name: hall, type: location}}
      - {{name: handling, type: choice, of: [fragile, heavy]}}
)",
                                       more);
  return read_dialog_config(yaml::parse(yaml).value);
}

std::string told(std::string_view message, std::string_view asked = "", std::string_view more = "") {
  const auto config = config_with(more);
  std::string all;
  for (const auto& one : Telling(config).in(message, asked, kNow)) all += fmt::format("{}={} ", one.name, one.value);
  return all;
}

TEST(NamedThings, are_what_the_file_names_each_once_with_all_their_words) {
  std::string all;
  for (const auto& thing : named_things(config_with()))
    all += fmt::format("{} {} of {}: {}\n", to_value(thing.kind).text(), thing.name, thing.of,
                       fmt::join(thing.words, ", "));
  EXPECT_EQ(all,
            "location north of hall: north, North Hall, the barn\n"
            "location south of hall: south, South Hall\n"
            "choice fragile of care: fragile, breakable\n"
            "choice sturdy of care: sturdy\n"
            "counted crates of amount: crates, crate, boxes\n"
            "part_of_day morning round of at: morning round, first round\n"
            "choice heavy of handling: heavy\n"
            "item piano of goods: piano, grand piano\n");
}

TEST(NamedThings, are_found_by_words_as_they_are_said) {
  EXPECT_TRUE(has_words("To the old Wharf, please", "the old wharf"));
  EXPECT_TRUE(has_words("al Muélle", "muelle"));
  EXPECT_FALSE(has_words("the very old wharf", "the old wharf"));
  EXPECT_FALSE(has_words("wharfs", "wharf"));
  EXPECT_FALSE(has_words("wharf", "?!"));
  EXPECT_TRUE(are_same_words("The wharf!", "the wharf"));
  EXPECT_FALSE(are_same_words("the wharf", "wharf"));
}

TEST(Telling, is_of_all_that_any_flow_asks_for) {
  EXPECT_EQ(told("twelve boxes to the barn, breakable"), "hall=north care=fragile amount=12 ");
  EXPECT_EQ(told("do you carry a grand piano"), "goods=piano ");
  EXPECT_EQ(told("hello"), "");
}

TEST(Telling, takes_an_answer_for_what_was_asked) {
  EXPECT_EQ(told("4", "amount"), "amount=4 ");
  EXPECT_EQ(told("4"), "");
  EXPECT_NE(told("either", "care").find(" or "), std::string::npos);
  EXPECT_EQ(told("4", "a slot of another version"), "");
}

TEST(Telling, is_other_where_the_file_has_another_word) {
  EXPECT_EQ(told("to the wharf please"), "");
  EXPECT_EQ(told("to the wharf please", "", "    - {name: South Hall, words: [the wharf]}"), "hall=south ");
}

}  // namespace
}  // namespace frontdesk::dialog
