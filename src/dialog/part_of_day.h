#pragma once

#include "dialog/flow.h"
#include "dialog/slots.h"

// "Tuesday evening" tells a time within bounds: a doubt {"from", "to", "part": true}. It is asked in its turn, with the
// hours that are open then.
namespace frontdesk::dialog {

inline bool is_part_of_day(const Value& doubt) { return doubt["part"].boolean(); }

// With the times that may be offered, where the place and the day are known; any other doubt as it is.
Value with_open_times(const Value& doubt, const Flow& flow, const Value& slots, const Location* place,
                      const Surroundings& around);

// What is told where a part of the day was told before ({slot: doubt}), or something is known: "8" behind "in the
// morning" is one time, and "for dinner" says nothing new of a table at eight.
SlotsTold told_in_part(SlotsTold told, const Value& doubts, const Value& slots);

}  // namespace frontdesk::dialog
