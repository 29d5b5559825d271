#pragma once

#include <condition_variable>
#include <deque>
#include <exception>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <type_traits>
#include <vector>

#include "base/effort.h"
#include "base/task.h"

namespace frontdesk {

struct PoolOptions {
  int threads = 0;                        // none: work runs on its caller, for tests and simulations on one thread
  std::size_t waiting_max = 16;           // pieces of one owner that wait; more are refused
  std::size_t waiting_all_max = 256;      // of all owners
  std::uint64_t steps_max = 100'000'000;  // of one piece of work
  std::chrono::milliseconds time_max = std::chrono::seconds(20);
};

// Threads for work that takes a processor for longer than an event loop may wait: checking a tenant's file, training
// its classifier, reading what is big. They give way to the loops. Owners take turns, and one owner's work runs one
// piece at a time, so nobody's queue is in anybody else's way. Safe from any thread.
class Pool {
 public:
  Pool(const Clock& clock, PoolOptions options);
  ~Pool();  // as stop()
  Pool(const Pool&) = delete;

  // Runs `work(effort)` beside the loops and goes on where it was called. The work is moved along, so what it refers to
  // must outlive the pool's stop(), not only the caller. Throws what it throws, and
  //   Error{exhausted, "work/queue-full"}   with retry_after, where too much waits already
  //   Error{unavailable, "work/stopped"}    where the process ends
  // `waiting_max`: pieces of this owner that wait, where it is another number than of all the rest.
  template <class Work>
  Task<std::invoke_result_t<Work&, Effort&>> run(std::string owner, Work work,
                                                 std::optional<std::size_t> waiting_max = {}) {
    using Result = std::invoke_result_t<Work&, Effort&>;
    auto job = std::make_shared<Job>();
    job->waiting_max = waiting_max.value_or(options_.waiting_max);
    job->owner = std::move(owner);
    if constexpr (std::is_void_v<Result>) {
      job->work = std::move(work);
      co_await finish(job);
    } else {
      auto result = std::make_shared<std::optional<Result>>();
      job->work = [work = std::move(work), result](Effort& effort) mutable { result->emplace(work(effort)); };
      co_await finish(job);
      co_return std::move(**result);
    }
  }

  // What waits is refused; what runs is told to end, and waited for.
  void stop();

 private:
  struct Job {
    std::string owner;
    std::size_t waiting_max = 0;
    std::move_only_function<void(Effort&)> work;
    std::exception_ptr failure;
    Executor executor;
    std::move_only_function<void()> resume;
  };
  struct Lane {
    std::deque<std::shared_ptr<Job>> jobs;
    bool is_running = false;
  };

  Task<> finish(std::shared_ptr<Job> job);
  void submit(std::shared_ptr<Job> job);
  void serve();
  std::shared_ptr<Job> take(std::unique_lock<std::mutex>& lock);
  void perform(Job& job);
  void release(const std::string& owner);

  const Clock& clock_;
  const PoolOptions options_;
  std::atomic<bool> stopped_ = false;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::map<std::string, Lane, std::less<>> lanes_;  // of owners that have work
  std::deque<std::string> turns_;                   // owners whose next piece may begin, in their order
  std::size_t waiting_ = 0;
  std::vector<std::thread> threads_;
};

}  // namespace frontdesk
