#include "dialog/handoff.h"

#include <deque>

#include "base/json.h"
#include "base/text.h"
#include "dialog/messages.h"

namespace frontdesk::dialog {
namespace {

constexpr store::Sql kGiveToPeople{
    "UPDATE conversations SET status = 'pending_human', owner = $2, handoff = $3, updated_at = $4 WHERE id = $1"};

std::string tool_line(const Value& call, const Value& messages) {
  const auto name = std::string(call["function"]["name"].text());
  for (const auto& message : messages.items()) {
    if (message["role"].text() != "tool" || message["tool_call_id"].text() != call["id"].text()) continue;
    return name + (message["content"].text().starts_with("{\"error\"") ? " (failed)" : " (done)");
  }
  return name + " (not run)";
}

}  // namespace

std::string summarize(const Value& messages, const Value& flow) {
  std::deque<std::string> said;
  std::vector<std::string> tools;
  for (const auto& message : messages.items()) {
    if (message["role"].text() == "user")
      said.push_back(fmt::format("“{}”", text::head(message["content"].text(), 200)));
    if (said.size() > 3) said.pop_front();
    for (const auto& call : message["tool_calls"].items()) {
      const auto name = call["function"]["name"].text();
      if (name != kStartFlow && name != kFetchPerson) tools.push_back(tool_line(call, messages));
    }
  }
  std::string summary = said.empty() ? "The customer has not said anything yet."
                                     : fmt::format("The customer said: {}.", fmt::join(said, " "));
  if (flow["flow"].is_text()) {
    summary += fmt::format(" In the middle of {}.", flow["flow"].text());
    std::vector<std::string> known;
    for (const auto& slot : flow["slots"].members()) {
      known.push_back(fmt::format("{}: {}", slot.key(),
                                  slot.value.is_text() ? std::string(slot.value.text()) : json::print(slot.value)));
    }
    if (!known.empty()) summary += fmt::format(" Known: {}.", fmt::join(known, ", "));
  }
  if (!tools.empty()) summary += fmt::format(" Tools: {}.", fmt::join(tools, ", "));
  return summary;
}

void hand_off(const Brain& brain, graph::NodeContext& context, graph::Outcome& outcome, const Handoff& handoff) {
  const auto& channels = brain.channels();
  const auto summary = summarize(context.state(channels.messages), context.state(channels.flow));
  const auto at = brain.clock().wall();
  const auto record =
      Value::object({{"reason", handoff.reason}, {"summary", summary}, {"queue", handoff.queue}, {"at", to_iso(at)}});
  constexpr std::string_view kTold =
      "I am fetching a colleague, who can read what we have written and will answer you right here.";

  outcome.events.push_back({"handoff", record.without("at")});
  outcome.events.push_back(message_event(Role::bot, stable_id("m_", context.task(), "handoff"), kTold));
  outcome.events.push_back(owner_event("pending_human"));
  outcome.writes.push_back({channels.messages, assistant_message(kTold)});
  outcome.writes.push_back({channels.owner, "people"});
  std::erase_if(outcome.writes, [&](const graph::Write& write) { return write.channel == channels.flow; });
  outcome.writes.push_back({channels.flow, nullptr});
  outcome.statements.push_back(
      [id = std::string(context.thread()), queue = handoff.queue, text = json::print(record),
       at](store::Transaction& transaction) { transaction.run(kGiveToPeople, id, queue, text, at.ms); });
}

}  // namespace frontdesk::dialog
