#include "engines/automation/learning.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/error.h"
#include "base/json.h"
#include "base/yaml.h"
#include "dialog/sections.h"
#include "dialog/tests/simulated_business.h"
#include "platform/module.h"
#include "support/database.h"

namespace frontdesk::engines::automation {
namespace {

constexpr std::string_view kFile = R"(schema_version: 1
client_id: bistro
escalation_rules: [{id: lost, when: {repair: 3}}]
# What guests want
intents:
  - name: hours
    answer: From nine to five.
    examples:
      - when are you open   # the usual one
      - what are your opening hours
      - are you open on sunday
      - until when is the kitchen open
  - name: address
    answer: 12 Quay Street.
    examples: [where are you, what is your address, how do I get to you, where is the restaurant]
  - name: greeting
    answer: Hello!
    examples: [hello, hi there, good morning, good evening]
)";

// A business with guests, and beside it the versions of its file.
class LearningTest : public testing::Test {
 protected:
  LearningTest() : folder_(fmt::format("{}/frontdesk-learning-{}", testing::TempDir(), ::getpid())) {
    std::filesystem::remove_all(folder_);
    store::SqliteOptions options;
    options.folder = folder_;
    options.writer_threads = 0;
    options.reader_threads = 0;
    options.clock = &clock_;
    options.random = &random_;
    database_ = support::open_database(options, platform::modules(), *files_, *log_);
    auto sections = config::platform_sections();
    for (auto& section : dialog::dialog_sections()) sections.push_back(std::move(section));
    configs_ = std::make_unique<config::ConfigStore>(std::move(sections), nullptr, clock_, *log_, pool_);
    learning_ = std::make_unique<Learning>(
        LearningParts{*configs_, [this](TenantId tenant) { return database_->open(std::move(tenant)); },
                      [this](TenantId) { return conversations(*this); }, train, pool_, clock_});
  }
  ~LearningTest() override {
    learning_.reset();
    configs_.reset();
    database_.reset();
    std::filesystem::remove_all(folder_);
  }

  static Task<dialog::Conversations*> conversations(LearningTest& self) { co_return &self.business_.conversations(); }
  static std::shared_ptr<const ai::IntentModel> train(const config::Config& config, Effort& effort) {
    std::vector<ai::Example> examples;
    for (const auto& intent : dialog::read_dialog_config(config.document).intents) {
      for (const auto& example : intent.examples) examples.push_back({example, intent.name});
    }
    return std::make_shared<const ai::IntentModel>(ai::IntentModel::train(examples, {.effort = &effort}));
  }

  Value draft(std::string_view yaml = kFile) const { return Value::object({{"yaml", yaml}}); }
  std::string taught(const Value& correction) {
    const auto outcome = run(learning_->teach(staff_, draft().merged(correction)));
    EXPECT_TRUE(outcome.has_value()) << (outcome ? std::string() : json::print(to_json(outcome.error())));
    return outcome ? std::string((*outcome)["yaml"].text()) : std::string();
  }
  std::string refused(const Value& correction) {
    try {
      run(learning_->teach(staff_, draft().merged(correction)));
    } catch (const Error& error) {
      return error.slug;
    }
    return "taken";
  }
  template <class T>
  T run(Task<T> task) {
    return business_.wait(std::move(task));
  }

