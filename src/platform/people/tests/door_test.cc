#include "platform/people/door.h"

#include <boost/asio/detached.hpp>
#include <latch>

#include "platform/people/tests/people_house.h"
#include "platform/people/token.h"

namespace frontdesk::platform::people {
namespace {

using namespace std::chrono_literals;

class DoorTest : public PeopleHouse {};

TEST_F(DoorTest, welcomes_the_first_user_once_as_operator_admin) {
  const auto link = run(people_->door.welcome());
  EXPECT_EQ(link.path, "/console/#/welcome/" + token_in(link));
  EXPECT_EQ(run(people_->door.look(token_in(link), here_)).purpose, Purpose::welcome);
  const Door::Wish wish{.email = " Ada@House.example", .name = "Ada", .password = kPassword};
  const auto entered = run(people_->door.accept(token_in(link), wish, here_));
  EXPECT_EQ(entered.user->email, "ada@house.example");
  EXPECT_EQ(entered.user->roles, (Roles{{Role::operator_admin, ""}}));
  EXPECT_EQ(caller(entered.token).principal, "user:" + entered.user->id);
  EXPECT_EQ(caller(entered.token).name, "Ada");

  EXPECT_EQ(slug_of(people_->door.accept(token_in(link), wish, here_)), "people/link-over");
  EXPECT_EQ(slug_of(people_->door.look(token_in(link), here_)), "people/link-over");
  EXPECT_EQ(slug_of(people_->door.welcome()), "people/welcomed");
}

TEST_F(DoorTest, opens_to_a_welcome_for_a_day_and_to_the_latest_only) {
  const Door::Wish wish{.email = "ada@house.example", .name = "Ada", .password = kPassword};
  const auto first = token_in(run(people_->door.welcome()));
  const auto second = token_in(run(people_->door.welcome()));
  EXPECT_EQ(slug_of(people_->door.accept(first, wish, here_)), "people/link-over") << "taken back by the second";
  clock_.advance(24h);
  EXPECT_EQ(slug_of(people_->door.accept(second, wish, here_)), "people/link-over") << "its time is up";
  const auto third = token_in(run(people_->door.welcome()));
  clock_.advance(24h - 1ms);
  EXPECT_EQ(slug_of(people_->door.accept(third, wish, here_)), "");
}

TEST_F(DoorTest, lets_one_of_two_in_who_come_with_the_same_link_at_once) {
  const auto link = token_in(run(people_->door.welcome()));
  auto* place = run(people_->directory.place());
  const auto use = [&](store::Transaction& transaction) {
    return Links::use(transaction, digest_of(link), clock_.wall());
  };
  EXPECT_TRUE(run(place->read([&](store::Reader& reader) {
    return Links::find(reader, digest_of(link), clock_.wall());
  }))) << "both see that it is open";
  EXPECT_TRUE(run(place->write(use)));
  EXPECT_FALSE(run(place->write(use)));
  EXPECT_FALSE(
      run(place->read([&](store::Reader& reader) { return Links::find(reader, digest_of(link), clock_.wall()); })));
}

TEST_F(DoorTest, keeps_no_token_and_no_password_where_somebody_could_read_it) {
  const auto link = run(people_->door.welcome());
  const auto session = welcome();
  const auto key = run(people_->keys.make(caller(session), "Reports", {"things.read"}, 0)).token;
  std::string everything;
  auto* place = run(people_->directory.place());
  for (const auto* texts :
       {"id, email, name, state, password FROM people_users", "digest, id, purpose, user_id, made_by FROM people_links",
        "digest, id, user_id, device, address FROM people_sessions",
        "digest, id, name, permissions, made_by FROM people_keys"}) {
    const auto sql = fmt::format("SELECT {}", texts);
    run(place->read([&](store::Reader& reader) {
      reader.each_row(store::Sql{sql.c_str()}, [&](const store::Row& row) {
        for (int column = 0; column < 5; ++column) everything += std::string(row.text(column)) + "\n";
      });
      return 0;
    }));
  }
  EXPECT_NE(everything.find("ada@house.example"), std::string::npos);
  EXPECT_NE(everything.find("$argon2id$"), std::string::npos);
  for (const auto& secret : {token_in(link), session, key, kPassword})
    EXPECT_EQ(everything.find(secret), std::string::npos) << secret;
}

TEST_F(DoorTest, lets_in_by_the_password_and_says_the_same_to_whoever_has_none) {
  welcome();
  EXPECT_TRUE(is_in(run(sign_in("ADA@house.example", kPassword)).token));
  const auto said = [&](const std::string& email, const std::string& password) {
    try {
      run(sign_in(email, password));
    } catch (const Error& error) {
      return std::string(to_string(error.kind)) + error.slug + error.detail;
    }
    return std::string("in");
  };
  const auto wrong = said("ada@house.example", "a lamp in the windoW");
  EXPECT_NE(wrong, "in");
  EXPECT_EQ(said("nobody@house.example", kPassword), wrong);
  EXPECT_EQ(said("not an address", kPassword), wrong);
  EXPECT_EQ(said("ada@house.example", ""), wrong);
}

TEST_F(DoorTest, takes_a_password_however_its_letters_are_written) {
  const auto link = run(people_->door.welcome());
  run(people_->door.accept(token_in(link),
                           {.email = "ada@house.example", .name = "Ada", .password = "Ein Stück Käse am Tag"}, here_));
  EXPECT_TRUE(is_in(run(sign_in("ada@house.example", "Ein Stu\u0308ck Ka\u0308se am Tag")).token));
}

TEST_F(DoorTest, slows_down_who_guesses_and_never_for_good) {
  const auto session = welcome();
  for (int i = 0; i < 10; ++i)
    EXPECT_EQ(slug_of(sign_in("ada@house.example", "wrong", fmt::format("198.51.100.{}", i))), "people/wrong-password");
  EXPECT_EQ(slug_of(sign_in("ada@house.example", kPassword, "198.51.100.99")), "people/too-many-tries")
      << "strangers together have so many tries for one user";
  EXPECT_EQ(slug_of(sign_in("ada@house.example", kPassword)), "") << "and she comes in from where she was before";
  clock_.advance(1min);
  EXPECT_EQ(slug_of(sign_in("ada@house.example", kPassword, "198.51.100.99")), "");
}

TEST_F(DoorTest, slows_down_one_address_that_tries_many_users) {
  int wrong = 0;
  for (int i = 0; i < 100; ++i)
    wrong += slug_of(sign_in(fmt::format("user{}@house.example", i), "wrong")) == "people/wrong-password" ? 1 : 0;
  EXPECT_EQ(wrong, 30);
}

TEST_F(DoorTest, counts_no_try_that_succeeded) {
  welcome();
  for (int i = 0; i < 40; ++i) EXPECT_EQ(slug_of(sign_in("ada@house.example", kPassword, "198.51.100.7")), "");
}

TEST_F(DoorTest, counts_no_try_that_nobody_had_the_time_to_look_at) {
  welcome();
  Pool full(clock_, {.threads = 1, .waiting_all_max = 0});
  Passwords passwords(full, random_, {.passes = 1, .memory_bytes = 8192});
  Door door(people_->directory, passwords);
  for (int i = 0; i < 40; ++i)
    EXPECT_EQ(slug_of(door.sign_in("ada@house.example", kPassword, {.address = "198.51.100.7", .device = "x"})),
              "work/queue-full");
}

TEST_F(DoorTest, lets_more_of_one_address_wait_than_of_other_work) {
  Pool pool(clock_, {.threads = 1, .waiting_max = 1});
  Passwords passwords(pool, random_, {.passes = 1, .memory_bytes = 8192});
  std::latch begun{1}, open{1};
  const auto spawn = [&](Task<> task) { boost::asio::co_spawn(context_, std::move(task), boost::asio::detached); };
  const auto hold = [](Pool& pool, std::latch& begun, std::latch& open) -> Task<> {
    co_await pool.run("office", [&](Effort&) {
      begun.count_down();
      open.wait();
    });
  };
  int hashed = 0, refused = 0;
  const auto hash = [](Passwords& passwords, int& hashed, int& refused) -> Task<> {
    try {
      co_await passwords.hash("office", kPassword);
      ++hashed;
    } catch (const Error& error) {
      EXPECT_EQ(error.slug, "work/queue-full");
      ++refused;
    }
  };
  context_.restart();
  spawn(hold(pool, begun, open));
  context_.poll();
  begun.wait();
  for (int i = 0; i < 70; ++i) spawn(hash(passwords, hashed, refused));
  context_.poll();
  open.count_down();
  context_.run();
  EXPECT_EQ(hashed, 64);
  EXPECT_EQ(refused, 6);
}

TEST_F(DoorTest, ends_a_session_that_nobody_uses_and_in_any_case_after_two_weeks) {
  const auto session = welcome();
  for (int hours = 0; hours < 14 * 24; hours += 11) {
    EXPECT_TRUE(is_in(session)) << hours;
    clock_.advance(11h);
  }
  EXPECT_FALSE(is_in(session)) << "it was used eleven hours ago";
  const auto second = run(sign_in("ada@house.example", kPassword)).token;
  clock_.advance(12h);
  EXPECT_FALSE(is_in(second));
}

TEST_F(DoorTest, remembers_sessions_and_when_they_were_used_through_a_start) {
  const auto session = welcome();
  clock_.advance(11h);
  EXPECT_TRUE(is_in(session));
  run(people_->directory.write_down());
  start();
  clock_.advance(11h);
  EXPECT_TRUE(is_in(session));
  clock_.advance(12h);
  start();
  EXPECT_FALSE(is_in(session));
}

TEST_F(DoorTest, ends_one_session_or_all_others_and_nobody_elses) {
  const auto here = welcome();
  const auto there = run(sign_in("ada@house.example", kPassword)).token;
  const auto third = run(sign_in("ada@house.example", kPassword)).token;
  const auto bens = somebody(here, "ben", {{Role::viewer, "bistro"}});
  const auto bens_id = people_->door.session_of(bens)->id;
  EXPECT_EQ(slug_of(people_->door.end_session(caller(here), bens_id)), "people/unknown-session");
  run(people_->door.end_session(caller(here), people_->door.session_of(there)->id));
  EXPECT_FALSE(is_in(there));
  EXPECT_TRUE(is_in(third));
  run(people_->door.end_others(caller(here), people_->door.session_of(here)->id));
  EXPECT_FALSE(is_in(third));
  EXPECT_TRUE(is_in(here));
  EXPECT_TRUE(is_in(bens));
  start();
  EXPECT_FALSE(is_in(there) || is_in(third));
  EXPECT_TRUE(is_in(here) && is_in(bens));
}

TEST_F(DoorTest, ends_all_sessions_with_a_new_password) {
  const auto here = welcome();
  const auto there = run(sign_in("ada@house.example", kPassword)).token;
  const auto reset = run(people_->roster.make_link_by_email("ada@house.example"));
  EXPECT_EQ(slug_of(people_->door.change_password(caller(here), "not that one", "a candle by the door", here_)),
            "people/wrong-password");
  EXPECT_EQ(slug_of(people_->door.change_password(caller(here), kPassword, "short", here_)), "people/weak-password");
  EXPECT_TRUE(is_in(here) && is_in(there));
  const auto fresh = run(people_->door.change_password(caller(here), kPassword, "a candle by the door", here_)).token;
  EXPECT_FALSE(is_in(here) || is_in(there));
  EXPECT_TRUE(is_in(fresh));
  EXPECT_EQ(slug_of(people_->door.accept(token_in(reset), {.password = "not one of hers"}, here_)), "people/link-over");
  EXPECT_EQ(slug_of(sign_in("ada@house.example", kPassword)), "people/wrong-password");
  EXPECT_EQ(slug_of(sign_in("ada@house.example", "a candle by the door")), "");
}

TEST_F(DoorTest, writes_down_who_came_by_which_link_and_who_ended_which_sessions) {
  const auto said = [&] {
    std::string all;
    for (const auto& deed : std::exchange(deeds_, {}))
      all += fmt::format("{} {} {}\n", deed.actor, deed.deed, deed.subject);
    return all;
  };
  const auto here = welcome();
  const auto ada = "user:" + id_of(here), about_ada = "user/" + id_of(here);
  ASSERT_EQ(deeds_.size(), 2u);
  EXPECT_EQ(deeds_[1].detail["made_by"].text(), "operator");
  const auto welcomed = "link/" + std::string(deeds_[1].detail["link"].text());
  EXPECT_EQ(said(), fmt::format("operator people.welcome {}\n{} people.accept_link {}\n", welcomed, ada, about_ada));

  const auto ben = somebody(here, "ben", {{Role::viewer, "bistro"}});
  EXPECT_EQ(deeds_.back().detail["purpose"].text(), "invitation");
  EXPECT_EQ(said(), fmt::format("{0} people.invite user/{1}\nuser:{1} people.accept_link user/{1}\n", ada, id_of(ben)));
  enter(run(people_->roster.make_link_by_email("ben@house.example")));
  EXPECT_EQ(deeds_.back().deed + " " + std::string(deeds_.back().detail["purpose"].text()),
            "people.accept_link password");
  said();

  const auto there = run(sign_in("ada@house.example", kPassword)).token;
  const auto theres = people_->door.session_of(there)->id, heres = people_->door.session_of(here)->id;
  run(people_->door.end_session(caller(here), theres));
  EXPECT_EQ(said(), fmt::format("{} people.end_session session/{}\n", ada, theres));
  run(people_->door.end_others(caller(here), heres));
  EXPECT_EQ(said(), "") << "there were none";
  run(sign_in("ada@house.example", kPassword));
  run(people_->door.end_others(caller(here), heres));
  EXPECT_EQ(said(), fmt::format("{} people.end_other_sessions {}\n", ada, about_ada));
}

TEST_F(DoorTest, a_session_that_was_ended_before_it_was_kept_never_counts) {
  auto opened = Sessions::open("u_1", here_, clock_.wall(), random_);
  Sessions sessions;
  sessions.forget({opened.session.digest}, clock_.wall());
  sessions.keep(opened.session);
  EXPECT_FALSE(sessions.use(opened.token, clock_.wall()));
}

TEST(Passwords, are_long_enough_and_neither_the_address_nor_the_name) {
  const auto slug = [](std::string_view given) {
    try {
      Passwords::read(given, "ada.lovelace@house.example", "Ada King Lovelace");
    } catch (const Error& error) {
      return error.slug;
    }
    return std::string();
  };
  EXPECT_EQ(slug("eleven char"), "people/weak-password");
  EXPECT_EQ(slug("twelve chars"), "");
  EXPECT_EQ(slug("            "), "people/weak-password");
  EXPECT_EQ(slug("a           "), "people/weak-password") << "spaces around it are no letters";
  EXPECT_EQ(slug("\u00a0\u2003\u00a0\u2003\u00a0\u2003\u00a0\u2003\u00a0\u2003\u00a0\u2003"), "people/weak-password");
  EXPECT_EQ(slug("\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b"), "people/weak-password");
  EXPECT_EQ(slug("zwölf Öäüßéé"), "") << "letters are counted, not bytes";
  EXPECT_EQ(slug("ada.lovelace@house.EXAMPLE"), "people/weak-password");
  EXPECT_EQ(slug("ada.lovelace"), "people/weak-password");
  EXPECT_EQ(slug("Ada King Lovelace"), "people/weak-password");
  EXPECT_EQ(slug("ada king ｌovelace"), "people/weak-password") << "the same letters in another look";
  EXPECT_EQ(slug(std::string(1024, 'x')), "");
  EXPECT_EQ(slug(std::string(1025, 'x')), "people/weak-password");
  EXPECT_EQ(slug("\xff\xfe not a text at all"), "people/weak-password");
}

TEST_F(DoorTest, counts_a_password_as_fresh_for_ten_minutes_and_takes_it_again) {
  const auto token = welcome();
  EXPECT_TRUE(people_->directory.is_proved(token)) << "it was set by the link";
  EXPECT_TRUE(people_->directory.is_proved(token + ".bistro"));
  clock_.advance(10min - 1ms);
  EXPECT_TRUE(people_->directory.is_proved(token));
  clock_.advance(1ms);
  EXPECT_FALSE(people_->directory.is_proved(token));
  EXPECT_TRUE(is_in(token)) << "it is good for all else";

  const auto step_up = [&](const std::string& password) {
    return people_->door.step_up(caller(token), *people_->door.session_of(token), password, here_);
  };
  EXPECT_EQ(slug_of(step_up("a lamp in the windo")), "people/wrong-password");
  EXPECT_FALSE(people_->directory.is_proved(token));
  deeds_.clear();
  EXPECT_EQ(run(step_up(kPassword)).ms, clock_.wall().ms + 10 * 60'000);
  ASSERT_EQ(deeds_.size(), 1u);
  EXPECT_EQ(deeds_[0].deed, "people.step_up");
  EXPECT_EQ(deeds_[0].actor, caller(token).principal);
  EXPECT_EQ(deeds_[0].subject, "session/" + people_->door.session_of(token)->id);
  EXPECT_TRUE(people_->directory.is_proved(token));

  clock_.advance(5min);
  start();
  EXPECT_TRUE(people_->directory.is_proved(token)) << "it is stored";
  clock_.advance(5min);
  EXPECT_FALSE(people_->directory.is_proved(token)) << "and has the same end there";
  EXPECT_TRUE(people_->directory.is_proved(run(sign_in("ada@house.example", kPassword)).token));
}

TEST_F(DoorTest, counts_a_password_as_fresh_for_as_long_as_the_house_says) {
  proof_life_ = 2min;
  start();
  const auto token = welcome();
  clock_.advance(2min - 1ms);
  EXPECT_TRUE(people_->directory.is_proved(token));
  clock_.advance(1ms);
  EXPECT_FALSE(people_->directory.is_proved(token));
  const auto until = run(people_->door.step_up(caller(token), *people_->door.session_of(token), kPassword, here_));
  EXPECT_EQ(until.ms, clock_.wall().ms + 2 * 60'000);
}

TEST_F(DoorTest, takes_a_password_again_for_a_session_of_ones_own_that_is_open_and_so_often) {
  const auto ada = welcome();
  const auto ben = somebody(ada, "ben", {{Role::tenant_admin, "bistro"}});
  const auto key = run(people_->keys.make(caller(ada), "Reports", {"things.read"}, 0)).token;
  EXPECT_FALSE(people_->directory.is_proved(key)) << "nobody has given a password for it";
  const auto of_ada = *people_->door.session_of(ada);
  EXPECT_EQ(slug_of(people_->door.step_up(caller(ben), of_ada, kPassword, here_)), "people/unknown-session");

  clock_.advance(11min);
  const auto who = caller(ada);
  run(people_->door.end_session(who, of_ada.id));
  EXPECT_EQ(slug_of(people_->door.step_up(who, of_ada, kPassword, here_)), "people/unknown-session");
  EXPECT_FALSE(people_->directory.is_proved(ada));

  const auto of_ben = *people_->door.session_of(ben);
  std::string last;
  for (int tries = 0; tries < 11; ++tries) last = slug_of(people_->door.step_up(caller(ben), of_ben, "wrong", here_));
  EXPECT_EQ(last, "people/too-many-tries");
  EXPECT_EQ(slug_of(people_->door.step_up(caller(ben), of_ben, kPassword, here_)), "people/too-many-tries");
}

}  // namespace
}  // namespace frontdesk::platform::people
