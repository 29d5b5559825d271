#pragma once

#include <string>

#include "app/cli_config.h"

namespace frontdesk::app {

struct TenantArguments {
  std::string id;
  std::string reason;
  std::string out;  // a file for what is exported; empty: standard output
  std::string data = "var";
};

int list_tenants_command(const TenantArguments& arguments, Terminal terminal);
int create_tenant_command(const TenantArguments& arguments, Terminal terminal);
int suspend_tenant_command(const TenantArguments& arguments, Terminal terminal);
int resume_tenant_command(const TenantArguments& arguments, Terminal terminal);
int close_tenant_command(const TenantArguments& arguments, Terminal terminal);
// Writes all data of a tenant as JSON Lines. 1: it was cut off.
int export_tenant_command(const TenantArguments& arguments, Terminal terminal);

}  // namespace frontdesk::app
