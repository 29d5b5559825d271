#include "dialog/budgets.h"

namespace frontdesk::dialog {

using platform::config::Chapter;
using platform::config::Note;
using platform::config::Section;

namespace {

Value at_least(std::int64_t least) { return Value::object({{"minimum", least}}); }

}  // namespace

std::vector<Note> notes(const TurnBudget*) {
  return {
      {"steps", "Steps of the graph that one answer may take.", false, at_least(1)},
      {"seconds", "Time that one answer may take.", false, at_least(1)},
  };
}

std::vector<Note> notes(const ConversationBudget*) {
  return {
      {"turns", "Answers in one conversation.", false, at_least(1)},
      {"tool_calls", "Calls of tools in one conversation.", false, at_least(1)},
      {"seconds", "Time that the bot may spend on one conversation.", false, at_least(1),
       "does not add up the time of a conversation"},
      {"tokens", "Tokens of language models in one conversation.", false, at_least(1)},
      {"money", "What language models may cost in one conversation, in the currency of the price list.", false,
       Value::object({{"exclusiveMinimum", 0}}), "does not know what a model costs"},
  };
}

std::vector<Note> notes(const Budgets*) {
  return {{"turn", "Limits of one answer."},
          {"conversation", "Limits of one conversation; beyond them a person is fetched."}};
}

std::vector<Note> notes(const Experiment*) {
  return {
      {"id", "Names the experiment in reports.", true, Value::object({{"minLength", 1}})},
      {"description", "What is tried, and what is hoped for."},
      {"share", "Part of the conversations that get it, 0 to 1.", true,
       Value::object({{"minimum", 0}, {"maximum", 1}})},
      {"changes", "What is laid over this file for them.", false, Value::object({{"type", "object"}})},
  };
}

Section budgets_section() {
  return platform::config::section_of<Budgets>("budgets", "How much the bot may spend.", Chapter::limits);
}

Section experiments_section() {
  return platform::config::unread_section<std::vector<Experiment>>("experiments",
                                                                   "What is tried with a part of the conversations.",
                                                                   "serves every conversation alike", Chapter::limits);
}

}  // namespace frontdesk::dialog
