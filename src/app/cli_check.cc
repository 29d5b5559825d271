#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <ostream>

#include "app/cli_config.h"
#include "app/cli_files.h"
#include "app/engines.h"
#include "base/describe.h"
#include "base/error.h"
#include "base/json.h"
#include "engines/automation/probe.h"
#include "net/client.h"
#include "platform/config/config.h"

namespace frontdesk::app {
namespace {

namespace config = platform::config;

std::vector<config::Finding> probe(const config::Checking& checking) {
  boost::asio::io_context context(1);
  SystemClock clock;
  const auto transport = net::system_transport();
  net::Client client(*transport, clock);
  std::exception_ptr failure;
  std::optional<std::vector<config::Finding>> found;
  boost::asio::co_spawn(context, engines::automation::probe_endpoints(checking, client, clock),
                        [&](std::exception_ptr thrown, std::vector<config::Finding> findings) {
                          failure = thrown;
                          found = std::move(findings);
                        });
  while (!found && context.run_one() > 0) {
  }
  if (failure) std::rethrow_exception(failure);
  return std::move(*found);
}

std::string counted(std::ptrdiff_t count, std::string_view what) {
  return fmt::format("{} {}{}", count == 0 ? "no" : std::to_string(count), what, count == 1 ? "" : "s");
}

}  // namespace

int check_command(const CheckArguments& arguments, Terminal terminal) {
  try {
    const auto secrets = arguments.data.empty() ? nullptr : std::make_unique<platform::SecretsFile>(arguments.data);
    if (secrets) secrets->check();
    const config::Checker checker(all_sections());
    auto checking =
        checker.check({arguments.file, read_text_file(arguments.file)}, {config::load_from_disk(), secrets.get(), {}});
    auto findings = checking.findings;
    if (arguments.probe) {
      for (auto& finding : probe(checking)) findings.push_back(std::move(finding));
    }
    if (arguments.json) {
      terminal.out << json::print_pretty(Value::object({{"findings", to_value(findings)}})) << "\n";
    } else {
      for (const auto& finding : findings) terminal.out << config::to_line(finding) << "\n";
      const auto errors = std::ranges::count(findings, config::Severity::error, &config::Finding::severity);
      terminal.out << fmt::format("{}: {}, {}\n", arguments.file, counted(errors, "error"),
                                  counted(std::ssize(findings) - errors, "warning"));
    }
    return checking.has_errors() ? 1 : 0;
  } catch (const Error& error) {
    terminal.err << "frontdesk: " << error.detail << "\n";
    return 2;
  }
}

int schema_command(Terminal terminal) {
  terminal.out << json::print_pretty(config::merged_schema(all_sections())) << "\n";
  return 0;
}

}  // namespace frontdesk::app
