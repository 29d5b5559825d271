#pragma once

#include <optional>
#include <string>

#include "dialog/brain.h"
#include "dialog/handoff.h"

namespace frontdesk::dialog {

// Why a turn or a conversation may not go on, in a sentence; nothing where its budgets allow `calls` more calls. Asked
// by every node before it does something that costs.
std::optional<std::string> spent_budget(const Brain& brain, const graph::NodeContext& context, std::int64_t calls = 0);

// Reports a spent budget in the outcome; the handoff where it is enforced, nothing where it is only recorded.
std::optional<Handoff> report_budget(const Brain& brain, const std::string& spent, graph::Outcome& outcome);

}  // namespace frontdesk::dialog
