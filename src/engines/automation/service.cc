#include "engines/automation/service.h"

#include "base/describe.h"
#include "engines/automation/errors.h"

namespace frontdesk::engines::automation {

Service::Service(config::ConfigStore& configs, OpenTenant open, WebKeys web_keys, FindGuardian guardian)
    : configs_(configs), open_(std::move(open)), web_keys_(std::move(web_keys)), guardian_(std::move(guardian)) {}

Task<Value> Service::stopped_tools(platform::Caller caller) {
  auto& guardian = *co_await guardian_(caller.tenant);
  co_return to_json(co_await guardian.stopped());
}

Task<Value> Service::stop_tool(platform::Caller caller, std::string name, std::string reason) {
  auto& guardian = *co_await guardian_(caller.tenant);
  // Any name: a tool that the live version no longer has is called by conversations that began before.
  co_await guardian.stop(std::move(name), std::move(reason), caller.principal);
  co_return to_json(co_await guardian.stopped());
}

Task<Value> Service::resume_tool(platform::Caller caller, std::string name) {
  auto& guardian = *co_await guardian_(caller.tenant);
  co_await guardian.resume(std::move(name));
  co_return to_json(co_await guardian.stopped());
}

Task<Value> Service::live(platform::Caller caller) {
  auto& tenant = *co_await open_(caller.tenant);
  const auto live = co_await configs_.live_version(tenant);
  if (!live) throw errors::nothing_live();
  co_return to_json(co_await configs_.version(tenant, live->hash), *live)
      .with("web_keys", to_value(web_keys_(caller.tenant)));
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

Task<Value> Service::history(platform::Caller caller) {
  constexpr std::size_t kShownMax = 200;
  co_return to_json(co_await configs_.history(*co_await open_(caller.tenant), kShownMax));
}

Task<Value> Service::check(platform::Caller caller, Value body) {
  auto findings = co_await configs_.check(caller.tenant, read_upload(body, platform::name_of(caller)));
  co_return Value::object({{"findings", to_json(findings)}});
}

Task<std::expected<Service::Answer, std::vector<config::Finding>>> Service::deploy(platform::Caller caller,
                                                                                   Value body) {
  auto& tenant = *co_await open_(caller.tenant);
  auto deployed = co_await configs_.deploy(tenant, read_upload(body, platform::name_of(caller)));
  if (!deployed) co_return std::unexpected(std::move(deployed.error()));
  co_return Answer{to_json(*deployed).with("web_keys", to_value(web_keys_(caller.tenant))), deployed->is_new};
}

Task<std::expected<Value, std::vector<config::Finding>>> Service::roll_back(platform::Caller caller, Value body) {
  auto& tenant = *co_await open_(caller.tenant);
  const auto to = body["to"].is_text() ? std::optional(std::string(body["to"].text())) : std::nullopt;
  auto version = co_await configs_.rollback(tenant, to, platform::name_of(caller), std::string(body["note"].text()));
  if (!version) co_return std::unexpected(std::move(version.error()));
  co_return Value::object({{"hash", version->hash}, {"number", version->number}});
}

}  // namespace frontdesk::engines::automation
