#include "base/describe.h"

#include <gtest/gtest.h>

#include "base/json.h"

namespace frontdesk {
namespace {

enum class Area { inside, terrace };
BOOST_DESCRIBE_ENUM(Area, inside, terrace)

struct Guest {
  std::string name;
  std::optional<std::string> phone;
};
BOOST_DESCRIBE_STRUCT(Guest, (), (name, phone))

struct Wish {
  int seats = 2;
  double budget = 0;
  bool pram = false;
  Area area = Area::inside;
  std::optional<Guest> guest;
  std::vector<std::string> dishes{"bread"};
  std::map<std::string, int> extras;
  Value note;
};
BOOST_DESCRIBE_STRUCT(Wish, (), (seats, budget, pram, area, guest, dishes, extras, note))

Error refused(std::string_view text, Reading reading = {}) {
  try {
    from_value<Wish>(json::parse(text), reading);
  } catch (const Error& error) {
    return error;
  }
  return Error(Kind::internal, "accepted", "");
}

TEST(Describe, what_is_written_is_read_back) {
  const auto text =
      R"({"seats":4,"budget":60.5,"pram":true,"area":"terrace","guest":{"name":"Ana"},"dishes":["soup"],"extras":{"chair":1},"note":[1]})";
  EXPECT_EQ(json::print(to_value(from_value<Wish>(json::parse(text)))), text);
}

TEST(Describe, absent_members_keep_their_defaults_and_given_lists_replace_them) {
  EXPECT_EQ(from_value<Wish>(json::parse("{}")).dishes, std::vector<std::string>{"bread"});
  EXPECT_EQ(from_value<Wish>(json::parse(R"({"dishes":["soup"]})")).dishes, std::vector<std::string>{"soup"});
  EXPECT_FALSE(from_value<Wish>(json::parse(R"({"guest":null})")).guest.has_value());
}

TEST(Describe, whole_numbers_may_be_written_with_a_fraction_of_zero) {
  EXPECT_EQ(from_value<Wish>(json::parse(R"({"seats":4.0})")).seats, 4);
  EXPECT_EQ(refused(R"({"seats":4.5})").pointer, "/seats");
  EXPECT_EQ(refused(R"({"seats":4000000000})").slug, "value/wrong-type");
  EXPECT_EQ(refused(R"({"seats":1e300})").slug, "value/wrong-type");
}

TEST(Describe, faults_name_the_place_and_the_remedy) {
  EXPECT_EQ(refused(R"({"guest":{"name":7}})").detail, "/guest/name must be a string, not integer (7).");
  EXPECT_EQ(refused("[]").detail, "The document must be an object, not array ([]).");
  EXPECT_EQ(refused(R"({"seat":4})").detail, "\"seat\" is not known in the document. Did you mean \"seats\"?");
  EXPECT_EQ(refused(R"({"guest":{"a/b":4}})").pointer, "/guest/a~1b");
  EXPECT_EQ(refused(R"({"area":"roof"})").detail, "/area must be one of inside, terrace, not \"roof\".");
  EXPECT_EQ(refused(R"({"area":3})").slug, "value/unknown-word");
  EXPECT_EQ(refused(R"({"dishes":["soup",1]})").pointer, "/dishes/1");
}

TEST(Describe, the_caller_says_what_may_be_unknown_or_missing) {
  EXPECT_EQ(from_value<Wish>(json::parse(R"({"seat":4})"), {.unknown = Unknown::ignore}).seats, 2);
  EXPECT_EQ(refused("{}", {.missing = Missing::refuse}).detail, "\"seats\" is missing in the document.");
}

}  // namespace
}  // namespace frontdesk
