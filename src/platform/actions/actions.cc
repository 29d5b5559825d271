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

JsonSchema compiled_schema(const std::string& action, std::string_view member, const Value& schema) {
  try {
    return JsonSchema::compile(schema);
  } catch (const Error& error) {
    throw Error(Kind::internal, "actions/bad-schema",
                fmt::format("The {} of the action {} is wrong: {}", member, action, error.detail))
        .at(error.pointer);
  }
}

}  // namespace

void Actions::add(Action action) {
  const auto name = action.name;
  Entry entry{.input = compiled_schema(name, "input_schema", action.input_schema)};
  if (!action.output_schema.is_null()) entry.output = compiled_schema(name, "output_schema", action.output_schema);
  entry.action = std::move(action);
  if (!entries_.emplace(name, std::move(entry)).second)
    throw Error(Kind::internal, "actions/twice", fmt::format("There are two actions called {}.", name));
}

std::vector<const Action*> Actions::all() const {
  std::vector<const Action*> all;
  all.reserve(entries_.size());
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
  const auto& entry = demand(wanted.action);
  demand_permission(entry.action, wanted.caller);
  demand_arguments(entry.action, entry.input, wanted.arguments);
  auto& place = *co_await find_place_(wanted.caller.tenant);
  auto answer = co_await this->answer(entry, place, std::move(wanted));
  check_answer(entry, answer, place);
  co_return answer;
}

// What was done stands: whoever asked for it gets the answer as it is. The log has where it is wrong, and nothing of
// what it says.
void Actions::check_answer(const Entry& entry, const Value& answer, Place& place) const {
  if (!entry.output) return;
  const auto findings = entry.output->check(answer);
  if (findings.empty()) return;
  const auto& name = entry.action.name;
  if (off_schema_)
    return off_schema_(fmt::format("The answer of {} is not as its output_schema says. {}", name, to_text(findings)));
  place.frame().log.error(
      "actions", "an answer is not as its output_schema says",
      Value::object({{"tenant", place.id().text()}, {"action", name}, {"at", findings.front().instance}}));
}

Task<Value> Actions::answer(const Entry& entry, Place& place, Wanted wanted) const {
  const auto& action = entry.action;
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
