#pragma once

#include <chrono>
#include <optional>
#include <string_view>

#include "base/clock.h"
#include "base/error.h"
#include "base/random.h"

namespace frontdesk::platform {

struct RetryPolicy {
  int attempts_max = 3;
  std::chrono::milliseconds first_wait{100};
  std::chrono::milliseconds wait_max{2'000};
  std::chrono::milliseconds told_wait_max{30'000};  // of what a peer's Retry-After may ask for
};

// What failed so fails again: the request is at fault, and not the moment.
bool is_of_no_help_to_repeat(const Error& error);

// The wait behind attempt 1, 2, …: doubled each time, then between half of it and the whole, so that those who failed
// together do not come back together.
std::chrono::milliseconds backoff(const RetryPolicy& policy, int attempt, Random& random);

// A Retry-After field: seconds or an HTTP date. Nothing where it says nothing sensible; never negative.
std::optional<std::chrono::milliseconds> parse_retry_after(std::string_view field, Timestamp now);

}  // namespace frontdesk::platform
