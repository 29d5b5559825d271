#include "base/json_schema.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <new>

#include "base/error.h"
#include "base/json.h"

namespace {
std::size_t allocations = 0;
}

void* operator new(std::size_t size) {
  ++allocations;
  if (auto* memory = std::malloc(size)) return memory;
  throw std::bad_alloc();
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

namespace frontdesk {
namespace {

JsonSchema compiled(std::string_view text) { return JsonSchema::compile(json::parse(text)); }

constexpr std::string_view kBooking = R"({
  "type": "object",
  "properties": {
    "date": {"type": "string", "pattern": "^\\d{4}-\\d{2}-\\d{2}$"},
    "seats": {"type": "integer", "minimum": 1, "maximum": 12},
    "area": {"enum": ["inside", "terrace"]},
    "guest": {"$ref": "#/$defs/guest"}
  },
  "required": ["date", "seats"],
  "additionalProperties": false,
  "$defs": {"guest": {"type": "object", "properties": {"name": {"type": "string", "minLength": 1}}, "required": ["name"]}}
})";

std::string told(std::string_view schema, std::string_view instance) {
  std::string text;
  for (const auto& finding : compiled(schema).check(json::parse(instance))) {
    text += fmt::format("{} {} {}\n", finding.schema, finding.instance, finding.sentence);
  }
  return text;
}

TEST(JsonSchema, accepts_what_fits) {
  const auto schema = compiled(kBooking);
  EXPECT_TRUE(
      schema.accepts(json::parse(R"({"date":"2026-11-23","seats":4.0,"area":"terrace","guest":{"name":"Ana"}})")));
  EXPECT_TRUE(schema.check(json::parse(R"({"date":"2026-11-23","seats":4})")).empty());
}

TEST(JsonSchema, says_what_is_wrong_where_and_how_to_mend_it) {
  EXPECT_EQ(told(kBooking, R"({"date":"tomorrow","seats":"4","aera":"inside","guest":{}})"),
            "#/properties/date/pattern /date /date is \"tomorrow\", which does not match the pattern "
            "^\\d{4}-\\d{2}-\\d{2}$.\n"
            "#/properties/seats/type /seats /seats must be an integer, not the string \"4\". Write it without quotes.\n"
            "#/additionalProperties /aera \"aera\" is not known here. Did you mean \"area\"?\n"
            "#/$defs/guest/required /guest \"name\" is missing in /guest. Add it.\n");
  EXPECT_EQ(told(kBooking, R"({"seats":40,"area":"terace"})"),
            "#/properties/seats/maximum /seats /seats must be at most 12, not 40.\n"
            "#/properties/area/enum /area /area must be one of \"inside\", \"terrace\", not \"terace\". Did you mean "
            "\"terrace\"?\n"
            "#/required  \"date\" is missing. Add it.\n");
}

TEST(JsonSchema, tells_of_the_nearest_form_where_none_fits) {
  EXPECT_EQ(
      told(
          R"({"anyOf":[{"type":"null"},{"type":"object","properties":{"kind":{"const":"card"},"number":{"type":"string"}}},
                              {"type":"object","properties":{"kind":{"const":"cash"}}}]})",
          R"({"kind":"card","number":7})"),
      "#/anyOf/1/properties/number/type /number /number must be a string, not 7. Put it in quotes. "
      "(the nearest of 3 allowed forms, number 2)\n");
  EXPECT_EQ(told(R"({"oneOf":[{"properties":{"kind":{"const":"cash"}},"required":["kind"]},
                              {"properties":{"kind":{"const":"card"},"number":{"type":"string"}},"required":["kind"]}]})",
                 R"({"kind":"card","number":7})"),
            "#/oneOf/1/properties/number/type /number /number must be a string, not 7. Put it in quotes. (the nearest "
            "of 2 allowed forms, number 2)\n");
}

TEST(JsonSchema, tells_of_all_types_where_the_forms_are_nothing_else) {
  EXPECT_EQ(told(R"({"properties":{"note":{"anyOf":[{"type":"string"},{"type":"null"}]}}})", R"({"note":5})"),
            "#/properties/note/anyOf /note /note must be a string or null, not 5. Put it in quotes.\n");
}

TEST(JsonSchema, takes_no_memory_where_it_accepts) {
  const auto schema = compiled(kBooking);
  const auto arguments = json::parse(R"({"date":"2026-11-23","seats":4,"area":"inside","guest":{"name":"Ana"}})");
  ASSERT_TRUE(schema.accepts(arguments));  // the pattern's automaton grows once
  const auto before = allocations;
  for (int i = 0; i < 100; ++i) ASSERT_TRUE(schema.accepts(arguments));
  EXPECT_EQ(allocations, before);
}

