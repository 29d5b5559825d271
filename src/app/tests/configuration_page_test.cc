#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>

#include "app/engines.h"
#include "base/json.h"
#include "base/text.h"
#include "platform/config/config.h"
#include "support/child.h"
#include "support/console.h"
#include "support/corpora.h"
#include "support/product.h"

namespace frontdesk::app {
namespace {

namespace config = platform::config;

const std::string kPage = std::string(FRONTDESK_SOURCE_DIR) + "/docs/reference/configuration.md";

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (const auto line : text::split(text, '\n')) lines.emplace_back(line);
  if (!lines.empty() && lines.back().empty()) lines.pop_back();
  return lines;
}

std::string words_for(const Value& schema) {
  if (schema.contains("const")) return json::print(schema["const"]);
  if (schema.contains("enum")) {
    std::string words;
    for (const auto& word : schema["enum"].items()) words += (words.empty() ? "" : ", ") + std::string(word.text());
    return words;
  }
  const auto& type = schema["type"];
  if (type.is_list()) {
    std::string words;
    for (const auto& one : type.items())
      words += (words.empty() ? "" : " or ") + words_for(Value::object({{"type", one}}));
    return words;
  }
  if (type == Value("string")) return "text";
  if (type == Value("integer")) return "whole number";
  if (type == Value("number")) return "number";
  if (type == Value("boolean")) return "true or false";
  if (type == Value("array")) return schema.contains("items") ? "list of " + words_for(schema["items"]) + "s" : "list";
  return type == Value("object") ? "map" : "anything";
}

bool is_required(const Value& schema, std::string_view member) {
  return std::ranges::any_of(schema["required"].items(), [&](const Value& name) { return name.text() == member; });
}

// A row for each member, with those of maps and of lists of maps behind it.
void add_rows(const Value& schema, const std::string& prefix, std::vector<std::string>& rows) {
  for (const auto& member : schema["properties"].members()) {
    const auto& rules = member.value;
    const auto name = prefix + std::string(member.key());
    auto says = std::string(rules["description"].text());
    if (rules.contains("default"))
      says += fmt::format(" Default: {}.", rules["default"].is_text() ? std::string(rules["default"].text())
                                                                      : json::print(rules["default"]));
    rows.push_back(fmt::format("| `{}`{} | {} | {} |", name, is_required(schema, member.key()) ? " *" : "",
                               words_for(rules), says));
    if (member.key() != "hours") add_rows(rules, name + ".", rows);  // seven times the same
    add_rows(rules["items"], name + "[].", rows);
  }
}

std::vector<std::string> table_of(const Value& schema) {
  std::vector<std::string> rows{"", "| member (* required) | is | |", "|---|---|---|"};
  add_rows(schema, "", rows);
  rows.emplace_back();
  return rows;
}

std::vector<std::string> table_of_sections(const Value& schema) {
  std::vector<std::string> rows{"", "| member (* required) | is | |", "|---|---|---|"};
  for (const auto& member : schema["properties"].members()) {
    rows.push_back(fmt::format("| `{}`{} | {} | {} |", member.key(), is_required(schema, member.key()) ? " *" : "",
                               words_for(member.value), member.value["description"].text()));
  }
  rows.emplace_back();
  return rows;
}

// The page with everything in it that the program says written anew.
class PageWriter {
 public:
  PageWriter() : schema_(config::merged_schema(all_sections())), product_(folder_.path() + "/var", "") {
    std::filesystem::create_directories(folder_.path() + "/var");
    const auto secrets = folder_.path() + "/var/secrets.json";
    std::ofstream(secrets)
        << R"({"tenants": {"lume": {"LUME_KEY": {"value": "for a test", "hosts": ["back-office.example"]}}}})";
    std::filesystem::permissions(secrets, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    product_.give("lume", "pk_lume", {});
    product_.start();
  }

  std::string write(const std::vector<std::string>& page) {
    for (std::size_t i = 0; i < page.size(); ++i) {
      put(page[i]);
      if (page[i] == "```yaml") i = copy_yaml(page, i + 1);
      if (page[i] == "```console") i = run_console(page, i + 1);
      if (page[i].starts_with("<!-- members of ")) i = write_table(page, i, table_of(rules_of(page[i])));
      if (page[i] == "<!-- sections -->") i = write_table(page, i, table_of_sections(schema_));
    }
    return out_;
  }

  const std::vector<std::string>& snippets() const { return snippets_; }
  const std::string& folder() const { return folder_.path(); }
  const std::set<std::string>& tables() const { return tables_; }
  const Value& schema() const { return schema_; }

 private:
  void put(const std::string& line) { out_ += line + "\n"; }

  Value rules_of(const std::string& mark) {
    const auto name = std::string(text::trim(std::string_view(mark).substr(16, mark.size() - 16 - 3)));
    tables_.insert(name);
    const auto& rules = schema_["properties"][name];
    return rules.contains("items") ? rules["items"] : rules;
  }

  std::size_t write_table(const std::vector<std::string>& page, std::size_t at, const std::vector<std::string>& table) {
    while (at < page.size() && page[at] != "<!-- end -->") ++at;
    for (const auto& row : table) put(row);
    if (at < page.size()) put(page[at]);
    return at;
  }

  // "# name.yaml" makes it a file that commands can be given; what has no name lays over the first one.
  std::size_t copy_yaml(const std::vector<std::string>& page, std::size_t at) {
    std::string yaml;
    for (; at < page.size() && page[at] != "```"; ++at) put(page[at]), yaml += page[at] + "\n";
    const auto first = std::string_view(yaml).substr(0, yaml.find('\n'));
    if (first.starts_with("# ") && first.ends_with(".yaml")) {
      std::ofstream(folder_.path() + "/" + std::string(first.substr(2))) << yaml;
    } else {
      snippets_.push_back(yaml);
    }
    put("```");
    return at;
  }

  std::size_t run_console(const std::vector<std::string>& page, std::size_t at) {
    for (; at < page.size() && page[at] != "```"; ++at) {
      if (!page[at].starts_with("$ ")) continue;
      put(page[at]);
      auto command = page[at].substr(2);
      EXPECT_TRUE(command.starts_with("frontdesk ")) << command;
      command.replace(0, 9, support::program("frontdesk"));
      for (const auto& line :
           lines_of(support::run_in_shell(fmt::format("cd '{}' && {} 2>&1", folder_.path(), command))))
        put(line);
    }
    put("```");
    return at;
  }

  support::TemporaryFolder folder_;
  Value schema_;
  support::Product product_;
  std::string out_;
  std::vector<std::string> snippets_;
  std::set<std::string> tables_;
};

// Run with FRONTDESK_WRITE_DOCS=1 to write the page anew.
TEST(ConfigurationPage, says_what_the_program_says) {
  PageWriter writer;
  const auto page = support::read_file(kPage);
  const auto wanted = writer.write(lines_of(page));
  if (std::getenv("FRONTDESK_WRITE_DOCS")) std::ofstream(kPage) << wanted;
  EXPECT_TRUE(page == wanted || std::getenv("FRONTDESK_WRITE_DOCS"))
      << "docs/reference/configuration.md is behind; run this test with FRONTDESK_WRITE_DOCS=1.\n"
      << testing::internal::edit_distance::CreateUnifiedDiff(lines_of(page), lines_of(wanted));

  for (const auto& member : writer.schema()["properties"].members()) {
    const auto& rules = member.value;
    const bool has_members = rules.contains("properties") || rules["items"].contains("properties");
    EXPECT_EQ(writer.tables().contains(std::string(member.key())), has_members) << member.key();
  }
}

TEST(ConfigurationPage, has_examples_that_can_be_deployed) {
  PageWriter writer;
  writer.write(lines_of(support::read_file(kPage)));
  ASSERT_GE(writer.snippets().size(), 4u);
  const config::Checker checker(all_sections());
  for (const auto& snippet : writer.snippets()) {
    const auto checking = checker.check({writer.folder() + "/snippet.yaml", "extends: lume.yaml\n" + snippet},
                                        {config::load_from_disk(), nullptr, {}});
    for (const auto& finding : checking.findings) ADD_FAILURE() << config::to_line(finding) << "\n" << snippet;
  }
}

}  // namespace
}  // namespace frontdesk::app
