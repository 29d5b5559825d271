#include "base/json.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>

#include "base/error.h"

namespace frontdesk {
namespace {

Error refused(std::string_view text, json::Limits limits = {}) {
  try {
    json::parse(text, limits);
  } catch (const Error& error) {
    return error;
  }
  return Error(Kind::internal, "accepted", "");
}

TEST(JsonParse, refuses_depth_before_the_stack_is_in_danger) {
  EXPECT_EQ(refused(std::string(100'000, '[')).slug, "json/malformed");
  EXPECT_EQ(json::parse(std::string(128, '[') + std::string(128, ']')).size(), 1u);
  EXPECT_EQ(refused(std::string(129, '[') + std::string(129, ']')).detail.find("128 levels") != std::string::npos,
            true);
  EXPECT_EQ(refused("[[1]]", {.depth_max = 1}).slug, "json/malformed");
}

TEST(JsonParse, refuses_numbers_that_a_double_cannot_hold) {
  for (const auto* text : {"1e400", "-1e400", "[0.1e999999999999]",
                           "1"
                           "e"
                           "309"})
    EXPECT_EQ(refused(text).slug, "json/malformed") << text;
  EXPECT_EQ(json::parse("1e-400").number(), 0);
  EXPECT_EQ(json::parse("-9223372036854775808").integer(), INT64_MIN);
  EXPECT_EQ(json::parse("9223372036854775808").type(), Value::Type::real);
}

TEST(JsonParse, of_others_refuses_a_name_that_stands_twice_and_says_where) {
  const std::string_view text = R"({"a":[{"b":1},{"c/d":{"e":1,"f":{},"e":2}}]})";
  EXPECT_EQ(refused(text, json::kForeign).slug, "json/ambiguous");
  EXPECT_EQ(refused(text, json::kForeign).pointer, "/a/1/c~1d/e");
  EXPECT_EQ(refused(R"({"a":1,"\u0061":2})", json::kForeign).pointer, "/a") << "however it is written";
  EXPECT_EQ(json::parse(text)["a"][1]["c/d"]["e"].integer(), 2) << "a plain reader takes the last";
  EXPECT_EQ(refused(R"([{"a":1},{"a":1},{"a":{"a":1}}])", json::kForeign).slug, "accepted");
}

TEST(JsonParse, of_others_refuses_whole_numbers_that_would_come_out_as_another) {
  EXPECT_EQ(refused("9223372036854775808", json::kForeign).slug, "json/ambiguous");
  EXPECT_EQ(refused(R"({"a":{},"order":[1,{"id":-123456789012345678901234567890}]})", json::kForeign).pointer,
            "/order/1/id");
  EXPECT_EQ(refused("[-9223372036854775808,9223372036854775807,1e30,0.1,12345678901234567890.5]", json::kForeign).slug,
            "accepted");
}

TEST(JsonParse, hands_on_broken_text_only_where_it_is_asked_to) {
  EXPECT_EQ(json::parse("\"\xf0\x9f\"", {.takes_broken_text = true}).text(), "\xf0\x9f");
  EXPECT_EQ(refused("\"\\ud83d\"", {.takes_broken_text = true}).slug, "json/malformed");
}

TEST(JsonParse, takes_one_value_and_nothing_behind_it) {
  EXPECT_EQ(refused("").slug, "json/malformed");
  EXPECT_EQ(refused("{} x").pointer, "line 1, column 4");
  EXPECT_EQ(refused("[1,]").slug, "json/malformed");
  EXPECT_EQ(refused("// no\n1").slug, "json/malformed");
  EXPECT_EQ(refused("NaN").slug, "json/malformed");
  EXPECT_EQ(refused("\"\xff\"").slug, "json/malformed");
  EXPECT_EQ(refused("\"a\nb\"").slug, "json/malformed");
  EXPECT_EQ(refused("\"\\ud800\"").slug, "json/malformed");
}

TEST(JsonParse, reads_long_texts_and_keys_whole) {
  const std::string text(300'000, 'x');
  const auto value = json::parse("{\"" + text + "\\u00e9\":\"" + text + "\\n\"}");
  EXPECT_EQ(value.members()[0].key().size(), text.size() + 2);
  EXPECT_EQ(value.members()[0].value.text().size(), text.size() + 1);
}

TEST(JsonPrint, what_is_printed_is_read_back_equal_and_of_the_same_type) {
  const auto text = R"({"a":[null,true,-0.5,1e+100,4.0,-9223372036854775808],"\u0000\"\\":"\t\u001f/é🐲","":{}})";
  const auto value = json::parse(text);
  EXPECT_EQ(json::parse(json::print(value)), value);
  EXPECT_EQ(json::print(json::parse(json::print(value))), json::print(value));
  EXPECT_EQ(json::parse(json::print_pretty(value)), value);
  EXPECT_EQ(json::print(Value(4.0)), "4.0");
  EXPECT_EQ(json::print(Value(std::nan(""))), "null");
}

TEST(JsonPrint, reals_go_round_without_drifting) {
  for (const std::string_view text :
       {"6e+78", "0.1", "1.7976931348623157e+308", "5e-324", "0.30000000000000004", "123456789012345.67",
        "2.2250738585072014e-308", "9007199254740993.0", "7.2057594037927933e+16"}) {
    const auto value = json::parse(text);
    EXPECT_EQ(value.number(), std::strtod(std::string(text).c_str(), nullptr)) << text;
    EXPECT_EQ(json::parse(json::print(value)), value) << text;
  }
}

TEST(JsonPrint, pretty_is_for_people) {
  EXPECT_EQ(json::print_pretty(json::parse(R"({"a":[1,{}],"b":[]})")),
            "{\n  \"a\": [\n    1,\n    {}\n  ],\n  \"b\": []\n}");
}

TEST(JsonCanonical, equal_values_have_one_text) {
  EXPECT_EQ(json::canonical(json::parse(R"({"b":1e17,"a":-0.0})")),
            json::canonical(json::parse(R"({"a":0,"b":100000000000000000})")));
  EXPECT_NE(json::canonical(json::parse("9007199254740993")), json::canonical(json::parse("9007199254740992.0")));
}

}  // namespace
}  // namespace frontdesk
