#include "base/error.h"
#include "dialog/conversation_rows.h"
#include "dialog/demand.h"
#include "dialog/ending.h"
#include "dialog/holder.h"
#include "dialog/messages.h"
#include "dialog/rehearsal.h"

// How a conversation ends: by a person, or since nobody says anything any more.
namespace frontdesk::dialog {
namespace {

constexpr store::Sql kResolve{
    "UPDATE conversations SET status = 'resolved', owner = $2, updated_at = $3, since = $3, waiting = NULL, "
    "endings = endings + 1 WHERE id = $1 AND status <> 'resolved' "
    "AND (status <> 'human' OR owner = $2 OR owner = $4)"};
constexpr store::Sql kEndIdle{
    "UPDATE conversations SET status = 'resolved', since = $2, endings = endings + 1 "
    "WHERE id = $1 AND status = 'bot' AND updated_at = $3"};
constexpr store::Sql kLeaveOpen{"UPDATE conversations SET left_open = $2 WHERE id = $1"};

Error ended_meanwhile() {
  return Error(Kind::conflict, "dialog/changed-meanwhile", "The conversation went on, or ended, meanwhile.");
}

}  // namespace

Task<Conversation> Conversations::resolve(std::string id, std::string by, std::string from, AtEnd at_end) {
  const auto conversation = co_await find(id);
  if (conversation.status == Status::resolved) co_return conversation;
  check_holder(conversation, by, from);
  auto change = demand([id, by, from, at = clock_.wall()](
                           store::Transaction& transaction) { return transaction.run(kResolve, id, by, at.ms, from); },
                       ended_meanwhile());
  try {
    co_await end(conversation, by, std::move(change), std::move(at_end));
  } catch (const Error& error) {
    if (error.slug != "dialog/changed-meanwhile") throw;  // somebody else did it at the same time
  }
  auto now = co_await find(std::move(id));
  check_holder(now, by, from);  // a colleague has just taken it over
  co_return now;
}

Task<std::optional<Timestamp>> Conversations::end_idle(std::string id, AtEnd at_end) {
  const auto conversation = co_await find(id);
  const auto brain = co_await brain_of(conversation);
  const auto span = brain->config().end_after;
  if (!span || conversation.status == Status::resolved) co_return std::nullopt;
  const auto now = clock_.wall();
  const Timestamp over{conversation.updated_at.ms + span->count()}, again{now.ms + span->count()};
  if (conversation.status != Status::bot) co_return again;  // theirs to end
  if (over > now) co_return over;
  auto change = demand([id, now, seen = conversation.updated_at](
                           store::Transaction& transaction) { return transaction.run(kEndIdle, id, now.ms, seen.ms); },
                       ended_meanwhile());
  try {
    co_await end(conversation, {}, std::move(change), std::move(at_end));
  } catch (const Error& error) {
    if (error.slug != "dialog/changed-meanwhile") throw;
    co_return again;
  }
  co_return std::nullopt;
}

// The event tells of the row as the same commit leaves it.
Task<> Conversations::end(Conversation conversation, std::string by, graph::Statement change, AtEnd at_end) {
  const auto& id = conversation.id;
  EndFacts facts{.by = by.empty() ? "idle" : "person"};
  bool is_in_the_middle = false;
  const auto seen = co_await threads_.view(id);
  for (const auto& [channel, value] : seen.state) {
    if (channel == "flow") is_in_the_middle = !value.is_null();
    if (channel != "totals") continue;
    facts.tokens = value["tokens"].integer();
    facts.tool_calls = value["tool_calls"].integer();
  }
  for (const auto& event : co_await latest_events(id)) {
    const auto& wishes = event.data["wishes"];
    if (event.type == "reading" && wishes.size() > 0) facts.intent = wishes[0]["intent"].text();
  }
  std::vector<graph::Statement> statements{std::move(change)};
  statements.push_back([id, is_in_the_middle](store::Transaction& transaction) {
    transaction.run(kLeaveOpen, id, is_in_the_middle ? 1 : 0);
  });
  if (at_end && !is_with_draft(id)) {
    statements.push_back([id, facts, at_end = std::move(at_end)](store::Transaction& transaction) {
      at_end(transaction, ended_event(*rows::find(transaction, id), facts));
    });
  }
  std::vector<graph::Event> events{owner_event("resolved", by)};
  co_await threads_.hold(id, std::move(events), std::move(statements));
}

}  // namespace frontdesk::dialog
