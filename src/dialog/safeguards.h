#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "dialog/policies.h"
#include "platform/action.h"
#include "store/database.h"

namespace frontdesk::dialog {

// The least that the operator demands of every tenant's file; a file can only be stricter.
struct Floor {
  GuardMode consent = GuardMode::enforce;
  std::set<platform::Effect> staff_effects;  // tools with these effects are left to people, as needs_review always is
};

// What acts at once on all conversations of a tenant, also on those that are pinned to an earlier version of its file.
struct Safeguards {
  Floor floor;
  Guards live;                                              // of the live version
  std::shared_ptr<const Policies> policies;                 // of the live version; null: none
  std::map<std::string, std::string, std::less<>> stopped;  // tool -> why nobody may call it

  // The stricter of the version's own mode and what acts on all.
  GuardMode consent(GuardMode own) const;
  GuardMode policy(GuardMode own) const;
  bool is_for_staff(platform::Effect effect) const;
};

// What acts at this moment.
using FindSafeguards = std::function<std::shared_ptr<const Safeguards>()>;

// Nothing acts but a version's own guards.
std::shared_ptr<const Safeguards> no_safeguards();

struct StoppedTool {
  std::string name;
  std::string reason;
  std::string by;
  Timestamp at;
};

// Keeps a tenant's safeguards. Safe from any thread; what is stopped is on disk before stop() returns.
class Guardian {
 public:
  Guardian(store::Tenant& tenant, Floor floor, const Clock& clock);

  std::shared_ptr<const Safeguards> now() const;

  Task<> load();  // what was stopped before
  void go_live(const Guards& guards, std::shared_ptr<const Policies> policies);
  Task<> stop(std::string tool, std::string reason, std::string by);
  Task<> resume(std::string tool);  // Error{not_found, "dialog/not-stopped"}
  Task<std::vector<StoppedTool>> stopped();

 private:
  void change(const std::function<void(Safeguards&)>& how);

  store::Tenant& tenant_;
  const Clock& clock_;
  mutable std::mutex mutex_;
  std::shared_ptr<const Safeguards> now_;
};

}  // namespace frontdesk::dialog
