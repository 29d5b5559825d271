#include "engines/tenants/verbs.h"

#include <algorithm>

#include "base/describe.h"
#include "base/error.h"
#include "platform/people/permissions.h"
#include "platform/work/job.h"

namespace frontdesk::engines::tenants {
namespace {

using platform::Action;
using platform::ActionCall;
using platform::ActionResult;
using platform::RegisteredTenant;
using platform::Settlement;
using platform::TenantState;
using platform::Writing;

constexpr std::string_view kErasing = "tenants.erase";
// Names that stand for whoever runs the house: in the audit, in paths and beside the files of places.
constexpr std::string_view kReserved[] = {"operator", "house", "frontdesk"};

constexpr std::string_view kNamed = R"({"type": "object", "additionalProperties": false, "required": ["id"],
  "properties": {"id": {"type": "string", "maxLength": 64}}})";
constexpr std::string_view kNamedWithReason = R"({"type": "object", "additionalProperties": false, "required": ["id"],
  "properties": {"id": {"type": "string", "maxLength": 64}, "reason": {"type": "string", "maxLength": 2000}}})";

void demand_operators_place(const ActionCall& call) {
  if (call.caller.tenant.is_operator()) return;
  throw Error(Kind::forbidden, "tenants/not-here", "Tenants are the operator's: sign in without naming a tenant.");
}

Error is_not(const RegisteredTenant& tenant, std::string_view remedy) {
  return {Kind::conflict, "tenants/other-state",
          fmt::format("{} is {}. {}", tenant.id.text(), to_value(tenant.state).text(), remedy)};
}

TenantId read_new_id(std::string_view name) {
  const bool is_reserved =
      name == TenantId::of_operator().text() || std::ranges::find(kReserved, name) != std::end(kReserved);
  if (is_reserved)
    throw Error(Kind::conflict, "tenants/reserved",
                fmt::format("\"{}\" is kept for whoever runs this house. Choose another id.", name))
        .at("/id");
  return TenantId::parse(name);
}

// An id stands for one business for good: who kept it in a link or an invoice never comes to another.
void demand_free(const std::optional<RegisteredTenant>& known) {
  if (!known || known->state == TenantState::making || known->state == TenantState::given_up) return;
  if (known->is_there() && known->state != TenantState::closed)
    throw Error(Kind::conflict, "tenants/taken",
                fmt::format("There is a tenant {} already. Choose another id.", known->id.text()))
        .at("/id");
  throw Error(Kind::conflict, "tenants/id-used",
              fmt::format("{} was closed on {}, and its id is never given again. Choose another id{}.",
                          known->id.text(), to_iso(known->since),
                          known->state == TenantState::closed ? ", or take it back: frontdesk tenants resume" : ""))
      .at("/id");
}

RegisteredTenant demand(store::Reader& reader, const std::string& name) {
  auto known = TenantId::is_valid(name) ? platform::find_tenant(reader, TenantId::parse(name)) : std::nullopt;
  if (known && known->is_there()) return *std::move(known);
  throw Error(Kind::not_found, "tenant/unknown", "There is no such tenant; GET /v1/tenants lists them.");
}

void move(RegisteredTenant& tenant, TenantState state, std::string reason, Timestamp now) {
  tenant.state = state;
  tenant.reason = std::move(reason);
  tenant.since = now;
  tenant.gone_at.reset();
}

Settlement settled(const RegisteredTenant& tenant) {
  return {.answer = to_json(tenant),
          .subject = "tenant/" + tenant.id.text(),
          .detail = Value::object({{"state", to_value(tenant.state)}, {"reason", tenant.reason}})};
}

// A change of one tenant: decided and written in one transaction, known to all requests when it is committed.
struct Changed {
  RegisteredTenant tenant;
  ActionResult result;
};
using Decide = std::function<Settlement(Writing& writing, RegisteredTenant& tenant)>;

Task<Changed> change(const Service& service, ActionCall call, Decide decide) {
  demand_operators_place(call);
  const std::string name(call.arguments["id"].text());
  std::optional<RegisteredTenant> written;
  auto result = co_await platform::commit(std::move(call), [&](Writing& writing) {
    written = demand(writing.sql, name);
    auto settlement = decide(writing, *written);
    platform::write_tenant(writing.sql, *written);
    return settlement;
  });
  service.registered.keep(*written);
  co_return Changed{*std::move(written), std::move(result)};
}

// It is written down before its place is made, so that none is made unnoted; who is still being made is made on.
Task<ActionResult> create(const Service& service, ActionCall call) {
  demand_operators_place(call);
  const auto id = read_new_id(call.arguments["id"].text());
  std::optional<RegisteredTenant> written;
  auto result = co_await platform::commit(std::move(call), [&](Writing& writing) {
    written = platform::find_tenant(writing.sql, id);
    demand_free(written);
    if (!written) written = RegisteredTenant{.id = id, .created_at = writing.at};
    move(*written, TenantState::making, {}, writing.at);
    platform::write_tenant(writing.sql, *written);
    auto settlement = settled(*written);
    settlement.answer = settlement.answer.with("state", "active");  // when this is answered
    return settlement;
  });
  service.registered.keep(*std::move(written));
  co_await service.keeping.open(id);
  co_return result;
}

