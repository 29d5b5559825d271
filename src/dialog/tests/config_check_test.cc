#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "base/clock.h"
#include "base/json.h"
#include "base/random.h"
#include "base/text.h"
#include "dialog/opening.h"
#include "dialog/sections.h"
#include "platform/config/config.h"

namespace frontdesk::platform::config {
namespace {

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  EXPECT_TRUE(file) << path;
  return std::string(std::istreambuf_iterator<char>(file), {});
}

// Stands for the sections that say what the bot talks about.
Section open_section(std::string key) { return {std::move(key), Value::object(), false, {}}; }

const Checker& checker() {
  static const Checker kChecker([] {
    auto sections = platform_sections();
    for (auto& section : dialog::rules_sections()) sections.push_back(std::move(section));
    for (const char* key : {"models", "intents", "facts", "languages", "flows", "guards", "words"})
      sections.push_back(open_section(key));
    return sections;
  }());
  return kChecker;
}

Checking check(std::string yaml, Surroundings around = {}) {
  return checker().check({"t.yaml", std::move(yaml)}, around);
}

std::string lines(const std::vector<Finding>& findings) {
  std::string all;
  for (const auto& finding : findings) all += to_line(finding) + "\n";
  return all;
}

// Nothing is wrong with it; the table below breaks one thing at a time.
constexpr std::string_view kGood = R"(schema_version: 1
client_id: lume
name: Lume
locations:
  - id: harbor
    name: Harbor
    hours: {mon: closed, tue: ["11:30-14:30", "17:00-22:00"], fri: "18:00-02:00"}
channels:
  web:
    show_trace: false
    title: "Lume"
models:
  - {provider: recorded}
intents:
  - name: person
    handoff: They asked.
flows:
  - name: cancel
    steps: [{call: cancel_booking}]
tools:
  - name: cancel_booking
    description: Cancels a booking.
    endpoint: https://lume.example/tools/cancel
    auth: {bearer: "secret:LUME_KEY"}
    effect: idempotent_write
    timeout: 5s
    confirm: "I cancel {{code}}{{#guests}}, for {{.}}{{/guests}}. Sure?"
    input_schema:
      type: object
      required: [code]
      properties: {code: {type: string}, guests: {type: integer}}
      additionalProperties: false
policies:
  - id: no-crowds
    tool: cancel_booking
    when: has(arguments.guests) && arguments.guests > 8
    refuse: Call us.
escalation_rules:
  - {id: lost, when: {repair: 3}, queue: desk}
  - {id: wants, when: {intent: person}}
budgets:
  turn: {steps: 25, seconds: 60}
kpi_definitions:
  - {id: resolved, description: Share without a person}
)";

TEST(CheckConfig, finds_nothing_in_a_good_file) {
  const auto checking = check(std::string(kGood));
  EXPECT_EQ(lines(checking.findings), "");
  ASSERT_TRUE(checking.config);
  EXPECT_EQ(checking.config->tenant.text(), "lume");
  EXPECT_EQ(checking.config->hash.size(), 64u);
  ASSERT_EQ(checking.config->tools.size(), 1u);
  EXPECT_EQ(checking.config->tools[0].time_max(), std::chrono::seconds(5));
  EXPECT_EQ(checking.config->tools[0].effect, Effect::idempotent_write);
  const auto locations = dialog::read_locations(checking.config->document);
  EXPECT_TRUE(dialog::hours_of(locations[0]).is_open(5, 90)) << "Friday's late hours";
}

TEST(CheckConfig, warns_of_a_text_that_a_comment_cuts_off) {
  const auto with = [](std::string_view from, std::string_view to) {
    auto yaml = std::string(kGood);
    yaml.replace(yaml.find(from), from.size(), to);
    return lines(check(yaml).findings);
  };
  EXPECT_EQ(
      with("handoff: They asked.", "handoff: They asked for #1 again."),
      "t.yaml:16:14: warning: /intents/0/handoff: The text ends before \"#1 again.\": in YAML that is a comment. Put "
      "the whole in quotes: \"They asked for #1 again.\".\n");
  for (const auto* harmless : {"handoff: They asked.  # as they do", "handoff: \"They asked #1\"",
                               "handoff: They asked#1", "handoff: They asked. #"})
    EXPECT_EQ(with("handoff: They asked.", harmless), "") << harmless;
}

