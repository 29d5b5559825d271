#pragma once

#include <vector>

#include "dialog/config.h"
#include "dialog/flow.h"
#include "dialog/told.h"

namespace frontdesk::dialog {

// What a form knew when it began.
struct Begun {
  std::vector<Told> told;  // by the message that began it
  Value known;             // {slot: value}: all that it began with
};

// Where a form stands behind a message, for the trace: {flow, told?, known?, asks?, why?, instead_of?, open?, then?}.
// `why`: open, doubt, bounds, not_possible, instead, again. Null where there is nothing to tell. `before`: the flow's
// state until then. `begun`: where it begins with this message, else null.
Value form_trace(const DialogConfig& config, const Value& before, const FlowTurn& turn, const Begun* begun);

Value to_trace(const std::vector<Told>& told);

}  // namespace frontdesk::dialog
