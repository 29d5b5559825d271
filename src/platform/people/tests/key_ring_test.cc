#include "platform/people/key_ring.h"

#include "platform/people/tests/people_house.h"

namespace frontdesk::platform::people {
namespace {

using namespace std::chrono_literals;

class KeyRingTest : public PeopleHouse {};

TEST_F(KeyRingTest, makes_a_key_that_may_what_it_says_where_it_was_made) {
  const auto ada = welcome();
  const auto made = run(people_->keys.make(caller(ada, "bistro"), "Reports", {"things.read"}, 0));
  const auto by_key = caller(made.token);
  EXPECT_EQ(by_key.tenant, kBistro);
  EXPECT_EQ(by_key.principal, "key:" + made.key.id);
  EXPECT_EQ(by_key.name, "Reports");
  EXPECT_TRUE(by_key.may({"things.read"}));
  EXPECT_FALSE(by_key.may({"things.write"}) || by_key.may({"me.own"}));
  EXPECT_TRUE(is_in(made.token + ".bistro"));
  EXPECT_FALSE(is_in(made.token + ".other")) << "it is no key of theirs";
  start();
  EXPECT_TRUE(is_in(made.token));
}

TEST_F(KeyRingTest, a_key_of_the_operator_speaks_for_the_tenant_that_it_names) {
  const auto ada = welcome();
  const auto made = run(people_->keys.make(caller(ada), "Nightly", {"things.read", "house.manage"}, 0));
  EXPECT_TRUE(caller(made.token, "other").may({"things.read"}));
  EXPECT_TRUE(caller(made.token).may({"house.manage"}));
  EXPECT_FALSE(caller(made.token).may({"things.read"}));
}

TEST_F(KeyRingTest, gives_a_key_nothing_that_its_maker_may_not) {
  const auto ada = welcome();
  const auto ben = somebody(ada, "ben", {{Role::tenant_admin, "bistro"}});
  EXPECT_EQ(slug_of(people_->keys.make(caller(ben, "bistro"), "Big", {"things.read", "house.manage"}, 0)),
            "keys/not-yours-to-give");
  EXPECT_EQ(slug_of(people_->keys.make(caller(ben, "bistro"), "Self", {"me.own"}, 0)), "keys/not-yours-to-give");
  const auto made = run(people_->keys.make(caller(ben, "bistro"), "Small", {"keys.manage", "people.manage"}, 0));
  EXPECT_EQ(slug_of(people_->keys.make(caller(made.token), "Bigger", {"things.write"}, 0)), "keys/not-yours-to-give");
  EXPECT_EQ(slug_of(people_->roster.invite(caller(made.token), "x@house.example", "X", {{Role::viewer, "bistro"}})),
            "people/above-own")
      << "a key has no role, so it gives none";
}

TEST_F(KeyRingTest, ends_a_key_by_its_time_or_when_it_is_revoked) {
  const auto ada = welcome();
  const auto place = caller(ada, "bistro");
  const auto brief = run(people_->keys.make(place, "Brief", {"things.read"}, 1));
  const auto lasting = run(people_->keys.make(place, "Lasting", {"things.read"}, 0));
  clock_.advance(24h);
  EXPECT_FALSE(is_in(brief.token));
  EXPECT_TRUE(is_in(lasting.token));
  Caller elsewhere = place;
  elsewhere.tenant = kOther;
  EXPECT_EQ(slug_of(people_->keys.revoke(elsewhere, lasting.key.id)), "keys/unknown");
  run(people_->keys.revoke(place, lasting.key.id));
  EXPECT_FALSE(is_in(lasting.token));
  EXPECT_EQ(slug_of(people_->keys.revoke(place, lasting.key.id)), "keys/unknown");
  start();
  EXPECT_FALSE(is_in(lasting.token) || is_in(brief.token));
  EXPECT_EQ(people_->keys.list(place).size(), 2u);
  EXPECT_EQ(people_->keys.list(elsewhere).size(), 0u);
}

TEST_F(KeyRingTest, remembers_when_a_key_was_used) {
  const auto ada = welcome();
  const auto made = run(people_->keys.make(caller(ada, "bistro"), "Reports", {"things.read"}, 0));
  clock_.advance(1h);
  EXPECT_TRUE(is_in(made.token));
  run(people_->directory.write_down());
  start();
  ASSERT_EQ(people_->directory.keys.of("bistro").size(), 1u);
  EXPECT_EQ(people_->directory.keys.of("bistro")[0].used_at, clock_.wall());
}

}  // namespace
}  // namespace frontdesk::platform::people
