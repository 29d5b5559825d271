#include "dialog/sections.h"

#include <gtest/gtest.h>

#include "platform/config/config.h"

// What is said of a tenant's file before it is served.
namespace frontdesk::dialog {
namespace {

using platform::config::Severity;

// Pointer and problem of each finding of a file, line by line.
std::string found_in(const std::string& yaml, Severity severity) {
  auto sections = platform::config::platform_sections();
  for (auto& section : dialog_sections()) sections.push_back(std::move(section));
  const auto checking =
      platform::config::Checker(std::move(sections))
          .check({"tenant.yaml", "schema_version: 1\nclient_id: shop\nuse_case_id: guests\nname: Shop\n" + yaml}, {});
  std::string all;
  for (const auto& finding : checking.findings) {
    if (finding.severity == severity) all += finding.pointer + " " + finding.problem + "\n";
  }
  return all;
}

std::string errors_of(const std::string& yaml) { return found_in(yaml, Severity::error); }

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

constexpr auto kOrders = R"(
escalation_rules: [{id: lost, when: {repair: 3}}]
intents: [{name: order, flow: order, examples: [order, an order, I order, to order]}]
tools:
  - name: find
    description: Finds.
    endpoint: https://shop.example/find
    effect: read
    input_schema: {type: object, properties: {day: {type: string}}}
  - name: place
    description: Places an order.
    endpoint: https://shop.example/place
    effect: idempotent_write
    confirm: "CONFIRM"
    input_schema: {type: object, additionalProperties: false, properties: {on: {type: string}}}
flows:
  - name: order
    description: Orders.
    slots:
      - {name: day, type: date, ask: "For which day?"}
      - {name: size, type: choice, of: [s, m], labels: {s: small, m: medium}, ask: "Which size?"}
    steps:
      - {collect: [day, size]}
      - {call: find, with: {day: "WITH"}, as: found}
      - {call: place, with: {on: "{{slots.day}}"}}
      - {say: "SAY"}
)";

std::string orders(const std::string& with, const std::string& say,
                   const std::string& confirm = "An order for {{on | date}}?") {
  std::string yaml(kOrders);
  yaml.replace(yaml.find("WITH"), 4, with);
  yaml.replace(yaml.find("CONFIRM"), 7, confirm);
  return yaml.replace(yaml.find("SAY"), 3, say);
}

TEST(Holes, of_what_is_sent_are_filled_by_something) {
  EXPECT_EQ(errors_of(orders("{{slots.day}}", "Found {{found.day | date}}.")), "");
  EXPECT_EQ(errors_of(orders("{{slots.dy}}", "Found.")),
            "/flows/0/steps/1/with/day Nothing is called \"slots.dy\" here.\n");
  EXPECT_EQ(errors_of(orders("{{slots.day}}", "{{slots.day | dat}}")),
            "/flows/0/steps/3/say \"dat\" is not a way to say something.\n");
}

TEST(Holes, say_what_is_stored_as_customers_speak) {
  EXPECT_EQ(found_in(orders("{{slots.day}}", "{{slots.day | date}}, {{slots.size | choice}}"), Severity::warning), "")
      << "what is sent is sent as it is";
  EXPECT_EQ(found_in(orders("{{slots.day}}", "{{slots.day}}, {{slots.size}}"), Severity::warning),
            "/flows/0/steps/3/say \"slots.day\" is said as it is stored.\n"
            "/flows/0/steps/3/say \"slots.size\" is said as it is stored.\n");
  EXPECT_EQ(found_in(orders("{{slots.day}}", "Done.", "An order for {{on}}?"), Severity::warning),
            "/tools/1/confirm \"on\" is said as it is stored.\n");
}

TEST(Calls, give_what_their_tool_requires) {
  const std::string properties = "properties: {on: {type: string}}";
  auto yaml = orders("{{slots.day}}", "Done.", "A {{size | choice}} order for {{on | date}}?");
  yaml.replace(yaml.find(properties), properties.size(),
               "properties: {on: {type: string}, size: {type: string}}, required: [on, size]");
  EXPECT_EQ(errors_of(yaml), "/flows/0/steps/2 place requires \"size\".\n");
  const std::string with = "with: {on: \"{{slots.day}}\"}";
  auto bare = yaml;
  bare.replace(bare.find(", " + with), with.size() + 2, "");
  EXPECT_EQ(errors_of(bare), "/flows/0/steps/2 place requires \"on\".\n/flows/0/steps/2 place requires \"size\".\n");
  yaml.replace(yaml.find(with), with.size(), "with: {on: \"{{slots.day}}\", size: \"{{slots.size}}\"}");
  EXPECT_EQ(errors_of(yaml), "");
}

TEST(Calls, send_what_somebody_is_asked_for) {
  auto yaml = orders("{{slots.day}}", "Done.");
  yaml.replace(yaml.find("collect: [day, size]"), 20, "collect: [size]");
  constexpr std::string_view kUnasked = R"( No step collects "day", so it is not there unless it is told unasked.)";
  EXPECT_EQ(found_in(yaml, Severity::warning),
            fmt::format("/flows/0/steps/1/with/day{0}\n/flows/0/steps/2/with/on{0}\n", kUnasked));
  const std::string ask = "ask: \"For which day?\"";
  for (const auto* filled :
       {"optional: true", "ask: \"For which day?\", remember: true", "ask: \"Which?\", keeps: \"{{found.day}}\""}) {
    auto other = yaml;
    other.replace(other.find(ask), ask.size(), filled);
    EXPECT_EQ(found_in(other, Severity::warning), "") << filled;
  }
}

TEST(Escalations, go_to_a_queue_that_is_listed) {
  const auto file = [](std::string_view queues, std::string_view queue) {
    return errors_of(
        fmt::format("escalation_rules: [{{id: lost, when: {{repair: 3}}, queue: {}}}]\n{}", queue, queues));
  };
  constexpr auto kListed = "queues: [{name: desk}, {name: kitchen}]\n";
  EXPECT_EQ(file(kListed, "dsk"), "/escalation_rules/0/queue There is no queue \"dsk\".\n");
  EXPECT_EQ(file(kListed, "desk"), "");
  EXPECT_EQ(file(kListed, "people"), "") << "what every rule without a queue hands to";
  EXPECT_EQ(file("", "dsk"), "");
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
