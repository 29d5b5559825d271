#pragma once

#include <boost/describe.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/error.h"
#include "store/database.h"

namespace frontdesk::platform {

enum class TenantState {
  making,     // written down; its place is made next
  active,     // is served
  suspended,  // is not, until the operator resumes it; its data stay, its work waits
  closed,     // is not any more; its data go at `gone_at`, and until then the operator can take it back
  erased,     // its data are gone, and its id is never given again
  given_up,   // its data were lost, and the operator has accepted that
};
BOOST_DESCRIBE_ENUM(TenantState, making, active, suspended, closed, erased, given_up)

// A tenant as the operator's register has it.
struct RegisteredTenant {
  TenantId id;
  TenantState state = TenantState::active;
  Timestamp created_at;
  Timestamp since;                   // when its state became what it is
  std::string reason;                // why, where it is not served
  std::optional<Timestamp> gone_at;  // of one that is closed: when its data go; of one that is erased: when they went
  std::int64_t version = 0;          // counts its changes

  // Its data are there, or are about to be.
  bool is_there() const { return state != TenantState::erased && state != TenantState::given_up; }
  bool is_served() const { return state == TenantState::active || state == TenantState::making; }
};

// In the operator's place.
std::vector<RegisteredTenant> list_tenants(store::Reader& reader);
std::optional<RegisteredTenant> find_tenant(store::Reader& reader, const TenantId& id);
// Writes what it is by now, and counts the change.
void write_tenant(store::Transaction& transaction, RegisteredTenant& tenant);

// Why nobody of it is served, for whoever asks; nothing where it is. What they are told names the remedy and not the
// reason, which may be the operator's own.
//   Error{not_found, "tenant/unknown"}, {unavailable, "tenant/suspended"}, {not_found, "tenant/closed"}
std::optional<Error> refusal_of(const std::optional<RegisteredTenant>& tenant);

}  // namespace frontdesk::platform
