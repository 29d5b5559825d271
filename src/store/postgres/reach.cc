#include "store/postgres/reach.h"

namespace frontdesk::store::postgres {

bool Reach::await() {
  std::unique_lock lock(mutex_);
  if (is_up_ || is_closed_) return is_up_;
  const auto left = down_since_ + patience_ - clock_.now();
  if (left <= std::chrono::nanoseconds(0)) return false;
  changed_.wait_for(lock, left, [this] { return is_up_ || is_closed_; });
  return is_up_;
}

void Reach::doubt() {
  if (!has_keeper_) return;
  {
    const std::lock_guard lock(mutex_);
    if (!std::exchange(is_up_, false)) return;
    down_since_ = clock_.now();
  }
  changed_.notify_all();
}

bool Reach::wait_for_doubt(std::chrono::milliseconds most) {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, most, [this] { return !is_up_ || is_closed_; });
  return !is_closed_;
}

bool Reach::confirm() {
  bool was_down = false;
  {
    const std::lock_guard lock(mutex_);
    was_down = !std::exchange(is_up_, true);
  }
  changed_.notify_all();
  return was_down;
}

void Reach::refuse(const Error& why) {
  const std::lock_guard lock(mutex_);
  refusal_ = why;
}

void Reach::demand_lease() const {
  const std::lock_guard lock(mutex_);
  if (refusal_) throw *refusal_;
}

bool Reach::pause(std::chrono::milliseconds span) {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, span, [this] { return is_closed_; });
  return !is_closed_;
}

void Reach::close() {
  {
    const std::lock_guard lock(mutex_);
    is_closed_ = true;
  }
  changed_.notify_all();
}

}  // namespace frontdesk::store::postgres
