#pragma once

#include <string>
#include <string_view>

namespace frontdesk::tau {

struct TenantYaml {
  std::string domain;                             // retail or airline
  std::string folder;                             // of the domain in the corpus
  std::string tenant;                             // client_id
  std::string base_url;                           // of the back office, with /worlds/<world> where it has several
  std::string models = "[{provider: recorded}]";  // as YAML
};

// The tenant's file: policy.md as the system prompt, tools.json as the tools, guards on `record`.
std::string print_tenant_yaml(const TenantYaml& wanted);

// By its name: whether a tool only looks things up; the rest changes something in the client's system.
bool only_reads(std::string_view tool);

}  // namespace frontdesk::tau
