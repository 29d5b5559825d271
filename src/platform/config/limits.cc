#include "platform/config/limits.h"

#include "platform/config/duration.h"

namespace frontdesk::platform::config {
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
      {"seconds", "Time that the bot may spend on one conversation.", false, at_least(1)},
      {"tokens", "Tokens of language models in one conversation.", false, at_least(1)},
      {"money", "What language models may cost in one conversation, in the currency of the price list.", false,
       Value::object({{"exclusiveMinimum", 0}})},
  };
}

std::vector<Note> notes(const Budgets*) {
  return {{"turn", "Limits of one answer."},
          {"conversation", "Limits of one conversation; beyond them a person is fetched."}};
}

std::vector<Note> notes(const Integration*) {
  return {
      {"type", "Kind of the other system.", true, Value::object({{"minLength", 1}})},
      {"name", "Tells two of one kind apart."},
      {"config", "What that kind needs; keys and passwords as secret:NAME.", false,
       Value::object({{"type", "object"}})},
  };
}

std::vector<Note> notes(const Privacy*) {
  return {
      {"personal_fields", "Arguments of tools that hold personal data."},
      {"notice", "What customers are told about their data."},
  };
}

std::vector<Note> notes(const Retention*) {
  const auto duration = Value::object({{"pattern", kDurationPattern}});
  return {
      {"conversations", "How long resolved conversations are kept, for example 365d.", false, duration},
      {"traces", "How long traces are kept, for example 30d.", false, duration},
  };
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

Section budgets_section() { return {"budgets", schema_of<Budgets>("How much the bot may spend."), false, {}}; }

Section integrations_section() {
  return {"integrations", schema_of<std::vector<Integration>>("Other systems beside the tools."), false, {}};
}

Section privacy_section() { return {"privacy", schema_of<Privacy>("What is done with personal data."), false, {}}; }

Section retention_section() { return {"retention", schema_of<Retention>("How long things are kept."), false, {}}; }

Section experiments_section() {
  return {
      "experiments", schema_of<std::vector<Experiment>>("What is tried with a part of the conversations."), false, {}};
}

}  // namespace frontdesk::platform::config
