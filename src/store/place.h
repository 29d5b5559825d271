#pragma once

#include <string>

#include "base/tenant_id.h"

namespace frontdesk::store {

// Where a tenant's data lies.
struct Place {
  TenantId id;
  std::string path;
};

}  // namespace frontdesk::store
