#include "platform/errands/errands.h"

#include "base/error.h"
#include "platform/errands/kind.h"
#include "platform/tests/one_place.h"

namespace frontdesk::platform {
namespace {

using errands::State;

class ErrandsTest : public OnePlace {
 protected:
  ErrandsTest() {
    frame_.add(errands::work_of({.name = "count", .perform = [this](errands::Piece& piece) { return count(piece); }}));
    open();
  }

  Task<errands::Step> count(errands::Piece& piece) {
    const auto at = piece.errand.cursor.is_null() ? 0 : piece.errand.cursor.integer();
    keys_.push_back(piece.key);
    if (at == fails_at_) throw Error(frontdesk::Kind::invalid, "test/no", "No.");
    if (at == stops_at_) co_await stop_it(piece.errand.number);
    co_return errands::Step{.cursor = at + 1,
                            .done = 1,
                            .saying = "counting",
                            .cost = Value::object({{"tokens", 10}}),
                            .is_last = at == 3,
                            .result = Value("four")};
  }

  Task<> stop_it(std::int64_t number) {
    co_await place_->write("person", [number](Writing& writing) { errands::stop(writing, number); });
  }
  std::int64_t start(Value budget = Value::object()) {
    return run(place_->write("person", [&](Writing& writing) {
      return errands::start(writing, {.kind = "count", .key = "a", .total = 4, .budget = budget}).number;
    }));
  }
  work::Piece claim() {
    return run(place_->write("x", [](Writing& writing) { return work::claim(writing.sql, writing.at, 1).at(0); }));
  }
  void release() {
    run(place_->write("x", [](Writing& writing) { work::release_all_but(writing.sql, {}); }));
  }
  void do_one(const work::Piece& piece) {
    work::Job job(*place_, piece);
    run(frame_.find_kind("count")->perform(job));
  }
  errands::Errand it() {
    return *run(place_->store().read([](store::Reader& reader) { return errands::find(reader, 1); }));
  }

  std::vector<std::string> keys_;
  std::int64_t fails_at_ = -1, stops_at_ = -1;
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

}  // namespace
}  // namespace frontdesk::platform
