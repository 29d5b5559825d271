#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "platform/config/section_of.h"

// What the bot knows, what it must not do, when it fetches a person, and what its work is measured by.
namespace frontdesk::dialog {

// Either text or url.
struct Knowledge {
  std::string title;
  std::optional<std::string> text;
  std::optional<std::string> url;
  std::vector<std::string> locations;  // ids; none: all
};
BOOST_DESCRIBE_STRUCT(Knowledge, (), (title, text, url, locations))
std::vector<platform::config::Note> notes(const Knowledge*);

// A call of `tool` for which `when` holds is refused.
struct Policy {
  std::string id;
  std::optional<std::string> tool;  // absent: every tool
  std::string when;                 // CEL over `arguments`, `slots` and `tool`
  Value refuse;                     // what the customer is told: a wording
};
BOOST_DESCRIBE_STRUCT(Policy, (), (id, tool, when, refuse))
std::vector<platform::config::Note> notes(const Policy*);

enum class EscalatingFailure { tool, model, loop, budget };
BOOST_DESCRIBE_ENUM(EscalatingFailure, tool, model, loop, budget)

enum class EscalatingAct { complaint, abuse, distress };
BOOST_DESCRIBE_ENUM(EscalatingAct, complaint, abuse, distress)

// Exactly one of them.
struct EscalationTrigger {
  std::optional<std::string> intent;
  std::optional<std::vector<std::string>> words;
  std::optional<std::string> tool;  // the model or a flow asks for this tool
  std::optional<EscalatingFailure> error;
  std::optional<std::int64_t> repair;  // that many turns in a row were not understood
  std::optional<std::string> holds;    // CEL over the `slots` of the flow under way
  std::optional<EscalatingAct> act;    // what the customer does with words
};
BOOST_DESCRIBE_STRUCT(EscalationTrigger, (), (intent, words, tool, error, repair, holds, act))
std::vector<platform::config::Note> notes(const EscalationTrigger*);

struct Escalation {
  std::string id;
  EscalationTrigger when;
  std::string reason;  // what the person is told; empty: what happened
  Value say = {};      // what the customer is told of it: a wording, or null
  std::string queue = "people";
};
BOOST_DESCRIBE_STRUCT(Escalation, (), (id, when, reason, say, queue))
std::vector<platform::config::Note> notes(const Escalation*);

// People who answer, as escalation rules name them.
struct Queue {
  std::string name;
  Value hours = {};  // a day each; null: those of the locations
};
BOOST_DESCRIBE_STRUCT(Queue, (), (name, hours))
std::vector<platform::config::Note> notes(const Queue*);

struct KpiDefinition {
  std::string id;
  std::string description;
  std::optional<std::string> formula;
  std::optional<double> target;
  std::optional<std::string> unit;
};
BOOST_DESCRIBE_STRUCT(KpiDefinition, (), (id, description, formula, target, unit))
std::vector<platform::config::Note> notes(const KpiDefinition*);

platform::config::Section knowledge_section();
platform::config::Section policies_section();
platform::config::Section escalation_rules_section();
platform::config::Section queues_section();
platform::config::Section kpi_definitions_section();

}  // namespace frontdesk::dialog
