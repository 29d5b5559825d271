#pragma once

#include <optional>
#include <string_view>

#include "base/clock.h"

namespace frontdesk::platform::pages {

// A time as feeds write it: RFC 822 and its relatives (two digits of a year, no weekday, names of zones, a month before
// its day), ISO 8601 in all its forms, what ctime() writes, and the ways of Korean, Greek and Hungarian publishers.
// Without a zone it is UTC. Nothing where it is none.
std::optional<Timestamp> feed_time(std::string_view text);

}  // namespace frontdesk::platform::pages
