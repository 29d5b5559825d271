#include "base/password.h"

#include <gtest/gtest.h>

namespace frontdesk::password {
namespace {

constexpr Cost kCheap{.passes = 1, .memory_bytes = 8192};

TEST(Password, is_known_from_its_hash_and_from_no_other) {
  const auto made = hash("correct horse battery", kCheap);
  EXPECT_TRUE(made.starts_with("$argon2id$v=19$m=8,t=1,p=1$")) << made;
  EXPECT_TRUE(matches(made, "correct horse battery"));
  EXPECT_FALSE(matches(made, "correct horse batterY"));
  EXPECT_FALSE(matches(made, ""));
  EXPECT_NE(hash("correct horse battery", kCheap), made) << "each has a salt of its own";
}

TEST(Password, of_nobody_has_the_form_and_the_cost_of_a_hash_and_fits_nothing) {
  SeededRandom random(1);
  const auto nobody = of_nobody(random, kCheap);
  const auto made = hash("", kCheap);
  EXPECT_EQ(nobody.size(), made.size());
  EXPECT_EQ(nobody.substr(0, nobody.rfind("p=1$")), made.substr(0, made.rfind("p=1$")));
  EXPECT_FALSE(matches(nobody, ""));
  EXPECT_FALSE(matches(nobody, "correct horse battery"));
}

TEST(Password, fits_nothing_where_the_hash_is_none) {
  for (const auto& broken : {std::string(), std::string("$argon2id$"), std::string(4000, 'a')})
    EXPECT_FALSE(matches(broken, "correct horse battery"));
}

}  // namespace
}  // namespace frontdesk::password
