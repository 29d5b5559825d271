#include "engines/board/views.h"

#include "base/describe.h"
#include "base/error.h"
#include "platform/paging.h"

namespace frontdesk::engines::board {
namespace {

using platform::engagements::Change;
using platform::engagements::Engagement;

Value time_or_null(const std::optional<Timestamp>& time) { return time ? Value(to_iso(*time)) : Value(); }

Value to_json(const Change& change) {
  return Value::object({{"number", change.number},
                        {"stage", to_value(change.stage)},
                        {"actor", change.actor},
                        {"cause", change.cause},
                        {"reason", change.reason},
                        {"until", time_or_null(change.until)},
                        {"at", to_iso(change.at)}});
}

}  // namespace

Value to_json(const Engagement& engagement) {
  return Value::object({{"id", engagement.id},
                        {"client", engagement.client},
                        {"contact", engagement.contact},
                        {"tenant", engagement.tenant},
                        {"owner", engagement.owner},
                        {"stage", to_value(engagement.stage)},
                        {"since", to_iso(engagement.since)},
                        {"until", time_or_null(engagement.until)},
                        {"opened_at", to_iso(engagement.opened_at)}});
}

void demand_operators_place(const TenantId& place) {
  if (place.is_operator()) return;
  throw Error(Kind::forbidden, "engagements/not-here",
              "Engagements are the operator's: sign in without naming a tenant.");
}

// Rows have principals; people read names.
Value Board::named(Value item) const {
  for (const auto* member : {"owner", "actor"}) {
    if (item[member].is_text()) item = item.with(member, name_of_(std::string(item[member].text())));
  }
  return item;
}

Task<Value> Board::call(platform::Wanted wanted) { co_return named(co_await actions_.call(std::move(wanted))); }

Task<Value> Board::list(platform::Caller caller, platform::engagements::Filter filter) {
  demand_operators_place(caller.tenant);
  auto& place = *co_await find_(caller.tenant);
  co_return co_await place.store().read([&](store::Reader& reader) {
    ListBuilder counts;
    for (const auto& [stage, count] : platform::engagements::counts(reader))
      counts.add(Value::object({{"stage", to_value(stage)}, {"count", count}}));
    const auto print = [this](const Engagement& engagement) { return named(to_json(engagement)); };
    return platform::page_json(platform::engagements::list(reader, filter), filter.limit, print)
        .with("counts", counts.build());
  });
}

Task<Value> Board::show(platform::Caller caller, std::string id) {
  demand_operators_place(caller.tenant);
  auto& place = *co_await find_(caller.tenant);
  co_return co_await place.store().read([&](store::Reader& reader) {
    const auto engagement = platform::engagements::find(reader, id);
    if (!engagement) throw Error(Kind::not_found, "engagements/unknown", fmt::format("There is no engagement {}.", id));
    ListBuilder changes;
    for (const auto& change : platform::engagements::changes(reader, id)) changes.add(named(to_json(change)));
    ListBuilder next;
    for (const auto stage : platform::engagements::next_of(*engagement)) next.add(to_value(stage));
    return named(to_json(*engagement)).with("changes", changes.build()).with("next_stages", next.build());
  });
}

}  // namespace frontdesk::engines::board