Task<ActionResult> suspend(const Service& service, ActionCall call) {
  const std::string reason(call.arguments["reason"].text());
  auto changed = co_await change(service, std::move(call), [reason](Writing& writing, RegisteredTenant& tenant) {
    if (!tenant.is_served()) throw is_not(tenant, "Only one that is active can be suspended.");
    move(tenant, TenantState::suspended, reason, writing.at);
    return settled(tenant);
  });
  co_await service.keeping.stop(changed.tenant.id);
  co_return std::move(changed.result);
}

Task<ActionResult> resume(const Service& service, ActionCall call) {
  auto changed = co_await change(service, std::move(call), [](Writing& writing, RegisteredTenant& tenant) {
    if (tenant.is_served()) throw is_not(tenant, "Only one that is suspended, or closed, can be resumed.");
    move(tenant, TenantState::active, {}, writing.at);
    return settled(tenant);
  });
  co_await service.keeping.resume(changed.tenant.id);
  co_return std::move(changed.result);
}

Task<ActionResult> close(const Service& service, ActionCall call) {
  const std::string reason(call.arguments["reason"].text());
  const auto kept_ms = service.keeping.kept_for.count();
  const auto decide = [reason, kept_ms](Writing& writing, RegisteredTenant& tenant) {
    if (tenant.state == TenantState::closed) throw is_not(tenant, "It is closed already.");
    move(tenant, TenantState::closed, reason, writing.at);
    tenant.gone_at = Timestamp{writing.at.ms + kept_ms};
    auto settlement = settled(tenant);
    settlement.work.push_back({.kind = std::string(kErasing),
                               .key = fmt::format("{}/{}", tenant.id.text(), tenant.version),
                               .payload = Value::object({{"id", tenant.id.text()}}),
                               .due = *tenant.gone_at,
                               .lane = {}});
    return settlement;
  };
  auto changed = co_await change(service, std::move(call), decide);
  co_await service.keeping.stop(changed.tenant.id);
  co_return std::move(changed.result);
}

// Who took a tenant's data out of the house is in the audit; the data themselves go over the wire (export.h).
Task<ActionResult> note_export(ActionCall call) {
  demand_operators_place(call);
  const std::string name(call.arguments["id"].text());
  co_return co_await platform::commit(std::move(call), [name](Writing& writing) {
    const auto tenant = demand(writing.sql, name);
    return Settlement{.answer = to_json(tenant), .subject = "tenant/" + tenant.id.text()};
  });
}

// From the first write on its data count as gone, whatever comes in between; they are taken away until they are.
Task<> erase(const Service& service, platform::work::Job& job) {
  const auto id = TenantId::parse(job.piece.item.payload["id"].text());
  const auto mark = [&id](Writing& writing) -> std::optional<RegisteredTenant> {
    auto tenant = platform::find_tenant(writing.sql, id);
    const bool is_due = tenant && tenant->state == TenantState::closed && tenant->gone_at <= writing.at;
    if (!is_due) return tenant;  // it was taken back, or is being erased
    move(*tenant, TenantState::erased, tenant->reason, writing.at);
    tenant->gone_at = writing.at;
    platform::write_tenant(writing.sql, *tenant);
    writing.note(std::string(kErasing), "tenant/" + id.text());
    return tenant;
  };
  const auto tenant = co_await job.place.write("work:" + std::string(kErasing), mark);
  if (!tenant) co_return;
  service.registered.keep(*tenant);
  if (tenant->state != TenantState::erased) co_return;
  co_await service.keeping.erase(id);
  co_await service.library.forget(id);
}

}  // namespace

Value to_json(const RegisteredTenant& tenant) {
  return Value::object({{"id", tenant.id.text()},
                        {"state", to_value(tenant.state)},
                        {"reason", tenant.reason},
                        {"created_at", to_iso(tenant.created_at)},
                        {"since", to_iso(tenant.since)},
                        {"gone_at", tenant.gone_at ? Value(to_iso(*tenant.gone_at)) : Value()}});
}

std::vector<Action> verbs(const Service& service) {
  using platform::people::permissions::kHouse;
  const auto by = [&service](Task<ActionResult> (*verb)(const Service&, ActionCall)) {
    return [&service, verb](ActionCall call) { return verb(service, std::move(call)); };
  };
  return {
      platform::changing("tenants.create", "Make a tenant with an id that nobody has or had.", kNamed, kHouse,
                         by(create)),
      platform::changing("tenants.suspend", "Serve nobody of a tenant until it is resumed; its data stay.",
                         kNamedWithReason, kHouse, by(suspend)),
      platform::changing("tenants.resume", "Serve a tenant again that was suspended, or closed and not yet erased.",
                         kNamed, kHouse, by(resume)),
      platform::changing("tenants.close", "Close a tenant for good; its data go when they were kept for a while.",
                         kNamedWithReason, kHouse, by(close)),
      platform::changing("tenants.export", "Take all data of a tenant out of the house.", kNamed, kHouse, note_export),
  };
}

platform::work::Kind erasing(const Service& service) {
  return {.name = std::string(kErasing),
          .perform = [&service](platform::work::Job& job) { return erase(service, job); }};
}

}  // namespace frontdesk::engines::tenants
