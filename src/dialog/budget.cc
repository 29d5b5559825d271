#include "dialog/budget.h"

#include "dialog/messages.h"

namespace frontdesk::dialog {

std::optional<std::string> spent_budget(const Brain& brain, const graph::NodeContext& context, std::int64_t calls) {
  const auto& totals = context.state(brain.channels().totals);
  const auto& turn = context.state(brain.channels().turn);
  const auto& limits = brain.config();
  if (totals["turns"].integer() > limits.conversation.turns)
    return fmt::format("The conversation used its {} turns.", limits.conversation.turns);
  const auto used = totals["tool_calls"].integer();
  if (used > limits.conversation.tool_calls || (calls > 0 && used + calls > limits.conversation.tool_calls))
    return fmt::format("The conversation used its {} tool calls.", limits.conversation.tool_calls);
  if (totals["tokens"].integer() > limits.conversation.tokens)
    return fmt::format("The conversation used its {} tokens.", limits.conversation.tokens);
  if (turn["steps"].integer() >= limits.turn.steps)
    return fmt::format("The turn used its {} steps.", limits.turn.steps);
  const auto spent_ms = brain.clock().wall().ms - turn["started_ms"].integer();
  if (spent_ms > limits.turn.seconds * 1000) return fmt::format("The turn used its {} seconds.", limits.turn.seconds);
  return std::nullopt;
}

std::optional<Handoff> report_budget(const Brain& brain, const std::string& spent, graph::Outcome& outcome) {
  const bool enforced = brain.config().guards.budget == GuardMode::enforce;
  outcome.events.push_back(guard_event("budget", enforced ? "stopped" : "recorded", spent));
  if (!enforced) return std::nullopt;
  return Handoff{spent, brain.config().queue_for("error", "budget")};
}

}  // namespace frontdesk::dialog
