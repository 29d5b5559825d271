#pragma once

#include <functional>
#include <string>
#include <vector>

#include "gateway/credentials.h"
#include "platform/route.h"

namespace frontdesk::gateway {

struct TenantEntry {
  TenantId id;
  std::string name;
  std::string state;  // "active", or why nobody is served
};
using ListTenants = std::function<std::vector<TenantEntry>()>;
// Writes down, before it is given out, that somebody of this name was let in to a tenant by the operator key.
using NoteSession = std::function<Task<>(TenantId tenant, std::string name)>;

// POST /v1/sessions, for whoever holds the operator key, and GET /v1/tenants.
std::vector<platform::HouseRoute> session_routes(const Credentials& credentials, ListTenants list, NoteSession note,
                                                 std::chrono::seconds session_life = std::chrono::hours(12));

}  // namespace frontdesk::gateway
