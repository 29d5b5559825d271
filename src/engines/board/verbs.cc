#include "engines/board/verbs.h"

#include "base/describe.h"
#include "engines/board/permissions.h"
#include "engines/board/views.h"

namespace frontdesk::engines::board {
namespace {

using platform::Action;
using platform::ActionCall;
using platform::ActionResult;
using platform::Settlement;
using platform::Writing;
namespace engagements = platform::engagements;

constexpr std::string_view kOpen = R"({"type": "object", "additionalProperties": false, "required": ["client"],
  "properties": {"client": {"type": "string", "minLength": 1, "maxLength": 200},
    "contact": {"type": "string", "maxLength": 200}}})";
constexpr std::string_view kMove = R"({"type": "object", "additionalProperties": false, "required": ["id", "to"],
  "properties": {"id": {"type": "string"}, "to": {"type": "string", "maxLength": 40},
    "reason": {"type": "string", "maxLength": 2000}, "tenant": {"type": "string", "maxLength": 64},
    "days": {"type": "integer", "minimum": 1, "maximum": 730}}})";

Settlement settled(const engagements::Engagement& engagement) {
  return {.answer = to_json(engagement),
          .subject = "engagement/" + engagement.id,
          .detail = Value::object({{"client", engagement.client}, {"stage", to_value(engagement.stage)}})};
}

Task<ActionResult> open(Random& random, ActionCall call) {
  demand_operators_place(call.caller.tenant);
  const engagements::Client client{.name = std::string(call.arguments["client"].text()),
                                   .contact = std::string(call.arguments["contact"].text()),
                                   .key = call.idempotency_key};
  co_return co_await platform::commit(std::move(call), [&random, client](Writing& writing) {
    return settled(engagements::open(writing, random, client));
  });
}

engagements::Move move_of(const ActionCall& call, Timestamp now) {
  const auto& given = call.arguments;
  engagements::Move move{.to = from_value<engagements::Stage>(given["to"], {}, "/to"),
                         .reason = std::string(given["reason"].text()),
                         .key = call.idempotency_key};
  if (given.contains("tenant")) {
    if (!TenantId::is_valid(given["tenant"].text()))
      throw Error(frontdesk::Kind::invalid, "engagements/bad-tenant",
                  "The tenant's id is of small letters, digits and \"-\".")
          .at("/tenant");
    move.detail = Value::object({{"tenant", given["tenant"]}});
  }
  if (given.contains("days"))
    move.until = Timestamp{now.ms + std::chrono::milliseconds(std::chrono::days(given["days"].integer())).count()};
  return move;
}

Task<ActionResult> move(ActionCall call) {
  demand_operators_place(call.caller.tenant);
  const auto id = std::string(call.arguments["id"].text());
  const auto wanted = move_of(call, call.place->frame().clock.wall());
  co_return co_await platform::commit(
      std::move(call), [id, wanted](Writing& writing) { return settled(engagements::move(writing, id, wanted)); });
}

}  // namespace

std::vector<Action> verbs(Random& random) {
  using permissions::kWrite;
  return {
      platform::changing("engagements.open", "Begin an engagement with a client, as a lead.", kOpen, kWrite,
                         [&random](ActionCall call) { return open(random, std::move(call)); }),
      platform::changing("engagements.move", "Move an engagement to a stage that can come next.", kMove, kWrite, move),
  };
}

}  // namespace frontdesk::engines::board
