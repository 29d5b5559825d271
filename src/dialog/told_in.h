#pragma once

#include "dialog/flow.h"

namespace frontdesk::dialog {

// What the sentence tells of every slot, also of those that are known; the asked one may be told barely. Numbers may be
// out of their bounds.
SlotsTold told_in(const Flow& flow, const Slot* asked, std::string_view sentence, const Value& slots, const Value& vars,
                  const Surroundings& around);

// What is not told of the asked slot, which takes no number, and answers barely one other of the form: "7" the time
// that is open still, "actually 5" the number that is known ({slot: value} of `slots`). Empty where it may be of
// several.
SlotsTold told_of_another(const Flow& flow, const Slot& asked, std::string_view sentence, const Value& slots,
                          const Value& vars, const Surroundings& around);

// What is noted so far (null or "": nothing) with a remark more, which takes nothing from the ones before and is noted
// once.
Value added_to(const Value& before, std::string_view remark);

bool is_in_bounds(const Slot& slot, const Value& value);

// A difference to what is not known yet.
bool is_shift(const Value& value);

// Whether something of it is not what the form ({slot: value}) says already.
bool changes_what_is_known(const SlotsTold& told, const Value& slots);

// Who says again what is known, and not what was asked, is not served by the same question for ever.
bool tells_nothing_new(const SlotsTold& told, const Slot& asked, const Value& state);

}  // namespace frontdesk::dialog
