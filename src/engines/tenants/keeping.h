#pragma once

#include <chrono>
#include <functional>

#include "store/database.h"

namespace frontdesk::engines::tenants {

// The places of tenants in this process, as the house keeps them. Each returns when it is so.
struct Keeping {
  std::function<Task<>(TenantId tenant)> open;                 // its place is there, and works
  std::function<Task<>(TenantId tenant)> stop;                 // nothing of it runs any more
  std::function<Task<>(TenantId tenant)> resume;               // what is due in it is done again
  std::function<Task<>(TenantId tenant)> erase;                // nothing of its data is left; may be called again
  std::function<Task<store::Tenant*>(TenantId tenant)> data;   // whether it is served or not
  std::chrono::milliseconds kept_for = std::chrono::days(30);  // the data of one that was closed
};

}  // namespace frontdesk::engines::tenants
