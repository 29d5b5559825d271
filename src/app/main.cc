#include <CLI/CLI.hpp>
#include <cstdio>

#include "app/serve.h"
#include "base/error.h"

using namespace frontdesk;

namespace {

// Flags count more than the file, so they are kept apart until the file has been read.
struct ServeFlags {
  std::string config;
  std::optional<std::string> address, data, log, log_level, back_office, recordings;
  std::optional<std::uint16_t> port;
  std::optional<int> loops;
  std::optional<double> rate_per_second;
  std::vector<std::string> tenant_files;

  void add_to(CLI::App& command) {
    command.add_option("--config", config, "A file of options; config/frontdesk.yaml lists them all");
    command.add_option("--address", address, "The address to listen on");
    command.add_option("--port", port, "The port to listen on; 0 takes a free one");
    command.add_option("--data", data, "The folder of everything that is kept");
    command.add_option("--loops", loops, "Event loops, each in a thread of its own");
    command.add_option("--log", log, "The log file; standard error otherwise");
    command.add_option("--log-level", log_level, "debug, info, warning or error");
    command.add_option("--tenant-file", tenant_files,
                       "A tenant's file to deploy at the start; may be given several times");
    command.add_option("--back-office", back_office, "The base address of the demo's back office");
    command.add_option("--recordings", recordings, "Recorded conversations for the model provider `recorded`");
    command.add_option("--rate-per-second", rate_per_second, "Requests a second of one caller; 0 is no limit");
  }

  app::Options options() const {
    auto all = config.empty() ? app::Options{} : app::read_options(config);
    if (address) all.address = *address;
    if (port) all.port = *port;
    if (data) all.data = *data;
    if (loops) all.loops = *loops;
    if (log) all.log = *log;
    if (log_level) all.log_level = *log_level;
    if (back_office) all.back_office = *back_office;
    if (recordings) all.recordings = *recordings;
    if (rate_per_second) all.rate_per_second = *rate_per_second;
    if (!tenant_files.empty()) all.tenant_files = tenant_files;
    return all;
  }
};

}  // namespace

int main(int argc, char** argv) {
  CLI::App program{"frontdesk: one program that automates another company's sales and support"};
  program.require_subcommand(1);
  int status = 0;

  ServeFlags flags;
  auto* serve = program.add_subcommand("serve", "Run the all-in-one server");
  flags.add_to(*serve);
  serve->callback([&] { status = app::serve(flags.options()); });

  try {
    program.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return program.exit(error);
  } catch (const Error& error) {
    std::fprintf(stderr, "frontdesk: %s\n", error.detail.c_str());
    return 1;
  }
  return status;
}
