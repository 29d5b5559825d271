#include "platform/work/work.h"

#include "base/error.h"
#include "platform/tests/one_place.h"
#include "platform/work/tidying.h"

namespace frontdesk::platform {
namespace {

using work::Item;
using work::State;

class WorkTest : public OnePlace {
 protected:
  WorkTest() {
    frame_.add({.name = "note", .perform = [this](work::Job& job) { return note(job); }});
    open();
  }

  Task<> note(work::Job& job) {
    tried_.push_back(job.piece.item.key);
    if (failure_) throw *failure_;
    co_return;
  }

  std::vector<std::string> tried_;
  std::optional<Error> failure_;
};

TEST_F(WorkTest, is_done_once_however_often_it_is_asked_for) {
  EXPECT_TRUE(ask({.kind = "note", .key = "a"}));
  EXPECT_FALSE(ask({.kind = "note", .key = "a"}));
  do_what_is_due();
  EXPECT_FALSE(ask({.kind = "note", .key = "a"}));
  do_what_is_due();
  EXPECT_THAT(tried_, testing::ElementsAre("a"));
}

TEST_F(WorkTest, that_is_done_is_known_by_its_key_and_not_by_what_it_was_about) {
  ask({.kind = "note", .key = "a", .payload = Value::object({{"secret", "xyzzy"}})});
  do_what_is_due();
  EXPECT_TRUE(pieces().at(0).item.payload.is_null());
}

TEST_F(WorkTest, that_was_asked_for_in_a_transaction_that_failed_is_not_there) {
  const auto slug = slug_of(place_->write("test", [](Writing& writing) {
    writing.ask({.kind = "note", .key = "a"});
    throw Error(Kind::invalid, "test/no", "No.");
  }));
  EXPECT_EQ(slug, "test/no");
  EXPECT_EQ(do_what_is_due(), 0U);
}

TEST_F(WorkTest, waits_until_it_is_due) {
  ask({.kind = "note", .key = "later", .due = Timestamp{clock_.wall().ms + 1'000}});
  EXPECT_EQ(do_what_is_due(), 0U);
  clock_.advance(std::chrono::seconds(1));
  EXPECT_EQ(do_what_is_due(), 1U);
}

TEST_F(WorkTest, that_fails_is_tried_again_and_then_shown) {
  failure_ = Error(Kind::unavailable, "test/away", "Nobody is there.");
  ask({.kind = "note", .key = "a"});
  for (int i = 0; i < 30; ++i) {
    do_what_is_due();
    clock_.advance(std::chrono::hours(2));
  }
  EXPECT_EQ(tried_.size(), 12U);
  const auto piece = pieces().at(0);
  EXPECT_EQ(piece.state, State::failed);
  EXPECT_EQ(piece.last_error, "test/away: Nobody is there.");
}

TEST_F(WorkTest, that_is_wrong_and_stays_wrong_is_not_tried_again) {
  failure_ = Error(Kind::invalid, "test/wrong", "No such address.");
  ask({.kind = "note", .key = "a"});
  do_what_is_due();
  EXPECT_EQ(pieces().at(0).state, State::failed);
}

TEST_F(WorkTest, that_has_failed_is_done_when_a_person_says_again) {
  failure_ = Error(Kind::invalid, "test/wrong", "No such address.");
  ask({.kind = "note", .key = "a"});
  do_what_is_due();
  failure_.reset();
  const auto number = pieces().at(0).number;
  run(place_->write("staff:ana", [&](Writing& writing) { work::again(writing.sql, number, writing.at); }));
  do_what_is_due();
  EXPECT_EQ(pieces().at(0).state, State::done);
  EXPECT_EQ(
      slug_of(place_->write("staff:ana", [&](Writing& writing) { work::again(writing.sql, number, writing.at); })),
      "work/not-failed");
  EXPECT_EQ(slug_of(place_->write("staff:ana", [](Writing& writing) { work::give_up(writing.sql, 99, writing.at); })),
            "work/unknown");
}

TEST_F(WorkTest, of_a_lane_stays_in_its_order_while_others_pass) {
  failure_ = Error(Kind::unavailable, "test/away", "Nobody is there.");
  ask({.kind = "note", .key = "first", .lane = "x"});
  ask({.kind = "note", .key = "second", .lane = "x"});
  ask({.kind = "note", .key = "beside", .lane = "y"});
  do_what_is_due();
  EXPECT_THAT(tried_, testing::ElementsAre("first", "beside"));
  tried_.clear();
  failure_.reset();
  clock_.advance(std::chrono::seconds(5));
  do_what_is_due();
  std::erase(tried_, "beside");
  EXPECT_THAT(tried_, testing::ElementsAre("first", "second"));
}

TEST_F(WorkTest, of_a_lane_waits_for_one_that_failed_until_somebody_gives_it_up) {
  failure_ = Error(Kind::invalid, "test/wrong", "No such address.");
  ask({.kind = "note", .key = "first", .lane = "x"});
  ask({.kind = "note", .key = "second", .lane = "x"});
  do_what_is_due();
  failure_.reset();
  EXPECT_EQ(do_what_is_due(), 0U);
  run(place_->write("staff:ana", [&](Writing& writing) { work::give_up(writing.sql, 1, writing.at); }));
  EXPECT_EQ(do_what_is_due(), 1U);
  EXPECT_THAT(tried_, testing::ElementsAre("first", "second"));
}

TEST_F(WorkTest, that_was_running_when_the_process_died_is_begun_again) {
  ask({.kind = "note", .key = "a"});
  const auto now = clock_.wall();
  run(place_->store().write([now](store::Transaction& transaction) { work::claim(transaction, now, 10); }));
  open();
  EXPECT_EQ(do_what_is_due(), 0U);  // only start() knows that nobody else is at it
  place_->worker().start();
  context_.restart();
  for (int i = 0; i < 100 && tried_.empty(); ++i) context_.run_one();
  EXPECT_THAT(tried_, testing::ElementsAre("a"));
}

TEST_F(WorkTest, that_was_taken_away_from_a_job_is_taken_back_with_all_it_did) {
  ask({.kind = "note", .key = "a"});
  const auto now = clock_.wall();
  const auto claimed =
      run(place_->store().write([now](store::Transaction& transaction) { return work::claim(transaction, now, 10); }));
  run(place_->store().write([](store::Transaction& transaction) { work::release_all_but(transaction, {}); }));
  work::Job late(*place_, claimed.at(0));
  EXPECT_EQ(slug_of(late.settle([](Writing& writing) { writing.ask({.kind = "note", .key = "b"}); })), "work/lost");
  EXPECT_EQ(pieces().size(), 1U);
}

TEST_F(WorkTest, that_is_being_done_is_not_released_with_what_nobody_holds) {
  ask({.kind = "note", .key = "held"});
  ask({.kind = "note", .key = "lost"});
  const auto now = clock_.wall();
  run(place_->store().write([now](store::Transaction& transaction) { work::claim(transaction, now, 10); }));
  run(place_->store().write([](store::Transaction& transaction) { work::release_all_but(transaction, {1}); }));
  EXPECT_EQ(pieces({.state = State::running}).at(0).item.key, "held");
  EXPECT_EQ(pieces({.state = State::waiting}).at(0).item.key, "lost");
}

TEST_F(WorkTest, of_a_kind_that_nobody_knows_is_shown) {
  ask({.kind = "gone", .key = "a"});
  do_what_is_due();
  EXPECT_EQ(pieces().at(0).state, State::failed);
  EXPECT_THAT(pieces().at(0).last_error, testing::StartsWith("work/unknown-kind"));
}

TEST_F(WorkTest, that_nobody_has_begun_can_be_taken_back) {
  ask({.kind = "note", .key = "a", .due = Timestamp{clock_.wall().ms + 1'000}});
  const auto take_back = [](Writing& writing) { return work::take_back(writing.sql, "note", "a", writing.at); };
  EXPECT_TRUE(run(place_->write("test", take_back)));
  EXPECT_FALSE(run(place_->write("test", take_back)));
  clock_.advance(std::chrono::seconds(2));
  EXPECT_EQ(do_what_is_due(), 0U);
}

TEST_F(WorkTest, that_is_settled_is_forgotten_and_what_is_open_is_not) {
  ask({.kind = "note", .key = "a"});
  do_what_is_due();
  ask({.kind = "note", .key = "b", .due = Timestamp{clock_.wall().ms + 1'000}});
  const Timestamp later{clock_.wall().ms + 1};
  run(place_->store().write([later](store::Transaction& transaction) { work::forget(transaction, later); }));
  ASSERT_EQ(pieces().size(), 1U);
  EXPECT_EQ(pieces().at(0).item.key, "b");
}

TEST_F(WorkTest, that_was_settled_a_month_ago_is_tidied_away) {
  ask({.kind = "note", .key = "old"});
  do_what_is_due();
  clock_.advance(frame_.keeping.work - std::chrono::hours(1));
  ask({.kind = "note", .key = "new"});
  do_what_is_due();
  run(work::tidy(*place_));
  EXPECT_EQ(pieces().size(), 2U);
  clock_.advance(std::chrono::hours(2));
  run(work::tidy(*place_));
  ASSERT_EQ(pieces().size(), 1U);
  EXPECT_EQ(pieces().at(0).item.key, "new");
}

TEST_F(WorkTest, list_is_filtered_and_comes_in_pages) {
  for (int i = 0; i < 5; ++i) ask({.kind = i % 2 ? "note" : "other", .key = std::to_string(i)});
  EXPECT_EQ(pieces({.kind = "note"}).size(), 2U);
  const auto first = pieces({.limit = 2});
  ASSERT_EQ(first.size(), 2U);
  EXPECT_EQ(first[0].item.key, "4");
  EXPECT_EQ(pieces({.before = first[1].number, .limit = 10}).size(), 3U);
  EXPECT_TRUE(pieces({.state = State::done}).empty());
}

}  // namespace
}  // namespace frontdesk::platform