TEST(CheckConfig, does_not_look_into_very_long_lines_for_each_of_their_values) {
  auto yaml = std::string(kGood);
  const std::string_view harbor = "    name: Harbor\n";
  const auto at = yaml.find(harbor);
  yaml.replace(at, harbor.size(), "    name: Harbor " + std::string(3'000, ' ') + "#1\n");
  EXPECT_EQ(lines(check(yaml).findings), "");
  std::string list;
  for (int i = 0; i < 60'000; ++i) list += fmt::format("{}w{}", i ? "," : "", i);
  yaml = std::string(kGood);
  yaml.replace(at, harbor.size(), "    name: Harbor\n    manager: [" + list + "]\n");
  EXPECT_NE(lines(check(yaml).findings), "") << "minutes, where each costs the line that it stands in";
}

TEST(CheckConfig, proposes_to_quote_a_number_as_it_was_typed) {
  auto yaml = std::string(kGood);
  yaml.replace(yaml.find("    name: Harbor\n"), 17, "    name: Harbor\n    phone: 0555010 # the bar\n");
  EXPECT_NE(lines(check(yaml).findings).find("Put it in quotes: \"0555010\"."), std::string::npos)
      << lines(check(yaml).findings);
  const auto at = yaml.find("0555010");
  yaml.replace(at, 7, "+4930901820");
  EXPECT_NE(lines(check(yaml).findings).find("\"+4930901820\""), std::string::npos) << lines(check(yaml).findings);
}

TEST(CheckConfig, warns_of_a_policy_whose_slot_may_be_untold_or_of_another_type) {
  const auto findings_of = [](std::string_view when) {
    auto yaml = std::string(kGood);
    const std::string_view steps = "    steps: [{call: cancel_booking}]\n";
    yaml.replace(yaml.find(steps), steps.size(),
                 std::string("    slots: [{name: party, type: number, ask: How many?}]\n") + std::string(steps));
    const std::string_view from = "has(arguments.guests) && arguments.guests > 8";
    yaml.replace(yaml.find(from), from.size(), when);
    return lines(check(yaml).findings);
  };
  EXPECT_NE(findings_of("slots.party > 8").find("A call can come without the slot \"party\""), std::string::npos);
  EXPECT_EQ(findings_of("has(slots.party) && slots.party > 8").find("/policies"), std::string::npos);
  EXPECT_NE(findings_of("has(slots.party) && 'many' == slots.party").find("\"party\" of cancel can be of type number"),
            std::string::npos);
}

TEST(CheckConfig, finds_nothing_in_a_tool_that_is_not_repeated) {
  for (const std::string effect : {"at_most_once", "needs_review"}) {
    auto yaml = std::string(kGood);
    yaml.replace(yaml.find("idempotent_write"), 16, effect);
    EXPECT_EQ(lines(check(yaml).findings), "");
  }
}

TEST(CheckConfig, lets_a_read_back_leave_out_what_has_one_value_or_is_private) {
  auto yaml = std::string(kGood);
  const std::string_view from = "guests: {type: integer}}";
  yaml.replace(yaml.find(from), from.size(),
               "guests: {type: integer}, via: {const: web}, card: {type: string, x-private: true}}");
  EXPECT_EQ(lines(check(yaml).findings), "");
}

TEST(CheckConfig, keeps_no_more_patterns_than_a_tool_needs) {
  auto yaml = std::string(kGood);
  std::string many;
  for (int i = 0; i < 101; ++i) many += fmt::format(", a{0}: {{type: string, x-private: true, pattern: \"^{0}$\"}}", i);
  yaml.insert(yaml.find("code: {type: string}") + std::string_view("code: {type: string}").size(), many);
  EXPECT_NE(lines(check(yaml).findings).find("The schema has 101 patterns; at most 100 are kept."), std::string::npos);
}

TEST(CheckConfig, tells_no_more_than_helps) {
  auto yaml = std::string(kGood);
  for (int i = 0; i < 2'000; ++i) yaml += fmt::format("unknown_{}: 1\n", i);
  yaml += "policies_more:\n";
  std::string policies;
  for (int i = 0; i < 2'000; ++i) policies += fmt::format("  - {{id: p{}, when: nobody.x > 1, refuse: no}}\n", i);
  yaml.insert(yaml.find("escalation_rules"), policies);
  const auto checking = check(yaml);
  EXPECT_TRUE(checking.has_errors());
  EXPECT_LE(checking.findings.size(), 501u);
  EXPECT_NE(checking.findings.back().problem.find("findings more"), std::string::npos);
}

TEST(CheckConfig, ends_where_a_file_costs_more_than_it_may) {
  const SystemClock clock;
  Effort effort(2, clock, Deadline::never());
  Surroundings around;
  around.effort = &effort;
  const auto checking = check(std::string(kGood), around);
  EXPECT_TRUE(checking.has_errors());
  EXPECT_NE(lines(checking.findings).find("takes more steps or time"), std::string::npos);
}

TEST(CheckConfig, finds_no_error_in_the_demo) {
  const auto path = std::string(FRONTDESK_SOURCE_DIR) + "/examples/bistro/bistro.yaml";
  const auto checking = check(read_file(path));
  EXPECT_EQ(lines(checking.findings), "");
  ASSERT_TRUE(checking.config);
}

TEST(CheckConfig, wants_a_way_to_a_person) {
  const auto checking = check("schema_version: 1\nclient_id: lume\nintents: [{name: hi, answer: Hello.}]\n");
  ASSERT_EQ(checking.findings.size(), 1u) << lines(checking.findings);
  EXPECT_EQ(checking.findings[0].pointer, "/escalation_rules");
  EXPECT_NE(checking.findings[0].problem.find("ever fetches a person"), std::string::npos);
  EXPECT_FALSE(checking.config);
}

TEST(CheckConfig, wants_origins_without_a_path) {
  auto yaml = std::string(kGood);
  const std::string title = "title: \"Lume\"";
  yaml.replace(yaml.find(title), title.size(),
               "allowed_origins: [\"https://lume.example\", \"https://lume.example/shop\"]");
  const auto checking = check(yaml);
  ASSERT_EQ(checking.findings.size(), 2u) << lines(checking.findings);
  EXPECT_EQ(checking.findings[0].severity, Severity::warning) << "that nothing acts on them yet";
  EXPECT_EQ(checking.findings[1].pointer, "/channels/web/allowed_origins/1");
  EXPECT_EQ(checking.findings[1].problem, "\"https://lume.example/shop\" is not the origin of a page.");
}

TEST(CheckConfig, warns_of_what_nothing_acts_on) {
  auto yaml = std::string(kGood);
  yaml.replace(yaml.find("{repair: 3}"), 11, "{repair: 5}");
  yaml += "retention: {traces: 30d}\n";
  const auto checking = check(yaml);
  ASSERT_EQ(checking.findings.size(), 2u) << lines(checking.findings);
  EXPECT_EQ(checking.findings[0].problem, "This release fetches a person after three turns, whatever stands here.");
  EXPECT_EQ(checking.findings[1].pointer, "/retention");
  EXPECT_TRUE(checking.config) << "warnings do not stop a deployment";
}

TEST(CheckConfig, warns_of_each_section_and_member_that_is_kept_only) {
  auto yaml = std::string(kGood);
  yaml.replace(yaml.find("    title: \"Lume\""), 17, "    allowed_origins: [\"https://lume.example\"]");
  yaml.replace(yaml.find("budgets:\n"), 9, "budgets:\n  conversation: {turns: 9, seconds: 9, money: 1}\n");
  yaml +=
      "voice: {language: en}\nintegrations: [{type: crm}]\nknowledge: [{title: Menu, text: Pasta.}]\n"
      "privacy: {notice: We keep it.}\nretention: {traces: 30d}\nexperiments: [{id: x, share: 0.1}]\n";
  std::vector<std::string> kept;
  for (const auto& finding : check(yaml).findings) {
    EXPECT_THAT(finding.problem, testing::HasSubstr("this is kept, and nothing acts on it")) << to_line(finding);
    kept.push_back(finding.pointer);
  }
  EXPECT_THAT(kept, testing::ElementsAre("/channels/web/allowed_origins", "/budgets/conversation/seconds",
                                         "/budgets/conversation/money", "/voice", "/integrations", "/knowledge",
                                         "/privacy", "/retention", "/experiments"));
}

TEST(CheckConfig, never_repeats_a_key_that_stands_in_the_file) {
  const auto checking = check(std::string(kGood) +
                              "system_prompt: sk-live0123456789abcdefghij\nintegrations:\n  - {type: crm, config: "
                              "{login: {password: hunter2}}}\n");
  const auto all = lines(checking.findings);
  EXPECT_EQ(all.find("hunter2"), std::string::npos);
  EXPECT_EQ(all.find("0123456789"), std::string::npos);
  const auto refused = std::ranges::count(checking.findings, "A key stands in the file itself.", &Finding::problem);
  EXPECT_EQ(refused, 2) << all;
}

// Whatever bytes are given: an answer, with a place inside the file, and no crash.
TEST(CheckConfig, survives_any_bytes) {
  const auto good = read_file(std::string(FRONTDESK_SOURCE_DIR) + "/examples/bistro/bistro.yaml");
  using namespace std::string_view_literals;
  constexpr auto kSpice = "{}[]:,-?#&*!|>'\"%@`\t\n \0\xff\xc3~<"sv;
  SeededRandom random(7);
  int broken = 0;
  for (int round = 0; round < 150; ++round) {
    auto yaml = good;
    for (auto edits = random.next() % 3 + 1; edits > 0; --edits) {
      const auto at = random.next() % yaml.size();
      switch (random.next() % 3) {
        case 0:
          yaml[at] = kSpice[random.next() % kSpice.size()];
          break;
        case 1:
          yaml.erase(at, random.next() % 40);
          break;
        default:
          yaml.insert(at, yaml.substr(random.next() % yaml.size(), random.next() % 60));
      }
    }
    const auto checking = check(yaml);
    broken += checking.config == nullptr;
    const auto line_count = std::ranges::count(yaml, '\n') + 1;
    for (const auto& finding : checking.findings) {
      EXPECT_GE(finding.line, 1);
      EXPECT_LE(finding.line, line_count + 1) << to_line(finding);
      EXPECT_FALSE(finding.problem.empty());
      EXPECT_FALSE(finding.remedy.empty());
    }
    EXPECT_TRUE(checking.config || !checking.findings.empty()) << "never refused without a word";
  }
  EXPECT_GT(broken, 50);
}

TEST(CheckConfig, is_done_with_a_large_file_soon) {
  std::string yaml = "schema_version: 1\nclient_id: lume\nescalation_rules: [{id: a, when: {repair: 3}}]\nlocations:\n";
  for (int i = 0; i < 5'000; ++i)
    yaml += fmt::format("  - {{id: l{}, name: Location {}, hours: {{mon: closed}}}}\n", i, i);
  const SystemClock clock;
  const auto began = clock.now();
  auto checking = checker().check({"child.yaml", "extends: base.yaml\nlocations: [{id: l4999, name: Last}]\n"},
                                  {load_from({{"base.yaml", yaml}})});
  EXPECT_TRUE(checking.config) << lines(checking.findings);
  EXPECT_LT(clock.now() - began, std::chrono::seconds(5));
}

struct Broken {
  const char* what;
  std::string_view from;  // in the good file
  std::string_view to;
  const char* place;  // "line:column"
  const char* pointer;
  const char* problem;  // a part of it
  const char* remedy;   // likewise
};

void PrintTo(const Broken& broken, std::ostream* out) { *out << broken.what; }

class BrokenConfig : public testing::TestWithParam<Broken> {};

TEST_P(BrokenConfig, is_told_with_its_place_and_remedy) {
  const auto& broken = GetParam();
  auto yaml = std::string(kGood);
  const auto at = yaml.find(broken.from);
  ASSERT_NE(at, std::string::npos) << broken.from;
  yaml.replace(at, broken.from.size(), broken.to);
  const auto secrets =
      fixed_secrets(json::parse(R"({"tenants":{"lume":{"LUME_KEY":{"value":"x","hosts":["lume.example"]}}}})"));
  const auto checking = check(yaml, {{}, secrets.get(), TenantId::parse("lume")});
  const auto all = lines(checking.findings);
  const auto found = std::ranges::find_if(checking.findings, [&](const Finding& finding) {
    return fmt::format("{}:{}", finding.line, finding.column) == broken.place && finding.pointer == broken.pointer &&
           finding.problem.find(broken.problem) != std::string::npos &&
           finding.remedy.find(broken.remedy) != std::string::npos;
  });
  EXPECT_NE(found, checking.findings.end()) << all;
  EXPECT_EQ(checking.findings.size(), 1u) << all;
  const bool has_error =
      std::ranges::any_of(checking.findings, [](const Finding& f) { return f.severity == Severity::error; });
  EXPECT_EQ(checking.config == nullptr, has_error);
}

INSTANTIATE_TEST_SUITE_P(
    Table, BrokenConfig,
    testing::Values(
        Broken{"a_tab_that_indents", "  - id: harbor\n", "\t- id: harbor\n", "5:1", "",
               "This is not YAML: tab character may not be used as indentation.",
               "Mend the line; blanks (not tabs) indent, and texts with \": \""},
        Broken{"a_key_twice", "name: Lume\n", "name: Lume\nname: Again\n", "4:1", "",
               "\"name\" is already there in this mapping.", "Keep one of the two."},
        Broken{"a_quote_left_open", "\"Lume\"", "\"Lume", "11:12", "",
               "This is not YAML: wrongly indented double-quoted scalar.",
               "Mend the line; blanks (not tabs) indent, and texts with \": \""},
        Broken{"two_documents", "name: Lume\n", "name: Lume\n---\nname: Other\n", "5:1", "",
               "A second document begins here; one is read.", "Split the text."},
        Broken{"a_merge_key", "  - id: harbor\n", "  - <<: {a: b}\n    id: harbor\n", "5:5", "",
               "YAML 1.2 has no merge keys.", "Write the members out, or put \"<<\" in quotes."},
        Broken{"a_tag", "name: Lume", "name: !shout Lume", "3:14", "", "The tag !shout means nothing here.",
               "Leave it out."},
        Broken{"an_unknown_section", "budgets:", "budget:", "41:1", "/budget",
               "\"budget\" is not known at the top of the file.", "Did you mean \"budgets\"?"},
        Broken{"an_unknown_member", "    endpoint:", "    endpiont:", "23:5", "/tools/0/endpiont",
               "\"endpiont\" is not known here.", "Did you mean \"endpoint\"?"},
        Broken{"a_missing_section", "schema_version: 1\n", "", "1:1", "/schema_version", "`schema_version` is missing.",
               "Add it. Version of this file's format; always 1."},
        Broken{"a_missing_member", "    description: Cancels a booking.\n", "", "21:5", "/tools/0/description",
               "`description` is missing.", "Add it. What it does and when to use it: language models cho"},
        Broken{"a_wrong_version", "schema_version: 1", "schema_version: 2", "1:17", "/schema_version", "2 is not 1.",
               "Write 1."},
        Broken{"a_number_for_a_text", "name: Lume", "name: 24", "3:7", "/name", "`name` is a whole number, not a text.",
               "Put it in quotes: \"24\"."},
        Broken{"a_text_for_a_number", "steps: 25", "steps: many", "42:17", "/budgets/turn/steps",
               "`steps` is a text, not a whole number.",
               "Make it a whole number. Steps of the graph that one answer m"},
        Broken{"an_empty_member", "    description: Cancels a booking.", "    description:", "22:5",
               "/tools/0/description", "`description` is empty.", "Give it a text, or remove the line."},
        Broken{"a_map_for_a_list", "locations:\n  - id: harbor\n    name", "locations:\n    id: harbor\n    name",
               "5:5", "/locations", "`locations` is a map, not a list.",
               "Make it a list. The branches of the business."},
        Broken{"a_list_for_a_map", "budgets:\n  turn: {steps: 25, seconds: 60}", "budgets: [1]", "41:10", "/budgets",
               "`budgets` is a list, not a map.", "Make it a map. How much the bot may spend."},
        Broken{"an_unknown_effect", "idempotent_write", "idempotent_writes", "25:13", "/tools/0/effect",
               "\"idempotent_writes\" is not one of read, idempotent_write, at_most_once",
               "Did you mean \"idempotent_write\"?"},
        Broken{"a_limit_of_nothing", "steps: 25", "steps: 0", "42:17", "/budgets/turn/steps",
               "`steps` is 0, less than 1.", "Steps of the graph that one answer may take."},
        Broken{"a_tenant_in_capitals", "client_id: lume", "client_id: Lume", "2:12", "/client_id",
               "\"Lume\" cannot be the name of a tenant.",
               "Use lower-case letters, digits and inner hyphens, at most 63"},
        Broken{"another_tenant", "client_id: lume", "client_id: other", "2:12", "/client_id",
               "The file is for \"other\", and it was given to \"lume\".",
               "Give it to its own tenant, or correct client_id."},
        Broken{"a_timeout_without_unit", "timeout: 5s", "timeout: 5 seconds", "26:14", "/tools/0/timeout",
               "\"5 seconds\" does not have the form of `timeout`.", "How long one attempt may take, for example 5s."},
        Broken{"a_timeout_too_long", "timeout: 5s", "timeout: 2h", "26:14", "/tools/0/timeout",
               "2h is no time to wait for an answer.", "Choose something from 1ms to 5min."},
        Broken{"an_endpoint_without_scheme", "https://lume.example/tools/cancel", "lume.example/tools/cancel", "23:15",
               "/tools/0/endpoint", "The endpoint of cancel_booking is not the address of a service.",
               "It does not begin with http:// or https://. Write it like ht"},
        Broken{"an_endpoint_with_a_password", "https://lume.example/tools/cancel",
               "https://me:pw@lume.example/tools/cancel", "23:15", "/tools/0/endpoint",
               "The endpoint of cancel_booking is not the address of a service.",
               "It carries a name or password, which belongs into a secret. "},
        Broken{"a_key_in_the_file", "\"secret:LUME_KEY\"", "\"sk-abc123abc123abc123abc123\"", "24:21",
               "/tools/0/auth/bearer", "A key stands in the file itself.",
               "Write secret:NAME here; the operator keeps the key in secrets"},
        Broken{"a_secret_that_is_not_there", "secret:LUME_KEY", "secret:LUME_KEI", "24:21", "/tools/0/auth/bearer",
               "There is no secret behind secret:LUME_KEI for this address.",
               "The operator adds it to secrets.json, with the tenant and the"},
        Broken{"a_broken_input_schema", "code: {type: string}", "code: {type: strin}", "31:33",
               "/tools/0/input_schema/properties/code/type",
               "`type` must be null, boolean, integer, number, string, array or object",
               "Mend the schema (JSON Schema 2020-12)."},
        Broken{"arguments_that_are_no_object", "      type: object\n      required: [code]",
               "      type: array\n      required: [code]", "29:7", "/tools/0/input_schema",
               "The arguments of a tool are an object, and the schema does not say so.",
               "Begin it with `type: object`."},
        Broken{"a_read_back_of_nothing", "I cancel {{code}}", "I cancel {{cod}}", "27:15", "/tools/0/confirm",
               "The read-back names \"cod\", which is not in the input_schema of cancel_", "Did you mean \"code\"?"},
        Broken{"a_read_back_that_is_not_closed", "I cancel {{code}}", "I cancel {{code}", "27:15", "/tools/0/confirm",
               "\"{{code}{{#guests}}\" names nothing.", "Write holes as {{name}}, and parts that may be missing as {{"},
        Broken{"a_section_that_is_not_closed", "{{/guests}}", "", "27:15", "/tools/0/confirm",
               "\"{{#guests}}\" is not closed.", "Write holes as {{name}}, and parts that may be missing as {{"},
        Broken{"an_unknown_filter", "I cancel {{code}}", "I cancel {{code | dat}}", "27:15", "/tools/0/confirm",
               "\"dat\" is not a way to say something.", "Did you mean \"date\"?"},
        Broken{"a_write_without_consent",
               "    confirm: \"I cancel {{code}}{{#guests}}, for {{.}}{{/guests}}. Sure?\"\n", "", "21:5", "/tools/0",
               "cancel_booking changes something and has no `confirm`, so customers ca",
               "Add what is read back before the call, for example confirm: "},
        Broken{"a_read_back_that_hides_an_argument", "{{#guests}}, for {{.}}{{/guests}}", "", "27:15",
               "/tools/0/confirm", "The read-back of cancel_booking does not show \"guests\", which a call can carry.",
               "Add {{guests}}, or {{#guests}}"},
        Broken{"a_read_back_that_says_something_else_of_an_argument", "I cancel {{code}}", "I cancel {{code | hours}}",
               "27:15", "/tools/0/confirm",
               "The read-back of cancel_booking does not show \"code\", which a call can carry.",
               "Add {{code}}, or {{#code}}"},
        Broken{"a_read_back_that_hides_a_part", "guests: {type: integer}}",
               "guests: {type: integer}, card: {type: object, properties: {number: {type: string}}}}", "27:15",
               "/tools/0/confirm", "does not show \"card.number\", which a call can carry.", "Add {{card.number}}"},
        Broken{"a_write_with_open_arguments", "      additionalProperties: false\n", "", "29:7",
               "/tools/0/input_schema", "Calls of cancel_booking can carry more than the read-back shows.",
               "Add `additionalProperties: false`."},
        Broken{"a_required_property_that_does_not_exist", "required: [code]", "required: [code, guest]", "30:24",
               "/tools/0/input_schema/required/1", "\"guest\" is required, and `properties` does not have it.",
               "Did you mean \"guests\"?"},
        Broken{"a_misspelt_keyword", "code: {type: string}", "code: {type: string, minLenght: 3}", "31:41",
               "/tools/0/input_schema/properties/code/minLenght", "JSON Schema has no keyword \"minLenght\"",
               "Did you mean \"minLength\"?"},
        Broken{"a_policy_whose_value_may_be_absent", "has(arguments.guests) && ", "", "36:11", "/policies/0/when",
               "cancel_booking can be called without \"guests\"", "Ask first: has(arguments.guests)"},
        Broken{"a_policy_that_compares_two_types", "arguments.guests > 8", "arguments.guests > '8'", "36:11",
               "/policies/0/when", "\"guests\" of cancel_booking can be of type integer, and is compared with string",
               "Compare it with something of type integer, or correct the schema."},
        Broken{"a_policy_that_may_compare_two_types", "guests: {type: integer}", "guests: {type: [integer, string]}",
               "36:11", "/policies/0/when",
               "\"guests\" of cancel_booking can be of type string, and is compared with number",
               "Compare it with something of type string"},
        Broken{"consent_for_a_read", "effect: idempotent_write", "effect: read", "27:15", "/tools/0/confirm",
               "cancel_booking only reads, so nobody is asked before it.", "Remove `confirm`, or correct `effect`."},
        Broken{"repeating_what_must_not", "effect: idempotent_write", "effect: at_most_once\n    retry: {attempts: 3}",
               "26:12", "/tools/0/retry", "A tool with effect at_most_once is never repeated.",
               "Remove `retry`, or make the tool take our key and say idempo"},
        Broken{"a_patience_beyond_all", "    timeout: 5s", "    patience: 2min", "26:15", "/tools/0/patience",
               "Nobody in a chat waits for 2min.", "Choose something from 0s to 1min."},
        Broken{"a_subject_of_nothing", "    timeout: 5s", "    subject: {by: [cod]}", "26:20", "/tools/0/subject/by/0",
               "\"cod\" is not in the input_schema of cancel_booking.", "Did you mean \"code\"?"},
        Broken{"two_tools_of_one_name", "tools:\n",
               "tools:\n  - {name: cancel_booking, description: x, endpoint: \"https://a.example\", effect: read, "
               "input_schema: {type: object}}\n",
               "22:11", "/tools/1/name", "Two tools are named cancel_booking.", "Give each tool a name of its own."},
        Broken{"a_tool_that_nothing_calls",
               "  - {provider: recorded}\nintents:\n  - name: person\n    handoff: They asked.\nflows:\n  - name: "
               "cancel\n    steps: [{call: cancel_booking}]",
               "  - {provider: built-in}\nintents:\n  - name: person\n    handoff: They asked.\nflows:\n  - name: "
               "cancel\n    steps: [{say: hi}]",
               "21:11", "/tools/0/name", "No flow calls cancel_booking, and the built-in model calls nothing by ",
               "Call it in a flow, add a language model, or remove it."},
        Broken{"a_policy_for_no_tool", "    tool: cancel_booking\n    when", "    tool: cancel_bookings\n    when",
               "35:11", "/policies/0/tool", "There is no tool \"cancel_bookings\".",
               "Did you mean \"cancel_booking\"?"},
        Broken{"a_condition_that_ends_too_soon", "arguments.guests > 8", "arguments.guests >", "36:11",
               "/policies/0/when", "The condition cannot be read: At column 44: the end cannot stand here.",
               "Write it in CEL, for example arguments.guests > 8 && slots.l"},
        Broken{"a_condition_of_an_unknown_argument", "arguments.guests > 8", "arguments.gests > 8", "36:11",
               "/policies/0/when", "The condition names \"arguments.gests\", and arguments has no \"gests\".",
               "Did you mean \"guests\"?"},
        Broken{"a_condition_of_an_unknown_name", "arguments.guests > 8", "argument.guests > 8", "36:11",
               "/policies/0/when", "The condition names \"argument\", which is not known here.",
               "Did you mean \"arguments\"?"},
        Broken{"two_rules_of_one_id", "{id: wants,", "{id: lost,", "40:10", "/escalation_rules/1/id",
               "The id \"lost\" is used twice.", "Give each entry an id of its own."},
        Broken{"a_rule_for_no_intent", "{intent: person}", "{intent: persn}", "40:32",
               "/escalation_rules/1/when/intent", "There is no intent \"persn\".", "Did you mean \"person\"?"},
        Broken{"a_rule_with_two_reasons", "{repair: 3}", "{repair: 3, error: tool}", "39:22",
               "/escalation_rules/0/when", "`when` has 2 members (repair, error), and may have 1.",
               "Exactly one reason to fetch a person."},
        Broken{"a_rule_with_no_reason", "{repair: 3}", "{}", "39:22", "/escalation_rules/0/when",
               "`when` has fewer than 1 member.", "Exactly one reason to fetch a person."},
        Broken{"two_locations_of_one_id", "locations:\n", "locations:\n  - {id: harbor, name: Other}\n", "6:9",
               "/locations/1/id", "Two locations have the id \"harbor\".", "Give each location an id of its own."},
        Broken{"a_time_zone_that_is_none", "    name: Harbor\n", "    name: Harbor\n    time_zone: Europe/Roma\n",
               "7:16", "/locations/0/time_zone", "No time zone is named \"Europe/Roma\".",
               "Write a name of the IANA data base: Europe/Rome, America/New_York."},
        Broken{"hours_that_are_no_hours", "mon: closed", "mon: shut", "7:18", "/locations/0/hours/mon",
               "\"shut\" is not a span of hours.", "Write it like \"11:30-22:00\" (24 hours, two digits each, in q"},
        Broken{"hours_without_minutes", "\"17:00-22:00\"", "\"5pm-10pm\"", "7:48", "/locations/0/hours/tue/1",
               "\"5pm-10pm\" is not a span of hours.",
               "Write it like \"11:30-22:00\" (24 hours, two digits each, in q"},
        Broken{"hours_that_overlap", "\"17:00-22:00\"", "\"14:00-22:00\"", "7:31", "/locations/0/hours/tue",
               "Two spans of this day overlap.", "Join them into one."},
        Broken{"a_day_that_is_none", "mon: closed", "monday: closed", "7:13", "/locations/0/hours/monday",
               "\"monday\" is not known here.", "Known are: mon, tue, wed, thu, fri, sat, sun."},
        Broken{"a_secret_for_another_host", "https://lume.example/tools/cancel", "https://other.example/tools/cancel",
               "24:21", "/tools/0/auth/bearer", "There is no secret behind secret:LUME_KEY for this address.",
               "The operator adds it to secrets.json, with the tenant and the"},
        Broken{"a_publishable_key_of_its_own_choice", "show_trace: false", "key: pk_lume", "10:5", "/channels/web/key",
               "\"key\" is not known here.", "Known are: title, greeting, show_trace, allowed_origins."},
        Broken{"extending_nothing", "name: Lume", "name: Lume\nextends: base.yaml", "4:10", "/extends",
               "The file \"base.yaml\" was not sent along.", "Correct the name, or put the file there."},
        Broken{"a_voice_that_nobody_hears", "name: Lume", "name: Lume\nvoice: {language: en}", "4:1", "/voice",
               "This release serves no calls: this is kept, and nothing acts on it.",
               "Leave it for later, or remove it."}),
    [](const auto& info) { return std::string(info.param.what); });

// The file with this in place of its tools, where bots may call one action of ours.
std::string with_action(const std::string& lines_of_tool) {
  Offer offer{.name = "things.note",
              .description = "Notes something down.",
              .input_schema = json::parse(R"({"type": "object", "additionalProperties": false,
                "properties": {"note": {"type": "string"}}})"),
              .permission = {"things.note"}};
  auto sections = platform_sections({offer});
  for (auto& section : dialog::rules_sections()) sections.push_back(std::move(section));
  for (const char* key : {"models", "intents", "facts", "languages", "flows", "guards", "words"})
    sections.push_back(open_section(key));
  const Checker with(std::move(sections));
  std::string tool = "tools:\n  - name: note_it\n";
  for (const auto line : text::split(lines_of_tool, '\n')) tool += "    " + std::string(line) + "\n";
  std::string yaml(kGood);
  yaml.replace(yaml.find("tools:\n"), 7, tool);
  return lines(with.check({"t.yaml", std::move(yaml)}, {}).findings);
}

TEST(ActionsAsTools, say_themselves_what_they_take_and_do) {
  EXPECT_EQ(with_action("action: things.note\nconfirm: I note “{{note}}”. Is that right?"), "");
  EXPECT_THAT(with_action("action: things.note"), testing::HasSubstr("note_it changes something and has no `confirm`"));
  EXPECT_THAT(with_action("action: things.note\nconfirm: I do it, shall I?"), testing::HasSubstr("note"));
}

TEST(ActionsAsTools, are_refused_where_no_bot_may_call_them) {
  const auto unknown = with_action("action: things.nota\nconfirm: Sure?");
  EXPECT_THAT(unknown, testing::HasSubstr("/action: There is no action \"things.nota\" that a bot may call."));
  EXPECT_THAT(unknown, testing::HasSubstr("things.note"));
  EXPECT_THAT(with_action("action: config.deploy"), testing::HasSubstr("that a bot may call"));
}

TEST(ActionsAsTools, have_nothing_of_a_tool_with_an_endpoint) {
  const std::string good = "action: things.note\nconfirm: I note “{{note}}”. Is that right?\n";
  EXPECT_THAT(with_action(good + "endpoint: https://lume.example/x"), testing::HasSubstr("has no `endpoint`"));
  EXPECT_THAT(with_action(good + "timeout: 5s"), testing::HasSubstr("has no `timeout`"));
  EXPECT_THAT(with_action(good + "effect: read"), testing::HasSubstr("says its `effect` itself"));
  EXPECT_THAT(with_action("description: Nothing else."), testing::HasSubstr("`endpoint` is missing"));
}

}  // namespace
}  // namespace frontdesk::platform::config
