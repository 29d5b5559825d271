#pragma once

#include <functional>

#include "platform/places/place.h"
#include "platform/work/work.h"

namespace frontdesk::platform::work {

// A piece of work while it is being done.
class Job {
 public:
  Job(Place& place, Piece piece) : place(place), piece(std::move(piece)) {}

  Place& place;
  const Piece piece;

  // Commits what was done together with its being done. Called once; where a job returns without, it is done by that.
  // Throws Error{conflict, "work/lost"} where the piece was taken from this job; then nothing of it is committed.
  Task<> settle(std::function<void(Writing& writing)> body = [](Writing&) {});
  // The same in a transaction of somebody else's.
  void settle_in(Writing& writing);
  bool is_settled() const { return is_settled_; }

 private:
  bool is_settled_ = false;
};

}  // namespace frontdesk::platform::work
