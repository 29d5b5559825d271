#include "engines/automation/service.h"

#include <algorithm>
#include <iterator>

#include "base/describe.h"
#include "engines/automation/errors.h"

namespace frontdesk::engines::automation {

Service::Service(Deploying deploying, OpenTenant open, FindGuardian guardian)
    : deploying_(std::move(deploying)), open_(std::move(open)), guardian_(std::move(guardian)) {}

Task<Value> Service::tools(platform::Caller caller) {
  const auto live = co_await configs_.live(*co_await open_(caller.tenant));
  ListBuilder items;
  if (live) {
    for (const auto& tool : live->tools)
      items.add(
          Value::object({{"name", tool.name}, {"description", tool.description}, {"effect", to_value(tool.effect)}}));
  }
  co_return Value::object({{"items", items.build()}});
}

// Every version counts: conversations that began with an earlier one call its tools until they end.
Task<> Service::demand_tool(TenantId id, std::string name) {
  auto& tenant = *co_await open_(id);
  const auto live = co_await configs_.live(tenant);
  if (live && std::ranges::find(live->tools, name, &config::Tool::name) != live->tools.end()) co_return;
  for (const auto& version : co_await configs_.versions(tenant)) {
    const auto stored = co_await configs_.version(tenant, version.hash);
    for (const auto& tool : stored.document["tools"].items()) {
      if (tool["name"].text() == name) co_return;
    }
  }
  std::vector<std::string> names;
  if (live) std::ranges::transform(live->tools, std::back_inserter(names), &config::Tool::name);
  throw errors::unknown_tool(name, names);
}

Task<Value> Service::stopped_tools(platform::Caller caller) {
  auto& guardian = *co_await guardian_(caller.tenant);
  co_return to_json(co_await guardian.stopped());
}

Task<platform::ActionResult> Service::stop_tool(platform::ActionCall call) {
  auto& guardian = *co_await guardian_(call.caller.tenant);
  const auto name = std::string(call.arguments["name"].text());
  const auto reason = std::string(call.arguments["reason"].text());
  const auto settle = [&](store::Transaction& transaction, const std::vector<dialog::StoppedTool>& stopped) {
    call.settle(transaction, {.answer = to_json(stopped),
                              .subject = "tool/" + name,
                              .detail = Value::object({{"reason", reason}}),
                              .events = {{"tool.stopped", "tool/" + name, Value::object({{"reason", reason}})}}});
  };
  co_await demand_tool(call.caller.tenant, name);
  co_await guardian.stop(name, reason, platform::name_of(call.caller), settle);
  co_return platform::ActionResult{};
}

Task<platform::ActionResult> Service::resume_tool(platform::ActionCall call) {
  auto& guardian = *co_await guardian_(call.caller.tenant);
  const auto name = std::string(call.arguments["name"].text());
  const auto settle = [&](store::Transaction& transaction, const std::vector<dialog::StoppedTool>& stopped) {
    call.settle(transaction, {.answer = to_json(stopped),
                              .subject = "tool/" + name,
                              .events = {{"tool.resumed", "tool/" + name, Value::object()}}});
  };
  co_await guardian.resume(name, settle);
  co_return platform::ActionResult{};
}

Task<Value> Service::live(platform::Caller caller) {
  auto& tenant = *co_await open_(caller.tenant);
  const auto live = co_await configs_.live_version(tenant);
  if (!live) throw errors::nothing_live();
  co_return to_json(co_await configs_.version(tenant, live->hash), *live)
      .with("web_keys", to_value(deploying_.web_keys(caller.tenant)));
}

Task<Value> Service::versions(platform::Caller caller) {
  ListBuilder items;
  for (const auto& version : co_await configs_.versions(*co_await open_(caller.tenant))) items.add(to_json(version));
  co_return Value::object({{"items", items.build()}});
}

Task<Value> Service::version(platform::Caller caller, std::string hash) {
  co_return to_json(co_await configs_.version(*co_await open_(caller.tenant), std::move(hash)));
}

Task<Value> Service::difference(platform::Caller caller, std::string from, std::string to) {
  if (from.empty()) throw errors::missing_parameter("from");
  if (to.empty()) throw errors::missing_parameter("to");
  co_return to_json(co_await configs_.difference(*co_await open_(caller.tenant), std::move(from), std::move(to)));
}

Task<std::expected<Value, std::vector<config::Finding>>> Service::draft(platform::Caller caller, Value body) {
  auto& tenant = *co_await open_(caller.tenant);
  auto draft = co_await configs_.draft(tenant, read_upload(body, platform::name_of(caller)));
  if (!draft) co_return std::unexpected(std::move(draft.error()));
  co_return to_json(*draft);
}

Task<Value> Service::proposal(platform::Caller caller, std::string approval) {
  auto& tenant = *co_await open_(caller.tenant);
  co_return to_json(co_await draft_of(deploying_, tenant, std::move(approval)));
}

Task<Value> Service::history(platform::Caller caller) {
  constexpr std::size_t kShownMax = 200;
  co_return to_json(co_await configs_.history(*co_await open_(caller.tenant), kShownMax));
}

Task<Value> Service::check(platform::Caller caller, Value body) {
  auto findings = co_await configs_.check(caller.tenant, read_upload(body, platform::name_of(caller)));
  co_return Value::object({{"findings", to_json(findings)}});
}

Task<platform::ActionResult> Service::deploy(platform::ActionCall call) {
  if (deploying_.needs_second_person) co_return co_await put_up(deploying_, std::move(call));
  co_return co_await make_live(deploying_, std::move(call));
}

Task<platform::ActionResult> Service::roll_back(platform::ActionCall call) {
  const auto& to = call.arguments["to"];
  const auto settle = [&](store::Transaction& transaction, const config::Deployed& deployed) {
    call.settle(transaction, settlement_of_rollback(deployed));
  };
  const auto version = co_await configs_.rollback(
      call.place->store(), to.is_text() ? std::optional(std::string(to.text())) : std::nullopt,
      platform::name_of(call.caller), std::string(call.arguments["note"].text()), settle);
  if (!version) throw InvalidFile(version.error());
  co_return platform::ActionResult{};
}

}  // namespace frontdesk::engines::automation
