#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/value.h"
#include "platform/config/schema_of.h"
#include "platform/config/section.h"

// How much a conversation may cost, how long things are kept, and what is tried out.
namespace frontdesk::platform::config {

// Empty: no limit of the tenant's own.
struct TurnBudget {
  std::optional<std::int64_t> steps;
  std::optional<std::int64_t> seconds;
};
BOOST_DESCRIBE_STRUCT(TurnBudget, (), (steps, seconds))
std::vector<Note> notes(const TurnBudget*);

struct ConversationBudget {
  std::optional<std::int64_t> turns;
  std::optional<std::int64_t> tool_calls;
  std::optional<std::int64_t> seconds;
  std::optional<std::int64_t> tokens;
  std::optional<double> money;  // in the currency of the model's price list
};
BOOST_DESCRIBE_STRUCT(ConversationBudget, (), (turns, tool_calls, seconds, tokens, money))
std::vector<Note> notes(const ConversationBudget*);

struct Budgets {
  TurnBudget turn;
  ConversationBudget conversation;
};
BOOST_DESCRIBE_STRUCT(Budgets, (), (turn, conversation))
std::vector<Note> notes(const Budgets*);

struct Integration {
  std::string type;
  std::optional<std::string> name;
  std::optional<Value> config;
};
BOOST_DESCRIBE_STRUCT(Integration, (), (type, name, config))
std::vector<Note> notes(const Integration*);

struct Privacy {
  std::vector<std::string> personal_fields;
  std::optional<std::string> notice;
};
BOOST_DESCRIBE_STRUCT(Privacy, (), (personal_fields, notice))
std::vector<Note> notes(const Privacy*);

struct Retention {
  std::optional<std::string> conversations;
  std::optional<std::string> traces;
};
BOOST_DESCRIBE_STRUCT(Retention, (), (conversations, traces))
std::vector<Note> notes(const Retention*);

struct Experiment {
  std::string id;
  std::string description;
  double share = 0;
  std::optional<Value> changes;
};
BOOST_DESCRIBE_STRUCT(Experiment, (), (id, description, share, changes))
std::vector<Note> notes(const Experiment*);

Section budgets_section();
Section integrations_section();
Section privacy_section();
Section retention_section();
Section experiments_section();

}  // namespace frontdesk::platform::config
