#pragma once

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

#include "base/task.h"
#include "platform/errands/errands.h"

namespace frontdesk::platform {
class Place;
}

namespace frontdesk::platform::errands {

// One piece of an errand while it is being done, perhaps not for the first time: what goes out of the house carries
// its key.
struct Piece {
  Place& place;
  Errand errand;
  std::string key;
  std::function<void(Writing& writing)> effects;  // set by the piece: committed together with its step
};

// How the pieces of one kind of errand are done. A piece takes seconds: behind kPieceMax it is cut off and tried again.
// What it throws is treated as of any work (work/kind.h).
struct ErrandKind {
  std::string name;
  std::vector<std::string> units;  // what its pieces count as cost
  std::function<Task<Step>(Piece& piece)> perform;

  bool counts(std::string_view unit) const { return std::ranges::find(units, unit) != units.end(); }
};

inline constexpr std::chrono::seconds kPieceMax{50};

// Throws Error{not_found, "errands/unknown-kind"} where none of the program is called so.
const ErrandKind& known_kind(const Frame& frame, std::string_view name);

}  // namespace frontdesk::platform::errands
