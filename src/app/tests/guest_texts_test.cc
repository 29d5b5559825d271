// What `check` says of texts that customers read, in the languages that the file serves.
#include <gtest/gtest.h>

#include "app/engines.h"
#include "platform/config/config.h"

namespace frontdesk::app {
namespace {

namespace config = platform::config;

std::vector<std::string> findings_of(std::string_view rest) {
  const auto yaml =
      "schema_version: 1\nclient_id: somebody\nname: Somebody\nmodels: [{provider: built-in}]\n"
      "escalation_rules: [{id: lost, when: {repair: 3}, queue: people}]\n" +
      std::string(rest);
  std::vector<std::string> lines;
  for (const auto& finding : config::Checker(all_sections()).check({"tenant.yaml", yaml}, {{}, nullptr, {}}).findings) {
    const auto line = config::to_line(finding);
    if (line.find("No flow calls") == std::string::npos) lines.push_back(line);  // the tool is here for its texts
  }
  return lines;
}

TEST(GuestTexts, that_lack_a_language_which_the_file_serves_are_named) {
  EXPECT_EQ(findings_of("languages: [en, de]\nchannels: {web: {title: A, greeting: {en: Hello}}}\n"),
            (std::vector<std::string>{"tenant.yaml:7:38: warning: /channels/web/greeting: There is no text in de. Add "
                                      "it; until then customers read it in en there."}));
  EXPECT_EQ(findings_of("languages: [en, de]\nchannels: {web: {title: A, greeting: {en: Hello, de: Hallo}}}\n"),
            std::vector<std::string>{});
  EXPECT_EQ(findings_of("channels: {web: {title: A, greeting: {de: Hallo}}}\n").size(), 1u) << "en is served";
  EXPECT_EQ(findings_of("channels: {web: {title: A, greeting: Hello}}\n"), std::vector<std::string>{});
}

TEST(GuestTexts, that_are_written_once_are_told_once) {
  const auto lines = findings_of(
      "languages: [en, de]\nchannels: {web: {title: A, greeting: Hello}}\nfacts:\n"
      "  - {id: price, answer: \"8 €\", questions: [what does it cost, the price please, how much is it, price]}\n"
      "  - {id: wifi, answer: It is free., questions: [do you have wifi, is there internet, wifi, the password]}\n");
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_EQ(lines[0],
            "tenant.yaml:6:12: warning: /languages: 2 of the texts that customers read are written once, whatever "
            "language they speak; the first is /channels/web/greeting. Write each as {en: …, de: …}.");
}

constexpr auto kTool =
    "languages: [en, de]\nchannels: {web: {title: A}}\ntools:\n  - name: book\n    description: Books.\n    endpoint: "
    "http://127.0.0.1:1/book\n    effect: idempotent_write\n    confirm: {confirm}\n    labels: {labels}\n    "
    "input_schema: {type: object, additionalProperties: false, properties: {name: {type: string}}}\n";

std::vector<std::string> findings_of_tool(std::string_view confirm, std::string_view labels) {
  std::string yaml(kTool);
  yaml.replace(yaml.find("{confirm}"), 9, confirm);
  yaml.replace(yaml.find("{labels}"), 8, labels);
  return findings_of(yaml);
}

TEST(GuestTexts, of_a_read_back_show_every_argument_in_each_language) {
  EXPECT_EQ(findings_of_tool("{en: \"For {{name}}?\", de: \"Für {{name}}?\"}", "{name: {en: Name, de: Name}}"),
            std::vector<std::string>{});
  const auto hidden = findings_of_tool("{en: \"For {{name}}?\", de: \"Soll ich?\"}", "{name: {en: Name, de: Name}}");
  ASSERT_EQ(hidden.size(), 1u);
  EXPECT_NE(hidden[0].find("/tools/0/confirm/de: The read-back of book does not show \"name\""), std::string::npos)
      << hidden[0];
  const auto stranger =
      findings_of_tool("{en: \"For {{name}}?\", de: \"Für {{name}}?\"}", "{nam: {en: Name, de: Name}}");
  ASSERT_EQ(stranger.size(), 1u);
  EXPECT_NE(stranger[0].find("/tools/0/labels/nam: book takes no \"nam\"."), std::string::npos) << stranger[0];
}

}  // namespace
}  // namespace frontdesk::app
