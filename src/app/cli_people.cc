#include "app/cli_people.h"

#include <ostream>

#include "app/cli_remote.h"
#include "base/error.h"

namespace frontdesk::app {

int people_link_command(const PeopleLinkArguments& arguments, Terminal terminal) try {
  Remote remote(arguments.data);
  const auto ask = arguments.email.empty() ? Value::object() : Value::object({{"email", arguments.email}});
  const auto link = remote.post("/v1/links", ask);
  terminal.out << remote.base() << link["path"].text() << "\n"
               << "It lets in whoever opens it, once, until " << link["expires_at"].text() << ".\n";
  return 0;
} catch (const Error& error) {
  terminal.err << "frontdesk: " << error.detail << "\n";
  return 2;
}

}  // namespace frontdesk::app
