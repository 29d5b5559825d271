#include "platform/breaker.h"

#include <utility>

namespace frontdesk::platform {

namespace {

std::chrono::milliseconds rounded_up(std::chrono::nanoseconds span) {
  return std::max(std::chrono::ceil<std::chrono::milliseconds>(span), std::chrono::milliseconds(1));
}

}  // namespace

Breaker::Pass::Pass(Pass&& other) noexcept : breaker_(std::exchange(other.breaker_, nullptr)), probe_(other.probe_) {}

Breaker::Pass::~Pass() {
  if (!breaker_ || !probe_) return;
  const std::lock_guard lock(breaker_->mutex_);
  breaker_->probing_ = false;
}

void Breaker::Pass::succeeded() {
  auto* const breaker = std::exchange(breaker_, nullptr);
  if (!breaker) return;
  const std::lock_guard lock(breaker->mutex_);
  if (!probe_) return;
  breaker->probing_ = false;
  breaker->is_open_ = false;
  breaker->failures_.clear();
}

void Breaker::Pass::failed(Moment now) {
  auto* const breaker = std::exchange(breaker_, nullptr);
  if (!breaker) return;
  const std::lock_guard lock(breaker->mutex_);
  auto& failures = breaker->failures_;
  failures.push_back(now);
  while (!failures.empty() && failures.front() + breaker->limits_.window < now) failures.pop_front();
  const bool too_many = static_cast<int>(failures.size()) >= breaker->limits_.failures_max;
  if (probe_) breaker->probing_ = false;
  if (probe_ || too_many) breaker->open(now + breaker->limits_.open_time);
}

void Breaker::Pass::told_to_wait(Moment until) {
  auto* const breaker = std::exchange(breaker_, nullptr);
  if (!breaker) return;
  const std::lock_guard lock(breaker->mutex_);
  if (probe_) breaker->probing_ = false;
  breaker->open(until);
}

void Breaker::open(Moment until) {
  is_open_ = true;
  open_until_ = std::max(open_until_, until);
}

std::expected<Breaker::Pass, std::chrono::milliseconds> Breaker::enter(Moment now) {
  const std::lock_guard lock(mutex_);
  if (!is_open_) return Pass(*this, false);
  if (now < open_until_) return std::unexpected(rounded_up(open_until_ - now));
  if (probing_) return std::unexpected(rounded_up(limits_.open_time));
  probing_ = true;
  return Pass(*this, true);
}

Breaker& Breakers::of(const std::string& name) {
  const std::lock_guard lock(mutex_);
  auto& breaker = by_name_[name];
  if (!breaker) breaker = std::make_unique<Breaker>(limits_);
  return *breaker;
}

}  // namespace frontdesk::platform
