#include "platform/approvals/approvals.h"

#include "base/error.h"
#include "platform/tests/one_place.h"

namespace frontdesk::platform {
namespace {

using approvals::Approval;
using approvals::State;

class ApprovalsTest : public OnePlace {
 protected:
  ApprovalsTest() {
    frame_.add(approvals::due());
    open();
  }

  Approval ask(const std::string& by, const std::string& hash) {
    return run(place_->write(by, [&](Writing& writing) {
      return approvals::ask(writing, random_,
                            {.kind = "config.deploy",
                             .subject = "config",
                             .subject_hash = hash,
                             .summary = "Put the new menu live.",
                             .permission = "config.approve",
                             .time = std::chrono::hours(72)});
    }));
  }
  Task<> answer(std::string by, std::string id, approvals::Answer how, std::string permission = "config.approve") {
    const Caller caller{TenantId::parse("acme"), by, {permission}};
    co_await place_->write(by, [&](Writing& writing) { approvals::answer(writing, id, how, caller, one_); });
  }
  // "ana.bot" and "ana" are one.
  const approvals::SamePerson one_ = [](const std::string& one, const std::string& other) {
    return one.substr(0, one.find('.')) == other.substr(0, other.find('.'));
  };
  Approval now(const std::string& id) {
    return *run(place_->store().read([&](store::Reader& reader) { return approvals::find(reader, id); }));
  }
  std::vector<std::string> events() {
    std::vector<std::string> types;
    const auto all = run(place_->store().read([](store::Reader& reader) { return events::list(reader, {}); }));
    for (const auto& event : all) types.push_back(event.event.type);
    std::ranges::reverse(types);
    return types;
  }
};

TEST_F(ApprovalsTest, are_given_by_a_second_person) {
  const auto asked = ask("user:ana", "h1");
  EXPECT_EQ(slug_of(answer("user:ana", asked.id, {.approves = true, .subject_hash = "h1"})), "approvals/own");
  EXPECT_EQ(slug_of(answer("user:ben", asked.id, {.approves = true, .subject_hash = "h1"})), "");
  EXPECT_EQ(now(asked.id).state, State::approved);
  EXPECT_EQ(now(asked.id).answered_by, "user:ben");
  EXPECT_THAT(events(), testing::ElementsAre("approval.asked", "approval.approved"));
}

TEST_F(ApprovalsTest, are_not_given_by_who_does_not_count_as_a_second_person) {
  const approvals::Answer yes{.approves = true, .reason = {}, .subject_hash = "h1"};
  const auto asked = ask("user:ana.bot", "h1");
  EXPECT_EQ(slug_of(answer("user:ana", asked.id, yes)), "approvals/own");
  EXPECT_EQ(slug_of(answer("user:ana.other", asked.id, yes)), "approvals/own");
  EXPECT_EQ(slug_of(answer("key:k_ben", asked.id, yes)), "approvals/not-a-person");
  const auto is_to_answer = [&](const std::string& who) {
    return approvals::may_answer(now(asked.id), {TenantId::parse("acme"), who, {"config.approve"}}, one_);
  };
  EXPECT_FALSE(is_to_answer("user:ana") || is_to_answer("key:k_ben"));
  EXPECT_TRUE(is_to_answer("user:ben"));
  EXPECT_EQ(slug_of(answer("user:ben", asked.id, yes)), "");
}

TEST_F(ApprovalsTest, are_given_once) {
  const auto asked = ask("user:ana", "h1");
  EXPECT_EQ(slug_of(answer("user:ben", asked.id, {.approves = true, .subject_hash = "h1"})), "");
  EXPECT_EQ(slug_of(answer("user:eva", asked.id, {.reason = "No.", .subject_hash = "h1"})), "approvals/answered");
  EXPECT_EQ(now(asked.id).state, State::approved);
}

TEST_F(ApprovalsTest, are_for_those_who_may_decide) {
  const auto asked = ask("user:ana", "h1");
  EXPECT_EQ(slug_of(answer("user:ben", asked.id, {.approves = true, .subject_hash = "h1"}, "config.read")),
            "approvals/not-yours");
  EXPECT_EQ(slug_of(answer("user:ben", "ap_none", {.approves = true})), "approvals/unknown");
}

TEST_F(ApprovalsTest, hold_for_what_was_seen_only) {
  const auto asked = ask("user:ana", "h1");
  EXPECT_EQ(slug_of(answer("user:ben", asked.id, {.approves = true, .subject_hash = "h0"})), "approvals/changed");
  EXPECT_EQ(now(asked.id).state, State::pending);
}

TEST_F(ApprovalsTest, a_no_has_a_reason) {
  const auto asked = ask("user:ana", "h1");
  EXPECT_EQ(slug_of(answer("user:ben", asked.id, {.subject_hash = "h1"})), "approvals/no-reason");
  EXPECT_EQ(slug_of(answer("user:ben", asked.id, {.reason = "Too early.", .subject_hash = "h1"})), "");
  EXPECT_EQ(now(asked.id).reason, "Too early.");
}

TEST_F(ApprovalsTest, are_void_where_something_else_is_put_up_in_their_place) {
  const auto first = ask("user:ana", "h1");
  EXPECT_EQ(ask("user:ana", "h1").id, first.id);
  const auto second = ask("user:ana", "h2");
  EXPECT_EQ(now(first.id).state, State::voided);
  EXPECT_EQ(now(second.id).state, State::pending);
  EXPECT_EQ(slug_of(answer("user:ben", first.id, {.approves = true, .subject_hash = "h1"})), "approvals/answered");
}

TEST_F(ApprovalsTest, of_the_same_by_somebody_else_are_another_wish) {
  const auto first = ask("user:ana", "h1");
  const auto second = ask("user:ben", "h1");
  EXPECT_NE(first.id, second.id);
  EXPECT_EQ(now(first.id).state, State::voided);
}

TEST_F(ApprovalsTest, are_escalated_when_they_are_due_and_expire_behind_as_much_again) {
  const auto asked = ask("user:ana", "h1");
  clock_.advance(std::chrono::hours(73));
  do_what_is_due();
  EXPECT_TRUE(now(asked.id).is_escalated);
  EXPECT_EQ(now(asked.id).state, State::pending);
  clock_.advance(std::chrono::hours(73));
  do_what_is_due();
  EXPECT_EQ(now(asked.id).state, State::expired);
  EXPECT_EQ(slug_of(answer("user:ben", asked.id, {.approves = true, .subject_hash = "h1"})), "approvals/answered");
  EXPECT_THAT(events(), testing::ElementsAre("approval.asked", "approval.escalated", "approval.expired"));
}

TEST_F(ApprovalsTest, that_were_decided_are_not_escalated) {
  const auto asked = ask("user:ana", "h1");
  EXPECT_EQ(slug_of(answer("user:ben", asked.id, {.approves = true, .subject_hash = "h1"})), "");
  clock_.advance(std::chrono::hours(200));
  do_what_is_due();
  EXPECT_THAT(events(), testing::ElementsAre("approval.asked", "approval.approved"));
}

TEST_F(ApprovalsTest, are_withdrawn_by_who_asked) {
  const auto asked = ask("user:ana", "h1");
  const auto withdraw = [&](std::string by) -> std::string {
    const Caller caller{TenantId::parse("acme"), by, {"config.approve"}};
    return slug_of(place_->write(by, [&](Writing& writing) { approvals::withdraw(writing, asked.id, caller); }));
  };
  EXPECT_EQ(withdraw("user:ben"), "approvals/not-yours");
  EXPECT_EQ(withdraw("user:ana"), "");
  EXPECT_EQ(withdraw("user:ana"), "approvals/answered");
}

TEST_F(ApprovalsTest, list_shows_what_waits) {
  ask("user:ana", "h1");
  const auto second = ask("user:ana", "h2");
  const auto pending = run(
      place_->store().read([](store::Reader& reader) { return approvals::list(reader, {.state = State::pending}); }));
  ASSERT_EQ(pending.size(), 1U);
  EXPECT_EQ(pending[0].id, second.id);
}

}  // namespace
}  // namespace frontdesk::platform
