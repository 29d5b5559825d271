#include "base/yaml.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "base/json.h"
#include "support/slug_of.h"

namespace frontdesk {
namespace {

std::string read(std::string_view text) { return json::print(yaml::parse(text).value); }

Error refused(std::string_view text, yaml::Limits limits = {}) {
  try {
    yaml::parse(text, limits);
  } catch (const Error& error) {
    return error;
  }
  return Error(Kind::internal, "accepted", "");
}

TEST(Yaml, takes_whole_numbers_of_64_bits_and_what_is_in_quotes) {
  EXPECT_EQ(yaml::parse("-9223372036854775808").value.integer(), INT64_MIN);
  EXPECT_EQ(yaml::parse("9223372036854775807").value.integer(), INT64_MAX);
  EXPECT_EQ(yaml::parse("\"9223372036854775808\"").value.text(), "9223372036854775808");
  EXPECT_EQ(yaml::parse("1e30").value.number(), 1e30);
}

TEST(Yaml, types_plain_words_by_the_core_schema_and_leaves_quoted_ones_alone) {
  EXPECT_EQ(read("[~, true, no, 12, -0, 0o17, 0x1F, 1.5, .5, 1e3, 1_000, 12:30, 2026-11-23, '12', \"true\"]"),
            R"([null,true,"no",12,0,15,31,1.5,0.5,1000.0,"1_000","12:30","2026-11-23","12","true"])");
  EXPECT_EQ(read("a: |-\n  12\nb: !!str 12\nc: !!float 3\n"), R"({"a":"12","b":"12","c":3.0})");
  EXPECT_EQ(read(""), "null");
}

TEST(Yaml, knows_where_each_value_and_each_name_stands) {
  const auto document = yaml::parse("# hours\nhours:\n  - open: '11:00'\n    close: 23\n  - {open: 9}\nname: Bistro\n");
  EXPECT_EQ(document.mark_of("/hours/0/close"), (yaml::Mark{4, 12}));
  EXPECT_EQ(document.key_mark_of("/hours/0/close"), (yaml::Mark{4, 5}));
  EXPECT_EQ(document.mark_of("/hours/1/open"), (yaml::Mark{5, 12}));
  EXPECT_EQ(document.key_mark_of("/name"), (yaml::Mark{6, 1}));
  EXPECT_EQ(document.mark_of("/hours/1"), (yaml::Mark{5, 5}));
}

TEST(Yaml, gives_the_nearest_place_above_a_pointer_that_leads_nowhere) {
  const auto document = yaml::parse("a:\n  b: 1\n");
  EXPECT_EQ(document.mark_of("/a/missing/deeper"), (yaml::Mark{2, 3}));
}

TEST(Yaml, an_alias_stands_where_it_is_written_and_its_parts_where_the_anchor_is) {
  const auto document = yaml::parse("base: &b {x: 1}\nuse: *b\n");
  EXPECT_EQ(json::print(document.value), R"({"base":{"x":1},"use":{"x":1}})");
  EXPECT_EQ(document.mark_of("/use"), (yaml::Mark{2, 6}));
  EXPECT_EQ(document.mark_of("/use/x"), (yaml::Mark{1, 14}));
}

TEST(Yaml, refuses_what_json_cannot_hold_and_says_where_and_how_to_mend_it) {
  const std::pair<std::string_view, std::string_view> cases[] = {
      {"a: 1\nb: 2\na: 3\n", "yaml/duplicate-key"},
      {"1: x\n", "yaml/key-not-text"},
      {"[a]: x\n", "yaml/key-not-text"},
      {"a: .inf\n", "yaml/not-json"},
      {"a: !secret x\n", "yaml/foreign-tag"},
      {"<<: {a: 1}\n", "yaml/merge-key"},
      {"a: 1\n---\nb: 2\n", "yaml/many-documents"},
      {"a: !!int x\n", "yaml/not-json"},
      {"a: [1, 2\nb: 3\n", "yaml/malformed"},
      {"a: *b\n", "yaml/malformed"},
      {"a: &a [*a]\n", "yaml/malformed"},
      {"a: 1e999\n", "yaml/not-json"},
      {"a: 9223372036854775808\n", "yaml/not-json"},
      {"a: [-12345678901234567890]\n", "yaml/not-json"},
      {"a: 0xFFFFFFFFFFFFFFFFF\n", "yaml/not-json"},
  };
  for (const auto& [text, slug] : cases) {
    const auto error = refused(text);
    EXPECT_EQ(error.slug, slug) << text;
    EXPECT_TRUE(error.pointer.starts_with("line ")) << text << error.detail;
  }
  EXPECT_EQ(refused("a: 1\nb: 2\na: 3\n").pointer, "line 3, column 1");
}

TEST(Yaml, tells_a_fault_of_syntax_even_behind_something_that_is_not_for_us) {
  EXPECT_EQ(refused("1: x\nb: [1\n").slug, "yaml/malformed");
}

TEST(Yaml, refuses_bytes_that_are_not_utf8_with_their_place) {
  EXPECT_EQ(refused("a: b\nc: \xff\xfe\n").pointer, "line 2, column 4");
  EXPECT_EQ(refused("\xff\xfe"
                    "a\0:\0")
                .slug,
            "yaml/malformed");
  EXPECT_EQ(refused(std::string_view("a: \0", 4)).slug, "yaml/malformed");
  EXPECT_EQ(read("\xef\xbb\xbf"
                 "a: \xc3\xbc\n"),
            "{\"a\":\"\xc3\xbc\"}");
}

TEST(Yaml, bounds_depth_also_where_aliases_make_it) {
  EXPECT_EQ(refused(std::string(100'000, '[')).slug, "yaml/too-large");
  std::string chain = "a0: &a0 [x]\n";
  for (int i = 1; i < 200; ++i) chain += fmt::format("a{0}: &a{0} [*a{1}]\n", i, i - 1);
  EXPECT_EQ(refused(chain).slug, "yaml/too-large");
  EXPECT_EQ(yaml::parse(std::string(64, '[') + std::string(64, ']')).value.size(), 1u);
}

TEST(Yaml, a_megabyte_of_blank_lines_is_refused) {
  for (const auto* line : {"\n", " \n", "\r", "\r\n"}) {
    const auto with = [&](int count) {
      std::string text = "a: |\n x\n";
      while (count-- > 0) text += line;
      return text + " y\n";
    };
    EXPECT_EQ(refused(with(100'000)).slug, "yaml/too-large");
    EXPECT_EQ(yaml::parse(with(400)).value["a"].text().size(), 404u);
  }
}

TEST(Yaml, a_line_of_a_megabyte_is_refused_and_as_many_lines_are_read) {
  const auto with = [](std::string_view between) {
    std::string text = "# as much before it\na: [";
    for (int i = 0; i < 100'000; ++i) text += fmt::format("{},{}", i, between);
    return text + "0]\n";
  };
  const auto refusal = refused(with(" "));
  EXPECT_EQ(refusal.slug, "yaml/too-large");
  EXPECT_EQ(refusal.pointer, "line 2, column 1");
  EXPECT_EQ(yaml::parse(with("\n ")).value["a"].size(), 100'001u);
  EXPECT_EQ(yaml::parse(with("\r\n ")).value["a"].size(), 100'001u);
}

TEST(Yaml, a_bomb_of_aliases_costs_nothing_and_is_refused) {
  std::string bomb = "a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol, lol]\n";
  for (int i = 1; i < 12; ++i) {
    bomb +=
        fmt::format("a{0}: &a{0} [*a{1}, *a{1}, *a{1}, *a{1}, *a{1}, *a{1}, *a{1}, *a{1}, *a{1}, *a{1}]\n", i, i - 1);
  }
  EXPECT_EQ(refused(bomb).slug, "yaml/too-large");
  EXPECT_EQ(refused("a: &a " + std::string(100, 'x') + "\nb: [*a, *a, *a]\n", {.bytes_max = 300}).slug,
            "yaml/too-large");
}

TEST(Yaml, survives_what_libfyaml_frees_twice) {
  for (const std::string_view text :
       {"? a:\t-\n", "? b: x\n  c: \t|\n", "- ? [a]:\t:\n", "?\n a:\t- b\n", "? a:\t?\n"}) {
    EXPECT_EQ(refused(text).slug, "yaml/malformed") << text;
  }
  EXPECT_EQ(read("a:\t|\n  x\n"), "{\"a\":\"x\\n\"}");
}

TEST(Yaml, reads_all_documents_of_a_stream) {
  const auto values = yaml::parse_all("a: 1\n---\n- 2\n...\n---\n");
  ASSERT_EQ(values.size(), 3u);
  EXPECT_EQ(json::print(values[1]), "[2]");
  EXPECT_TRUE(values[2].is_null());
}

TEST(Yaml, spends_a_step_of_its_effort_for_each_value_that_an_alias_stands_for) {
  const ManualClock clock(Timestamp{0});
  std::string text = "a: &a [1, 2, 3]\nb:\n";
  for (int i = 0; i < 1'000; ++i) text += "- *a\n";
  Effort enough(5'000, clock, Deadline::never());
  EXPECT_EQ(yaml::parse(text, {.effort = &enough}).value["b"].size(), 1'000u);
  Effort little(3'000, clock, Deadline::never());
  EXPECT_EQ(support::slug_of([&] { yaml::parse(text, {.effort = &little}); }), "work/too-costly");
}

}  // namespace
}  // namespace frontdesk
