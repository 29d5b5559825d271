#pragma once

#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/files.h"
#include "base/pool.h"
#include "base/task.h"
#include "platform/audit/audit.h"
#include "platform/places/place.h"
#include "platform/route.h"
#include "platform/work/kind.h"
#include "platform/work/schedule.h"

namespace frontdesk::app {

// How far the operator's audit has come, in a file of the data folder: outside of all databases. Safe from any thread.
class AuditAnchor {
 public:
  AuditAnchor(Files& files, std::string path) : files_(files), path_(std::move(path)) {}

  // Nothing where there is no file. Throws Error{internal, "audit/anchor-damaged"}.
  std::optional<platform::audit::Head> load();
  void save(const platform::audit::Head& head);  // unless it says as much already

 private:
  std::optional<platform::audit::Head> read();

  Files& files_;
  const std::string path_;
  std::mutex mutex_;
};

// Who did what in this house, and what of it was noted elsewhere.
struct HouseVerdict {
  platform::audit::Verdict operators;  // of the operator's own place: people, links, keys, what was noted of tenants
  bool was_anchored = false;           // there was an anchor to hold it against
  std::vector<std::pair<TenantId, platform::audit::Verdict>> tenants;
};

// Holds the audit of each place against what was noted of it outside of that place: a tenant's in the operator's audit
// (see platform/audit/noting.h), the operator's in the anchor. It is noted each night, and where all was read.
class HouseAudit {
 public:
  struct Parts {
    std::function<platform::Place&()> operators;
    std::function<std::vector<TenantId>()> tenants;  // whose data are there
    std::function<Task<store::Tenant*>(TenantId tenant)> data;
    AuditAnchor& anchor;
    Pool& pool;
  };
  explicit HouseAudit(Parts parts) : parts_(std::move(parts)) {}

  // Reads all of it. `noted`: a head of the operator's that was written down earlier. A place that cannot be read is
  // not whole. Throws as AuditAnchor::load().
  Task<HouseVerdict> verify(std::optional<platform::audit::Head> noted);
  // How far the audit of this place has come; a tenant's, or the operator's.
  Task<> note(platform::Place& place);

  // What notes it, and when.
  platform::work::Kind noting();
  static platform::work::Schedule nightly();

 private:
  Task<platform::audit::Verdict> verify_tenant(TenantId id);
  Task<std::optional<platform::audit::Head>> anchored();
  Task<> move_anchor();

  Parts parts_;
};

using VerifyHouse = std::function<Task<HouseVerdict>(std::optional<platform::audit::Head> noted)>;

// GET /v1/house/audit/verdict, as GET /v1/audit/verdict is for a tenant.
std::vector<platform::HouseRoute> operator_audit_routes(VerifyHouse verify);
std::string_view operator_audit_api();

}  // namespace frontdesk::app
