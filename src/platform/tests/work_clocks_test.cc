#include "base/error.h"
#include "platform/tests/one_place.h"
#include "support/jumping_clock.h"

namespace frontdesk::platform {
namespace {

// trust.md R17: what is due at a time of day follows the clock on the wall and happens once; a wait is a span, and does
// not.
class WorkClocksTest : public testing::Test {
 protected:
  WorkClocksTest() {
    frame_.add({.name = "note", .perform = [this](work::Job& job) { return note(job); }});
    database_ = support::open_database({.folder = "data", .writer_threads = 0}, modules(), files_, *log_);
    auto* const tenant = support::run_task(context_, database_->open(TenantId::parse("acme")));
    place_.emplace(*tenant, frame_, context_.get_executor());
  }

  Task<> note(work::Job& job) {
    done_.push_back(job.piece.item.key);
    clock_.jump(std::exchange(jump_meanwhile_, std::chrono::hours(0)));
    if (std::erase(failing_, job.piece.item.key) > 0) throw Error(Kind::unavailable, "test/away", "Nobody is there.");
    co_return;
  }
  void ask(std::string key, std::chrono::milliseconds in) {
    const Timestamp due{clock_.wall().ms + in.count()};
    support::run_task(context_, place_->write("test", [&](Writing& writing) {
      writing.ask({.kind = "note", .key = key, .due = due});
    }));
  }
  void pass(std::chrono::milliseconds span) {
    steady_.advance(span);
    support::run_task(context_, place_->worker().do_what_is_due());
  }

  boost::asio::io_context context_{1};
  MemoryFiles files_;
  std::unique_ptr<Log> log_ = silent_log();
  ManualClock steady_{Timestamp{1'800'000'000'000}};
  support::JumpingClock clock_{steady_};
  SeededRandom random_{1};
  Frame frame_{clock_, random_, *log_, audit::Audit(std::string(32, 'k'))};
  std::unique_ptr<store::Database> database_;
  std::optional<Place> place_;
  std::vector<std::string> done_;
  std::vector<std::string> failing_;
  std::chrono::hours jump_meanwhile_{0};  // while the next piece is done
};

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

TEST_F(WorkClocksTest, what_is_due_at_a_time_is_done_once_whichever_way_the_clock_jumps) {
  for (const auto jump : {hours(1), hours(-1), hours(24 * 3653), hours(24 * -3653)}) {
    const auto key = std::to_string(jump.count());
    ask(key, minutes(30));
    clock_.jump(jump);
    pass(seconds(0));
    clock_.jump(-jump);
    pass(minutes(31));
    pass(minutes(31));
    EXPECT_EQ(std::ranges::count(done_, key), 1) << key;
  }
}

TEST_F(WorkClocksTest, a_wait_behind_a_failure_is_not_shortened_by_a_clock_put_forward) {
  failing_ = {"a"};
  ask("a", seconds(0));
  pass(seconds(0));
  clock_.jump(hours(1));
  pass(std::chrono::milliseconds(1));
  EXPECT_EQ(done_.size(), 1U);
  pass(seconds(3));
  EXPECT_EQ(done_.size(), 2U);
}

TEST_F(WorkClocksTest, a_wait_behind_a_failure_is_not_prolonged_by_a_clock_put_back) {
  failing_ = {"a"};
  ask("a", seconds(0));
  pass(seconds(0));
  clock_.jump(hours(-1));
  pass(seconds(3));
  EXPECT_EQ(done_.size(), 2U);
}

TEST_F(WorkClocksTest, a_wait_behind_a_failure_counts_from_the_clock_as_it_was_moved_meanwhile) {
  for (const auto jump : {hours(1), hours(-1)}) {
    done_.clear();
    const auto key = std::to_string(jump.count());
    failing_ = {key};
    jump_meanwhile_ = jump;
    ask(key, seconds(0));
    pass(seconds(0));
    EXPECT_EQ(done_.size(), 1U) << key;
    pass(std::chrono::milliseconds(1));
    EXPECT_EQ(done_.size(), 1U) << key << ": before its time";
    pass(seconds(3));
    EXPECT_EQ(done_.size(), 2U) << key << ": behind its time";
  }
}

}  // namespace
}  // namespace frontdesk::platform
