#pragma once

#include <mutex>
#include <string>

#include "base/tenant_id.h"

namespace frontdesk::store {

// Where a tenant's data lies.
struct Place {
  TenantId id;
  std::string path;
  mutable std::mutex checkpoint{};  // held by whoever moves the log into the file
};

}  // namespace frontdesk::store
