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
};
using ListTenants = std::function<std::vector<TenantEntry>()>;

// POST /v1/sessions and GET /v1/tenants, for whoever holds the operator key.
std::vector<platform::HouseRoute> session_routes(const Credentials& credentials, ListTenants list,
                                                 std::chrono::seconds session_life = std::chrono::hours(12));

}  // namespace frontdesk::gateway
