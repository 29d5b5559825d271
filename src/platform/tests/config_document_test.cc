#include <gtest/gtest.h>

#include "base/error.h"
#include "base/json.h"
#include "platform/config/document.h"

namespace frontdesk::platform::config {
namespace {

Reading read(std::vector<Source> sources) {
  auto file = sources.front();
  sources.erase(sources.begin());
  return read_document(std::move(file), load_from(std::move(sources)));
}

std::string place(const Document& document, std::string_view pointer, Spot spot = Spot::value) {
  const auto found = document.place_of(pointer, spot);
  return fmt::format("{}:{}:{}", found.file, found.line, found.column);
}

const Source kVertical{"vertical.yaml",
                       "name: A restaurant\n"
                       "channels:\n"
                       "  web: {title: Eat, greeting: Hello}\n"
                       "tools:\n"
                       "  - name: find\n"
                       "    timeout: 5s\n"
                       "  - name: book\n"
                       "    timeout: 5s\n"
                       "words: [a, b]\n"};
const Source kTenant{"tenant.yaml",
                     "extends: vertical.yaml\n"
                     "name: Lume\n"
                     "channels:\n"
                     "  web: {greeting: Buongiorno}\n"
                     "tools:\n"
                     "  - {name: pay, timeout: 9s}\n"
                     "  - {name: book, timeout: 8s}\n"
                     "words: [c]\n"};

TEST(Inheritance, merges_maps_and_named_entries_and_replaces_the_rest) {
  const auto reading = read({kTenant, kVertical});
  ASSERT_TRUE(reading.document);
  EXPECT_EQ(json::print(reading.document->value()),
            R"({"name":"Lume","channels":{"web":{"title":"Eat","greeting":"Buongiorno"}},)"
            R"("tools":[{"name":"find","timeout":"5s"},{"name":"book","timeout":"8s"},{"name":"pay","timeout":"9s"}],)"
            R"("words":["c"]})");
}

TEST(Inheritance, joins_what_is_learned_from_with_ones_own_first) {
  const auto reading = read({{"tenant.yaml",
                              "extends: pack.yaml\n"
                              "intents:\n"
                              "  - {name: pay, examples: [the bill please, we want to pay]}\n"
                              "facts:\n"
                              "  - id: dogs\n"
                              "    questions:\n"
                              "      - may my dog come\n"},
                             {"pack.yaml",
                              "intents:\n"
                              "  - name: pay\n"
                              "    examples:\n"
                              "      - can I pay\n"
                              "      - the bill please\n"
                              "      - what do I owe\n"
                              "facts:\n"
                              "  - {id: dogs, questions: [are dogs allowed]}\n"}});
  ASSERT_TRUE(reading.document);
  const auto& document = *reading.document;
  EXPECT_EQ(
      json::print(document.value()),
      R"({"intents":[{"name":"pay","examples":["the bill please","we want to pay","can I pay","what do I owe"]}],)"
      R"("facts":[{"id":"dogs","questions":["may my dog come","are dogs allowed"]}]})");
  EXPECT_EQ(place(document, "/intents/0/examples/1"), "tenant.yaml:3:45");
  EXPECT_EQ(place(document, "/intents/0/examples/2"), "pack.yaml:4:9");
  EXPECT_EQ(place(document, "/intents/0/examples/3"), "pack.yaml:6:9");
  EXPECT_EQ(place(document, "/facts/0/questions/1"), "pack.yaml:8:28");
}

TEST(Inheritance, knows_where_each_value_was_written) {
  const auto reading = read({kTenant, kVertical});
  ASSERT_TRUE(reading.document);
  const auto& document = *reading.document;
  EXPECT_EQ(place(document, "/name"), "tenant.yaml:2:7");
  EXPECT_EQ(place(document, "/channels/web/title"), "vertical.yaml:3:16");
  EXPECT_EQ(place(document, "/channels/web/greeting"), "tenant.yaml:4:19");
  EXPECT_EQ(place(document, "/channels/web/greeting", Spot::key), "tenant.yaml:4:9");
  EXPECT_EQ(place(document, "/tools/0/timeout"), "vertical.yaml:6:14");
  EXPECT_EQ(place(document, "/tools/1/timeout"), "tenant.yaml:7:27");
  EXPECT_EQ(place(document, "/tools/2/name"), "tenant.yaml:6:12");
  EXPECT_EQ(place(document, "/words/0"), "tenant.yaml:8:9");
  EXPECT_EQ(place(document, "/tools/2/nothing"), "tenant.yaml:6:5");
}

TEST(Inheritance, goes_from_location_to_tenant_to_vertical) {
  const Source location{"harbor.yaml",
                        "extends: tenant.yaml\ntools: [{name: find, timeout: 1s}]\nchannels: {web: {title: null}}\n"};
  const auto reading = read({location, kTenant, kVertical});
  ASSERT_TRUE(reading.document);
  const auto& value = reading.document->value();
  EXPECT_EQ(value["tools"][0]["timeout"], Value("1s"));
  EXPECT_EQ(value["tools"][1]["timeout"], Value("8s"));
  EXPECT_FALSE(value["channels"]["web"].contains("title")) << "null takes away what was inherited";
  EXPECT_EQ(place(*reading.document, "/tools/0/timeout"), "harbor.yaml:2:31");
  EXPECT_EQ(place(*reading.document, "/tools/1/timeout"), "tenant.yaml:7:27");
  EXPECT_EQ(reading.document->sources().size(), 3u);
  EXPECT_FALSE(value.contains("extends"));
}

TEST(Inheritance, refuses_circles_and_long_chains) {
  const auto circle = read({{"a", "extends: b\n"}, {"b", "extends: a\n"}, {"a", "extends: b\n"}});
  ASSERT_EQ(circle.findings.size(), 1u);
  EXPECT_FALSE(circle.document);
  EXPECT_EQ(to_line(circle.findings[0]),
            "b:1:10: error: /extends: a comes back to itself by `extends`. Let the most general file extend nothing.");

  std::vector<Source> chain;
  chain.reserve(12);
  for (int i = 0; i < 12; ++i) chain.push_back({fmt::format("f{}", i), fmt::format("extends: f{}\n", i + 1)});
  const auto deep = read(chain);
  EXPECT_FALSE(deep.document);
  EXPECT_EQ(deep.findings[0].problem, "More than 8 files extend one another.");
  EXPECT_EQ(deep.findings[0].file, "f7");
}

TEST(Inheritance, finds_files_again_that_came_from_elsewhere) {
  const auto load = load_from({{"/home/ana/shop/../base.yaml", "extends: ../base.yaml\nname: near\na: 1\n"},
                               {"/home/base.yaml", "name: far\nb: 2\n"}});
  const auto reading = read_document({"config.yaml", "extends: ../base.yaml\nc: 3\n"}, load);
  ASSERT_TRUE(reading.document) << to_line(reading.findings.at(0));
  EXPECT_EQ(json::print(reading.document->value()), R"({"name":"near","b":2,"a":1,"c":3})");
}

TEST(Inheritance, names_the_base_that_is_broken) {
  const auto reading = read({{"t", "extends: b\nname: x\n"}, {"b", "name: [\n"}});
  EXPECT_FALSE(reading.document);
  ASSERT_EQ(reading.findings.size(), 1u);
  EXPECT_EQ(reading.findings[0].file, "b");
}

TEST(ContentHash, is_the_same_for_files_that_mean_the_same) {
  const auto one = read({{"a", "b: 1 # why\na: [x, {c: 2}]\n"}});
  const auto two = read({{"a", "a:\n  - x\n  - c: 2\nb: 1\n"}});
  const auto other = read({{"a", "a:\n  - x\n  - c: 3\nb: 1\n"}});
  EXPECT_EQ(content_hash(one.document->value()), content_hash(two.document->value()));
  EXPECT_NE(content_hash(one.document->value()), content_hash(other.document->value()));
  EXPECT_EQ(short_hash(content_hash(one.document->value())).size(), 16u);
}

TEST(ShortHash, cuts_no_letter_of_what_somebody_gave_in_place_of_a_hash) {
  EXPECT_EQ(short_hash("0123456789abcd\u00e9\u00e9"), "0123456789abcd\u00e9");
  EXPECT_EQ(short_hash("0123456789abcde\u00e9\u00e9"), "0123456789abcde");
}

TEST(ReadDocument, refuses_what_is_not_a_map) {
  EXPECT_EQ(read({{"a", ""}}).findings[0].problem, "The file is empty.");
  EXPECT_EQ(read({{"a", "[1]"}}).findings[0].problem, "The file is a list, not a map.");
  EXPECT_FALSE(read({{"a", "\xff\xfe"}}).document);
}

}  // namespace
}  // namespace frontdesk::platform::config
