#include "dialog/ending.h"

#include "base/describe.h"
#include "dialog/rehearsal.h"

namespace frontdesk::dialog {

Outcome outcome_of(const Conversation& conversation) {
  if (conversation.effects > 0) return Outcome::done;
  if (conversation.handoffs > 0) return Outcome::handed_over;
  return conversation.is_left_open ? Outcome::abandoned : Outcome::talked;
}

// Of numbers and names of the tenant's file; nothing of what was said.
platform::Event ended_event(const Conversation& conversation, const EndFacts& facts) {
  ObjectBuilder data;
  data.set("conversation", conversation.id).set("ending", conversation.endings);
  data.set("outcome", to_value(outcome_of(conversation))).set("by", facts.by).set("intent", facts.intent);
  data.set("config", conversation.config).set("channel", conversation.channel).set("turns", conversation.turns);
  data.set("effects", conversation.effects).set("handoffs", conversation.handoffs);
  data.set("tool_calls", facts.tool_calls).set("tokens", facts.tokens);
  data.set("began_at", to_iso(conversation.created_at));
  return {.type = "conversation.ended", .subject = "conversation/" + conversation.id, .data = data.build()};
}

platform::work::Item look_at_end(const std::string& conversation, Timestamp due) {
  return {.kind = std::string(kEndWork),
          .key = fmt::format("{}/{}", conversation, due.ms),
          .payload = Value::object({{"conversation", conversation}}),
          .due = due,
          .lane = {}};
}

void ask_for_end(store::Transaction& transaction, const std::string& conversation,
                 std::optional<std::chrono::milliseconds> end_after, Timestamp at) {
  if (!end_after || is_with_draft(conversation)) return;
  platform::work::ask(transaction, look_at_end(conversation, {at.ms + end_after->count()}), at);
}

}  // namespace frontdesk::dialog
