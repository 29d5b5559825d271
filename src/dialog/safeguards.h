#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
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
  // What the live version looks up, by Action::wire: no more than that is sent by a version that is tried out before it
  // is live, whatever it says of itself. Empty optional: nobody keeps account of what is live.
  std::optional<std::set<std::string>> look_ups;

  // The stricter of the version's own mode and what acts on all.
  GuardMode consent(GuardMode own) const;
  GuardMode policy(GuardMode own) const;
  bool is_for_staff(platform::Effect effect) const;
  // Whether a version that is not live may have it sent.
  bool may_be_tried(const platform::Action& action) const;
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
  void go_live(const Guards& guards, std::shared_ptr<const Policies> policies, std::set<std::string> look_ups);
  // What is to be committed together with a change; called in its transaction with what is stopped from then on.
  using Beside = std::function<void(store::Transaction& transaction, const std::vector<StoppedTool>& stopped)>;
  Task<> stop(std::string tool, std::string reason, std::string by, Beside beside = {});
  Task<> resume(std::string tool, Beside beside = {});  // Error{not_found, "dialog/not-stopped"}
  Task<std::vector<StoppedTool>> stopped();

 private:
  void change(const std::function<void(Safeguards&)>& how);

  store::Tenant& tenant_;
  const Clock& clock_;
  mutable std::mutex mutex_;
  std::shared_ptr<const Safeguards> now_;
};

}  // namespace frontdesk::dialog
