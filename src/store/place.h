#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "base/tenant_id.h"
#include "store/anchoring.h"

namespace frontdesk::store {

// Where a tenant's data lies.
struct Place {
  TenantId id;
  std::string path;
  mutable std::mutex checkpoint{};  // held by whoever moves the log into the file
  // Both set when the place is made ready, and used by the thread that writes it.
  mutable std::unique_ptr<Anchoring> anchoring{};
  mutable std::optional<Error> note{};  // what was found then that does not keep it from serving
  mutable std::atomic<bool> is_removed{false};
};

}  // namespace frontdesk::store
