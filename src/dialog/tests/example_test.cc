#include "dialog/example.h"

#include <gtest/gtest.h>

#include "dialog/sections.h"
#include "platform/config/config.h"

// What the classifier may learn from: the same rule where somebody teaches it and where a file is checked.
namespace frontdesk::dialog {
namespace {

TEST(Example, is_what_a_customer_says_by_itself) {
  for (const auto* good : {"I would like a table", "cancel", "cancel my booking", "great, thank you", "thanks", "hello",
                           "no, I want my money back", "yes, a table for two please", "haben Sie offen?", "我要订座",
                           "family 👨‍👩‍👧 room"})
    EXPECT_EQ(fault_of_example(good), std::nullopt) << good;
}

TEST(Example, is_no_answer_to_what_was_asked) {
  for (const auto* answer : {"yes", "Yes!", "no thanks", "no, thank you", "ok", "nein danke", "ja gerne", "sí, claro",
                             "va bene", "nope", "ｙｅｓ", "𝐲𝐞𝐬"})
    EXPECT_EQ(fault_of_example(answer), ExampleFault::is_an_answer) << answer;
}

TEST(Example, has_words_that_can_be_seen_and_not_too_many) {
  EXPECT_EQ(fault_of_example(""), ExampleFault::says_nothing);
  EXPECT_EQ(fault_of_example(" ?! "), ExampleFault::says_nothing);
  EXPECT_EQ(fault_of_example("a table\nfor two"), ExampleFault::hidden_signs);
  EXPECT_EQ(fault_of_example("a table\x01 for two"), ExampleFault::hidden_signs);
  EXPECT_EQ(fault_of_example("a table for \u202eowt"), ExampleFault::hidden_signs);
  EXPECT_EQ(fault_of_example("a ta\u200bble"), ExampleFault::hidden_signs);
  EXPECT_EQ(fault_of_example("a table for {{name}}"), ExampleFault::has_holes);
  EXPECT_EQ(fault_of_example(std::string(500, 'x')), std::nullopt);
  EXPECT_EQ(fault_of_example(std::string(501, 'x')), ExampleFault::too_long);
}

std::vector<std::string> findings_of(const std::string& yaml) {
  auto sections = platform::config::platform_sections();
  for (auto& section : dialog_sections()) sections.push_back(std::move(section));
  const auto checking = platform::config::Checker(std::move(sections))
                            .check({"tenant.yaml",
                                    "schema_version: 1\nclient_id: shop\nuse_case_id: guests\nname: Shop\n"
                                    "escalation_rules: [{id: lost, when: {repair: 3}}]\n" +
                                        yaml},
                                   {});
  std::vector<std::string> all;
  all.reserve(checking.findings.size());
  for (const auto& finding : checking.findings)
    all.push_back(std::string(finding.severity == platform::config::Severity::error ? "error " : "warning ") +
                  finding.pointer + ": " + finding.problem);
  return all;
}

TEST(Example, that_teaches_the_wrong_thing_is_found_in_a_file) {
  EXPECT_EQ(findings_of(R"(
intents:
  - {name: refund, handoff: Asked., examples: ["no thanks", refund please, "my {{thing}} back", money back, "a\tb"]}
facts:
  - {id: parking, questions: [where do I park, "yes", "..."], answer: By the door.}
)"),
            (std::vector<std::string>{
                "error /intents/0/examples/0: This example is a yes or a no, which answers what was asked before it.",
                "error /intents/0/examples/2: This example has \"{{\" or \"}}\", which nobody says.",
                "error /intents/0/examples/4: This example has signs that cannot be seen: line breaks, controls or "
                "marks of direction.",
                "error /facts/0/questions/1: This example is a yes or a no, which answers what was asked before it.",
                "error /facts/0/questions/2: This example has no words."}));
}

TEST(Example, that_two_have_is_found_in_the_second) {
  EXPECT_EQ(findings_of(R"(
intents:
  - {name: refund, handoff: Asked., examples: [refund please, money back, Where do I park?, give it back, money back]}
facts:
  - {id: parking, questions: [where do i park], answer: By the door.}
)"),
            (std::vector<std::string>{"warning /facts/0/questions/0: The same words are an example of \"refund\", at "
                                      "/intents/0/examples/2."}));
}

TEST(Pattern, that_fits_nothing_at_all_is_found) {
  const auto with = [](std::string_view pattern) {
    return findings_of(fmt::format(
        "intents: [{{name: order, flow: order, examples: [order, an order, I order, to order]}}]\n"
        "flows: [{{name: order, description: d, slots: [{{name: c, type: code, pattern: '{}', ask: Which?}}], steps: "
        "[{{collect: [c]}}]}}]\n",
        pattern));
  };
  EXPECT_EQ(with("[0-9]+"), std::vector<std::string>());
  for (const auto* empty : {"[0-9]*", "(A-[0-9]{4})?", "", "^$|[0-9]+"})
    EXPECT_EQ(with(empty),
              (std::vector<std::string>{"error /flows/0/slots/0/pattern: The pattern fits a text that is empty."}))
        << empty;
}

}  // namespace
}  // namespace frontdesk::dialog
