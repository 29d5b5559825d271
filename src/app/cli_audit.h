#pragma once

#include <string>

#include "app/cli_config.h"

namespace frontdesk::app {

struct AuditArguments {
  std::string tenant;         // empty: the only one there is
  bool is_operators = false;  // those of the operator's own place and of all tenants instead
  std::string data = "var";
  std::string noted;  // a head that was printed earlier, "12:ab34…"; empty: none
};
// Has the running server read the whole audit of a tenant, or of the house. 0: it is as it was written; 1: it is not;
// 2: not looked at.
int verify_audit_command(const AuditArguments& arguments, Terminal terminal);

}  // namespace frontdesk::app
