#pragma once

#include <condition_variable>
#include <mutex>
#include <optional>

#include "base/clock.h"
#include "base/error.h"

namespace frontdesk::store::postgres {

// Whether the database can be reached, as all threads of the store know it. Whoever loses a connection doubts; one, the
// keeper, knocks until it is let in, and confirms; the others wait for that, so that a database that comes back is not
// met by a herd.
class Reach {
 public:
  // `patience`: how long after the beginning of an outage work is still kept waiting; what comes later fails at once.
  // Without a keeper nobody waits for another.
  Reach(const Clock& clock, std::chrono::milliseconds patience, bool has_keeper)
      : clock_(clock), patience_(patience), has_keeper_(has_keeper) {}

  // False where it cannot be reached and waiting is of no use any more.
  bool await();
  void doubt();

  // For the keeper. False: it is over.
  bool wait_for_doubt(std::chrono::milliseconds most);
  // Whether this ended an outage.
  bool confirm();
  // For good: somebody else has the lease.
  void refuse(const Error& why);

  // Throws what refuse() was told.
  void demand_lease() const;
  // False where it is over.
  bool pause(std::chrono::milliseconds span);
  // Nobody waits any more.
  void close();

 private:
  const Clock& clock_;
  const std::chrono::milliseconds patience_;
  const bool has_keeper_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  bool is_up_ = true;
  bool is_closed_ = false;
  Moment down_since_{};
  std::optional<Error> refusal_;
};

}  // namespace frontdesk::store::postgres
