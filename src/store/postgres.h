#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/log.h"
#include "base/random.h"
#include "store/database.h"

namespace frontdesk::store {

struct PostgresOptions {
  std::string address;               // see postgres/address.h
  std::string house = "frontdesk";   // the prefix of all schemas: small letters, digits and underscores, at most 30
  std::string holder = "frontdesk";  // who holds the lease; a process that is started anew has the same name
  int writers = 4;                   // connections that write, each for the places that are its by hash; 0: all on the
  int readers = 3;                   //   caller's thread (tests). With one that keeps the lease, these are the limit
  int group_max = 256;               // transactions that share one commit
  int waiting_max = 8192;            // transactions (and, apart, reads) of one tenant that may wait
  std::chrono::milliseconds patience{5'000};      // work waits for so long in an outage; what comes later fails at once
  std::chrono::milliseconds silence_max{30'000};  // of a server, before it counts as gone
  std::chrono::milliseconds lease{10'000};
};

// PostgreSQL 13 or later: a schema a tenant, group commit per schema. One process writes; another gets
// Error{conflict, "store/database-in-use"} at its start, or "store/lease-lost" at its next write where the lease went
// over. An outage that is shorter than the patience is only seen as slow; a longer one is Error{unavailable,
// "store/unreachable"}, and heals by itself. A commit whose answer was lost is looked up before anybody is told.
// Waits for the database for as long as the patience is; throws "store/unreachable", "store/refused" (the role, its
// password, the address), "store/bad-address".
std::unique_ptr<Database> open_postgres(PostgresOptions options, const std::vector<Module>& modules, const Clock& clock,
                                        Random& random, Log& log);

}  // namespace frontdesk::store
