#include "base/value.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "base/json.h"

namespace frontdesk {

TEST(Value, a_longer_list_leaves_the_shorter_as_it_was) {
  const auto one = Value().push(1);
  const auto two = one.push(2);
  const auto other = one.push(3);
  EXPECT_EQ(json::print(one), "[1]");
  EXPECT_EQ(json::print(two), "[1,2]");
  EXPECT_EQ(json::print(other), "[1,3]");
}

TEST(Value, of_members_with_one_name_the_last_counts_at_the_first_place) {
  const auto value = json::parse(R"({"a":1,"b":2,"a":3})");
  EXPECT_EQ(json::print(value), R"({"a":3,"b":2})");
}

TEST(Value, finds_members_of_large_objects_by_name) {
  ObjectBuilder builder;
  for (int i = 0; i < 100; ++i) builder.set(Value(std::to_string(i)), i);
  const auto value = builder.build();
  EXPECT_EQ(value["57"].integer(), 57);
  EXPECT_TRUE(value["x"].is_null());
  EXPECT_EQ(value.with("57", 1)["57"].integer(), 1);
}

TEST(Value, equality_is_that_of_json) {
  EXPECT_EQ(json::parse(R"({"a":1,"b":[1.0]})"), json::parse(R"({"b":[1],"a":1.0})"));
  EXPECT_NE(json::parse("[1,2]"), json::parse("[2,1]"));
  EXPECT_NE(Value(true), Value(1));
}

TEST(Value, pointers_follow_rfc_6901) {
  const auto value = json::parse(R"({"a/b":{"m~n":[10,20]},"":1})");
  EXPECT_EQ(value.at_pointer("/a~1b/m~0n/1")->integer(), 20);
  EXPECT_EQ(value.at_pointer("/")->integer(), 1);
  EXPECT_EQ(value.at_pointer("/a~1b/m~0n/01"), nullptr);
  EXPECT_EQ(value.at_pointer(""), &value);
}

TEST(Json, names_line_and_column_of_a_fault) {
  try {
    json::parse("{\n \"a\": tru }");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.slug, "json/malformed");
    EXPECT_EQ(error.pointer.substr(0, 7), "line 2,");
  }
}

TEST(Json, reals_stay_reals_and_canonical_forms_agree) {
  EXPECT_EQ(json::print(json::parse("[4.0,1e2,-0.5,12345678901234567890]")), "[4.0,100.0,-0.5,12345678901234567168.0]");
  EXPECT_EQ(json::canonical(json::parse(R"({"b":4.0,"a":"é\n"})")), "{\"a\":\"é\\n\",\"b\":4}");
}

}  // namespace frontdesk