  std::string folder_;
  std::unique_ptr<Files> files_ = system_files();
  std::unique_ptr<Log> log_ = silent_log();
  dialog::testing::SimulatedBusiness business_;
  ManualClock clock_{business_.now()};
  SeededRandom random_{7};
  Pool pool_{clock_, {}};
  std::unique_ptr<store::Database> database_;
  std::unique_ptr<config::ConfigStore> configs_;
  std::unique_ptr<Learning> learning_;
  const platform::Caller staff_{TenantId::parse("bistro"), "staff:ana", {"*"}};
};

TEST_F(LearningTest, puts_a_correction_into_the_draft_and_changes_nothing_else) {
  auto expected = std::string(kFile);
  const std::string last = "      - until when is the kitchen open\n";
  expected.insert(expected.find(last) + last.size(), "      - at what time do you close\n");
  EXPECT_EQ(taught(Value::object({{"text", "at what time do you close"}, {"to", "hours"}})), expected);
  EXPECT_NE(taught(Value::object({{"text", "which street"}, {"to", "address"}})).find("restaurant, \"which street\"]"),
            std::string::npos);
}

TEST_F(LearningTest, adds_to_an_intent_or_a_fact_that_stands_in_what_the_file_extends) {
  const std::string file =
      "schema_version: 1\nclient_id: bistro\nextends: base.yaml\nescalation_rules: [{id: lost, when: {repair: 3}}]\n"
      "intents:\n  - name: hours\n    answer: From nine to five.\n";
  const std::string base =
      "intents:\n  - {name: hours, abstract: true, examples: [when are you open, your hours, what are your hours, open "
      "on "
      "sunday]}\n"
      "  - {name: staff, handoff: Asked., examples: [a person, somebody, staff, a human]}\n"
      "facts:\n  - {id: dogs, answer: \"Yes.\", questions: [are dogs allowed]}\n";
  const auto with = [&](std::string_view text, std::string_view to) {
    const auto body = Value::object({{"yaml", file},
                                     {"bases", Value::list({Value::object({{"name", "base.yaml"}, {"yaml", base}})})},
                                     {"text", text},
                                     {"to", to}});
    const auto outcome = run(learning_->teach(staff_, body));
    EXPECT_TRUE(outcome.has_value()) << (outcome ? std::string() : json::print(to_json(outcome.error())));
    return outcome ? std::string((*outcome)["yaml"].text()).substr(file.size() - 1) : std::string();
  };
  EXPECT_EQ(with("at what time do you close", "hours"), "\n    examples:\n      - at what time do you close\n");
  EXPECT_EQ(with("put me through to Ana", "staff"),
            "\n  - name: \"staff\"\n    examples:\n      - put me through to Ana\n");
  EXPECT_EQ(with("may I bring my terrier", "fact.dogs"),
            "\n\nfacts:\n  - id: \"dogs\"\n    questions:\n      - may I bring my terrier\n");
}

TEST_F(LearningTest, makes_an_answer_of_what_nobody_could_answer) {
  const auto yaml =
      taught(Value::object({{"text", "do you have a cloakroom?"},
                            {"answer", Value::object({{"id", "cloakroom"}, {"text", "Yes: by the door."}})}}));
  const auto outcome = run(configs_->check(staff_.tenant, {{"bistro.yaml", yaml}, {}, {}, {}}));
  EXPECT_EQ(std::ranges::count(outcome, config::Severity::error, &config::Finding::severity), 0) << yaml;
  EXPECT_NE(yaml.find("Yes: by the door."), std::string::npos);
  EXPECT_TRUE(yaml.starts_with(kFile));
}

TEST_F(LearningTest, makes_no_answer_that_nobody_sees) {
  for (const auto* unseen : {"\u200b", "\u00ad\u202e", "\u3164", "\u2800", " ", "Yes\u202e: by the door."}) {
    try {
      taught(Value::object(
          {{"text", "do you have a cloakroom?"}, {"answer", Value::object({{"id", "cloakroom"}, {"text", unseen}})}}));
      ADD_FAILURE() << unseen;
    } catch (const Error& error) {
      EXPECT_EQ(error.slug, "learning/unseen-answer");
    }
  }
}

constexpr std::string_view kWithForm = R"(
locations:
  - {id: harbor, name: Harbor}
  - {id: old-town, name: Old Town}
flows:
  - name: book
    description: Books a table.
    slots:
      - {name: location, type: location, ask: Which one?}
    steps:
      - {collect: [location]}
      - {say: Noted., end: true}
)";

TEST_F(LearningTest, shows_what_other_words_would_have_told) {
  const auto file = std::string(kFile) + std::string(kWithForm);
  ASSERT_TRUE(run(configs_->deploy(*run(database_->open(staff_.tenant)), {{"bistro.yaml", file}, {}, {}, {}})));
  const auto id = business_.open();
  business_.say(id, "a table for two tomorrow at 7pm");
  business_.say(id, "at the lighthouse");

  const auto heard = run(learning_->turns(staff_, 30));
  EXPECT_EQ(heard["names"].size(), 2u);
  EXPECT_EQ(heard["names"][0]["label"].text(), "Harbor");
  const auto& turn = heard["turns"][1];
  EXPECT_EQ(turn["asked"].text(), "location");
  EXPECT_TRUE(turn["missed"].boolean());
  EXPECT_EQ(turn["told"].size(), 0u);

  const auto naming = Value::object({{"words", "the lighthouse"}, {"kind", "location"}, {"name", "harbor"}});
  const auto correction = Value::object({{"text", "at the lighthouse"}, {"name", naming}});
  const auto taught = run(learning_->teach(staff_, draft(file).merged(correction)));
  ASSERT_TRUE(taught.has_value());
  const auto yaml = (*taught)["yaml"].text();
  EXPECT_TRUE(yaml.starts_with(file));
  const auto preview = run(learning_->preview(staff_, draft(yaml)));
  ASSERT_TRUE(preview.has_value());
  EXPECT_EQ((*preview)["changed"].integer(), 0) << "no intent is another";
  EXPECT_EQ((*preview)["told"]["changed"].integer(), 1);
  const auto& change = (*preview)["told"]["examples"][0];
  EXPECT_EQ(change["text"].text(), "at the lighthouse");
  EXPECT_EQ(change["was"].size(), 0u);
  EXPECT_EQ(change["becomes"][0], Value::object({{"name", "location"}, {"value", "harbor"}}));
}

