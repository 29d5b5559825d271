#pragma once

#include <string>
#include <vector>

#include "engines/automation/types.h"
#include "platform/action.h"
#include "platform/approvals/approvals.h"
#include "platform/work/job.h"

// How a file goes live: at once, or when a second person has approved it. What was approved goes live by work, so that
// an approval which was given is carried out also behind a crash.
namespace frontdesk::engines::automation {

// The publishable keys of a tenant, oldest first. Safe from any thread.
using WebKeys = std::function<std::vector<std::string>(const TenantId& tenant)>;

// The file has errors; nothing was changed.
struct InvalidFile : Error {
  explicit InvalidFile(std::vector<config::Finding> findings);
  std::vector<config::Finding> findings;
};

struct Deploying {
  config::ConfigStore& configs;
  WebKeys web_keys;
  Random& random;
  bool needs_second_person = false;
};

platform::Settlement settlement_of_rollback(const config::Deployed& version);

// Both throw InvalidFile, and as ConfigStore::deploy does.
Task<platform::ActionResult> make_live(const Deploying& parts, platform::ActionCall call);
Task<platform::ActionResult> put_up(const Deploying& parts, platform::ActionCall call);

// What was put up with an approval, against what is live now; it is kept anew to be tried out, because other drafts may
// have come since. Throws InvalidFile, and Error
//   {not_found, "approvals/unknown"}
//   {conflict, "config/reads-otherwise"}  its file would not be today what somebody was asked to approve
Task<config::Draft> draft_of(const Deploying& parts, store::Tenant& tenant, std::string approval);

// An approval that was given is carried out; one of a file whose parent is live no more is void.
std::vector<platform::Hearer> hearers();
platform::work::Kind deploy_approved(const Deploying& parts);

}  // namespace frontdesk::engines::automation
