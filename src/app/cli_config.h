#pragma once

#include <iosfwd>
#include <string>

// The verbs of the command line that have to do with tenants' files. Each returns the exit status: 0 for well, 1 for
// findings or differences, 2 where it could not be done, with a sentence on `err`.
namespace frontdesk::app {

struct Terminal {
  std::ostream& out;
  std::ostream& err;
};

struct CheckArguments {
  std::string file;
  std::string data;  // where the server's secrets are; empty: whether they exist is not checked
  bool json = false;
  bool probe = false;  // ask the endpoints whether anybody is there
};
int check_command(const CheckArguments& arguments, Terminal terminal);

struct DeployArguments {
  std::string file;
  std::string data = "var";
  std::string note;
  std::string by;
  bool json = false;
};
int deploy_command(const DeployArguments& arguments, Terminal terminal);

// Each side is a file, "live", or a version's hash (or its beginning).
struct DiffArguments {
  std::string from = "live";
  std::string to;
  std::string tenant;  // empty: the one that the file names, or the only one there is
  std::string data = "var";
  bool json = false;
};
int diff_command(const DiffArguments& arguments, Terminal terminal);

struct RollbackArguments {
  std::string to;      // empty: what was live before
  std::string tenant;  // empty: the only one there is
  std::string data = "var";
  std::string note;
  std::string by;
};
int rollback_command(const RollbackArguments& arguments, Terminal terminal);

// Prints the schema of tenants' files, for editors.
int schema_command(Terminal terminal);

}  // namespace frontdesk::app
