#include "platform/people/tests/people_house.h"

namespace frontdesk::platform::people {
namespace {

class SamePersonTest : public PeopleHouse {
 protected:
  std::string user(const std::string& token) { return "user:" + id_of(token); }
  std::string key_of(const Caller& maker) {
    const auto made = run(people_->keys.make(maker, "sync", {"things.read"}, 0));
    return "key:" + made.key.id;
  }
  bool is_one(const std::string& one, const std::string& other) {
    const bool is = people_->directory.is_same_person(one, other);
    EXPECT_EQ(people_->directory.is_same_person(other, one), is) << one << " and " << other;
    return is;
  }
};

TEST_F(SamePersonTest, a_key_is_who_made_it_also_when_it_is_over_and_behind_a_start) {
  const auto ada = welcome();
  const auto ben = somebody(ada, "ben", {{Role::tenant_admin, "bistro"}});
  const auto eva = somebody(ada, "eva", {{Role::tenant_admin, "bistro"}});
  const auto one = key_of(caller(ben, "bistro")), two = key_of(caller(ben, "bistro"));
  const auto evas = key_of(caller(eva, "bistro"));
  EXPECT_TRUE(is_one(one, user(ben)) && is_one(one, two));
  EXPECT_FALSE(is_one(one, user(eva)) || is_one(one, evas));
  run(people_->keys.revoke(caller(ben, "bistro"), one.substr(4)));
  const auto bens = user(ben), evas_own = user(eva);
  start();
  EXPECT_TRUE(is_one(one, bens));
  EXPECT_FALSE(is_one(one, evas_own));
}

TEST_F(SamePersonTest, whoever_let_somebody_in_does_not_count_beside_them) {
  const auto ada = welcome();
  const auto ben = somebody(ada, "ben", {{Role::tenant_admin, "bistro"}});
  const auto eva = somebody(ada, "eva", {{Role::agent, "bistro"}});
  EXPECT_TRUE(is_one(user(ada), user(ben)) && is_one(user(ada), user(eva)));
  EXPECT_FALSE(is_one(user(ben), user(eva)));
  const auto evas = user(eva);
  const auto link = run(people_->roster.make_link(caller(ben, "bistro"), id_of(eva)));
  EXPECT_FALSE(is_one(user(ben), evas)) << "nobody has come by it";
  enter(link);
  EXPECT_TRUE(is_one(user(ben), evas)) << "her password may be his";
  EXPECT_TRUE(is_one(key_of(caller(ben, "bistro")), evas));
  EXPECT_FALSE(is_one(user(ada), evas)) << "hers is over";
  const auto adas = user(ada), bens = user(ben);
  start();
  EXPECT_TRUE(is_one(bens, evas));
  EXPECT_FALSE(is_one(adas, evas));
}

TEST_F(SamePersonTest, all_names_by_the_operator_key_are_one) {
  const auto ada = welcome();
  const auto ben = somebody(ada, "ben", {{Role::tenant_admin, "bistro"}});
  const Caller staff{kBistro, "staff:Ana", rights_.of(Role::tenant_admin)};
  EXPECT_TRUE(is_one("staff:Ana", "staff:Bob") && is_one(key_of(staff), "staff:Bob"));
  EXPECT_TRUE(is_one("staff:Ana", user(ada))) << "her link was the machine's";
  EXPECT_FALSE(is_one("staff:Ana", user(ben)) || is_one("staff:Ana", "user:u_none") || is_one("key:k_none", user(ben)));
}

}  // namespace
}  // namespace frontdesk::platform::people