TEST_F(LearningTest, refuses_what_teaches_nothing) {
  EXPECT_EQ(refused(Value::object({{"text", "When are you open?"}, {"to", "hours"}})), "learning/known-already");
  EXPECT_EQ(refused(Value::object({{"text", "When are you OPEN"}, {"to", "address"}})), "learning/contradicts");
  EXPECT_EQ(refused(Value::object({{"text", "when do you close"}, {"to", "closing"}})), "learning/unknown-intent");
  EXPECT_EQ(refused(Value::object({{"text", "?!"}, {"to", "hours"}})), "learning/says-nothing");
  const auto as_example = [&](std::string_view text) {
    return refused(Value::object({{"text", text}, {"to", "hours"}}));
  };
  EXPECT_EQ(as_example("no thanks"), "learning/is-an-answer");
  EXPECT_EQ(as_example("when do you\u202e close"), "learning/hidden-signs");
  EXPECT_EQ(as_example("when does {{place}} close"), "learning/has-holes");
  EXPECT_EQ(as_example(std::string(501, 'x')), "learning/too-long");
  EXPECT_EQ(refused(Value::object({{"text", "yes"}, {"answer", Value::object({{"id", "agreed"}, {"text", "Good."}})}})),
            "learning/is-an-answer");
  EXPECT_EQ(refused(Value::object(
                {{"text", "when do you close"}, {"answer", Value::object({{"id", "hours"}, {"text", "At five."}})}})),
            "learning/name-taken");
}

TEST_F(LearningTest, tells_what_is_wrong_in_a_draft) {
  const auto broken =
      draft("schema_version: 1\nclient_id: bistro\nintents: 5\n").with("text", "a b").with("to", "hours");
  EXPECT_FALSE(run(learning_->teach(staff_, broken)).has_value());
  EXPECT_FALSE(run(learning_->preview(staff_, broken)).has_value());
}

TEST_F(LearningTest, lists_what_was_not_answered_in_groups) {
  for (const auto* text : {"is there a trampoline", "do you rent out trampolines", "purple monkey dishwasher"}) {
    const auto id = business_.open();
    business_.say(id, text);
  }
  const auto heard = run(learning_->turns(staff_, 30));
  ASSERT_GE(heard["groups"].size(), 2u);
  EXPECT_EQ(heard["groups"][0]["count"].integer(), 2);
  EXPECT_TRUE(heard["is_all"].boolean());
  EXPECT_EQ(heard["turns"].size(), 3u);
}

TEST_F(LearningTest, shows_what_the_last_month_would_have_been) {
  ASSERT_TRUE(
      run(configs_->deploy(*run(database_->open(staff_.tenant)), {{"bistro.yaml", std::string(kFile)}, {}, {}, {}})));
  const auto id = business_.open();
  business_.say(id, "is there a trampoline");

  const auto same = run(learning_->preview(staff_, draft()));
  ASSERT_TRUE(same.has_value());
  EXPECT_EQ((*same)["turns"].integer(), 1);
  EXPECT_EQ((*same)["changed"].integer(), 0);

  auto yaml = taught(Value::object({{"text", "do you have a trampoline"},
                                    {"answer", Value::object({{"id", "trampoline"}, {"text", "In the garden."}})}}));
  yaml = std::string((*run(learning_->teach(
      staff_, draft(yaml).merged(Value::object(
                  {{"text", "where is the trampoline"},
                   {"to", yaml.find("\nfacts:") == std::string::npos ? "trampoline" : "fact.trampoline"}})))))["yaml"]
                         .text());
  const auto outcome = run(learning_->preview(staff_, draft(yaml)));
  ASSERT_TRUE(outcome.has_value());
  EXPECT_EQ((*outcome)["changed"].integer(), 1);
  const auto& change = (*outcome)["examples"][0];
  EXPECT_EQ(change["text"].text(), "is there a trampoline");
  EXPECT_FALSE(change["was"]["acts"].boolean());
  EXPECT_TRUE(change["becomes"]["intent"].text().ends_with("trampoline"));
  EXPECT_TRUE(change["becomes"]["acts"].boolean());

  clock_.advance(std::chrono::hours(24 * 40));
  EXPECT_EQ((*run(learning_->preview(staff_, draft(yaml))))["turns"].integer(), 0) << "longer ago than a month";
}

}  // namespace
}  // namespace frontdesk::engines::automation
