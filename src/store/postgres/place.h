#pragma once

#include <atomic>
#include <string>

#include "base/tenant_id.h"

namespace frontdesk::store::postgres {

// Where a tenant's data lie: a schema.
struct Place {
  TenantId id;
  std::string schema;
  mutable std::atomic<std::uint64_t> bytes{0};  // on disk, when it was last measured
  mutable std::atomic<std::int64_t> measured_ms{0};
  // As store_place has it: what was sent under an earlier one is not written any more, however late it arrives.
  mutable std::atomic<std::int64_t> epoch{0};
};

// The schema of a tenant in the house `house`. A name in PostgreSQL has at most 63 bytes, and what is longer is cut in
// silence, so that two tenants could meet: a long one is named by its digest.
std::string schema_of(std::string_view house, const TenantId& id);

inline std::string quoted(std::string_view name) { return '"' + std::string(name) + '"'; }

}  // namespace frontdesk::store::postgres
