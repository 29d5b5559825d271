#include "engines/desk/types.h"

#include "base/crypto.h"
#include "base/describe.h"
#include "engines/desk/permissions.h"

namespace frontdesk::engines::desk {
namespace {

Value time_or_null(const std::optional<Timestamp>& time) { return time ? Value(to_iso(*time)) : Value(); }

}  // namespace

// What is in a piece's payload is between who asked for it and who does it: it may be a customer's letter.
Value to_json(const platform::work::Piece& piece) {
  return Value::object({{"number", piece.number},
                        {"kind", piece.item.kind},
                        {"key", piece.item.key},
                        {"lane", piece.item.lane},
                        {"state", to_value(piece.state)},
                        {"attempts", piece.attempts},
                        {"last_error", piece.last_error},
                        {"asked_at", to_iso(piece.asked_at)},
                        {"due", to_iso(std::max(piece.item.due, piece.asked_at))},
                        {"settled_at", time_or_null(piece.settled_at)}});
}

// What it was started with and where it stands is between it and who started it, as of a piece.
Value to_json(const platform::errands::Errand& errand) {
  return Value::object({{"number", errand.number},
                        {"kind", errand.kind},
                        {"key", errand.key},
                        {"title", errand.title},
                        {"state", to_value(errand.state)},
                        {"done", errand.done},
                        {"total", errand.total ? Value(*errand.total) : Value()},
                        {"saying", errand.saying},
                        {"cost", errand.cost},
                        {"budget", errand.budget},
                        {"result", errand.result},
                        {"error", errand.error},
                        {"started_by", errand.started_by},
                        {"stopped_by", errand.stopped_by},
                        {"started_at", to_iso(errand.started_at)},
                        {"moved_at", to_iso(errand.moved_at)},
                        {"ended_at", time_or_null(errand.ended_at)}});
}

Value to_json(const platform::approvals::Approval& approval, const platform::Caller& caller,
              const platform::approvals::SamePerson& is_same_person) {
  const bool is_own = approval.asked_by == caller.principal;
  const bool may_answer =
      caller.may(permissions::kDecide) && platform::approvals::may_answer(approval, caller, is_same_person);
  return Value::object({{"id", approval.id},
                        {"kind", approval.wish.kind},
                        {"subject", approval.wish.subject},
                        {"subject_hash", approval.wish.subject_hash},
                        {"summary", approval.wish.summary},
                        {"permission", approval.wish.permission},
                        {"state", to_value(approval.state)},
                        {"asked_by", approval.asked_by},
                        {"asked_at", to_iso(approval.asked_at)},
                        {"due_at", to_iso(approval.due_at)},
                        {"is_escalated", approval.is_escalated},
                        {"reason", approval.reason},
                        {"answered_by", approval.answered_by},
                        {"answered_at", time_or_null(approval.answered_at)},
                        {"is_own", is_own},
                        {"may_answer", may_answer}});
}

Value to_json(const platform::audit::Entry& entry) {
  return Value::object({{"number", entry.number},
                        {"at", to_iso(entry.at)},
                        {"actor", entry.deed.actor},
                        {"principal", entry.deed.actor},
                        {"deed", entry.deed.deed},
                        {"subject", entry.deed.subject},
                        {"detail", entry.deed.detail}});
}

Value to_json(const platform::audit::Verdict& verdict) {
  const auto broken =
      verdict.broken ? Value::object({{"number", verdict.broken->number}, {"what", verdict.broken->what}}) : Value();
  return Value::object({{"is_whole", !verdict.broken},
                        {"entries", verdict.head.number},
                        {"head", crypto::hex(verdict.head.seal)},
                        {"broken", broken}});
}

Value to_json(const platform::Announced& event) {
  return Value::object({{"number", event.number},
                        {"at", to_iso(event.at)},
                        {"type", event.event.type},
                        {"subject", event.event.subject},
                        {"actor", event.actor},
                        {"data", event.event.data}});
}

Value to_json(const platform::Action& action) {
  return Value::object({{"name", action.name},
                        {"description", action.description},
                        {"effect", to_value(action.effect)},
                        {"permission", action.permission},
                        {"input_schema", action.input_schema}});
}

}  // namespace frontdesk::engines::desk
