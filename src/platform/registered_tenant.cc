#include "platform/registered_tenant.h"

#include "base/describe.h"

namespace frontdesk::platform {
namespace {

#define FD_TENANT "id, state, created_at, since, reason, gone_at, version"
constexpr store::Sql kList{"SELECT " FD_TENANT " FROM tenants ORDER BY id"};
constexpr store::Sql kFind{"SELECT " FD_TENANT " FROM tenants WHERE id = $1"};
constexpr store::Sql kWrite{"INSERT INTO tenants (" FD_TENANT
                            ") VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (id) DO UPDATE SET "
                            "state = excluded.state, since = excluded.since, reason = excluded.reason, "
                            "gone_at = excluded.gone_at, version = excluded.version"};

constexpr std::chrono::minutes kAskAgain{5};

RegisteredTenant read_tenant(const store::Row& row) {
  RegisteredTenant tenant{.id = TenantId::parse(row.text(0)),
                          .state = from_value<TenantState>(Value(row.text(1))),
                          .created_at = Timestamp{row.integer(2)},
                          .since = Timestamp{row.integer(3)},
                          .reason = std::string(row.text(4)),
                          .version = row.integer(6)};
  if (!row.is_null(5)) tenant.gone_at = Timestamp{row.integer(5)};
  return tenant;
}

}  // namespace

std::vector<RegisteredTenant> list_tenants(store::Reader& reader) { return reader.all(kList, read_tenant); }

std::optional<RegisteredTenant> find_tenant(store::Reader& reader, const TenantId& id) {
  return reader.one(kFind, read_tenant, id.text());
}

void write_tenant(store::Transaction& transaction, RegisteredTenant& tenant) {
  ++tenant.version;
  std::optional<std::int64_t> gone_at;
  if (tenant.gone_at) gone_at = tenant.gone_at->ms;
  transaction.run(kWrite, tenant.id.text(), to_value(tenant.state).text(), tenant.created_at.ms, tenant.since.ms,
                  tenant.reason, gone_at, tenant.version);
}

std::optional<Error> refusal_of(const std::optional<RegisteredTenant>& tenant) {
  if (!tenant || tenant->state == TenantState::given_up)
    return Error(Kind::not_found, "tenant/unknown", "There is no such tenant.");
  if (tenant->is_served()) return std::nullopt;
  if (tenant->state == TenantState::suspended)
    return Error(Kind::unavailable, "tenant/suspended",
                 "This service is paused at the moment. What is stored stays as it is; whoever runs the server "
                 "resumes it: frontdesk tenants resume TENANT")
        .after(kAskAgain);
  return Error(Kind::not_found, "tenant/closed",
               "This service was closed, and is not offered here any more. Ask whoever runs the server where it is.");
}

}  // namespace frontdesk::platform
