#pragma once

#include <set>

#include "base/log.h"
#include "base/random.h"
#include "store/migrations.h"
#include "store/pending.h"
#include "store/postgres/group.h"
#include "store/postgres/lease.h"
#include "store/postgres/reach.h"

namespace frontdesk::store::postgres {

// What all threads of one database share.
struct House {
  Address address;
  std::string name;
  std::chrono::milliseconds silence_max;
  std::chrono::milliseconds patience;
  Migrations migrations;
  const Clock& clock;
  Random& random;
  Log& log;
  Lease lease;
  Reach reach;
};

// Somewhere from half of the span to the whole, so that what failed together does not come back together.
std::chrono::milliseconds jittered(Random& random, std::chrono::milliseconds span);

// One thread's connection, and what it does with work: in an outage it keeps it until the connection is there again,
// and finds out what became of a commit that it got no answer to. Each function gives each pending its outcome.
class Session {
 public:
  explicit Session(House& house) : house_(house) {}

  void prepare(const Place& place, Pending& pending);
  void remove(const Place& place, Pending& pending);
  void write(const Place& place, Pending* first);
  void read(const Place& place, Pending* first);

 private:
  Connection& open(const Place& place);
  Outcome try_write(const Place& place, Pending* first, std::optional<std::int64_t>& in_doubt);
  template <class Try>
  void until_done(Pending* first, Try attempt);
  void measure_now_and_then(const Place& place);

  House& house_;
  std::optional<Connection> connection_;
  std::set<const Place*> touched_;  // by this connection
};

}  // namespace frontdesk::store::postgres
