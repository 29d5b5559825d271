#pragma once

#include <string>

#include "app/cli_config.h"

namespace frontdesk::app {

struct PeopleLinkArguments {
  std::string email;  // empty: the link welcomes the first user
  std::string data = "var";
};

// Has the running server make a link that lets somebody in once, and prints it.
int people_link_command(const PeopleLinkArguments& arguments, Terminal terminal);

}  // namespace frontdesk::app
