#pragma once

#include <functional>

#include "platform/errands/errands.h"
#include "platform/work/job.h"
#include "platform/work/kind.h"

namespace frontdesk::platform::errands {

// One piece of an errand while it is being done, perhaps not for the first time: what goes out of the house carries
// its key.
struct Piece {
  Place& place;
  Errand errand;
  std::string key;
  std::function<void(Writing& writing)> effects;  // set by the piece: committed together with its step
};

struct ErrandKind {
  std::string name;
  std::function<Task<Step>(Piece& piece)> perform;
  RetryPolicy retry = work::Kind().retry;
  std::chrono::milliseconds time_max = std::chrono::seconds(50);  // for one attempt at a piece
};

// An engine lists it among its Engine::works.
work::Kind work_of(ErrandKind kind);

}  // namespace frontdesk::platform::errands
