#include "platform/actions/actions.h"

#include "base/error.h"
#include "base/json.h"
#include "platform/actions/invocations.h"

namespace frontdesk::platform {
namespace {

void demand_permission(const Action& action, const Caller& caller) {
  if (caller.may({action.permission})) return;
  throw Error(
      Kind::forbidden, "actions/not-permitted",
      fmt::format("{} needs the permission {}, which this sign-in does not have.", action.name, action.permission));
}

void demand_arguments(const Action& action, const JsonSchema& schema, const Value& arguments) {
  const auto findings = schema.check(arguments);
  if (findings.empty()) return;
  throw Error(Kind::invalid, "actions/bad-arguments",
              fmt::format("The arguments of {} are not as its schema says. {}", action.name, to_text(findings)))
      .at(findings.front().instance);
}

// One call under way: what it settled.
struct Call {
  Place& place;
  invocations::Invocation invocation;
  bool is_settled = false;
  Value answer;

  void settle(store::Transaction& transaction, const Settlement& settlement) {
    Writing writing(transaction, place, invocation.actor);
    if (!invocation.key.empty()) invocations::answer(transaction, invocation, settlement.answer, writing.at);
    for (const auto& item : settlement.work) writing.ask(item);
    for (const auto& event : settlement.events) writing.announce(event);
    writing.note(invocation.action, settlement.subject, settlement.detail);
    is_settled = true;
    answer = settlement.answer;
  }
};

Task<std::optional<Value>> earlier_answer(Place& place, const invocations::Invocation& invocation) {
  if (invocation.key.empty()) co_return std::nullopt;
  co_return co_await place.store().read(
      [&](store::Reader& reader) { return invocations::answered(reader, invocation); });
}

}  // namespace

void Actions::add(Action action) {
  auto input = JsonSchema::compile(action.input_schema);
  const auto name = action.name;
  if (!entries_.emplace(name, Entry{std::move(action), std::move(input)}).second)
    throw Error(Kind::internal, "actions/twice", fmt::format("There are two actions called {}.", name));
}

std::vector<const Action*> Actions::all() const {
  std::vector<const Action*> all;
  for (const auto& [name, entry] : entries_) all.push_back(&entry.action);
  return all;
}

const Action* Actions::find(std::string_view name) const {
  const auto found = entries_.find(name);
  return found == entries_.end() ? nullptr : &found->second.action;
}

const Actions::Entry& Actions::demand(const std::string& name) const {
  const auto found = entries_.find(name);
  if (found == entries_.end())
    throw Error(Kind::not_found, "actions/unknown",
                fmt::format("There is no action \"{}\"; GET /v1/actions lists those that you may call.", name));
  return found->second;
}

Task<Value> Actions::call(Wanted wanted) {
  const auto& [action, input] = demand(wanted.action);
  demand_permission(action, wanted.caller);
  demand_arguments(action, input, wanted.arguments);
  auto& place = *co_await find_place_(wanted.caller.tenant);
  const bool changes = action.effect != Effect::read;
  Call call{place, invocations::invocation_of(wanted.caller.principal, action.name, changes ? wanted.key : "",
                                              wanted.arguments)};
  if (auto answer = co_await earlier_answer(place, call.invocation)) co_return *std::move(answer);

  ActionCall request{.caller = std::move(wanted.caller),
                     .arguments = std::move(wanted.arguments),
                     .idempotency_key = std::move(wanted.key),
                     .deadline = wanted.deadline,
                     .trace = wanted.trace,
                     .conversation = std::move(wanted.conversation),
                     .place = &place,
                     .settle = [&call](store::Transaction& transaction, const Settlement& settlement) {
                       call.settle(transaction, settlement);
                     }};
  ActionResult result;
  bool was_answered = false;
  try {
    result = co_await action.run(std::move(request));
  } catch (const Error& error) {
    if (error.slug != "actions/answered") throw;
    was_answered = true;
  }
  if (was_answered) co_return *co_await earlier_answer(place, call.invocation);
  if (changes && !call.is_settled)
    throw Error(Kind::internal, "actions/not-settled", fmt::format("{} ended without a change.", action.name));
  co_return changes ? call.answer : result.value;
}

Action changing(std::string name, std::string description, std::string_view schema, Permission permission,
                std::function<Task<ActionResult>(ActionCall call)> run) {
  return {.name = std::move(name),
          .description = std::move(description),
          .input_schema = json::parse(schema),
          .effect = Effect::idempotent_write,
          .permission = std::string(permission.name),
          .run = std::move(run)};
}

Task<ActionResult> commit(ActionCall call, std::function<Settlement(Writing& writing)> body) {
  co_await call.place->write(call.caller.principal, [&](Writing& writing) {
    const auto settlement = body(writing);
    call.settle(writing.sql, settlement);
  });
  co_return ActionResult{};
}

}  // namespace frontdesk::platform
