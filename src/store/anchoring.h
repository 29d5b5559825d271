#pragma once

#include "store/anchor.h"
#include "store/connection.h"

namespace frontdesk::store {

// The table with the mark that the database itself keeps; one row.
extern const char* const kAnchorTable;

// What the database says of itself; throws Error{internal, "store/damaged"} where it says nothing.
Mark mark_of(Connection& connection);

// Keeps the anchor of a place in step with its commits. Used by the thread that writes the place.
class Anchoring {
 public:
  // `mark` is where the database stands, and `anchor` says so, or less.
  Anchoring(Anchor anchor, Mark mark, std::shared_ptr<PageSums> sums)
      : anchor_(std::move(anchor)), mark_(mark), sums_(std::move(sums)) {}

  // Before a commit: what an earlier failure kept from the anchor is written now, or this throws what Files throws. So
  // the anchor is never behind by more than one commit that was acknowledged.
  void catch_up();
  // Inside the transaction.
  void count(Connection& connection);
  // The commit is on disk.
  void committed(const Connection& connection);
  // The run ends in good order; does nothing where nothing was written, or where the anchor is behind.
  void close();

 private:
  void write();

  Anchor anchor_;
  Mark mark_;  // of the last commit
  Mark next_;  // of the one under way
  std::shared_ptr<PageSums> sums_;
  bool has_begun_ = false;  // this run wrote
  bool is_behind_ = false;
  bool is_to_sync_ = true;  // the first mark of a run is
};

}  // namespace frontdesk::store
