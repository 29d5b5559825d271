#include "base/rate_limit.h"

#include <cmath>

namespace frontdesk {

std::optional<std::chrono::milliseconds> RateLimiter::take(const std::string& key) {
  if (rate_.per_second <= 0) return std::nullopt;
  const auto now = clock_.now();
  const std::lock_guard lock(mutex_);
  if (buckets_.size() >= forget_at_) forget_full(now);
  auto& bucket = buckets_.try_emplace(key, Bucket{rate_.burst, now}).first->second;
  bucket = {left_in(bucket, now), now};
  if (bucket.left >= 1) {
    bucket.left -= 1;
    return std::nullopt;
  }
  return std::chrono::milliseconds(static_cast<std::int64_t>(std::ceil((1 - bucket.left) / rate_.per_second * 1000)));
}

void RateLimiter::give_back(const std::string& key) {
  const std::lock_guard lock(mutex_);
  const auto found = buckets_.find(key);
  if (found != buckets_.end()) found->second.left = std::min(rate_.burst, found->second.left + 1);
}

std::size_t RateLimiter::size() const {
  const std::lock_guard lock(mutex_);
  return buckets_.size();
}

double RateLimiter::left_in(const Bucket& bucket, Moment now) const {
  const auto seconds = std::chrono::duration<double>(now - bucket.at).count();
  return std::min(rate_.burst, bucket.left + seconds * rate_.per_second);
}

// A full bucket says no more than none.
void RateLimiter::forget_full(Moment now) {
  std::erase_if(buckets_, [&](const auto& entry) { return left_in(entry.second, now) >= rate_.burst; });
  forget_at_ = std::max<std::size_t>(1024, 2 * buckets_.size());
}

}  // namespace frontdesk
