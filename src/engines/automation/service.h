#pragma once

#include <expected>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "dialog/safeguards.h"
#include "engines/automation/deploying.h"
#include "engines/automation/types.h"
#include "platform/caller.h"

namespace frontdesk::engines::automation {

// Gives the place of a tenant, and makes it where there is none yet.
using OpenTenant = std::function<Task<store::Tenant*>(TenantId tenant)>;

// Gives what keeps a tenant's safeguards; Error{not_found} where there is no such tenant.
using FindGuardian = std::function<Task<dialog::Guardian*>(TenantId tenant)>;

// The verbs of the automation engine: check, deploy, roll back and compare the tenant's file, stop and resume tools.
// The tenant is the caller's.
class Service {
 public:
  Service(Deploying deploying, OpenTenant open, FindGuardian guardian);

  const Value& schema() const { return configs_.schema(); }

  Task<Value> live(platform::Caller caller);
  Task<Value> versions(platform::Caller caller);
  Task<Value> version(platform::Caller caller, std::string hash);
  Task<Value> difference(platform::Caller caller, std::string from, std::string to);
  Task<Value> check(platform::Caller caller, Value body);
  // Keeps a file to be talked to before it goes live; the findings where it has errors.
  Task<std::expected<Value, std::vector<config::Finding>>> draft(platform::Caller caller, Value body);
  // What was put up with an approval. Throws as draft_of() does.
  Task<Value> proposal(platform::Caller caller, std::string approval);
  Task<Value> history(platform::Caller caller);
  Task<Value> tools(platform::Caller caller);  // of the live version; none where nothing is live
  Task<Value> stopped_tools(platform::Caller caller);

  // As actions. The first throws InvalidFile, and answers {approval, …} where a second person has to approve it.
  Task<platform::ActionResult> deploy(platform::ActionCall call);
  // `to` is a hash, its beginning, or null for what was live before. Throws InvalidFile.
  Task<platform::ActionResult> roll_back(platform::ActionCall call);
  // Nobody calls the tool from here on, in no conversation, whatever version it is pinned to. Throws Error{not_found,
  // "automation/unknown-tool"} where no version has it.
  Task<platform::ActionResult> stop_tool(platform::ActionCall call);
  Task<platform::ActionResult> resume_tool(platform::ActionCall call);

  const Deploying& deploying() const { return deploying_; }

 private:
  Task<> demand_tool(TenantId tenant, std::string name);

  const Deploying deploying_;
  config::ConfigStore& configs_ = deploying_.configs;
  OpenTenant open_;
  FindGuardian guardian_;
};

}  // namespace frontdesk::engines::automation
