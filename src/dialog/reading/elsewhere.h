#pragma once

#include <optional>
#include <string>

#include "base/zone.h"
#include "dialog/reading/hearing.h"
#include "dialog/reading/terms.h"

namespace frontdesk::dialog::reading {

// By which clock a time is meant: "8pm Tokyo time", "at 8 CET", "8pm my time, I am in Tokyo".
struct ClockElsewhere {
  std::optional<Zone> zone;  // empty: somebody's own, and nothing tells where that is
  std::string place;
};

// Nullopt where the message names no other clock. `behind`: the token behind the time. Places are those of the data
// base of zones, also as the language calls them; one that nobody knows is somebody's own, unless it is one of `ours`.
std::optional<ClockElsewhere> clock_elsewhere(const Hearing& heard, std::uint32_t behind, const Terms& ours);

}  // namespace frontdesk::dialog::reading
