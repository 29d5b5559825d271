#pragma once

#include <string>

#include "app/cli_config.h"

namespace frontdesk::app {

struct AcceptArguments {
  std::string what;  // a tenant, or the name of a file of the server's own
  std::string data = "var";
};

// Takes what is there in the folder of a stopped server for what it is, after damage that nothing can undo: a tenant's
// files as they are, or that they are gone; a key file, or that it is gone; the fingerprints. Says what was done;
// returns 0, or 2 with a sentence where it could not be done.
int accept_command(const AcceptArguments& arguments, Terminal terminal);

}  // namespace frontdesk::app
