#pragma once

#include "platform/events/events.h"
#include "platform/work/kind.h"
#include "platform/work/work.h"

namespace frontdesk::platform {

// To tell a hearer of an event is a piece of work like any other: those of one subject go in their order, one that
// fails for good is shown, and holds up what the same hearer would be told of the same subject behind it.
work::Item telling_of(const Hearer& hearer, const Event& event, std::int64_t number);
work::Kind telling();

}  // namespace frontdesk::platform
