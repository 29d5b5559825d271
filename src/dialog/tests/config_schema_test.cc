#include <gtest/gtest.h>

#include <set>

#include "base/error.h"
#include "base/json.h"
#include "base/json_schema.h"
#include "base/yaml.h"
#include "dialog/sections.h"
#include "platform/config/config.h"

namespace frontdesk::platform::config {
namespace {

// Every member of every section once.
constexpr std::string_view kFull = R"(schema_version: 1
client_id: lume
use_case_id: guest-service
name: Lume
system_prompt: Be kind.
locations:
  - {id: harbor, name: Harbor, address: Quay 12, phone: "+1 555 0110", manager: Ana, time_zone: Europe/Rome, hours: {mon: closed, tue: ["11:30-14:30", "17:00-22:00"]}}
tools:
  - name: cancel_booking
    description: Cancels a booking.
    endpoint: https://lume.example/tools/cancel
    auth: {bearer: "secret:LUME_KEY"}
    effect: idempotent_write
    timeout: 5s
    confirm: "I cancel {{code}}. Sure?"
    permission: tools.call
    retry: {attempts: 2}
    input_schema: {type: object, required: [code], properties: {code: {type: string}}}
    output_schema: {type: object}
integrations: [{type: crm, name: main, config: {url: "https://crm.example"}}]
knowledge: [{title: Menu, text: Pasta., locations: [harbor]}, {title: Site, url: "https://lume.example"}]
policies: [{id: no, tool: cancel_booking, when: "arguments.code == 'x'", refuse: No.}]
kpi_definitions: [{id: resolved, description: Share, formula: a / b, target: 0.8, unit: share}]
escalation_rules:
  - {id: a, when: {repair: 3}, reason: Lost., queue: desk}
  - {id: b, when: {words: [lawyer]}}
  - {id: c, when: {tool: cancel_booking}}
  - {id: d, when: {error: tool}}
channels: {web: {title: Lume, greeting: Hello, show_trace: true, allowed_origins: ["https://lume.example"]}}
voice: {language: en-US, greeting: Hello, voice: ana}
privacy: {personal_fields: [name], notice: We keep it.}
retention: {conversations: 365d, traces: 30d}
budgets: {turn: {steps: 25, seconds: 60}, conversation: {turns: 9, tool_calls: 9, seconds: 9, tokens: 9, money: 0.5}}
experiments: [{id: x, description: Try., share: 0.1, changes: {name: L}}]
)";

// The document with something else at the pointer; removed where there is nothing.
Value with_at(const Value& document, std::string_view pointer, const std::optional<Value>& value) {
  if (pointer.empty()) return value.value_or(Value());
  const auto end = std::min(pointer.find('/', 1), pointer.size());
  const auto token = std::string(pointer.substr(1, end - 1));
  const auto rest = pointer.substr(end);
  if (document.is_list()) {
    const auto index = static_cast<std::size_t>(std::stoul(token));
    if (!rest.empty() || value) return document.with_item(index, with_at(document[index], rest, value));
    std::vector<Value> items(document.items().begin(), document.items().end());
    items.erase(items.begin() + static_cast<std::ptrdiff_t>(index));
    return Value::list(std::move(items));
  }
  if (rest.empty() && !value) return document.without(token);
  return document.with(token, with_at(document[token], rest, value));
}

void pointers_of(const Value& value, const std::string& pointer, std::vector<std::string>& all) {
  all.push_back(pointer);
  for (std::size_t i = 0; i < value.items().size(); ++i) pointers_of(value[i], join(pointer, i), all);
  for (const auto& member : value.members()) pointers_of(member.value, join(pointer, member.key()), all);
}

// The good document, broken or bent at every place in every way.
std::vector<Value> bent(const Value& good) {
  std::vector<std::string> pointers;
  pointers_of(good, "", pointers);
  std::vector<Value> all{good};
  const Value others[] = {nullptr,
                          true,
                          7,
                          -1,
                          1.5,
                          "x",
                          "",
                          Value::list(),
                          Value::list({"x"}),
                          Value::object(),
                          Value::object({{"zzz", 1}})};
  for (const auto& pointer : pointers) {
    if (pointer.empty()) continue;
    all.push_back(with_at(good, pointer, {}));
    for (const auto& other : others) all.push_back(with_at(good, pointer, other));
    const auto* here = good.at_pointer(pointer);
    if (here->is_object()) all.push_back(with_at(good, pointer, here->with("zzz", 1)));
  }
  return all;
}

std::vector<Section> all_sections() {
  auto sections = platform_sections();
  for (auto& section : dialog::rules_sections()) sections.push_back(std::move(section));
  return sections;
}

bool loads(const Value& document) {
  static const auto kSections = all_sections();
  try {
    make_config(document);
    for (const auto& section : kSections) {
      if (section.read && document.contains(section.key)) section.read(document[section.key]);
    }
    return true;
  } catch (const Error&) {
    return false;
  }
}

// What the structs do not know by themselves.
const std::set<std::string, std::less<>> kNarrowings = {"required", "pattern",       "minLength",
                                                        "minimum",  "maximum",       "exclusiveMinimum",
                                                        "const",    "minProperties", "maxProperties"};

TEST(ConfigSchema, agrees_with_the_loader) {
  const Checker checker(all_sections());
  // As an editor gets it.
  const auto published = JsonSchema::compile(json::parse(json::print_pretty(checker.schema())));
  const auto good = yaml::parse(kFull).value;
  ASSERT_EQ(to_text(published.check(good)), "");
  int accepted = 0, refused_by_both = 0, looked = 0;
  const auto documents = bent(good);
  for (const auto& document : documents) {
    const auto findings = published.check(document);
    const auto text = json::print(document);
    if (findings.empty()) {
      ++accepted;
      EXPECT_TRUE(loads(document) || !TenantId::is_valid(document["client_id"].text())) << text;
    } else if (!loads(document)) {
      ++refused_by_both;
    } else {
      for (const auto& finding : findings) {
        const bool is_empty = (finding.keyword == "type" || finding.keyword == "enum") &&
                              document.at_pointer(finding.instance)->is_null();
        const bool is_open = finding.schema.find("/input_schema/") != std::string::npos ||
                             finding.schema.find("/output_schema/") != std::string::npos ||
                             finding.schema.find("/config/") != std::string::npos ||
                             finding.schema.find("/changes/") != std::string::npos ||
                             finding.schema.find("/hours/") != std::string::npos;
        // A text, or one for each language: kept as it is, and read with in_language.
        const bool is_wording = finding.schema.find("/greeting/") != std::string::npos ||
                                finding.schema.find("/confirm/") != std::string::npos ||
                                finding.schema.find("/refuse/") != std::string::npos;
        EXPECT_TRUE(is_empty || is_open || is_wording || kNarrowings.contains(finding.keyword))
            << finding.sentence << "\n"
            << text;
      }
    }
    // The whole way, for some: it costs a thousand times as much.
    if (++looked % 16 == 0 && !findings.empty()) EXPECT_FALSE(checker.check({"t.yaml", text}, {}).config) << text;
  }
  EXPECT_GT(documents.size(), 1'000u);
  EXPECT_GT(accepted, 150);
  EXPECT_GT(refused_by_both, 400);
}

TEST(ConfigSchema, describes_every_member) {
  const Checker checker(all_sections());
  std::vector<std::string> silent;
  const auto walk = [&](const auto& self, const Value& schema, const std::string& pointer) -> void {
    for (const auto& member : schema["properties"].members()) {
      const auto at = join(pointer, member.key());
      const bool is_day = pointer.ends_with("/hours");
      if (!is_day && !member.value.contains("description")) silent.push_back(at);
      self(self, member.value, at);
    }
    if (schema.contains("items")) self(self, schema["items"], pointer);
  };
  walk(walk, checker.schema(), "");
  EXPECT_EQ(silent, std::vector<std::string>{});
}

TEST(ConfigSchema, refuses_two_sections_of_one_name) {
  auto sections = all_sections();
  sections.push_back({"tools", Value::object(), false, {}});
  EXPECT_THROW(Checker{std::move(sections)}, Error);
}

}  // namespace
}  // namespace frontdesk::platform::config
