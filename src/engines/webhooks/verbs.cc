#include "engines/webhooks/verbs.h"

#include <algorithm>

#include "base/describe.h"
#include "engines/webhooks/permissions.h"
#include "engines/webhooks/published.h"
#include "engines/webhooks/store.h"
#include "platform/actions/actions.h"

namespace frontdesk::engines::webhooks {
namespace {

using platform::Action;
using platform::ActionCall;
using platform::ActionResult;
using platform::Settlement;
using platform::Writing;

#define FD_WHAT                                                      \
  R"("url": {"type": "string", "minLength": 1, "maxLength": 2000},)" \
  R"("description": {"type": "string", "maxLength": 200},)"          \
  R"("types": {"type": "array", "maxItems": 100, "uniqueItems": true, "items": {"type": "string"}})"
constexpr std::string_view kAdd =
    R"({"type": "object", "additionalProperties": false, "required": ["url"], "properties": {)" FD_WHAT "}}";
constexpr std::string_view kChange =
    R"({"type": "object", "additionalProperties": false, "required": ["id"], "properties": {)"
    R"("id": {"type": "string"},)" FD_WHAT "}}";
constexpr std::string_view kOne = R"({"type": "object", "additionalProperties": false, "required": ["id"],
  "properties": {"id": {"type": "string"}}})";
constexpr std::string_view kDelivery = R"({"type": "object", "additionalProperties": false,
  "required": ["id", "number"], "properties": {"id": {"type": "string"}, "number": {"type": "integer", "minimum": 1}}})";

Settlement settled(const Hook& hook, Timestamp now) {
  return {.answer = to_json(hook, now),
          .subject = "webhook/" + hook.id,
          .detail = Value::object({{"url", hook.url}, {"types", to_value(hook.types)}})};
}

void demand_types(const Sending& sending, const std::vector<std::string>& types) {
  for (const auto& type : types) {
    if (sending.find(type) && type != kTest) continue;
    throw Error(Kind::invalid, "webhooks/unknown-type",
                fmt::format("\"{}\" is no event that can be told; the list of webhooks has those that can.", type))
        .at("/types");
  }
}

// What the arguments say of a hook.
struct Wish {
  Wish(const Sending& sending, const IsNamed& is_named, const ActionCall& call) : given(call.arguments) {
    if (given.contains("url")) demand_url(given["url"].text(), call.caller.tenant, is_named);
    if (given.contains("types")) types = from_value<std::vector<std::string>>(given["types"], {}, "/types");
    demand_types(sending, types);
  }

  void apply_to(Hook& hook) const {
    if (given.contains("url")) hook.url = given["url"].text();
    if (given.contains("description")) hook.description = given["description"].text();
    if (given.contains("types")) hook.types = types;
  }

  Value given;
  std::vector<std::string> types;
};

Task<ActionResult> add(std::shared_ptr<const Sending> sending, IsNamed is_named, std::string id, ActionCall call) {
  const Wish wish(*sending, is_named, call);
  co_return co_await platform::commit(std::move(call), [&](Writing& writing) {
    if (table::hooks(writing.sql).size() >= kHooksMax)
      throw Error(Kind::conflict, "webhooks/too-many",
                  fmt::format("There are {} webhooks, which is as many as there may be. Remove one first.", kHooksMax));
    Hook hook{.id = id, .added_at = writing.at};
    wish.apply_to(hook);
    table::write(writing.sql, hook);
    return settled(hook, writing.at);
  });
}

Task<ActionResult> change(std::shared_ptr<const Sending> sending, IsNamed is_named, ActionCall call) {
  const auto id = std::string(call.arguments["id"].text());
  const Wish wish(*sending, is_named, call);
  co_return co_await platform::commit(std::move(call), [&](Writing& writing) {
    auto hook = table::demand_hook(writing.sql, id);
    wish.apply_to(hook);
    table::write(writing.sql, hook);
    return settled(hook, writing.at);
  });
}

