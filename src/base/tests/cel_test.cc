#include "base/cel.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "base/error.h"
#include "base/json.h"

namespace frontdesk {
namespace {

Value evaluated(std::string_view expression, std::string_view variables = "{}") {
  return cel::Expression::parse(expression).evaluate(json::parse(variables));
}

Error refused(std::string_view expression, std::string_view variables = "{}") {
  try {
    evaluated(expression, variables);
  } catch (const Error& error) {
    return error;
  }
  return Error(Kind::internal, "accepted", "");
}

TEST(Cel, compares_joins_and_finds_members) {
  constexpr auto kOrder = R"({"order":{"status":"pending","items":[{"id":"A1"}],"total":12.5},"role":"guest"})";
  EXPECT_EQ(evaluated(R"(order.status == "pending" && !(role in ["staff", 'admin']))", kOrder), Value(true));
  EXPECT_EQ(evaluated(R"(has(order.total) && order["total"] >= 12 && order.total < 13)", kOrder), Value(true));
  EXPECT_EQ(evaluated(R"(has(order.refund) || order.items[0].id != "A1")", kOrder), Value(false));
  EXPECT_EQ(evaluated(R"("status" in order ? order.status : null)", kOrder), Value("pending"));
  EXPECT_EQ(evaluated("1 == 1.0 && 1 != '1' && [1, 2] == [1.0, 2.0]"), Value(true));
}

TEST(Cel, a_side_without_a_value_counts_only_where_it_decides) {
  EXPECT_EQ(evaluated("missing.a || true"), Value(true));
  EXPECT_EQ(evaluated("false && missing.a"), Value(false));
  EXPECT_EQ(evaluated("missing.a && false"), Value(false));
  EXPECT_EQ(refused("missing.a || false").slug, "cel/no-value");
  EXPECT_EQ(refused("true && a.b", R"({"a":{}})").detail,
            "true && a.b has no value: there is no member \"b\" (column 10).");
  EXPECT_FALSE(cel::holds(cel::Expression::parse("a.b == 1"), Value()));
  EXPECT_FALSE(cel::holds(cel::Expression::parse("'true'"), Value()));
}

TEST(Cel, names_what_it_does_not_understand_and_where) {
  const std::tuple<std::string_view, std::string_view, std::string_view> cases[] = {
      {"a.size() > 1", "cel/unsupported", "column 3"},
      {"size(a) > 1", "cel/unsupported", "column 1"},
      {"1 + 1 == 2", "cel/unsupported", "column 3"},
      {"{'a': 1}", "cel/unsupported", "column 1"},
      {"a == 1u", "cel/unsupported", "column 6"},
      {"a = 1", "cel/malformed", "column 3"},
      {"a &&", "cel/malformed", "column 5"},
      {"(a", "cel/malformed", "column 3"},
      {"'abc", "cel/malformed", "column 1"},
      {"has(a)", "cel/malformed", "column 1"},
      {"while == 1", "cel/malformed", "column 1"},
      {"", "cel/malformed", "column 1"},
      {"99999999999999999999", "cel/malformed", "column 1"},
  };
  for (const auto& [text, slug, pointer] : cases) {
    const auto error = refused(text);
    EXPECT_EQ(error.slug, slug) << text;
    EXPECT_EQ(error.pointer, pointer) << text << ": " << error.detail;
  }
  EXPECT_EQ(refused(std::string(5'000, '(')).slug, "cel/malformed");
}

TEST(Cel, tells_which_paths_an_expression_names) {
  const auto expression =
      cel::Expression::parse(R"(slots.date == "x" && has(order.a["b"].c) || items[0].id in list[key].n)");
  std::vector<std::string> texts;
  for (const auto& reference : expression.references())
    texts.push_back(fmt::format("{}{}", reference.text(), reference.tested ? "?" : ""));
  EXPECT_EQ(texts, (std::vector<std::string>{"slots.date", "order.a.b.c?", "items", "list", "key"}));
  EXPECT_EQ(expression.references()[1].column, 26);
}

// Of the tests of the language, those that this subset can parse must come out as they say.

std::optional<Value> plain(const Value& typed) {
  if (typed.contains("null_value")) return Value();
  if (const auto* it = typed.find("bool_value")) return *it;
  if (const auto* it = typed.find("string_value")) return *it;
  if (const auto* it = typed.find("int64_value")) return json::parse(it->text());
  if (const auto* it = typed.find("double_value"))
    return it->is_number() ? std::optional(Value(it->number())) : std::nullopt;
  if (const auto* it = typed.find("list_value")) {
    ListBuilder list;
    for (const auto& item : (*it)["values"].items()) {
      auto value = plain(item);
      if (!value) return std::nullopt;
      list.add(*value);
    }
    return list.build();
  }
  if (const auto* it = typed.find("map_value")) {
    ObjectBuilder object;
    for (const auto& entry : (*it)["entries"].items()) {
      auto value = plain(entry["value"]);
      if (!value || !entry["key"].contains("string_value")) return std::nullopt;
      object.set(entry["key"]["string_value"], *value);
    }
    return object.build();
  }
  return std::nullopt;
}

std::optional<Value> variables_of(const Value& test) {
  ObjectBuilder variables;
  for (const auto& binding : test["bindings"].members()) {
    const auto value = plain(binding.value["value"]);
    if (!value || binding.key().find('.') != std::string_view::npos) return std::nullopt;
    variables.set(binding.name, *value);
  }
  return variables.build();
}

// Whether it agrees; nothing where it is beyond the subset.
std::optional<bool> agrees(const Value& test) {
  const auto variables = variables_of(test);
  if (!variables) return std::nullopt;
  std::optional<cel::Expression> expression;
  try {
    expression = cel::Expression::parse(test["expr"].text());
  } catch (const Error& error) {
    if (error.slug == "cel/unsupported") return std::nullopt;
    return test.contains("eval_error");
  }
  const auto result = expression->try_evaluate(*variables);
  if (test.contains("eval_error")) return !result;
  const auto wanted = test.contains("value") ? plain(test["value"]) : Value(true);
  if (!wanted) return std::nullopt;
  return result && *result == *wanted;
}

TEST(Cel, agrees_with_the_conformance_tests_that_it_can_parse) {
  const auto* set = std::getenv("FRONTDESK_CORPORA");
  const auto folder = std::filesystem::path(set ? set : FRONTDESK_SOURCE_DIR "/../shared/corpora") / "cel";
  if (!set && !std::filesystem::exists(folder)) GTEST_SKIP() << "There are no corpora at " << folder;
  ASSERT_TRUE(std::filesystem::exists(folder));
  int judged = 0;
  for (const auto* name :
       {"basic", "comparisons", "fields", "integer_math", "lists", "logic", "parse", "plumbing", "string", "fp_math"}) {
    std::ifstream file(folder / (std::string(name) + ".json"));
    const auto suite = json::parse(std::string(std::istreambuf_iterator<char>(file), {}));
    for (const auto& section : suite["section"].items()) {
      for (const auto& test : section["test"].items()) {
        const auto good = agrees(test);
        if (!good) continue;
        ++judged;
        EXPECT_TRUE(*good) << name << ": " << test["name"].text() << ": " << test["expr"].text();
      }
    }
  }
  EXPECT_GE(judged, 270);
}

}  // namespace
}  // namespace frontdesk
