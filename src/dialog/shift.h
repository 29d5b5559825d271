#pragma once

#include "base/value.h"

namespace frontdesk::dialog {

// A value with a difference: a number with a number more, a day (YYYY-MM-DD) with {"days": n}, a time (HH:MM) with
// {"minutes": n}. Null where they do not go together, or a time would leave its day.
Value shifted(const Value& base, const Value& difference);

}  // namespace frontdesk::dialog
