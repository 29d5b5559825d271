#pragma once

#include <expected>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "dialog/safeguards.h"
#include "engines/automation/types.h"
#include "platform/caller.h"

namespace frontdesk::engines::automation {

// Gives the place of a tenant, and makes it where there is none yet.
using OpenTenant = std::function<Task<store::Tenant*>(TenantId tenant)>;

// The publishable keys of a tenant, oldest first.
using WebKeys = std::function<std::vector<std::string>(const TenantId& tenant)>;

// Gives what keeps a tenant's safeguards; Error{not_found} where there is no such tenant.
using FindGuardian = std::function<Task<dialog::Guardian*>(TenantId tenant)>;

// The verbs of the automation engine: check, deploy, roll back and compare the tenant's file, stop and resume tools.
// The tenant is the caller's.
class Service {
 public:
  Service(config::ConfigStore& configs, OpenTenant open, WebKeys web_keys, FindGuardian guardian);

  const Value& schema() const { return configs_.schema(); }

  Task<Value> live(platform::Caller caller);
  Task<Value> versions(platform::Caller caller);
  Task<Value> version(platform::Caller caller, std::string hash);
  Task<Value> difference(platform::Caller caller, std::string from, std::string to);
  Task<Value> check(platform::Caller caller, Value body);
  // Keeps a file to be talked to before it goes live; the findings where it has errors.
  Task<std::expected<Value, std::vector<config::Finding>>> draft(platform::Caller caller, Value body);
  Task<Value> history(platform::Caller caller);
  // The findings where the file has errors; then nothing was changed.
  struct Answer {
    Value value;
    bool is_new = false;
  };
  Task<std::expected<Answer, std::vector<config::Finding>>> deploy(platform::Caller caller, Value body);
  // `to` is a hash, its beginning, or null for what was live before. Findings as for a deployment.
  Task<std::expected<Value, std::vector<config::Finding>>> roll_back(platform::Caller caller, Value body);

  Task<Value> stopped_tools(platform::Caller caller);
  // Nobody calls the tool from here on, in no conversation, whatever version it is pinned to.
  Task<Value> stop_tool(platform::Caller caller, std::string name, std::string reason);
  Task<Value> resume_tool(platform::Caller caller, std::string name);

 private:
  config::ConfigStore& configs_;
  OpenTenant open_;
  WebKeys web_keys_;
  FindGuardian guardian_;
};

}  // namespace frontdesk::engines::automation
