#pragma once

#include <boost/describe.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "platform/config/section_of.h"

// How much the bot may spend, and what is tried with a part of the conversations.
namespace frontdesk::dialog {

struct TurnBudget {
  std::int64_t steps = 25;
  std::int64_t seconds = 120;
};
BOOST_DESCRIBE_STRUCT(TurnBudget, (), (steps, seconds))
std::vector<platform::config::Note> notes(const TurnBudget*);

struct ConversationBudget {
  std::int64_t turns = 500;
  std::int64_t tool_calls = 500;
  std::optional<std::int64_t> seconds;
  std::int64_t tokens = 2'000'000;
  std::optional<double> money;  // in the currency of the model's price list
};
BOOST_DESCRIBE_STRUCT(ConversationBudget, (), (turns, tool_calls, seconds, tokens, money))
std::vector<platform::config::Note> notes(const ConversationBudget*);

struct Budgets {
  TurnBudget turn;
  ConversationBudget conversation;
};
BOOST_DESCRIBE_STRUCT(Budgets, (), (turn, conversation))
std::vector<platform::config::Note> notes(const Budgets*);

struct Experiment {
  std::string id;
  std::string description;
  double share = 0;
  std::optional<Value> changes;
};
BOOST_DESCRIBE_STRUCT(Experiment, (), (id, description, share, changes))
std::vector<platform::config::Note> notes(const Experiment*);

platform::config::Section budgets_section();
platform::config::Section experiments_section();

}  // namespace frontdesk::dialog
