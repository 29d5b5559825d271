#include "platform/errands/errands.h"

#include <gmock/gmock.h>

#include "base/error.h"
#include "platform/errands/kind.h"
#include "platform/errands/performing.h"
#include "platform/tests/one_place.h"
#include "platform/work/tidying.h"

namespace frontdesk::platform {
namespace {

using errands::State;

class ErrandsTest : public OnePlace {
 protected:
  ErrandsTest() {
    frame_.add(errands::performing());
    frame_.add(
        {.name = "count", .units = {"tokens"}, .perform = [this](errands::Piece& piece) { return count(piece); }});
    open();
  }

  Task<errands::Step> count(errands::Piece& piece) {
    const auto at = piece.errand.cursor.is_null() ? 0 : piece.errand.cursor.integer();
    keys_.push_back(piece.key);
    if (at == stops_at_) co_await stop_it(piece.errand.number);
    if (at == fails_at_) throw Error(fails_as_, "test/no", "No.");
    co_return errands::Step{.cursor = at + 1,
                            .done = 1,
                            .saying = "counting",
                            .cost = Value::object({{unit_, 10}}),
                            .is_last = at == 3,
                            .result = Value("four")};
  }

  Task<> stop_it(std::int64_t number) {
    co_await place_->write("person", [number](Writing& writing) { errands::stop(writing, number); });
  }
  Task<> start_it(errands::Start start) {
    co_await place_->write("person", [&](Writing& writing) { started_ = errands::start(writing, start).number; });
  }
  std::int64_t start(Value budget = Value::object()) {
    run(start_it({.kind = "count", .key = "a", .title = "Count", .wish = "to 4", .total = 4, .budget = budget}));
    return started_;
  }
  work::Piece claim() {
    return run(place_->write("x", [](Writing& writing) { return work::claim(writing.sql, writing.at, 1).at(0); }));
  }
  void release() {
    run(place_->write("x", [](Writing& writing) { work::release_all_but(writing.sql, {}); }));
  }
  void do_one(const work::Piece& piece) {
    work::Job job(*place_, piece);
    run(frame_.find_kind("errand")->perform(job));
  }
  void tidy() { run(work::tidy(*place_)); }
  std::vector<errands::Errand> all(const errands::Filter& filter = {}) {
    return run(place_->store().read([&](store::Reader& reader) { return errands::list(reader, filter); }));
  }
  errands::Errand it() {
    return *run(place_->store().read([](store::Reader& reader) { return errands::find(reader, 1); }));
  }

