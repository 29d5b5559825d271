#include "store/rounds.h"

namespace frontdesk::store {

void Rounds::submit(Lane& lane, Pending& pending) {
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

Rounds::Taken Rounds::take(int most) {
  std::unique_lock lock(mutex_);
  ++idle_;
  work_.wait(lock, [&] { return !round_.empty() || closed_; });
  --idle_;
  if (round_.empty()) return {};
  auto& lane = *round_.front();
  round_.pop_front();
  auto* last = lane.first;
  int count = 1;
  // A preparation is by itself: it may replace the file under the connection.
  while (count < most && last->next && !last->is_preparation() && !last->next->is_preparation())
    last = last->next, ++count;
  auto* first = std::exchange(lane.first, last->next);
  last->next = nullptr;
  lane.in_round = lane.first != nullptr;
  if (lane.in_round) round_.push_back(&lane);
  return {&lane, first, count};
}

void Rounds::close() {
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
  }
  work_.notify_all();
}

}  // namespace frontdesk::store
