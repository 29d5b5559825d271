#pragma once

#include "platform/work/kind.h"

namespace frontdesk::platform::errands {

// A piece of an errand is a piece of work like any other; the errand ends in the transaction that settles its last.
work::Kind performing();

}  // namespace frontdesk::platform::errands
