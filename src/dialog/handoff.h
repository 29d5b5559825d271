#pragma once

#include <string>

#include "dialog/brain.h"

namespace frontdesk::dialog {

struct Handoff {
  std::string reason;
  std::string queue;
};

// Leaves the conversation to people, in the same commit as whatever led to it: the state's owner, the row of the
// conversation, what the customer is told, and the event with a summary that a colleague can start from.
void hand_off(const Brain& brain, graph::NodeContext& context, graph::Outcome& outcome, const Handoff& handoff);

// What a colleague needs to know, made from the record, not by a model.
std::string summarize(const Value& messages, const Value& flow);

}  // namespace frontdesk::dialog
