#pragma once

#include <optional>
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

// The first escalation rule whose words the sentence holds, each as whole words.
std::optional<Handoff> escalation_by_words(const DialogConfig& config, std::string_view sentence);

// What the customer is told: that a colleague comes, and when, where nobody is there at this hour. The locations' hours
// are read in UTC; a business without hours is always there.
std::string handoff_sentence(const DialogConfig& config, Timestamp now);

// What a colleague needs to know, made from the record, not by a model.
std::string summarize(const Value& messages, const Value& flow);

}  // namespace frontdesk::dialog
