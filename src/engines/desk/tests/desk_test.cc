#include <gmock/gmock.h>

#include "base/error.h"
#include "base/json.h"
#include "engines/desk/engine.h"
#include "kit/engine_kit.h"
#include "platform/work/job.h"
#include "platform/work/worker.h"

namespace frontdesk::engines::desk {
namespace {

using platform::Writing;
using support::Who;

// Posts letters, of which some cannot be delivered, one by one or by an errand all of a street.
class DeskTest : public testing::Test {
 protected:
  support::EngineKit kit_{
      facts(), [this](support::EngineKit& kit) {
        auto made = engine({kit.place(), kit.actions, colleagues(), "https://desk.example/console/"});
        made.works.push_back(
            {.name = "letter", .perform = [this](platform::work::Job& job) { return post(*this, job); }});
        made.errands.push_back(
            {.name = "street", .units = {"stamps"}, .perform = [this](platform::errands::Piece& piece) {
               return post_next(*this, piece);
             }});
        return made;
      }};

  // Of the kit's people, who are all called what they are called by.
  Colleagues colleagues() {
    return {.name_of = [this](const std::string& principal) { return kit_.name_of(principal); },
            .find = [this](const std::string& principal) -> std::optional<Colleague> {
              return Colleague{principal, kit_.name_of(principal), kit_.name_of(principal) + "@lume.example"};
            },
            .is_same_person = std::equal_to<std::string>(),
            .who_may = [this](const TenantId&, platform::Permission) { return admins_; }};
  }

  DeskTest() {
    for (const auto& who : {ana_, ben_}) admins_.push_back({kit_.principal(who), who.name, who.name + "@lume.example"});
  }

  static Task<> post(DeskTest& self, platform::work::Job& job) {
    if (self.is_closed_) throw Error(Kind::invalid, "letter/returned", "Nobody of this name lives there.");
    co_return;
  }
  static Task<platform::errands::Step> post_next(DeskTest& self, platform::errands::Piece& piece) {
    const auto house = piece.errand.done + 1;
    if (house == self.closed_house_) throw Error(Kind::unavailable, "letter/locked", "The door is locked.");
    co_return platform::errands::Step{.cursor = {},
                                      .done = 1,
                                      .total = {},
                                      .saying = fmt::format("house {}", house),
                                      .cost = Value::object({{"stamps", 2}}),
                                      .is_last = house == 3,
                                      .result = Value::object({{"letters", house}})};
  }
  std::string errand(std::string key, Value budget = Value::object()) {
    std::int64_t number = 0;
    write(kit_.principal(ana_), [&](Writing& writing) {
      number = platform::errands::start(writing, {.kind = "street",
                                                  .key = std::move(key),
                                                  .title = "Letters for Elm Street",
                                                  .wish = Value("a secret of a customer"),
                                                  .total = 3,
                                                  .budget = std::move(budget)})
                   .number;
    });
    return fmt::format("/v1/errands/{}", number);
  }
  void write(const std::string& actor, const std::function<void(Writing&)>& body) {
    auto* const place = kit_.wait(kit_.place()(TenantId::parse("acme")));
    kit_.wait(place->write(actor, body));
  }
  void ask_for_letter(const std::string& key) {
    write(kit_.principal(ana_), [&](Writing& writing) { writing.ask({.kind = "letter", .key = key}); });
    kit_.do_what_is_due();
  }
  std::string put_up(const std::string& by, const std::string& hash, const std::string& summary = "Send it.") {
    std::string id;
    write(by, [&](Writing& writing) {
      id = platform::approvals::ask(writing, kit_.random,
                                    {.kind = "letter.send",
                                     .subject = "letter",
                                     .subject_hash = hash,
                                     .summary = summary,
                                     .permission = "approvals.answer"})
               .id;
    });
    return id;
  }

