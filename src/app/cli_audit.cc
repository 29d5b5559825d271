#include "app/cli_audit.h"

#include <ostream>

#include "app/cli_remote.h"
#include "base/error.h"

namespace frontdesk::app {

namespace {

// Whether it is whole.
bool print(std::ostream& out, const std::string& whose, const Value& verdict) {
  if (!verdict["is_whole"].boolean()) {
    out << fmt::format("{}: the audit is not as it was written: {}.\n", whose, verdict["broken"]["what"].text());
    return false;
  }
  out << fmt::format("{}: {} entries, as they were written. Note {}:{} to know later that none was cut off.\n", whose,
                     verdict["entries"].integer(), verdict["entries"].integer(), verdict["head"].text());
  return true;
}

// All of them, whatever is found of one.
bool print_house(std::ostream& out, const std::string& data, const Value& house) {
  bool is_whole = print(out, "the operator", house["operator"]);
  if (!house["was_anchored"].boolean())
    out << fmt::format("There was no {}/audit.anchor to hold it against: what is there is taken for what it was.\n",
                       data);
  for (const auto& tenant : house["tenants"].items())
    is_whole = print(out, std::string(tenant["tenant"].text()), tenant["verdict"]) && is_whole;
  return is_whole;
}

}  // namespace

int verify_audit_command(const AuditArguments& arguments, Terminal terminal) try {
  Remote remote(arguments.data);
  const auto noted = arguments.noted.empty() ? "" : "?noted=" + arguments.noted;
  if (arguments.is_operators) {
    const auto house = remote.get("/v1/house/audit/verdict" + noted);
    return print_house(terminal.out, arguments.data, house) ? 0 : 1;
  }
  const auto whose = arguments.tenant.empty() ? remote.only_tenant() : arguments.tenant;
  remote.enter(whose);
  return print(terminal.out, whose, remote.get("/v1/audit/verdict" + noted)) ? 0 : 1;
} catch (const Error& error) {
  terminal.err << "frontdesk: " << error.detail << "\n";
  return 2;
}

}  // namespace frontdesk::app
