#include "base/pool.h"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <latch>

#include "base/error.h"
#include "support/run_task.h"

namespace frontdesk {
namespace {

// Work that waits until it is let go, and says when it ran.
struct Gate {
  std::latch begun{1};
  std::latch open{1};
};

class PoolTest : public testing::Test {
 protected:
  Task<> enter(Pool& pool, std::string owner, std::string name) {
    co_await pool.run(owner, [this, name](Effort&) {
      const std::lock_guard lock(mutex_);
      order_.push_back(name);
    });
    resumed_on_loop_ = resumed_on_loop_ && std::this_thread::get_id() == loop_;
  }

  Task<> hold(Pool& pool, std::string owner, Gate& gate) {
    co_await pool.run(owner, [&gate](Effort&) {
      gate.begun.count_down();
      gate.open.wait();
    });
  }

  Task<> try_to_enter(Pool& pool, std::string owner, std::string& slug) {
    try {
      co_await pool.run(owner, [](Effort&) {});
    } catch (const Error& error) {
      slug = error.slug;
      retry_after_ = error.retry_after;
    }
  }

  void spawn(Task<> task) { boost::asio::co_spawn(context_, std::move(task), boost::asio::detached); }

  SystemClock clock_;
  boost::asio::io_context context_{1};
  std::thread::id loop_ = std::this_thread::get_id();
  std::mutex mutex_;
  std::vector<std::string> order_;
  bool resumed_on_loop_ = true;
  std::optional<std::chrono::milliseconds> retry_after_;
};

TEST_F(PoolTest, runs_beside_the_loop_and_goes_on_on_it) {
  Pool pool(clock_, {.threads = 1});
  std::thread::id worker;
  const auto answer = support::run_task(context_, pool.run("a", [&](Effort&) {
    worker = std::this_thread::get_id();
    return 42;
  }));
  EXPECT_EQ(answer, 42);
  EXPECT_NE(worker, loop_);
  spawn(enter(pool, "a", "1"));
  context_.restart();
  context_.run();
  EXPECT_TRUE(resumed_on_loop_);
}

TEST_F(PoolTest, without_threads_runs_on_its_caller) {
  Pool pool(clock_, {});
  std::thread::id worker;
  support::run_task(context_, pool.run("a", [&](Effort&) { worker = std::this_thread::get_id(); }));
  EXPECT_EQ(worker, loop_);
}

TEST_F(PoolTest, owners_take_turns_however_much_one_of_them_asks_for) {
  Pool pool(clock_, {.threads = 1});
  Gate gate;
  spawn(hold(pool, "first", gate));
  for (const auto* name : {"a1", "a2", "a3"}) spawn(enter(pool, "a", name));
  spawn(enter(pool, "b", "b1"));
  context_.poll();
  gate.begun.wait();
  gate.open.count_down();
  context_.restart();
  context_.run();
  EXPECT_EQ(order_, (std::vector<std::string>{"a1", "b1", "a2", "a3"}));
}

TEST_F(PoolTest, one_owner_never_takes_every_thread) {
  Pool pool(clock_, {.threads = 2});
  Gate gate;
  spawn(hold(pool, "a", gate));
  spawn(enter(pool, "a", "a2"));
  spawn(enter(pool, "b", "b1"));
  context_.poll();
  gate.begun.wait();
  context_.restart();
  while (order_.empty()) context_.poll(), context_.restart();
  EXPECT_EQ(order_, std::vector<std::string>{"b1"}) << "a2 waits for the other piece of its owner, b does not";
  gate.open.count_down();
  context_.restart();
  context_.run();
  EXPECT_EQ(order_, (std::vector<std::string>{"b1", "a2"}));
}

TEST_F(PoolTest, refuses_what_would_wait_behind_too_much_of_the_same_owner) {
  Pool pool(clock_, {.threads = 1, .waiting_max = 2});
  Gate gate;
  spawn(hold(pool, "a", gate));
  context_.poll();
  gate.begun.wait();
  std::string slug, other;
  for (const auto* name : {"a1", "a2"}) spawn(enter(pool, "a", name));
  spawn(try_to_enter(pool, "a", slug));
  spawn(try_to_enter(pool, "b", other));
  context_.restart();
  while (slug.empty()) context_.poll(), context_.restart();
  EXPECT_EQ(slug, "work/queue-full");
  EXPECT_TRUE(retry_after_.has_value());
  gate.open.count_down();
  context_.restart();
  context_.run();
  EXPECT_EQ(other, "");
}

TEST_F(PoolTest, ends_work_that_costs_more_than_it_may) {
  for (const int threads : {0, 1}) {
    Pool pool(clock_, {.threads = threads, .steps_max = 1'000});
    EXPECT_THROW(support::run_task(context_, pool.run("a",
                                                      [](Effort& effort) {
                                                        for (;;) effort.spend(1);
                                                      })),
                 Error);
  }
  Pool slow(clock_, {.threads = 1, .time_max = std::chrono::milliseconds(20)});
  try {
    support::run_task(context_, slow.run("a", [](Effort& effort) {
      for (;;) effort.spend(1);
    }));
    FAIL() << "went on without end";
  } catch (const Error& error) {
    EXPECT_EQ(error.slug, "work/too-costly");
  }
}

TEST_F(PoolTest, tells_what_runs_that_the_process_ends) {
  auto pool = std::make_unique<Pool>(clock_, PoolOptions{.threads = 1, .steps_max = UINT64_MAX});
  std::latch begun{1};
  spawn([](Pool& pool, std::latch& begun) -> Task<> {
    co_await pool.run("a", [&begun](Effort& effort) {
      begun.count_down();
      for (;;) effort.spend(1);
    });
  }(*pool, begun));
  context_.poll();
  begun.wait();
  pool->stop();
  std::string slug;
  context_.restart();
  spawn(try_to_enter(*pool, "a", slug));
  context_.run();
  EXPECT_EQ(slug, "work/stopped");
}

}  // namespace
}  // namespace frontdesk
