#pragma once

#include <chrono>
#include <functional>
#include <string>

#include "base/task.h"
#include "platform/retry.h"

namespace frontdesk::platform::work {

class Job;

// How the pieces of one kind are done. What is done inside of the place belongs into job.settle(), whose transaction
// also says that the piece is done; what goes out of the house carries the piece's key, as it may be done again.
struct Kind {
  std::string name;
  // Whatever it throws and is of no help to repeat (retry.h) fails the piece for good; all else is tried again as
  // `retry` says.
  std::function<Task<>(Job& job)> perform;
  RetryPolicy retry{.attempts_max = 12,
                    .first_wait = std::chrono::seconds(1),
                    .wait_max = std::chrono::hours(1),
                    .told_wait_max = std::chrono::hours(1)};
  std::chrono::milliseconds time_max = std::chrono::minutes(1);  // for one attempt
};

}  // namespace frontdesk::platform::work
