#pragma once

#include "store/connection.h"
#include "store/pending.h"
#include "store/place.h"

namespace frontdesk::store {

// Runs the writes of a list in one transaction and commits it. A body that throws takes back its own statements only;
// a commit that fails is the failure of all. The anchor is behind none of it when this returns, with the outcome of
// each.
void commit_group(Connection& connection, Pending* first, const Vfs& vfs, const Place& place);

// Runs the reads of a list on one snapshot.
void read_group(Connection& connection, Pending* first);

}  // namespace frontdesk::store
