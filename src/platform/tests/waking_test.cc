#include "platform/places/waking.h"

#include "graph/threads.h"
#include "platform/tests/one_place.h"

namespace frontdesk::platform {
namespace {

// A thread that waits for an hour and notes when it was woken.
class WakingTest : public OnePlace {
 protected:
  WakingTest() {
    frame_.add(waking([this](TenantId) -> Task<graph::Threads*> { co_return threads_.get(); }));
    start();
  }

  void start() {
    threads_.reset();
    open();
    threads_ = std::make_unique<graph::Threads>(place_->store(), loops_, clock_, random_, *log_);
    threads_->add({"w_", [this](std::string) -> Task<graph::Bound> { co_return graph::Bound{.graph = graph()}; }});
    wait(threads_->recover());
  }

  std::shared_ptr<const graph::Graph> graph() {
    graph::Builder builder("waiting");
    const auto log = builder.channel("log", graph::reducers::append());
    builder.start_at(
        builder.node("wait", graph::PlainNode([this, log](graph::NodeContext& context) -> graph::NodeResult {
                       if (const auto woken = context.answer("hour"))
                         return graph::Outcome{.writes = {{log, (*woken)["woken_at"]}}};
                       return wait_until(*place_, context, "hour", kHourLater);
                     })));
    return std::make_shared<const graph::Graph>(builder.compile());
  }

  // Of the place and of its threads alike; the clock stands.
  template <class T>
  T wait(Task<T> task) {
    std::optional<T> result;
    std::exception_ptr failure;
    boost::asio::co_spawn(context_, std::move(task), [&](std::exception_ptr why, T value) {
      failure = why;
      result.emplace(std::move(value));
    });
    for (int idle = 0; !result && idle < 2; ++idle) {
      context_.restart();
      loops_.context(0).restart();
      if (context_.poll() + loops_.context(0).poll() > 0) idle = 0;
    }
    if (failure) std::rethrow_exception(failure);
    return result.value();
  }
  bool wait(Task<> task) { return wait(truly(std::move(task))); }
  static Task<bool> truly(Task<> task) {
    co_await std::move(task);
    co_return true;
  }
  std::size_t do_what_is_due() { return wait(place_->worker().do_what_is_due()); }
  void begin(const std::string& thread) {
    wait(threads_->create(thread, {}, {}));
    wait(threads_->submit(thread, {.key = {}, .value = "go", .events = {}, .statements = {}}));
    wait(threads_->settled(thread));
  }
  Value log_of(const std::string& thread) { return wait(threads_->view(thread)).state.at(0).second; }

  static constexpr Timestamp kBegins{1'800'000'000'000};
  static constexpr Timestamp kHourLater{kBegins.ms + 3'600'000};
  net::Loops loops_{1};
  std::unique_ptr<graph::Threads> threads_;
};

TEST_F(WakingTest, goes_on_when_it_is_time_and_not_before) {
  begin("w_1");
  do_what_is_due();
  EXPECT_EQ(wait(threads_->view("w_1")).status, graph::ThreadStatus::interrupted);
  clock_.advance(std::chrono::minutes(59));
  EXPECT_EQ(do_what_is_due(), 0U);
  clock_.advance(std::chrono::minutes(1));
  EXPECT_EQ(do_what_is_due(), 1U);
  wait(threads_->settled("w_1"));
  EXPECT_EQ(log_of("w_1"), Value::list({kHourLater.ms}));
}

TEST_F(WakingTest, goes_on_behind_a_restart_once) {
  begin("w_1");
  start();
  clock_.advance(std::chrono::hours(2));
  EXPECT_EQ(do_what_is_due(), 1U);
  wait(threads_->settled("w_1"));
  start();
  EXPECT_EQ(do_what_is_due(), 0U);
  EXPECT_EQ(log_of("w_1").size(), 1U);
}

TEST_F(WakingTest, of_a_thread_that_somebody_holds_wakes_nothing) {
  begin("w_1");
  wait(threads_->hold("w_1", {}, {}));
  clock_.advance(std::chrono::hours(1));
  EXPECT_EQ(do_what_is_due(), 1U);
  EXPECT_EQ(pieces().at(0).state, work::State::done);
  EXPECT_EQ(log_of("w_1").size(), 0U);
}

TEST_F(WakingTest, keeps_no_thread_in_memory_that_waits) {
  for (int i = 0; i < 1'500; ++i) begin(fmt::format("w_{}", i));
  EXPECT_LE(threads_->in_memory().threads, 1'024U);
  clock_.advance(std::chrono::hours(1));
  EXPECT_EQ(do_what_is_due(), 1'500U);
}

}  // namespace
}  // namespace frontdesk::platform