  std::vector<Colleague> admins_;
  Who ana_{.name = "ana"};
  Who ben_{.name = "ben"};
  bool is_closed_ = true;
  std::int64_t closed_house_ = 0;
};

TEST_F(DeskTest, shows_what_failed_and_tries_it_again) {
  ask_for_letter("1");
  const auto failed = kit_.get(ana_, "/v1/work?state=failed")["items"];
  ASSERT_EQ(failed.size(), 1U);
  EXPECT_EQ(failed[0]["last_error"].text(), "letter/returned: Nobody of this name lives there.");
  is_closed_ = false;
  EXPECT_EQ(kit_.post(ana_, "/v1/work/1/again")["state"].text(), "waiting");
  kit_.do_what_is_due();
  EXPECT_EQ(kit_.get(ana_, "/v1/work?state=done")["items"].size(), 1U);
  EXPECT_EQ(kit_.get(ana_, "/v1/audit")["items"][0]["deed"].text(), "work.again");
}

TEST_F(DeskTest, gives_up_what_failed_and_only_that) {
  ask_for_letter("1");
  EXPECT_EQ(kit_.post(ana_, "/v1/work/1/give-up")["state"].text(), "given_up");
  EXPECT_EQ(kit_.slug(kit_.send(ana_, "POST", "/v1/work/1/give-up")), "work/not-failed");
  EXPECT_EQ(kit_.slug(kit_.send(ana_, "POST", "/v1/work/99/again")), "work/unknown");
  EXPECT_EQ(kit_.slug(kit_.send(ana_, "POST", "/v1/work/one/again")), "request/bad-parameter");
}

TEST_F(DeskTest, shows_how_far_an_errand_is_what_it_cost_and_what_came_of_it) {
  closed_house_ = 2;
  const auto target = errand("1");
  kit_.do_what_is_due();
  const auto half = kit_.get(ana_, target);
  EXPECT_EQ(half["state"].text(), "running");
  EXPECT_EQ(half["done"].integer(), 1);
  EXPECT_EQ(half["total"].integer(), 3);
  EXPECT_EQ(half["saying"].text(), "house 1");
  EXPECT_EQ(half["error"].text(), "letter/locked: The door is locked.");
  EXPECT_EQ(half["started_by"].text(), "ana");
  EXPECT_TRUE(half["ended_at"].is_null());
  EXPECT_EQ(json::print(half).find("secret"), std::string::npos);
  closed_house_ = 0;
  kit_.clock.advance(std::chrono::minutes(1));
  kit_.do_what_is_due();
  const auto whole = kit_.get(ana_, target);
  EXPECT_EQ(whole["state"].text(), "finished");
  EXPECT_EQ(whole["cost"]["stamps"].integer(), 6);
  EXPECT_EQ(whole["result"]["letters"].integer(), 3);
  EXPECT_EQ(whole["error"].text(), "");
}

TEST_F(DeskTest, stops_an_errand_once_and_the_audit_says_who) {
  closed_house_ = 2;
  const auto target = errand("1");
  kit_.do_what_is_due();
  EXPECT_EQ(kit_.send(Who{.role = platform::Role::viewer, .name = "eva"}, "POST", target + "/stop").status, 403);
  const auto first = kit_.send(ben_, "POST", target + "/stop", {}, "k1");
  EXPECT_EQ(kit_.told(first)["state"].text(), "stopped");
  EXPECT_EQ(kit_.told(first)["stopped_by"].text(), "ben");
  EXPECT_EQ(kit_.send(ben_, "POST", target + "/stop", {}, "k1").body, first.body);
  EXPECT_EQ(kit_.slug(kit_.send(ben_, "POST", target + "/stop")), "errands/over");
  EXPECT_EQ(kit_.slug(kit_.send(ben_, "POST", "/v1/errands/99/stop")), "errands/unknown");
  EXPECT_EQ(kit_.slug(kit_.send(ben_, "POST", "/v1/errands/one/stop")), "request/bad-parameter");
  const auto deeds = kit_.get(ana_, "/v1/audit?subject=errand/1")["items"];
  ASSERT_EQ(deeds.size(), 2U);
  EXPECT_EQ(deeds[0]["deed"].text(), "errands.stop");
  EXPECT_EQ(deeds[0]["principal"].text(), kit_.principal(ben_));
  EXPECT_EQ(deeds[1]["deed"].text(), "errands.start");
  EXPECT_EQ(deeds[1]["principal"].text(), kit_.principal(ana_));
  closed_house_ = 0;
  kit_.clock.advance(std::chrono::hours(2));
  kit_.do_what_is_due();
  EXPECT_EQ(kit_.get(ana_, target)["done"].integer(), 1);
}

TEST_F(DeskTest, lists_errands_by_state_and_kind_in_pages_to_their_own_tenant) {
  for (const auto* const key : {"1", "2", "3"}) errand(key);
  errand("4", Value::object({{"stamps", 1}}));
  kit_.do_what_is_due();
  errand("5");
  const auto count = [&](const std::string& query) { return kit_.get(ana_, "/v1/errands" + query)["items"].size(); };
  EXPECT_EQ(count("?state=finished"), 3U);
  EXPECT_EQ(count("?state=running"), 1U);
  EXPECT_EQ(count("?kind=street"), 5U);
  EXPECT_EQ(count("?kind=avenue"), 0U);
  const auto stopped = kit_.get(ana_, "/v1/errands?state=stopped")["items"];
  ASSERT_EQ(stopped.size(), 1U);
  EXPECT_EQ(stopped[0]["stopped_by"].text(), "budget");
  const auto page = kit_.get(ana_, "/v1/errands?limit=2");
  EXPECT_EQ(page["items"][0]["number"].integer(), 5);
  EXPECT_EQ(count(fmt::format("?limit=5&before={}", page["next"].integer())), 3U);
  EXPECT_EQ(kit_.slug(kit_.send(ana_, "GET", "/v1/errands?state=walking")), "request/bad-parameter");
  EXPECT_EQ(kit_.get(Who{.tenant = "other"}, "/v1/errands")["items"].size(), 0U);
  EXPECT_EQ(kit_.slug(kit_.send(Who{.tenant = "other"}, "GET", "/v1/errands/1")), "errands/unknown");
}

TEST_F(DeskTest, lists_come_in_pages) {
  for (int i = 0; i < 5; ++i) ask_for_letter(std::to_string(i));
  const auto first = kit_.get(ana_, "/v1/work?limit=2");
  EXPECT_EQ(first["items"].size(), 2U);
  const auto rest = kit_.get(ana_, fmt::format("/v1/work?limit=5&before={}", first["next"].integer()));
  EXPECT_EQ(rest["items"].size(), 3U);
  EXPECT_TRUE(rest["next"].is_null());
  EXPECT_EQ(kit_.slug(kit_.send(ana_, "GET", "/v1/work?before=x")), "request/bad-parameter");
}

TEST_F(DeskTest, lists_are_searched_by_a_part_of_what_they_show) {
  const auto count = [&](const std::string& target) { return kit_.get(ana_, target)["items"].size(); };
  for (const auto* key : {"order/17", "order/18"}) ask_for_letter(key);
  EXPECT_EQ(count("/v1/work?q=ORDER%2F17"), 1U);
  EXPECT_EQ(count("/v1/work?q=nobody%20of%20this%20name"), 2U);
  EXPECT_EQ(count("/v1/work?q=nowhere"), 0U);
  EXPECT_EQ(count("/v1/work?q=%25"), 0U) << "no letter stands for others";
  EXPECT_EQ(count("/v1/work?q=order_17"), 0U);

  for (int i = 0; i < 3; ++i) put_up(kit_.principal(ana_), fmt::format("h{}", i), fmt::format("Öffnungszeiten {}", i));
  EXPECT_EQ(count("/v1/approvals?q=%C3%B6ffnungszeiten"), 3U);
  EXPECT_EQ(count("/v1/approvals?q=%C3%B6ffnungszeiten&limit=2"), 2U);
  EXPECT_EQ(count("/v1/approvals?q=zeiten%201&state=voided"), 1U);
  EXPECT_EQ(count("/v1/approvals?q=zeiten%201&state=pending"), 0U);

  kit_.post(ana_, "/v1/work/1/give-up");
  EXPECT_EQ(count("/v1/audit?q=Give_Up"), 1U);
  EXPECT_EQ(count("/v1/audit?q=give_up&deed=work.again"), 0U);
}

TEST_F(DeskTest, a_second_person_decides_once_and_the_audit_says_who) {
  const auto id = put_up(kit_.principal(ana_), "h1");
  const auto target = "/v1/approvals/" + id + "/answer";
  const auto yes = Value::object({{"approves", true}, {"subject_hash", "h1"}});
  const auto own = kit_.get(ana_, "/v1/approvals")["items"][0];
  EXPECT_TRUE(own["is_own"].boolean());
  EXPECT_FALSE(own["may_answer"].boolean());
  EXPECT_TRUE(kit_.get(ben_, "/v1/approvals/" + id)["may_answer"].boolean());
  EXPECT_EQ(kit_.slug(kit_.send(ana_, "POST", target, yes)), "approvals/own");
  EXPECT_EQ(kit_.post(ben_, target, yes)["state"].text(), "approved");
  EXPECT_EQ(kit_.slug(kit_.send(Who{.name = "eva"}, "POST", target, yes)), "approvals/answered");
  EXPECT_EQ(kit_.get(ana_, "/v1/approvals/" + id)["answered_by"].text(), "ben");
  const auto last = kit_.get(ana_, "/v1/audit?deed=approvals.answer")["items"];
  ASSERT_EQ(last.size(), 1U);
  EXPECT_EQ(last[0]["principal"].text(), kit_.principal(ben_));
  EXPECT_EQ(last[0]["actor"].text(), "ben");
}

TEST_F(DeskTest, an_answer_that_is_sent_twice_under_one_key_is_one) {
  const auto id = put_up(kit_.principal(ana_), "h1");
  const auto target = "/v1/approvals/" + id + "/answer";
  const auto yes = Value::object({{"approves", true}, {"subject_hash", "h1"}});
  const auto first = kit_.send(ben_, "POST", target, yes, "k1");
  const auto second = kit_.send(ben_, "POST", target, yes, "k1");
  EXPECT_EQ(second.status, 200);
  EXPECT_EQ(second.body, first.body);
}

TEST_F(DeskTest, what_is_put_up_can_be_withdrawn_by_who_did) {
  const auto id = put_up(kit_.principal(ana_), "h1");
  EXPECT_EQ(kit_.slug(kit_.send(ben_, "POST", "/v1/approvals/" + id + "/withdraw")), "approvals/not-yours");
  EXPECT_EQ(kit_.post(ana_, "/v1/approvals/" + id + "/withdraw")["state"].text(), "withdrawn");
  EXPECT_EQ(kit_.get(ana_, "/v1/approvals?state=pending")["items"].size(), 0U);
}

TEST_F(DeskTest, who_may_decide_is_written_to_and_who_asked_is_told_what_became_of_it) {
  const auto id = put_up(kit_.principal(ana_), "h1");
  kit_.do_what_is_due();
  ASSERT_EQ(kit_.letterbox.taken.size(), 1U) << "ana asked herself, and is not written to";
  EXPECT_EQ(kit_.letterbox.taken[0].to, "ben@lume.example");
  const auto text = support::Letterbox::text_of(kit_.letterbox.taken[0]);
  EXPECT_THAT(text, testing::HasSubstr("ana asks for your decision for acme"));
  EXPECT_THAT(text, testing::HasSubstr("https://desk.example/console/#/decisions/" + id));
  const auto no = Value::object({{"approves", false}, {"reason", "Too early."}, {"subject_hash", "h1"}});
  EXPECT_EQ(kit_.post(ben_, "/v1/approvals/" + id + "/answer", no)["state"].text(), "rejected");
  kit_.do_what_is_due();
  ASSERT_EQ(kit_.letterbox.taken.size(), 2U);
  EXPECT_EQ(kit_.letterbox.taken[1].to, "ana@lume.example");
  EXPECT_THAT(support::Letterbox::text_of(kit_.letterbox.taken[1]), testing::HasSubstr("rejected, by ben. Too early."));
}

TEST_F(DeskTest, who_may_decide_is_written_to_again_when_nobody_does) {
  put_up(kit_.principal(ana_), "h1");
  kit_.do_what_is_due();
  kit_.clock.advance(std::chrono::hours(73));
  kit_.do_what_is_due();
  ASSERT_EQ(kit_.letterbox.taken.size(), 2U);
  EXPECT_EQ(kit_.letterbox.taken[1].to, "ben@lume.example");
}

TEST_F(DeskTest, every_action_can_be_called_by_name) {
  const auto names = kit_.get(ana_, "/v1/actions")["items"];
  EXPECT_EQ(names.size(), 5U);
  const auto id = put_up(kit_.principal(ana_), "h1");
  const auto answer = kit_.post(ben_, "/v1/actions/approvals.answer",
                                Value::object({{"id", id}, {"approves", true}, {"subject_hash", "h1"}}));
  EXPECT_EQ(answer["answer"]["state"].text(), "approved");
  EXPECT_EQ(kit_.slug(kit_.send(ben_, "POST", "/v1/actions/none", Value::object({}))), "actions/unknown");
  EXPECT_EQ(kit_.slug(kit_.send(ben_, "POST", "/v1/actions/work.again", Value::object({{"number", "1"}}))),
            "actions/bad-arguments");
}

TEST_F(DeskTest, the_audit_is_found_to_be_whole_or_not) {
  ask_for_letter("1");
  kit_.post(ana_, "/v1/work/1/give-up");
  EXPECT_TRUE(kit_.get(ana_, "/v1/audit/verdict")["is_whole"].boolean());
  write("nobody", [](Writing& writing) { writing.sql.run(store::Sql{"UPDATE audit SET actor = 'staff:ben'"}); });
  const auto verdict = kit_.get(ana_, "/v1/audit/verdict");
  EXPECT_FALSE(verdict["is_whole"].boolean());
  EXPECT_EQ(verdict["broken"]["number"].integer(), 1);
}

TEST_F(DeskTest, the_audit_is_missed_where_it_was_put_back_to_what_it_was) {
  ask_for_letter("1");
  kit_.post(ana_, "/v1/work/1/give-up");
  const auto now = kit_.get(ana_, "/v1/audit/verdict");
  const auto noted = fmt::format("/v1/audit/verdict?noted={}:{}", now["entries"].integer(), now["head"].text());
  EXPECT_TRUE(kit_.get(ana_, noted)["is_whole"].boolean());
  write("nobody", [](Writing& writing) {
    writing.sql.run(store::Sql{"DELETE FROM audit"});
    writing.sql.run(store::Sql{"DELETE FROM audit_head"});
  });
  EXPECT_FALSE(kit_.get(ana_, noted)["is_whole"].boolean());
  EXPECT_FALSE(kit_.get(ana_, "/v1/audit/verdict")["is_whole"].boolean()) << "as the operator's audit has it";
  EXPECT_EQ(kit_.slug(kit_.send(ana_, "GET", "/v1/audit/verdict?noted=last")), "request/bad-parameter");
}

TEST_F(DeskTest, events_can_be_looked_up) {
  put_up(kit_.principal(ana_), "h1");
  const auto events = kit_.get(ana_, "/v1/events?type=approval.asked")["items"];
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(events[0]["data"]["summary"].text(), "Send it.");
}

TEST_F(DeskTest, is_of_one_tenant_and_for_its_people) {
  const auto id = put_up(kit_.principal(ana_), "h1");
  EXPECT_EQ(kit_.slug(kit_.send(Who{.tenant = "other"}, "GET", "/v1/approvals/" + id)), "approvals/unknown");
  EXPECT_EQ(kit_.send(Who{.role = platform::Role::visitor}, "GET", "/v1/work").status, 403);
  EXPECT_EQ(kit_.send(Who{.role = platform::Role::page}, "POST", "/v1/actions/work.again", Value::object({})).status,
            403);
}

}  // namespace
}  // namespace frontdesk::engines::desk
