#include "platform/people/roster.h"

#include "platform/people/tests/people_house.h"

namespace frontdesk::platform::people {
namespace {

using namespace std::chrono_literals;

class RosterTest : public PeopleHouse {
 protected:
  std::vector<std::string> names(const Caller& by, std::string_view words = {}) {
    std::vector<std::string> found;
    for (const auto& seen : people_->roster.list(by, words)) found.push_back(seen.user->name);
    return found;
  }
};

TEST_F(RosterTest, gives_a_user_what_their_roles_may_where_they_have_them) {
  const auto ada = welcome();
  const auto ben = somebody(ada, "ben", {{Role::tenant_admin, "bistro"}, {Role::viewer, "other"}});
  const auto cleo = somebody(ada, "cleo", {{Role::seller, ""}});
  const auto may = [&](const std::string& token, const std::string& tenant, std::string_view word) {
    return caller(token, tenant).may({word});
  };
  EXPECT_TRUE(may(ben, "bistro", "things.write") && may(ben, "other", "things.read"));
  EXPECT_FALSE(may(ben, "other", "things.write") || may(ben, "third", "things.read") || may(ben, "", "people.manage"));
  EXPECT_TRUE(may(ben, "", "me.own") && may(ben, "third", "me.own"));
  EXPECT_TRUE(may(ada, "bistro", "things.write") && may(ada, "", "people.manage") && may(ada, "", "house.manage"));
  EXPECT_FALSE(may(ada, "", "things.read")) << "without a tenant there is nothing of a tenant";
  EXPECT_FALSE(may(cleo, "bistro", "things.read") || may(cleo, "", "people.manage"));
  EXPECT_EQ(caller(ben, "bistro").tenant, kBistro);
  EXPECT_FALSE(is_in(ben + ".") || is_in(ben + ".No Tenant") || is_in(ben + "x") || is_in("us_"));
}

TEST_F(RosterTest, invites_by_a_link_that_counts_once_for_a_week) {
  const auto ada = welcome();
  const auto invited = run(people_->roster.invite(caller(ada), "Ben@house.example", "Ben", {{Role::agent, "bistro"}}));
  ASSERT_TRUE(invited.invitation);
  EXPECT_EQ(invited.who.user->state, State::invited);
  ASSERT_EQ(told_.size(), 1u);
  EXPECT_EQ(told_[0].email + " " + told_[0].by, "ben@house.example Ada");
  EXPECT_EQ(slug_of(sign_in("ben@house.example", "")), "people/wrong-password");

  const auto again = run(people_->roster.invite(caller(ada), "ben@house.example", "Ben", {{Role::viewer, "other"}}));
  EXPECT_EQ(slug_of(people_->door.accept(token_in(*invited.invitation), {.password = kPassword}, here_)),
            "people/link-over");
  const auto ben = enter(*again.invitation);
  EXPECT_TRUE(caller(ben, "bistro").may({"things.read"}) && caller(ben, "other").may({"things.read"}));
  EXPECT_EQ(slug_of(people_->door.accept(token_in(*again.invitation), {.password = kPassword}, here_)),
            "people/link-over");

  const auto late = run(people_->roster.invite(caller(ada), "eva@house.example", "Eva", {{Role::viewer, "bistro"}}));
  clock_.advance(std::chrono::days(7));
  EXPECT_EQ(slug_of(people_->door.accept(token_in(*late.invitation), {.password = kPassword}, here_)),
            "people/link-over");
}

TEST_F(RosterTest, makes_no_link_whose_telling_cannot_be_asked_for) {
  const auto ada = welcome();
  failure_of_telling_ = Error(Kind::unavailable, "test/away", "Nobody is there.");
  EXPECT_EQ(slug_of(people_->roster.invite(caller(ada), "ben@house.example", "Ben", {{Role::agent, "bistro"}})),
            "test/away");
  start();
  EXPECT_TRUE(people_->roster.list(caller(ada), "ben").empty());

  failure_of_telling_.reset();
  const auto invited = run(people_->roster.invite(caller(ada), "ben@house.example", "Ben", {{Role::agent, "bistro"}}));
  failure_of_telling_ = Error(Kind::unavailable, "test/away", "Nobody is there.");
  EXPECT_EQ(slug_of(people_->roster.make_link(caller(ada), invited.who.user->id)), "test/away");
  EXPECT_EQ(slug_of(people_->door.look(token_in(*invited.invitation), here_)), "") << "the link before is good still";
}

TEST_F(RosterTest, gives_who_signs_in_already_the_roles_at_once) {
  const auto ada = welcome();
  const auto ben = somebody(ada, "ben", {{Role::viewer, "bistro"}});
  const auto invited = run(people_->roster.invite(caller(ada), "ben@house.example", "B", {{Role::viewer, "other"}}));
  EXPECT_FALSE(invited.invitation);
  EXPECT_EQ(invited.who.user->name, "ben") << "nobody else renames them";
  EXPECT_TRUE(caller(ben, "other").may({"things.read"}));
}

TEST_F(RosterTest, takes_a_link_back) {
  const auto ada = welcome();
  const auto invited = run(people_->roster.invite(caller(ada), "ben@house.example", "Ben", {{Role::agent, "bistro"}}));
  run(people_->roster.revoke_links(caller(ada), invited.who.user->id));
  EXPECT_EQ(slug_of(people_->door.look(token_in(*invited.invitation), here_)), "people/link-over");
  const auto fresh = run(people_->roster.make_link(caller(ada), invited.who.user->id));
  EXPECT_EQ(run(people_->door.look(token_in(fresh), here_)).purpose, Purpose::invitation);
  enter(fresh);
  const auto reset = run(people_->roster.make_link(caller(ada), invited.who.user->id));
  EXPECT_EQ(run(people_->door.look(token_in(reset), here_)).purpose, Purpose::password);
}

TEST_F(RosterTest, nobody_becomes_one_of_their_own_rank_by_a_link) {
  const auto ada = welcome();
  const auto ben = somebody(ada, "ben", {{Role::tenant_admin, "bistro"}});
  const auto eva = somebody(ada, "eva", {{Role::tenant_admin, "bistro"}});
  const auto cleo = somebody(ada, "cleo", {{Role::agent, "bistro"}});
  const auto dora = somebody(ada, "dora", {{Role::operator_admin, ""}});
  const Caller staff{kBistro, "staff:Ana", rights_.of(Role::tenant_admin)};
  EXPECT_EQ(slug_of(people_->roster.make_link(caller(ben, "bistro"), id_of(eva))), "people/out-of-reach");
  EXPECT_EQ(slug_of(people_->roster.make_link(staff, id_of(eva))), "people/out-of-reach");
  EXPECT_EQ(slug_of(people_->roster.make_link(caller(ada), id_of(dora))), "people/out-of-reach");
  EXPECT_EQ(slug_of(people_->roster.make_link(caller(ben, "bistro"), id_of(cleo))), "");
  EXPECT_EQ(slug_of(people_->roster.make_link(caller(ada), id_of(eva))), "");
  EXPECT_EQ(slug_of(people_->roster.make_link_by_email("dora@house.example")), "") << "by the machine";
  const auto invited =
      run(people_->roster.invite(caller(ada), "finn@house.example", "Finn", {{Role::tenant_admin, "bistro"}}));
  EXPECT_EQ(slug_of(people_->roster.make_link(caller(ben, "bistro"), invited.who.user->id)), "")
      << "who has not come yet is nobody yet";
}

TEST_F(RosterTest, lets_nobody_give_or_take_a_role_above_their_own_or_elsewhere) {
  const auto ada = welcome();
  const auto ben = somebody(ada, "ben", {{Role::tenant_admin, "bistro"}});
  const auto eva = somebody(ada, "eva", {{Role::viewer, "bistro"}, {Role::viewer, "other"}, {Role::legal, ""}});
  const auto by_ben = caller(ben, "bistro");
  for (const auto& wanted : {Held{Role::operator_admin, ""}, Held{Role::seller, ""}, Held{Role::viewer, "other"}}) {
    EXPECT_EQ(slug_of(people_->roster.invite(by_ben, "x@house.example", "X", {wanted})), "people/above-own");
    EXPECT_EQ(slug_of(people_->roster.give_roles(by_ben, id_of(eva), {wanted})), "people/above-own");
  }
  EXPECT_EQ(slug_of(people_->roster.give_roles(by_ben, id_of(eva), {{Role::tenant_admin, "bistro"}})), "");
  EXPECT_EQ(people_->directory.users.find(id_of(eva))->roles,
            (Roles{{Role::viewer, "other"}, {Role::tenant_admin, "bistro"}, {Role::legal, ""}}))
      << "what he does not see stays";
  EXPECT_EQ(slug_of(people_->roster.disable(by_ben, id_of(eva))), "people/out-of-reach");
  EXPECT_EQ(slug_of(people_->roster.make_link(by_ben, id_of(eva))), "people/out-of-reach");
  EXPECT_EQ(slug_of(people_->roster.disable(by_ben, id_of(ada))), "people/unknown") << "she has no role there";
  EXPECT_EQ(slug_of(people_->roster.give_roles(by_ben, id_of(eva), {})), "");
  EXPECT_EQ(slug_of(people_->roster.give_roles(by_ben, id_of(eva), {{Role::viewer, "bistro"}})), "people/unknown");
}

TEST_F(RosterTest, an_old_link_gives_nothing_that_was_granted_after_it) {
  const auto ada = welcome();
  const auto ben = somebody(ada, "ben", {{Role::tenant_admin, "bistro"}});
  const auto invited =
      run(people_->roster.invite(caller(ben, "bistro"), "eva@house.example", "Eva", {{Role::viewer, "bistro"}}));
  run(people_->roster.give_roles(caller(ada), invited.who.user->id, {{Role::operator_admin, ""}}));
  EXPECT_EQ(slug_of(people_->door.accept(token_in(*invited.invitation), {.password = kPassword}, here_)),
            "people/link-over")
      << "ben has this link, too";
  EXPECT_EQ(
      slug_of(people_->roster.invite(caller(ben, "bistro"), "eva@house.example", "Eva", {{Role::viewer, "bistro"}})),
      "")
      << "without an open link of others she is invited as anybody";
  EXPECT_EQ(people_->directory.users.find(invited.who.user->id)->roles, (Roles{{Role::viewer, "bistro"}}));
}

TEST_F(RosterTest, two_businesses_do_not_invite_one_person_into_each_other) {
  const auto ada = welcome();
  const auto ben = somebody(ada, "ben", {{Role::tenant_admin, "bistro"}});
  const auto cleo = somebody(ada, "cleo", {{Role::tenant_admin, "other"}});
  run(people_->roster.invite(caller(ben, "bistro"), "eva@house.example", "Eva", {{Role::agent, "bistro"}}));
  EXPECT_EQ(slug_of(people_->roster.invite(caller(cleo, "other"), "eva@house.example", "E", {{Role::agent, "other"}})),
            "people/invited-elsewhere");
  clock_.advance(std::chrono::days(6));
  const auto cleos = run(sign_in("cleo@house.example", kPassword)).token;
  clock_.advance(11h);
  EXPECT_TRUE(is_in(cleos));
  clock_.advance(11h);
  EXPECT_TRUE(is_in(cleos));
  clock_.advance(3h);
  const auto invited =
      run(people_->roster.invite(caller(cleos, "other"), "eva@house.example", "E", {{Role::agent, "other"}}));
  EXPECT_EQ(invited.who.user->roles, (Roles{{Role::agent, "other"}})) << "the first invitation has come to nothing";
}

TEST_F(RosterTest, an_invitation_of_somebody_who_works_elsewhere_touches_and_shows_nothing_of_that) {
  const auto ada = welcome();
  const auto ben = somebody(ada, "ben", {{Role::tenant_admin, "bistro"}});
  const auto cleo = somebody(ada, "cleo", {{Role::tenant_admin, "other"}});
  const auto eva = somebody(ada, "eva", {{Role::agent, "bistro"}});
  const auto invite = [&](Held held) {
    return people_->roster.invite(caller(cleo, "other"), "eva@house.example", "E", {held});
  };
  const auto is_open = [&](const Invitation& link) {
    return slug_of(people_->door.look(token_in(link), here_)).empty();
  };
  const auto evas = id_of(eva);
  ASSERT_NE(people_->roster.list(caller(ben, "bistro"), "eva")[0].seen_at, Timestamp{});

  const auto of_house = run(people_->roster.make_link(caller(ada), evas));
  const auto invited = run(invite({Role::viewer, "other"}));
  EXPECT_TRUE(is_open(of_house)) << "she who made it stands above what was given";
  EXPECT_EQ(invited.who.seen_at, Timestamp{});
  EXPECT_EQ(people_->roster.list(caller(cleo, "other"), "eva")[0].seen_at, Timestamp{});
  EXPECT_NE(people_->roster.list(caller(ada), "eva")[0].seen_at, Timestamp{});

  run(people_->roster.give_roles(caller(ada), evas, {{Role::agent, "bistro"}}));
  const auto of_ben = run(people_->roster.make_link(caller(ben, "bistro"), evas));
  run(people_->roster.invite(caller(ben, "bistro"), "eva@house.example", "E", {{Role::agent, "bistro"}}));
  EXPECT_TRUE(is_open(of_ben)) << "nothing new was given";
  run(invite({Role::viewer, "other"}));
  EXPECT_FALSE(is_open(of_ben)) << "he would come in elsewhere by it";

  run(people_->roster.give_roles(caller(ada), evas, {{Role::agent, "bistro"}}));
  run(people_->roster.disable(caller(ben, "bistro"), evas));
  EXPECT_EQ(slug_of(invite({Role::viewer, "other"})), "people/invited-elsewhere");
  EXPECT_EQ(slug_of(people_->roster.invite(caller(ben, "bistro"), "eva@house.example", "E", {{Role::agent, "bistro"}})),
            "people/disabled");
}

TEST_F(RosterTest, keeps_the_last_operator_admin) {
  const auto ada = welcome();
  const auto eva = somebody(ada, "eva", {{Role::operator_admin, ""}});
  run(people_->roster.disable(caller(ada), id_of(eva)));
  const auto adas = id_of(ada);
  EXPECT_EQ(slug_of(people_->roster.disable(caller(ada), adas)), "people/last-admin");
  EXPECT_EQ(slug_of(people_->roster.give_roles(caller(ada), adas, {{Role::seller, ""}})), "people/last-admin");
  const auto evas = people_->directory.users.find_by_email("eva@house.example")->id;
  run(people_->roster.enable(caller(ada), evas));
  EXPECT_EQ(slug_of(people_->roster.give_roles(caller(ada), adas, {{Role::seller, ""}})), "");
  EXPECT_FALSE(caller(ada).may({"people.manage"})) << "from the next request on";
}

TEST_F(RosterTest, one_who_is_disabled_is_out_at_once_and_comes_back_with_their_password) {
  const auto ada = welcome();
  const auto ben = somebody(ada, "ben", {{Role::agent, "bistro"}});
  const auto bens = id_of(ben);
  const auto link = run(people_->roster.make_link(caller(ada), bens));
  EXPECT_EQ(run(people_->roster.disable(caller(ada), bens)).user->state, State::disabled);
  EXPECT_FALSE(is_in(ben));
  EXPECT_EQ(slug_of(sign_in("ben@house.example", kPassword)), "people/wrong-password");
  EXPECT_EQ(slug_of(people_->door.look(token_in(link), here_)), "people/link-over");
  EXPECT_EQ(slug_of(people_->roster.make_link(caller(ada), bens)), "people/disabled");
  start();
  EXPECT_FALSE(is_in(ben));
  run(people_->roster.enable(caller(ada), bens));
  EXPECT_FALSE(is_in(ben)) << "the sessions have ended";
  EXPECT_EQ(slug_of(sign_in("ben@house.example", kPassword)), "");
}

TEST_F(RosterTest, shows_each_business_its_own_people) {
  const auto ada = welcome();
  const auto ben = somebody(ada, "Ben", {{Role::tenant_admin, "bistro"}});
  run(people_->roster.invite(caller(ada), "e.m@house.example", "Émile",
                             {{Role::viewer, "bistro"}, {Role::seller, ""}}));
  somebody(ada, "Cleo", {{Role::agent, "other"}});
  EXPECT_EQ(names(caller(ada)), (std::vector<std::string>{"Ada", "Ben", "Cleo", "Émile"}));
  EXPECT_EQ(names(caller(ben, "bistro")), (std::vector<std::string>{"Ben", "Émile"}));
  EXPECT_EQ(names(caller(ada), "emile"), (std::vector<std::string>{"Émile"}));
  EXPECT_EQ(names(caller(ada), "ben@house"), (std::vector<std::string>{"Ben"}));
  for (const auto& seen : people_->roster.list(caller(ben, "bistro"), "emile"))
    EXPECT_EQ(seen.roles, (Roles{{Role::viewer, "bistro"}}));
}

TEST_F(RosterTest, gives_no_role_where_there_is_no_tenant) {
  const auto ada = welcome();
  const auto ben = somebody(ada, "ben", {{Role::viewer, "bistro"}});
  const Roles nowhere{{Role::viewer, "nowhere"}};
  EXPECT_EQ(slug_of(people_->roster.invite(caller(ada), "eva@house.example", "Eva", nowhere)), "people/unknown-tenant");
  EXPECT_EQ(slug_of(people_->roster.give_roles(caller(ada), id_of(ben), nowhere)), "people/unknown-tenant");
}

TEST_F(RosterTest, who_came_by_the_operator_key_invites_as_an_admin_of_the_tenant) {
  const Caller staff{kBistro, "staff:Ana", rights_.of(Role::tenant_admin)};
  EXPECT_EQ(slug_of(people_->roster.invite(staff, "ben@house.example", "Ben", {{Role::agent, "bistro"}})), "");
  EXPECT_EQ(slug_of(people_->roster.invite(staff, "eva@house.example", "Eva", {{Role::agent, "other"}})),
            "people/above-own");
}

TEST_F(RosterTest, an_old_version_of_a_user_replaces_no_new_one) {
  Users users;
  users.keep({.id = "u_1", .email = "new@house.example", .version = 2});
  users.keep({.id = "u_1", .email = "old@house.example", .version = 1});
  EXPECT_EQ(users.find("u_1")->email, "new@house.example");
  EXPECT_FALSE(users.find_by_email("old@house.example"));
}

TEST(User, has_an_address_a_name_and_roles_of_some_form) {
  const auto slug = [](auto&& call) {
    try {
      call();
    } catch (const Error& error) {
      return error.slug;
    }
    return std::string();
  };
  for (const auto* bad : {"", "ada", "@house", "ada@", "a da@house", "a@b@c", "<ada@house>", "ada@house\u202E",
                          "zo\u00eb@house.example", "a..b@house", "\"a b\"@house", "ada@[192.0.2.1]", "ada@house\\"})
    EXPECT_EQ(slug([&] { read_email(bad); }), "people/bad-email") << bad;
  for (const auto* bad : {"", "  ", "<b>", "Ada\u202E", "\u200B"})
    EXPECT_EQ(slug([&] { read_name(bad); }), "people/bad-name") << bad;
  EXPECT_EQ(read_name(" Ada  "), "Ada");
  EXPECT_EQ(slug([] { read_role("agent", ""); }), "people/bad-role");
  EXPECT_EQ(slug([] { read_role("seller", "bistro"); }), "people/bad-role");
  EXPECT_EQ(slug([] { read_role("visitor", "bistro"); }), "people/bad-role");
  EXPECT_EQ(slug([] { read_role("agent", "No Tenant"); }), "people/bad-role");
  EXPECT_EQ(read_role("agent", "bistro"), (Held{Role::agent, "bistro"}));
}

}  // namespace
}  // namespace frontdesk::platform::people
