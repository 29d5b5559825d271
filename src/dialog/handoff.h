#pragma once

#include <optional>
#include <string>

#include "dialog/brain.h"
#include "dialog/reading/reading.h"

namespace frontdesk::dialog {

struct Handoff {
  std::string reason;
  std::string queue;
  std::string first = {};   // said to the customer before that a colleague comes
  std::string detail = {};  // of what it failed, in words from inside: for colleagues, never for a customer

  void say_before(std::string_view words);  // in front of what is said first already
};

// Where a conversation is left to people.
struct HandoffScene {
  std::string thread;
  std::string task;  // what the message's id is made of
  const Value& messages;
  const Value& flow;
  std::string_view language = "en";
};

// Leaves the conversation to people, in the same commit as whatever led to it: the state's owner, the row of the
// conversation, what the customer is told, and the event with a summary that a colleague can start from. `language`: in
// which the customer is answered now.
void hand_off(const Brain& brain, graph::NodeContext& context, std::string_view language, graph::Outcome& outcome,
              const Handoff& handoff);

void hand_off(const Brain& brain, const HandoffScene& scene, graph::Outcome& outcome, const Handoff& handoff);

// What is committed with a run that failed: the customer hears that it was our fault and that a colleague comes, staff
// read the reason. Never throws what a tenant's file could cause.
graph::Outcome hand_off_failed(const Brain& brain, const graph::StateView& state, const graph::RunFailure& failure);

// The first escalation rule whose words the sentence holds, each as whole words. Who is in danger is told what helps at
// once, whoever comes.
std::optional<Handoff> escalation_by_words(const DialogConfig& config, std::string_view sentence,
                                           std::string_view language);

// The first escalation rule whose condition holds for what the customer has told. `language`: of what is said of it.
std::optional<Handoff> escalation_by_slots(const DialogConfig& config, const Value& slots, const Conditions& holds,
                                           std::string_view language);

// "We'll be 15 minutes late" is a word for those who wait, unless it is a part of what a fact answers.
std::optional<Handoff> escalation_by_lateness(const DialogConfig& config, const reading::Reading& reading,
                                              std::string_view heard);
// The first escalation rule for what the customer does with their words. Whoever is in distress gets a person without a
// rule, too.
std::optional<Handoff> escalation_by_act(const DialogConfig& config, reading::Act act, std::string_view language);

// What the customer is told: that a colleague comes; where nobody is there at this hour when, and that they may leave
// a phone number or an address.
std::string handoff_sentence(const DialogConfig& config, std::string_view queue, Timestamp now,
                             std::string_view language = "en");

// What a colleague needs to know, made from the record, not by a model.
std::string summarize(const Value& messages, const Value& flow);

}  // namespace frontdesk::dialog
