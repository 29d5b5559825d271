#pragma once

#include "store/pending.h"
#include "store/postgres/connection.h"
#include "store/postgres/place.h"

namespace frontdesk::store::postgres {

enum class Outcome {
  done,      // each has its outcome
  again,     // nothing was written: the same again, on a connection that works
  in_doubt,  // the connection ended within the commit: was_committed tells
};

// Runs the writes of a list in one transaction and commits it. A body that throws takes back its own statements only; a
// commit that fails is the failure of all. The transaction begins with writing `mark` into the row of the place that
// holds the token of the lease: so it waits for any other that writes there, is refused with an older token, and can be
// recognized afterwards.
Outcome commit_group(Connection& connection, Pending* first, const Place& place, std::int64_t fence, std::int64_t mark);

// Whether the group with this mark is stored. Waits where its commit is under way still; where it has not even arrived
// (all of a group may be one message, and on its way while the connection is given up), it is not written any more: the
// place goes over to the next epoch.
bool was_committed(Connection& connection, const Place& place, std::int64_t fence, std::int64_t mark);

// Runs the reads of a list, on one snapshot as long as none fails.
Outcome read_group(Connection& connection, Pending* first, const Place& place);

// What the place takes on disk.
std::uint64_t measure(Connection& connection, const Place& place);

}  // namespace frontdesk::store::postgres
