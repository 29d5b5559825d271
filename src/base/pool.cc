#include "base/pool.h"

#include <sys/resource.h>

#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "base/allocator.h"
#include "base/error.h"

namespace frontdesk {

namespace asio = boost::asio;

namespace {

constexpr auto kRetryAfter = std::chrono::seconds(5);
constexpr auto kLong = std::chrono::milliseconds(50);
constexpr int kGivesWay = 10;  // on Linux a thread's own nice value

Error stopped() {
  return Error(Kind::unavailable, "work/stopped", "The server is stopping. Try again when it is back.");
}

Error queue_full() {
  return Error(Kind::exhausted, "work/queue-full",
               "Too much work of this kind waits already. Try again when it is done.")
      .after(kRetryAfter);
}

}  // namespace

Pool::Pool(const Clock& clock, PoolOptions options) : clock_(clock), options_(options) {
  for (int i = 0; i < options_.threads; ++i) threads_.emplace_back([this] { serve(); });
}

Pool::~Pool() { stop(); }

void Pool::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
  }
  changed_.notify_all();
  for (auto& thread : threads_) thread.join();
  threads_.clear();
}

Task<> Pool::finish(std::shared_ptr<Job> job) {
  if (options_.threads == 0) {
    if (stopped_) throw stopped();
    perform(*job);
  } else {
    job->executor = co_await asio::this_coro::executor;
    co_await asio::async_initiate<const asio::use_awaitable_t<>&, void()>(
        [this, &job](auto handler) {
          job->resume = std::move(handler);
          submit(job);
        },
        asio::use_awaitable);
  }
  if (job->failure) std::rethrow_exception(job->failure);
}

void Pool::submit(std::shared_ptr<Job> job) {
  {
    const std::lock_guard lock(mutex_);
    auto& lane = lanes_[job->owner];
    if (stopped_ || lane.jobs.size() >= job->waiting_max || waiting_ >= options_.waiting_all_max) {
      job->failure = std::make_exception_ptr(stopped_ ? stopped() : queue_full());
      if (lane.jobs.empty() && !lane.is_running) lanes_.erase(job->owner);
    } else {
      if (lane.jobs.empty() && !lane.is_running) turns_.push_back(job->owner);
      lane.jobs.push_back(job);
      ++waiting_;
    }
  }
  if (!job->failure) return changed_.notify_one();
  asio::post(job->executor, std::move(job->resume));
}

void Pool::serve() {
  setpriority(PRIO_PROCESS, 0, kGivesWay);
  std::unique_lock lock(mutex_);
  while (const auto job = take(lock)) {
    lock.unlock();
    const auto began = clock_.now();
    perform(*job);
    job->work = nullptr;
    if (clock_.now() - began >= kLong) allocator::give_back();
    // Behind the lane's release, so that who goes on finds the lane free.
    lock.lock();
    release(job->owner);
    lock.unlock();
    asio::post(job->executor, std::move(job->resume));
    lock.lock();
  }
}

// The next piece of whoever's turn it is; null where the pool has stopped and nothing waits.
std::shared_ptr<Pool::Job> Pool::take(std::unique_lock<std::mutex>& lock) {
  changed_.wait(lock, [this] { return stopped_ || !turns_.empty(); });
  if (turns_.empty()) return nullptr;
  auto& lane = lanes_.at(turns_.front());
  turns_.pop_front();
  auto job = std::move(lane.jobs.front());
  lane.jobs.pop_front();
  lane.is_running = true;
  --waiting_;
  return job;
}

void Pool::perform(Job& job) {
  try {
    if (stopped_) throw stopped();
    Effort effort(options_.steps_max, clock_, Deadline::in(clock_, options_.time_max), &stopped_);
    job.work(effort);
  } catch (...) {
    job.failure = std::current_exception();
  }
}

void Pool::release(const std::string& owner) {
  const auto found = lanes_.find(owner);
  found->second.is_running = false;
  if (found->second.jobs.empty()) {
    lanes_.erase(found);
  } else {
    turns_.push_back(owner);
    changed_.notify_one();
  }
}

}  // namespace frontdesk
