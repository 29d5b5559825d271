#include "engines/desk/verbs.h"

#include "engines/desk/permissions.h"
#include "engines/desk/types.h"
#include "platform/actions/actions.h"
#include "platform/errands/errands.h"

namespace frontdesk::engines::desk {
namespace {

using platform::Action;
using platform::ActionCall;
using platform::ActionResult;
using platform::Settlement;
using platform::Writing;
using platform::approvals::SamePerson;

// Of a piece of work, or of an errand.
constexpr std::string_view kNumber = R"({"type": "object", "additionalProperties": false, "required": ["number"],
  "properties": {"number": {"type": "integer", "minimum": 1}}})";
constexpr std::string_view kAnswer = R"({"type": "object", "additionalProperties": false,
  "required": ["id", "approves", "subject_hash"],
  "properties": {"id": {"type": "string"}, "approves": {"type": "boolean"},
    "reason": {"type": "string", "maxLength": 2000}, "subject_hash": {"type": "string"}}})";
constexpr std::string_view kApproval = R"({"type": "object", "additionalProperties": false, "required": ["id"],
  "properties": {"id": {"type": "string"}}})";

Settlement settled(const platform::work::Piece& piece) {
  return {.answer = to_json(piece),
          .subject = fmt::format("work/{}", piece.number),
          .detail = Value::object({{"kind", piece.item.kind}})};
}

Settlement settled(const platform::approvals::Approval& approval, const platform::Caller& caller,
                   const SamePerson& is_same_person) {
  return {.answer = to_json(approval, caller, is_same_person),
          .subject = "approval/" + approval.id,
          .detail = Value::object({{"kind", approval.wish.kind}, {"subject_hash", approval.wish.subject_hash}})};
}

Task<ActionResult> again(ActionCall call) {
  const auto number = call.arguments["number"].integer();
  co_return co_await platform::commit(std::move(call), [number](Writing& writing) {
    platform::work::again(writing.sql, number, writing.at);
    writing.wake();
    return settled(*platform::work::find(writing.sql, number));
  });
}

Task<ActionResult> give_up(ActionCall call) {
  const auto number = call.arguments["number"].integer();
  co_return co_await platform::commit(std::move(call), [number](Writing& writing) {
    platform::work::give_up(writing.sql, number, writing.at);
    writing.wake();  // what stood behind it in its lane
    return settled(*platform::work::find(writing.sql, number));
  });
}

Task<ActionResult> stop(ActionCall call) {
  const auto number = call.arguments["number"].integer();
  co_return co_await platform::commit(std::move(call), [number](Writing& writing) {
    const auto errand = platform::errands::stop(writing, number);
    return Settlement{.answer = to_json(errand),
                      .subject = fmt::format("errand/{}", number),
                      .detail = Value::object({{"kind", errand.kind}, {"done", errand.done}})};
  });
}

Task<ActionResult> decide(SamePerson is_same_person, ActionCall call) {
  const auto caller = call.caller;
  const auto given = call.arguments;
  co_return co_await platform::commit(std::move(call), [&](Writing& writing) {
    const platform::approvals::Answer how{.approves = given["approves"].boolean(),
                                          .reason = std::string(given["reason"].text()),
                                          .subject_hash = std::string(given["subject_hash"].text())};
    return settled(platform::approvals::answer(writing, given["id"].text(), how, caller, is_same_person), caller,
                   is_same_person);
  });
}

Task<ActionResult> withdraw(SamePerson is_same_person, ActionCall call) {
  const auto caller = call.caller;
  const auto id = std::string(call.arguments["id"].text());
  co_return co_await platform::commit(std::move(call), [&](Writing& writing) {
    return settled(platform::approvals::withdraw(writing, id, caller), caller, is_same_person);
  });
}

}  // namespace

std::vector<Action> verbs(SamePerson is_same_person) {
  using namespace permissions;
  const auto knowing = [&](auto operation) {
    return [is_same_person, operation](ActionCall call) { return operation(is_same_person, std::move(call)); };
  };
  return {
      platform::changing("work.again", "Try a piece of work again that has failed.", kNumber, kManageWork, again),
      platform::changing("work.give_up", "Give a piece of work up that has failed.", kNumber, kManageWork, give_up),
      platform::changing("errands.stop", "Stop an errand that is running behind the piece under way.", kNumber,
                         kManageWork, stop),
      platform::changing("approvals.answer", "Approve what waits for a decision, or reject it.", kAnswer, kDecide,
                         knowing(decide)),
      platform::changing("approvals.withdraw", "Withdraw what one has put up for approval.", kApproval, kSeeApprovals,
                         knowing(withdraw)),
  };
}

}  // namespace frontdesk::engines::desk
