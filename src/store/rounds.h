#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>

#include "store/pending.h"

namespace frontdesk::store {

// What waits for one tenant, whose data lie at the place.
template <class Place>
struct Lane {
  const Place& place;
  std::atomic<int> admitted{0};  // waiting or under way
  Pending* first = nullptr;
  Pending* last = nullptr;
  bool in_round = false;
};

// Waiting work of many tenants, handed out tenant by tenant in turn, so that a busy one cannot keep the others waiting.
template <class Place>
class Rounds {
 public:
  struct Taken {
    Lane<Place>* lane = nullptr;  // nullptr: closed, and nothing is left
    Pending* first = nullptr;
    int count = 0;
  };

  void submit(Lane<Place>& lane, Pending& pending) {
    bool somebody_waits = false;
    {
      const std::lock_guard lock(mutex_);
      pending.next = nullptr;
      (lane.first ? lane.last->next : lane.first) = &pending;
      lane.last = &pending;
      if (!lane.in_round) {
        lane.in_round = true;
        round_.push_back(&lane);
      }
      somebody_waits = idle_ > 0;
    }
    if (somebody_waits) work_.notify_one();
  }

  // Waits for work.
  Taken take(int most) {
    std::unique_lock lock(mutex_);
    ++idle_;
    work_.wait(lock, [&] { return !round_.empty() || closed_; });
    --idle_;
    if (round_.empty()) return {};
    auto& lane = *round_.front();
    round_.pop_front();
    auto* last = lane.first;
    int count = 1;
    while (count < most && last->next && !last->is_by_itself() && !last->next->is_by_itself())
      last = last->next, ++count;
    auto* first = std::exchange(lane.first, last->next);
    last->next = nullptr;
    lane.in_round = lane.first != nullptr;
    if (lane.in_round) round_.push_back(&lane);
    return {&lane, first, count};
  }

  // What is waiting is still handed out.
  void close() {
    {
      const std::lock_guard lock(mutex_);
      closed_ = true;
    }
    work_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable work_;
  std::deque<Lane<Place>*> round_;  // lanes that have work
  int idle_ = 0;                    // threads that wait
  bool closed_ = false;
};

}  // namespace frontdesk::store
