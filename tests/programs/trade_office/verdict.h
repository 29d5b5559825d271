#pragma once

#include <string>
#include <vector>

#include "script.h"

namespace frontdesk::trade {

// What one call did in the business's system, as GET /TRADE/writes tells it.
struct Done {
  std::string kind;
  std::string code;
  Value before;  // null: the record is new
  Value after;
};

// How a conversation ended.
struct End {
  std::vector<Done> writes;       // that this conversation caused, in their order
  std::string said;               // all that the bot said, lower case
  std::string queue;              // whose people got it; "" where nobody was fetched
  bool has_left = false;          // the guest said that it wants no more, and nothing was asked then
  bool opened_with_form = false;  // the first answer asked for something
};

struct Judgement {
  bool reached = false;
  bool wrote_wrongly = false;  // something is in the system that the goal does not name
  std::string why;             // in words, where the goal was missed
};

// Holds the end against the goal. Records are compared as they are in the end: what was made and changed again counts
// once, what was changed and changed back not at all.
Judgement judge(const Goal& goal, const End& end);

}  // namespace frontdesk::trade
