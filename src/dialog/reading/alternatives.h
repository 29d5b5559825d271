#pragma once

#include <vector>

#include "dialog/reading/when.h"

namespace frontdesk::dialog::reading {

// One of these; where all are the same ("tomorrow or on friday", of a friday), it is that.
void leave_open(Entity& entity, const std::vector<Value>& values);

// "Friday at 7 or Saturday at 8", "7, 7:30 or 8": of days and of times that are told as alternatives the last one has
// all of them as its doubt, and those before it are withdrawn.
void join_alternatives(const Heard& heard, std::vector<TimedEntity>& entities);

}  // namespace frontdesk::dialog::reading