// A change of one hook that asks for nothing but which.
Task<ActionResult> with_hook(std::function<void(Writing& writing, Hook& hook)> body, ActionCall call) {
  const auto id = std::string(call.arguments["id"].text());
  co_return co_await platform::commit(std::move(call), [&](Writing& writing) {
    auto hook = table::demand_hook(writing.sql, id);
    body(writing, hook);
    return settled(hook, writing.at);
  });
}

void pause(Writing& writing, Hook& hook) {
  if (hook.state == State::active) hook.state = State::paused;
  table::write(writing.sql, hook);
}

void resume(Writing& writing, Hook& hook) {
  hook.state = State::active;
  hook.reason.clear();
  hook.failing_since.reset();
  table::write(writing.sql, hook);
}

// One that was rotated lately has a secret in use that would be good no longer.
void rotate(Writing& writing, Hook& hook) {
  const auto until = old_secret_until(hook);
  if (until && writing.at < *until)
    throw Error(
        Kind::conflict, "webhooks/rotated-lately",
        fmt::format("The secret before this one is good until {}. Rotate it again behind that.", to_iso(*until)));
  ++hook.generation;
  hook.rotated_at = writing.at;
  table::write(writing.sql, hook);
}

void remove(Writing& writing, Hook& hook) { table::remove(writing.sql, hook.id); }

void demand_active(const Hook& hook) {
  if (hook.state == State::active) return;
  throw Error(Kind::conflict, "webhooks/not-active", "Nothing is sent to it now. Resume it first.");
}

void test(Writing& writing, Hook& hook) {
  demand_active(hook);
  writing.announce(
      {.type = std::string(kTest), .subject = "webhook/" + hook.id, .data = Value::object({{"webhook", hook.id}})});
  writing.wake();
}

Task<ActionResult> redeliver(ActionCall call) {
  const auto id = std::string(call.arguments["id"].text());
  const auto number = call.arguments["number"].integer();
  co_return co_await platform::commit(std::move(call), [&](Writing& writing) {
    auto delivery = table::find_delivery(writing.sql, number);
    if (!delivery || delivery->hook != id)
      throw Error(Kind::not_found, "webhooks/unknown-delivery",
                  fmt::format("Nothing with the number {} was sent to {}.", number, id));
    demand_active(table::demand_hook(writing.sql, id));
    if (delivery->state == Outcome::waiting)
      throw Error(Kind::conflict, "webhooks/on-its-way", "It is on its way already.");
    table::begin_anew(writing.sql, number);
    delivery = table::find_delivery(writing.sql, number);
    ask(writing, *delivery);
    return Settlement{
        .answer = to_json(*delivery), .subject = "webhook/" + id, .detail = Value::object({{"number", number}})};
  });
}

}  // namespace

std::vector<Action> verbs(std::shared_ptr<const Sending> sending, IsNamed is_named, Random& random) {
  using permissions::kManage;
  const auto of_hook = [](std::string name, std::string description, void (*body)(Writing&, Hook&)) {
    return platform::changing("webhooks." + std::move(name), std::move(description), kOne, kManage,
                              [body](ActionCall call) { return with_hook(body, std::move(call)); });
  };
  return {
      platform::changing("webhooks.add", "Have an address told what happens here.", kAdd, kManage,
                         [sending, is_named, &random](ActionCall call) {
                           return add(sending, is_named, random.id("wh_"), std::move(call));
                         }),
      platform::changing("webhooks.change", "Change a webhook's address, description or events.", kChange, kManage,
                         [sending, is_named](ActionCall call) { return change(sending, is_named, std::move(call)); }),
      of_hook("pause", "Send nothing to a webhook until it is resumed; what happens meanwhile is not sent later.",
              pause),
      of_hook("resume", "Send to a webhook again that was paused or disabled.", resume),
      of_hook("rotate", "Give a webhook a new secret; the old one is good for a day, too.", rotate),
      of_hook("remove", "Remove a webhook with the record of what was sent.", remove),
      of_hook("test", "Send a webhook an event that says nothing, to see whether it arrives.", test),
      platform::changing("webhooks.redeliver", "Send something to a webhook again.", kDelivery, kManage, redeliver),
  };
}

}  // namespace frontdesk::engines::webhooks
