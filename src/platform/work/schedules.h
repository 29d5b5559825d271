#pragma once

#include <optional>
#include <span>

#include "platform/places/writing.h"
#include "platform/work/schedule.h"

// The schedules of a place. All of this runs inside its transactions.
namespace frontdesk::platform::work::schedules {

inline constexpr std::size_t kMissedMax = 1'000;

bool is_of(const Schedule& schedule, const TenantId& place);

// Asks for what is due by now. `anew`: the clock may have been put back, or this is a new process, perhaps with other
// rules.
void ask(Writing& writing, std::span<const Schedule> schedules, const TenantId& place, const Zone& zone, bool anew);
// When the next one is due; nothing where there is none.
std::optional<Timestamp> next(store::Reader& reader, std::span<const Schedule> schedules, const TenantId& place);

}  // namespace frontdesk::platform::work::schedules
