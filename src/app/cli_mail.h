#pragma once

#include <istream>
#include <string>

#include "app/cli_config.h"

namespace frontdesk::app {

// Prints what DNS has to say for a key that letters are signed with.
int mail_dns_command(const std::string& key_file, Terminal terminal);

// Hands a letter that came back, from standard input, in to the running server of a data folder.
int mail_bounce_command(const std::string& data, std::istream& message, Terminal terminal);

}  // namespace frontdesk::app
