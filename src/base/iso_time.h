#pragma once

#include <optional>
#include <string_view>

#include "base/clock.h"

namespace frontdesk {

// What to_iso writes, with or without the milliseconds: YYYY-MM-DDTHH:MM:SS(.sss)Z (RFC 3339, in UTC). Nothing else is
// taken: no other offset, no small letters, no leap second, no day that there is not.
std::optional<Timestamp> from_iso(std::string_view text);

}  // namespace frontdesk
