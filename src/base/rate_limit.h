#pragma once

#include <chrono>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

#include "base/clock.h"

namespace frontdesk {

struct Rate {
  double per_second = 100;  // 0: no limit
  double burst = 1000;
};

// Token buckets, one a key (a credential, an address). Safe from any thread; forgets whoever has been quiet.
class RateLimiter {
 public:
  RateLimiter(const Clock& clock, Rate rate) : clock_(clock), rate_(rate) {}

  // Nothing where the key may go on; otherwise how long it should wait.
  std::optional<std::chrono::milliseconds> take(const std::string& key);
  // What was taken last did not count after all.
  void give_back(const std::string& key);
  std::size_t size() const;

 private:
  struct Bucket {
    double left;
    Moment at;
  };
  void forget_full(Moment now);
  double left_in(const Bucket& bucket, Moment now) const;

  const Clock& clock_;
  const Rate rate_;
  mutable std::mutex mutex_;
  std::unordered_map<std::string, Bucket> buckets_;
  std::size_t forget_at_ = 1024;
};

}  // namespace frontdesk
