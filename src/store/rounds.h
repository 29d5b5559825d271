#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>

#include "store/pending.h"
#include "store/place.h"

namespace frontdesk::store {

// What waits for one tenant.
struct Lane {
  const Place& place;
  std::atomic<int> admitted{0};  // waiting or under way
  Pending* first = nullptr;
  Pending* last = nullptr;
  bool in_round = false;
};

// Waiting work of many tenants, handed out tenant by tenant in turn, so that a busy one cannot keep the others waiting.
class Rounds {
 public:
  struct Taken {
    Lane* lane = nullptr;  // nullptr: closed, and nothing is left
    Pending* first = nullptr;
    int count = 0;
  };

  void submit(Lane& lane, Pending& pending);
  Taken take(int most);  // waits for work
  void close();          // what is waiting is still handed out

 private:
  std::mutex mutex_;
  std::condition_variable work_;
  std::deque<Lane*> round_;  // lanes that have work
  int idle_ = 0;             // threads that wait
  bool closed_ = false;
};

}  // namespace frontdesk::store
