#include <gtest/gtest.h>

#include "base/json.h"
#include "base/yaml.h"
#include "dialog/card.h"
#include "dialog/choices.h"
#include "dialog/named_things.h"
#include "dialog/question.h"
#include "dialog/sections.h"
#include "dialog/template.h"
#include "platform/config/config.h"

// What a choice is called in each language: on buttons, in sentences, on cards, and when it is said.
namespace frontdesk::dialog {
namespace {

constexpr Timestamp kNow{1'795'424'400'000};  // Monday, 23 November 2026, 09:00 UTC

constexpr std::string_view kFile = R"(client_id: shop
languages: [en, de]
flows:
  - name: send
    slots:
      - name: care
        type: choice
        of: [fragile, sturdy, live]
        labels: {fragile: {en: fragile, de: zerbrechlich}, sturdy: {en: sturdy, de: äußerst robust}}
        ask: Which?
)";

class Labels : public ::testing::Test {
 protected:
  Surroundings around(std::string_view language) const {
    Surroundings around{config_, kNow};
    around.language = language;
    return around;
  }
  std::string buttons(std::string_view language) const {
    std::string all;
    for (const auto& button : choices_of(slot_, around(language))) all += button.label + "=" + button.text + "|";
    return all;
  }

  DialogConfig config_ = read_dialog_config(yaml::parse(kFile).value);
  const Slot& slot_ = config_.flows[0].slots[0];
};

TEST_F(Labels, stand_on_buttons_in_the_customers_language) {
  EXPECT_EQ(buttons("en"), "Fragile=fragile|Sturdy=sturdy|Live=live|");
  EXPECT_EQ(buttons("de"), "Zerbrechlich=zerbrechlich|Äußerst robust=äußerst robust|Live=live|");
}

TEST_F(Labels, are_understood_as_what_they_stand_for) {
  for (const auto* said : {"zerbrechlich", "fragile", "it is Fragile", "Zerbrechlich bitte"})
    EXPECT_EQ(read_slot(slot_, said, true, around("de")), Value("fragile")) << said;
  EXPECT_EQ(read_slot(slot_, "äußerst robust", true, around("de")), Value("sturdy"));
  EXPECT_EQ(named_things(config_)[0].words, (std::vector<std::string>{"fragile", "zerbrechlich"}));
}

TEST_F(Labels, are_told_where_a_sentence_a_question_or_a_card_shows_the_choice) {
  const auto scope = json::parse(R"({"care":"fragile","other":"live","none":7})");
  EXPECT_EQ(render("{{care | choice}}, {{other | choice}}, {{none | choice}}", scope, config_, {.language = "de"}),
            "zerbrechlich, live, 7");
  EXPECT_EQ(render("{{all | choice}}", json::parse(R"({"all":["fragile","live"]})"), config_, {.language = "de"}),
            "zerbrechlich und live");
  const auto doubt = json::parse(R"({"choices":["fragile","sturdy"]})");
  EXPECT_EQ(question_for(slot_, "?", doubt, around("de")).text, "Was meinen Sie: zerbrechlich oder äußerst robust?");
  const auto schema = json::parse(R"({"properties":{"care":{"enum":["fragile","sturdy"]},"name":{"type":"string"}}})");
  const auto fields =
      argument_fields(json::parse(R"({"care":"fragile","name":"fragile"})"), schema, {}, config_, "de", {2026, 11, 23});
  ASSERT_EQ(fields.size(), 2u);
  EXPECT_EQ(fields[0].value, "zerbrechlich");
  EXPECT_EQ(fields[1].value, "fragile") << "a name that is written like a choice is none";
}

std::string findings_of(const std::string& slots) {
  auto sections = platform::config::platform_sections();
  for (auto& section : dialog_sections()) sections.push_back(std::move(section));
  const auto checking = platform::config::Checker(std::move(sections))
                            .check({"tenant.yaml",
                                    "schema_version: 1\nclient_id: shop\nname: Shop\nlanguages: [en, de]\n"
                                    "escalation_rules: [{id: lost, when: {repair: 3}}]\n"
                                    "intents: [{name: send, flow: send, examples: [send, a parcel, I send, to send]}]\n"
                                    "flows: [{name: send, description: d, steps: [{end: true}], slots: [" +
                                        slots + "]}]\n"},
                                   {});
  std::string all;
  for (const auto& finding : checking.findings) all += finding.pointer + " " + finding.problem + "\n";
  return all;
}

TEST(LabelsOfAFile, that_lack_a_language_or_are_not_there_are_named) {
  constexpr auto kAsk = "ask: {en: Which?, de: Welche?}";
  EXPECT_EQ(findings_of(fmt::format("{{name: a, type: choice, of: [x, y], {}, labels: {{x: {{en: ex, de: iks}}, y: "
                                    "{{en: why}}}}}}",
                                    kAsk)),
            "/flows/0/slots/0/labels/y There is no text in de.\n");
  EXPECT_EQ(
      findings_of(fmt::format("{{name: a, type: choice, of: [x, y], {}}}", kAsk)),
      "/languages 2 of the texts that customers read are written once, whatever language they speak; the first is "
      "/flows/0/slots/0/of/0.\n");
}

TEST(LabelsOfAFile, name_a_choice_and_tell_it_from_the_others) {
  EXPECT_EQ(findings_of("{name: a, type: choice, optional: true, of: [x, y], labels: {z: zed, x: {en: One, de: Eins}, "
                        "y: {en: one, de: Zwei}}}, {name: b, type: choice, optional: true, of: [x], labels: {x: {en: "
                        "Ex, de: Iks}}}"),
            "/flows/0/slots/0/labels/z \"z\" is none of the choices.\n"
            "/flows/0/slots/0/labels/y \"one\" is the label of \"x\" too.\n"
            "/flows/0/slots/1/labels/x Another slot gives \"x\" another label.\n");
}

}  // namespace
}  // namespace frontdesk::dialog