  std::vector<std::string> keys_;
  std::string unit_ = "tokens";
  std::int64_t fails_at_ = -1, stops_at_ = -1, started_ = 0;
  frontdesk::Kind fails_as_ = frontdesk::Kind::invalid;
};

TEST_F(ErrandsTest, is_done_in_pieces_once_for_its_key) {
  EXPECT_EQ(start(), start());
  do_what_is_due();
  start();
  do_what_is_due();
  EXPECT_THAT(keys_, testing::ElementsAre("count/1/0", "count/1/1", "count/1/2", "count/1/3"));
  EXPECT_EQ(it().state, State::finished);
  EXPECT_EQ(it().done, 4);
  EXPECT_EQ(it().cost["tokens"].integer(), 40);
  EXPECT_EQ(it().result.text(), "four");
}

TEST_F(ErrandsTest, leaves_little_behind_among_the_work) {
  start();
  do_what_is_due();
  EXPECT_EQ(it().pieces, 4);
  EXPECT_EQ(pieces().size(), 1u);
}

TEST_F(ErrandsTest, forgets_at_its_end_what_it_was_about) {
  start();
  EXPECT_EQ(it().wish.text(), "to 4");
  do_what_is_due();
  EXPECT_TRUE(it().wish.is_null());
  EXPECT_TRUE(it().cursor.is_null());
}

TEST_F(ErrandsTest, is_not_taken_for_another_with_its_key) {
  start();
  const errands::Start other{.kind = "count", .key = "a", .title = "Count", .wish = "to 5"};
  EXPECT_EQ(slug_of(start_it(other)), "errands/key-reused");
  do_what_is_due();
  EXPECT_EQ(slug_of(start_it(other)), "errands/key-reused") << "nor behind its end";
  EXPECT_EQ(it().done, 4);
}

TEST_F(ErrandsTest, takes_a_budget_of_what_its_pieces_count) {
  const auto slug = [&](Value budget) {
    return slug_of(start_it({.kind = "count", .key = "b", .title = "Count", .wish = {}, .budget = std::move(budget)}));
  };
  EXPECT_EQ(slug(Value::object({{"token", 5}})), "errands/bad-budget");
  EXPECT_EQ(slug(Value::object({{"tokens", 0}})), "errands/bad-budget");
  EXPECT_EQ(slug(Value::object({{"tokens", -5}})), "errands/bad-budget");
  EXPECT_EQ(slug(Value::object({{"tokens", 1.5}})), "errands/bad-budget");
  EXPECT_EQ(slug(Value::object({{"tokens", "5"}})), "errands/bad-budget");
  EXPECT_EQ(slug(Value("5")), "errands/bad-budget");
  EXPECT_TRUE(all().empty());
  EXPECT_EQ(slug(Value::object({{"tokens", 5}})), "");
}

TEST_F(ErrandsTest, goes_on_at_the_last_committed_piece_in_another_process) {
  start();
  for (int i = 0; i < 2; ++i) do_one(claim());
  claim();  // and the process is gone
  open();
  EXPECT_EQ(it().done, 2);
  release();
  do_what_is_due();
  EXPECT_THAT(keys_, testing::ElementsAre("count/1/0", "count/1/1", "count/1/2", "count/1/3"));
  EXPECT_EQ(it().state, State::finished);
  EXPECT_EQ(it().done, 4);
}

TEST_F(ErrandsTest, counts_a_piece_once_that_was_done_twice) {
  start();
  const auto late = claim();
  release();
  do_one(claim());
  EXPECT_THROW(do_one(late), Error);
  EXPECT_EQ(it().done, 1);
  EXPECT_EQ(it().cost["tokens"].integer(), 10);
}

TEST_F(ErrandsTest, fails_where_each_attempt_at_a_piece_ends_the_process) {
  start();
  for (int i = 0; i < 12; ++i) {
    claim();
    release();
  }
  do_what_is_due();
  EXPECT_EQ(it().state, State::failed);
  EXPECT_TRUE(it().error.starts_with("errands/dies"));
}

TEST_F(ErrandsTest, fails_where_the_program_has_no_such_kind_any_more) {
  start();
  do_one(claim());
  frame_.errand_kinds.clear();
  do_what_is_due();
  EXPECT_EQ(it().state, State::failed);
  EXPECT_TRUE(it().error.starts_with("errands/unknown-kind: "));
  EXPECT_EQ(it().done, 1);
  EXPECT_TRUE(pieces({.state = work::State::failed}).empty()) << "nothing is left that could be tried again";
  EXPECT_EQ(slug_of(start_it({.kind = "count", .key = "b", .title = "Count", .wish = {}})), "errands/unknown-kind");
}

TEST_F(ErrandsTest, fails_where_a_piece_counts_what_no_budget_can_name) {
  unit_ = "token";
  start();
  do_what_is_due();
  EXPECT_EQ(it().state, State::failed);
  EXPECT_TRUE(it().error.starts_with("errands/bad-step"));
}

TEST_F(ErrandsTest, stops_behind_the_piece_under_way_and_keeps_what_was_done) {
  stops_at_ = 1;
  start();
  do_what_is_due();
  EXPECT_EQ(it().state, State::stopped);
  EXPECT_EQ(it().done, 2);
  EXPECT_EQ(it().stopped_by, "person");
  EXPECT_EQ(slug_of(stop_it(1)), "errands/over");
  EXPECT_EQ(slug_of(stop_it(7)), "errands/unknown");
}

TEST_F(ErrandsTest, stops_at_once_where_no_piece_has_begun) {
  start();
  run(stop_it(1));
  EXPECT_EQ(it().state, State::stopped);
  do_what_is_due();
  EXPECT_TRUE(keys_.empty());
}

TEST_F(ErrandsTest, stops_where_the_piece_under_way_comes_to_nothing) {
  stops_at_ = fails_at_ = 1;
  fails_as_ = frontdesk::Kind::unavailable;
  start();
  do_what_is_due();
  EXPECT_EQ(it().state, State::stopped) << "and makes no other attempt";
  EXPECT_EQ(it().done, 1);
}

TEST_F(ErrandsTest, stops_where_the_piece_under_way_went_with_its_process) {
  start();
  claim();
  run(stop_it(1));
  EXPECT_EQ(it().state, State::stopping);
  release();
  do_what_is_due();
  EXPECT_EQ(it().state, State::stopped);
  EXPECT_TRUE(keys_.empty());
}

TEST_F(ErrandsTest, stops_where_its_budget_is_spent) {
  start(Value::object({{"tokens", 20}}));
  do_what_is_due();
  EXPECT_EQ(it().state, State::stopped);
  EXPECT_EQ(it().stopped_by, "budget");
  EXPECT_EQ(it().done, 2);
}

TEST_F(ErrandsTest, fails_with_what_the_piece_said) {
  fails_at_ = 2;
  start();
  do_what_is_due();
  EXPECT_EQ(it().state, State::failed);
  EXPECT_EQ(it().error, "test/no: No.");
  EXPECT_EQ(it().done, 2);
}

TEST_F(ErrandsTest, says_what_went_wrong_while_it_is_tried_again) {
  fails_at_ = 2;
  fails_as_ = frontdesk::Kind::unavailable;
  start();
  do_what_is_due();
  EXPECT_EQ(it().state, State::running);
  EXPECT_EQ(it().error, "test/no: No.");
  fails_at_ = -1;
  clock_.advance(std::chrono::minutes(1));
  do_what_is_due();
  EXPECT_EQ(it().state, State::finished);
  EXPECT_EQ(it().error, "");
}

TEST_F(ErrandsTest, are_listed_by_state_and_kind_the_newest_first) {
  for (const auto* const key : {"a", "b", "c"})
    run(start_it({.kind = "count", .key = key, .title = "Count", .wish = {}}));
  run(stop_it(2));
  EXPECT_EQ(all({.state = State::running}).size(), 2u);
  EXPECT_EQ(all({.state = State::stopped}).at(0).number, 2);
  EXPECT_EQ(all({.kind = "other"}).size(), 0u);
  const auto behind = all({.before = 3, .limit = 1});
  ASSERT_EQ(behind.size(), 1u);
  EXPECT_EQ(behind[0].number, 2);
}

TEST_F(ErrandsTest, are_forgotten_when_they_were_over_long_ago) {
  for (const auto* const key : {"a", "b", "c"})
    run(start_it({.kind = "count", .key = key, .title = "Count", .wish = {}}));
  run(stop_it(1));
  run(stop_it(3));
  clock_.advance(std::chrono::days(29));
  tidy();
  EXPECT_EQ(all().size(), 3u);
  clock_.advance(std::chrono::days(2));
  tidy();
  EXPECT_EQ(all().size(), 2u) << "the newest gives the numbers, and the second is not over";
  EXPECT_EQ(all({.state = State::running}).at(0).number, 2);
}

}  // namespace
}  // namespace frontdesk::platform
