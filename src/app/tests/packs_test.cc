// What a trade's pack promises: that a file which takes it over is whole, wherever it is checked.
#include <gtest/gtest.h>

#include <set>

#include "app/engines.h"
#include "dialog/choices.h"
#include "dialog/config.h"
#include "platform/config/config.h"
#include "platform/config/packs.h"

namespace frontdesk::app {
namespace {

namespace config = platform::config;

std::string file_with(std::string_view pack, std::string_view more = {}) {
  return fmt::format(
      "schema_version: 1\nclient_id: somebody\nextends: {}\nmodels: [{{provider: built-in}}]\n"
      "channels: {{web: {{title: A, greeting: Hello}}}}\n{}",
      pack, more);
}

config::Checking check(const std::string& yaml, config::LoadBase load = {}) {
  return config::Checker(all_sections()).check({"tenant.yaml", yaml}, {std::move(load), nullptr, {}});
}

// A pack asks more than a tenant has answered; that is told, and nothing else.
void expect_nothing_but_open_facts(const config::Checking& checking) {
  for (const auto& finding : checking.findings) {
    if (!finding.problem.starts_with("Not answered yet")) ADD_FAILURE() << config::to_line(finding);
  }
}

TEST(Packs, are_whole_in_every_trade) {
  ASSERT_EQ(config::names_of_packs(),
            (std::vector<std::string>{"pack:carrier", "pack:clinic", "pack:restaurant", "pack:shop"}));
  for (const auto& name : config::names_of_packs()) {
    const auto checking = check(file_with(name));
    expect_nothing_but_open_facts(checking);
    ASSERT_TRUE(checking.config) << name;
    const auto dialog = dialog::read_dialog_config(checking.config->document);
    EXPECT_FALSE(dialog.words.counted.empty()) << name;
    EXPECT_FALSE(dialog.words.parts_of_day.empty()) << name;
  }
}

TEST(Packs, call_what_fetches_a_person_by_a_name_in_each_of_their_languages) {
  for (const auto& name : config::names_of_packs()) {
    const auto dialog = dialog::read_dialog_config(check(file_with(name)).config->document);
    for (const auto& intent : dialog.intents) {
      if (!intent.handoff) continue;
      ASSERT_TRUE(intent.label) << name << ": " << intent.name;
      for (const auto* language : {"en", "de", "es", "it"}) {
        const auto label = std::string(dialog.text(*intent.label, language));
        const auto button = dialog::button_for(intent, dialog, language);
        EXPECT_EQ(button.label, label) << name << ": " << intent.name << " in " << language;
        EXPECT_EQ(button.text, label) << "who presses it says no more than it says";
        EXPECT_TRUE(language == std::string("en") || label != dialog.text(*intent.label, "en")) << language;
      }
      EXPECT_EQ(dialog::pressed_person(dialog, dialog.text(*intent.label, "en")), &intent) << name;
    }
  }
}

TEST(Packs, are_found_from_disk_and_among_what_was_sent_along) {
  for (const auto& load : {config::load_from_disk(), config::load_from({})}) {
    EXPECT_TRUE(check(file_with("pack:clinic"), load).config);
  }
  const auto kept = check(file_with("pack:clinic"),
                          config::load_from({{"pack:clinic",
                                              "words: {counted: [{name: old, words: [older]}]}\n"
                                              "intents: [{name: who, handoff: Asked., examples: [a, b, c, d]}]\n"}}));
  ASSERT_TRUE(kept.config) << "what was deployed with a file stays what it was";
  EXPECT_EQ(dialog::read_dialog_config(kept.config->document).words.counted.at(0).name, "old");
}

TEST(Packs, that_are_not_there_are_told) {
  const auto checking = check(file_with("pack:bakery"));
  ASSERT_EQ(checking.findings.size(), 1u);
  EXPECT_EQ(config::to_line(checking.findings[0]),
            "tenant.yaml:3:10: error: /extends: There is no pack:bakery; there are pack:carrier, pack:clinic, "
            "pack:restaurant, pack:shop. Correct the name, or put the file there.");
}

TEST(Packs, know_examples_of_intents_that_the_tenant_leads_somewhere) {
  constexpr auto kOne = R"(intents: [{name: move_booking, answer: "Call us."}])";
  const auto checking = check(file_with("pack:restaurant", kOne));
  expect_nothing_but_open_facts(checking);
  ASSERT_TRUE(checking.config);
  const auto dialog = dialog::read_dialog_config(checking.config->document);
  ASSERT_NE(dialog.intent("move_booking"), nullptr);
  EXPECT_GE(dialog.intent("move_booking")->examples.size(), 4u);
  EXPECT_EQ(dialog.intent("cancel_booking"), nullptr) << "nobody said where it leads";
  EXPECT_NE(dialog.intent("complaint"), nullptr) << "it fetches a person by itself";
}

TEST(Packs, bring_questions_that_are_served_where_the_tenant_answers_them) {
  constexpr auto kOne = R"(facts: [{id: parking, answer: By the river., questions: [where does my van go]}])";
  const auto checking = check(file_with("pack:restaurant", kOne));
  ASSERT_TRUE(checking.config);
  ASSERT_EQ(checking.findings.size(), 1u);
  EXPECT_EQ(checking.findings[0].severity, config::Severity::warning);
  EXPECT_EQ(checking.findings[0].pointer, "/facts");
  EXPECT_NE(checking.findings[0].problem.find("Not answered yet, and not served: hours, address,"), std::string::npos);
  EXPECT_EQ(checking.findings[0].problem.find("parking"), std::string::npos);
  const auto dialog = dialog::read_dialog_config(checking.config->document);
  ASSERT_EQ(dialog.facts.size(), 1u) << "what has no answer is not served";
  EXPECT_EQ(dialog.facts[0].questions.at(0), "where does my van go") << "the tenant's own first";
  EXPECT_GE(dialog.facts[0].questions.size(), 5u);
  EXPECT_EQ(dialog.intent("fact.parking")->examples, dialog.facts[0].questions);
}

TEST(Packs, add_their_examples_to_those_of_the_tenant) {
  constexpr auto kOne = R"(intents: [{name: move_booking, answer: Call us., examples: [we come on another evening]}])";
  const auto checking = check(file_with("pack:restaurant", kOne));
  ASSERT_TRUE(checking.config);
  const auto dialog = dialog::read_dialog_config(checking.config->document);
  ASSERT_NE(dialog.intent("move_booking"), nullptr);
  const auto& examples = dialog.intent("move_booking")->examples;
  EXPECT_EQ(examples.at(0), "we come on another evening");
  EXPECT_GE(examples.size(), 5u);
}

TEST(Packs, are_laid_over_by_the_words_of_the_tenant) {
  constexpr auto kWords = R"(words:
  counted: [{name: people, words: [heads]}, {name: dogs, words: [dog, dogs]}]
  parts_of_day: [{name: dinner, from: "19:00", to: "21:00"}]
  synonyms: [{name: Harbor, words: [quay]}])";
  const auto checking = check(file_with("pack:restaurant", kWords));
  expect_nothing_but_open_facts(checking);
  ASSERT_TRUE(checking.config);
  const auto words = dialog::read_dialog_config(checking.config->document).words;
  EXPECT_EQ(words.counted_by({"people"}), (std::vector<std::string>{"people", "heads"}));
  EXPECT_EQ(words.counted_by({"dogs", "cats"}), (std::vector<std::string>{"dogs", "dog", "dogs", "cats"}));
  EXPECT_EQ(words.synonyms_of("harbor"), std::vector<std::string>{"quay"});
  const auto dinner = std::ranges::find(words.parts_of_day, "dinner", &dialog::PartOfDay::name);
  ASSERT_NE(dinner, words.parts_of_day.end());
  EXPECT_EQ(dinner->from, "19:00");
  EXPECT_FALSE(dinner->words.empty()) << "what the tenant does not say stays the pack's";
}

TEST(Packs, an_intent_that_leads_nowhere_is_an_error_unless_it_is_abstract) {
  constexpr auto kOne = "intents: [{name: x, examples: [a, b, c, d]}]";
  EXPECT_FALSE(check(file_with("pack:shop", kOne)).config);
  constexpr auto kAbstract = "intents: [{name: x, abstract: true, examples: [a, b, c, d]}]";
  EXPECT_TRUE(check(file_with("pack:shop", kAbstract)).config);
}

TEST(Files, have_no_sentence_that_fills_each_conversation) {
  const auto with = [](std::size_t bytes) {
    const std::string words(bytes, 'x');
    auto yaml = file_with("pack:shop",
                          "policies: [{id: p, tool: t, when: 'true', refuse: " + words +
                              "}]\n"
                              "tools: [{name: t, description: d, endpoint: 'https://a.example', effect: at_most_once, "
                              "input_schema: {type: object}, confirm: " +
                              words + "}]\n");
    yaml.replace(yaml.find("Hello"), 5, words);
    std::set<std::string> pointers;
    for (const auto& finding : check(yaml).findings) pointers.insert(finding.pointer);
    return pointers;
  };
  for (const auto* sentence : {"/channels/web/greeting", "/policies/0/refuse", "/tools/0/confirm"}) {
    EXPECT_FALSE(with(4'000).contains(sentence)) << sentence;
    EXPECT_TRUE(with(4'001).contains(sentence)) << sentence;
  }
}

TEST(Files, name_a_limited_number_of_things_that_are_looked_for_in_each_message) {
  const auto repeated = [](int count, std::string_view item) {
    std::string out;
    for (int i = 0; i < count; ++i) out += (i ? ", " : "") + fmt::format(fmt::runtime(item), i);
    return out;
  };
  const auto pointers = [](const std::string& more) {
    std::set<std::string> all;
    for (const auto& finding : check(file_with("pack:shop", more)).findings) {
      if (finding.severity == config::Severity::error) all.insert(finding.pointer);
    }
    return all;
  };
  const auto flow = [](const std::string& slots) {
    return "flows: [{name: f, description: d, slots: [" + slots + "], steps: [{say: x}]}]";
  };
  constexpr std::string_view kSlot = "{{name: s{}, type: name, optional: true}}";
  const auto choice = [](const std::string& of) { return "{name: c, type: choice, optional: true, of: [" + of + "]}"; };
  EXPECT_EQ(pointers(flow(repeated(100, kSlot))), std::set<std::string>());
  EXPECT_TRUE(pointers(flow(repeated(101, kSlot))).contains("/flows/0/slots"));
  EXPECT_EQ(pointers(flow(choice(repeated(1'000, "w{}")))), std::set<std::string>());
  EXPECT_TRUE(pointers(flow(choice(repeated(1'001, "w{}")))).contains("/flows/0/slots/0/of"));
}

}  // namespace
}  // namespace frontdesk::app