TEST(JsonSchema, never_fetches_what_it_does_not_know) {
  try {
    compiled(R"({"properties":{"a":{"$ref":"https://example.com/other.json"}}})");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.slug, "schema/unknown-reference");
    EXPECT_EQ(error.pointer, "#/properties/a/$ref");
  }
  SchemaRegistry registry;
  registry.add("https://example.com/other.json", json::parse(R"({"type":"string"})"));
  const auto schema = JsonSchema::compile(json::parse(R"({"$ref":"https://example.com/other.json"})"), registry);
  EXPECT_FALSE(schema.accepts(1));
  EXPECT_EQ(schema.check(1)[0].schema, "https://example.com/other.json#/type");
}

TEST(JsonSchema, ends_where_a_schema_leads_back_to_itself) {
  const auto schema = compiled(R"({"$ref":"#/$defs/a","$defs":{"a":{"anyOf":[{"$ref":"#/$defs/a"}]}}})");
  try {
    (void)schema.accepts(1);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.slug, "schema/too-many-steps");
  }
}

TEST(JsonSchema, bounds_the_steps_of_schemas_that_branch_at_every_level) {
  std::string schema = R"({"type":"integer"})";
  for (int i = 0; i < 40; ++i)
    schema = fmt::format(R"({{"allOf":[{0},{0}]}})", R"({"$ref":"#/$defs/)" + std::to_string(i) + "\"}");
  std::string defs = R"("0":{"type":"integer"})";
  for (int i = 1; i < 40; ++i)
    defs += fmt::format(R"(,"{0}":{{"allOf":[{{"$ref":"#/$defs/{1}"}},{{"$ref":"#/$defs/{1}"}}]}})", i, i - 1);
  const auto bomb = compiled(fmt::format(R"({{"$ref":"#/$defs/39","$defs":{{{}}}}})", defs));
  EXPECT_THROW((void)bomb.accepts(1), Error);
}

TEST(JsonSchema, finds_equal_items_of_long_lists_quickly) {
  const auto schema = compiled(R"({"uniqueItems":true})");
  ListBuilder list;
  for (int i = 0; i < 100'000; ++i) list.add(Value::object({{"n", i}}));
  const auto all_differ = list.build();
  EXPECT_TRUE(schema.accepts(all_differ));
  EXPECT_FALSE(schema.accepts(all_differ.push(Value::object({{"n", 7.0}}))));
}

TEST(JsonSchema, compares_numbers_exactly) {
  EXPECT_FALSE(compiled(R"({"maximum":9007199254740992.0})").accepts(std::int64_t{9007199254740993}));
  EXPECT_FALSE(compiled(R"({"const":9007199254740993})").accepts(9007199254740992.0));
  EXPECT_TRUE(compiled(R"({"multipleOf":0.01})").accepts(19.99));
  EXPECT_FALSE(compiled(R"({"multipleOf":0.01})").accepts(19.995));
}

TEST(JsonSchema, reads_patterns_as_ecmascript_does_and_refuses_backtracking) {
  EXPECT_TRUE(compiled(R"({"pattern":"^\\p{Letter}+\\s\\u00e9$"})").accepts("Gr\xc3\xbc\xc3\x9f\xc2\xa0\xc3\xa9"));
  EXPECT_FALSE(compiled(R"({"pattern":"^\\d$"})").accepts("\xd9\xa3"));
  EXPECT_FALSE(compiled(R"({"pattern":"^a$"})").accepts("a\n"));
  for (const auto* pattern : {R"({"pattern":"(?=a)b"})", R"({"pattern":"(a)\\1"})", R"({"pattern":"a("})"}) {
    try {
      compiled(pattern);
      FAIL() << pattern;
    } catch (const Error& error) {
      EXPECT_EQ(error.slug, "schema/pattern");
      EXPECT_EQ(error.pointer, "#/pattern");
    }
  }
}

TEST(JsonSchema, checks_formats_only_when_asked) {
  const auto schema = json::parse(R"({"format":"date"})");
  EXPECT_TRUE(JsonSchema::compile(schema).accepts("tomorrow"));
  const auto strict = JsonSchema::compile(schema, {}, {.assert_formats = true});
  EXPECT_FALSE(strict.accepts("2026-02-29"));
  EXPECT_TRUE(strict.accepts("2028-02-29"));
}

TEST(JsonSchema, refuses_a_malformed_schema_with_its_place) {
  try {
    compiled(R"({"properties":{"a":{"type":"strnig"}}})");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.slug, "schema/malformed");
    EXPECT_EQ(error.pointer, "#/properties/a/type");
  }
  EXPECT_THROW(compiled(R"({"required":"a"})"), Error);
  EXPECT_THROW(compiled(R"({"minLength":-1})"), Error);
  EXPECT_THROW(compiled(R"({"$schema":"https://example.com/dialect"})"), Error);
}

TEST(JsonSchema, understands_draft_07_where_a_schema_says_so) {
  const auto schema = compiled(
      R"({"$schema":"http://json-schema.org/draft-07/schema#","items":[{"type":"string"}],"additionalItems":false,
                                   "definitions":{"n":{"$id":"#n","type":"integer"}},"properties":{"a":{"$ref":"#n","maximum":3}}})");
  EXPECT_TRUE(schema.accepts(json::parse(R"(["a"])")));
  EXPECT_FALSE(schema.accepts(json::parse(R"(["a",1])")));
  EXPECT_TRUE(schema.accepts(json::parse(R"({"a":7})")));
  EXPECT_FALSE(schema.accepts(json::parse(R"({"a":"7"})")));
}

}  // namespace
}  // namespace frontdesk
