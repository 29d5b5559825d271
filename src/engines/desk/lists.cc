#include "engines/desk/lists.h"

#include "base/error.h"
#include "engines/desk/types.h"
#include "platform/audit/noting.h"
#include "platform/paging.h"

namespace frontdesk::engines::desk {
// Rows have principals; people read names.
Value Desk::named(Value item) const {
  for (const auto* member : {"actor", "asked_by", "answered_by", "started_by", "stopped_by"}) {
    if (item[member].is_text()) item = item.with(member, name_of_(std::string(item[member].text())));
  }
  return item;
}

Task<Value> Desk::call(platform::Wanted wanted) { co_return named(co_await actions_.call(std::move(wanted))); }

Task<Value> Desk::work(platform::Caller caller, platform::work::Filter filter) {
  auto& place = *co_await find_(caller.tenant);
  const auto pieces =
      co_await place.store().read([&](store::Reader& reader) { return platform::work::list(reader, filter); });
  co_return platform::page_json(pieces, filter.limit, [this](const auto& item) { return named(to_json(item)); });
}

Task<Value> Desk::errands(platform::Caller caller, platform::errands::Filter filter) {
  auto& place = *co_await find_(caller.tenant);
  const auto found =
      co_await place.store().read([&](store::Reader& reader) { return platform::errands::list(reader, filter); });
  co_return platform::page_json(found, filter.limit, [this](const auto& item) { return named(to_json(item)); });
}

Task<Value> Desk::errand(platform::Caller caller, std::int64_t number) {
  auto& place = *co_await find_(caller.tenant);
  co_return named(to_json(co_await place.store().read(
      [number](store::Reader& reader) { return platform::errands::known(reader, number); })));
}

Task<Value> Desk::approvals(platform::Caller caller, platform::approvals::Filter filter) {
  auto& place = *co_await find_(caller.tenant);
  const auto found =
      co_await place.store().read([&](store::Reader& reader) { return platform::approvals::list(reader, filter); });
  co_return platform::page_json(
      found, filter.limit, [&](const auto& approval) { return named(to_json(approval, caller, is_same_person_)); });
}

Task<Value> Desk::approval(platform::Caller caller, std::string id) {
  auto& place = *co_await find_(caller.tenant);
  const auto found =
      co_await place.store().read([&](store::Reader& reader) { return platform::approvals::find(reader, id); });
  if (!found) throw Error(Kind::not_found, "approvals/unknown", fmt::format("There is no approval {}.", id));
  co_return named(to_json(*found, caller, is_same_person_));
}

Task<Value> Desk::audit(platform::Caller caller, platform::audit::Filter filter) {
  auto& place = *co_await find_(caller.tenant);
  const auto entries =
      co_await place.store().read([&](store::Reader& reader) { return platform::audit::list(reader, filter); });
  co_return platform::page_json(entries, filter.limit, [this](const auto& item) { return named(to_json(item)); });
}

Task<Value> Desk::verdict(platform::Caller caller, std::optional<platform::audit::Head> noted) {
  auto& place = *co_await find_(caller.tenant);
  auto& operators = *co_await find_(TenantId::of_operator());
  co_return to_json(co_await platform::audit::verify(place.store(), operators, std::move(noted)));
}

Task<Value> Desk::events(platform::Caller caller, platform::events::Filter filter) {
  auto& place = *co_await find_(caller.tenant);
  const auto found =
      co_await place.store().read([&](store::Reader& reader) { return platform::events::list(reader, filter); });
  co_return platform::page_json(found, filter.limit, [this](const auto& item) { return named(to_json(item)); });
}

Value Desk::actions(const platform::Caller& caller) const {
  ListBuilder list;
  for (const auto* action : actions_.all()) {
    if (caller.may({action->permission})) list.add(to_json(*action));
  }
  return Value::object({{"items", list.build()}});
}

}  // namespace frontdesk::engines::desk
