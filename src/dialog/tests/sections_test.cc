#include "dialog/sections.h"

#include <gtest/gtest.h>

#include "platform/config/config.h"

// What is said of a tenant's file before it is served.
namespace frontdesk::dialog {
namespace {

// Pointer and problem of each error of a file, line by line.
std::string errors_of(const std::string& yaml) {
  auto sections = platform::config::platform_sections();
  for (auto& section : dialog_sections()) sections.push_back(std::move(section));
  const auto checking =
      platform::config::Checker(std::move(sections))
          .check({"tenant.yaml", "schema_version: 1\nclient_id: shop\nuse_case_id: guests\nname: Shop\n" + yaml}, {});
  std::string all;
  for (const auto& finding : checking.findings) {
    if (finding.severity == platform::config::Severity::error) all += finding.pointer + " " + finding.problem + "\n";
  }
  return all;
}

TEST(Holes, that_nothing_fills_are_found_wherever_something_is_said) {
  EXPECT_EQ(errors_of(R"(
facts:
  - {id: parking, questions: [where do I park], answer: "At {{place}}."}
intents:
  - {name: hello, answer: "Hello {{slots.name}}!", examples: [hello, hi, hey, good day]}
  - {name: staff, handoff: "{{slots.name}} wants somebody.", examples: [a person, somebody, staff, a human]}
  - {name: order, flow: order, examples: [order, an order, I order, to order]}
flows:
  - name: order
    description: Orders.
    slots:
      - {name: size, type: text, ask: "Which size, {{slots.nam}}?", otherwise: {en: "{{sizes}}?"}, suggest: ["{{slots.size}}"]}
      - {name: name, type: name, ask: "And your name for size {{slots.size}}?"}
    steps:
      - {collect: [size, name], on_error: [{handoff: "{{slots.number}} failed: {{error.detail}}"}]}
)"),
            "/facts/0/answer Nothing is called \"place\" here.\n"
            "/intents/0/answer Nothing is called \"slots.name\" here.\n"
            "/intents/1/handoff Nothing is called \"slots.name\" here.\n"
            "/flows/0/slots/0/ask Nothing is called \"slots.nam\" here.\n"
            "/flows/0/slots/0/otherwise/en Nothing is called \"sizes\" here.\n"
            "/flows/0/slots/0/suggest/0 Nothing is called \"slots.size\" here.\n"
            "/flows/0/steps/0/on_error/0/handoff Nothing is called \"slots.number\" here.\n");
}

TEST(Facts, have_sections_of_the_items_that_they_have) {
  EXPECT_EQ(errors_of(R"(
escalation_rules: [{id: lost, when: {repair: 3}}]
facts:
  - id: menu
    questions: [what is on the menu]
    answer: "{{#items}}{{name}} {{answer}}; {{/items}}"
    items: [{name: tart, answer: "5"}, {name: soup, answer: "6"}]
    sections:
      - {name: desserts, items: [tart], answer: "{{#items}}{{name}}{{/items}}"}
      - {name: starters, items: [soop], answer: "{{dishes}}"}
)"),
            "/facts/0/sections/1/items/0 There is no item \"soop\".\n"
            "/facts/0/sections/1/answer Nothing is called \"dishes\" here.\n");
}

}  // namespace
}  // namespace frontdesk::dialog
