#pragma once

#include "store/connection.h"
#include "store/pending.h"

namespace frontdesk::store {

// Runs the writes of a list in one transaction and commits it. A body that throws takes back its own statements only;
// a commit that fails is the failure of all. Returns when each has its outcome.
void commit_group(Connection& connection, Pending* first, const Vfs& vfs);

// Runs the reads of a list on one snapshot.
void read_group(Connection& connection, Pending* first);

}  // namespace frontdesk::store
