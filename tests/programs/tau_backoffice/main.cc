#include <boost/asio/co_spawn.hpp>
#include <cstdio>
#include <optional>

#include "base/error.h"
#include "base/json.h"
#include "net/loops.h"
#include "net/server.h"
#include "service.h"
#include "support/arguments.h"
#include "support/corpora.h"
#include "tenant_yaml.h"

using namespace frontdesk;

namespace {

tau::Tools tools_of(const std::string& domain, const std::string& folder) {
  if (domain == "retail") return tau::retail_tools();
  return tau::airline_tools(json::parse(support::read_file(folder + "/airports.json")));
}

int print_yaml(const support::Arguments& arguments, const std::string& domain, const std::string& folder) {
  tau::TenantYaml wanted{domain, folder, arguments.text("--tenant", "tau-" + domain), arguments.required("--base-url")};
  wanted.models = arguments.text("--models", wanted.models);
  std::fputs(tau::print_tenant_yaml(wanted).c_str(), stdout);
  return 0;
}

struct Wanted {
  std::string domain;
  std::string folder;
  std::uint16_t port = 0;
  bool stands_by = false;  // takes over the port and the ledger when their holder is gone
  tau::OfficeOptions office;
  tau::Faults faults;
};

Task<std::uint16_t> listen(net::Server& server, const Wanted& wanted, Clock& clock) {
  for (;;) {
    try {
      co_return server.listen("127.0.0.1", wanted.port);
    } catch (const Error& error) {
      if (!wanted.stands_by || error.slug != "net/port-taken") throw;
    }
    co_await clock.sleep_for(std::chrono::milliseconds(2));
  }
}

struct House {
  const tau::Seed seed;
  std::optional<tau::Office> office;
  std::optional<tau::Service> service;
};

// Between the port and the service nothing waits, so no request comes in between.
Task<> open(House& house, net::Server& server, const Wanted& wanted, Files& files, Clock& clock) {
  if (wanted.stands_by) {
    std::puts("standing by");
    std::fflush(stdout);
  }
  const auto port = co_await listen(server, wanted, clock);
  house.office.emplace(house.seed, tools_of(wanted.domain, wanted.folder), wanted.office, files);
  house.service.emplace(*house.office, clock, wanted.faults);
  std::printf("tau_backoffice %s at http://127.0.0.1:%d\n", wanted.domain.c_str(), port);
  std::fflush(stdout);
}

int serve(const Wanted& wanted) {
  const auto files = system_files();
  const auto log = silent_log();
  SystemClock clock;
  SystemRandom random;
  net::Loops loops(1);
  House house{tau::Seed::read(wanted.folder + "/db"), {}, {}};
  net::Server server(loops, clock, random, *log, {},
                     [&](net::Request request) { return house.service->handle(std::move(request)); });
  std::exception_ptr failure;
  boost::asio::co_spawn(loops.executor(0), open(house, server, wanted, *files, clock), [&](std::exception_ptr thrown) {
    failure = thrown;
    if (failure) loops.stop();
  });
  loops.run();
  if (failure) std::rethrow_exception(failure);
  return 0;
}

Wanted wanted_by(const support::Arguments& arguments, const std::string& domain, const std::string& folder) {
  return {.domain = domain,
          .folder = folder,
          .port = static_cast<std::uint16_t>(arguments.number("--port", 0)),
          .stands_by = arguments.has("--stand-by"),
          .office = {.state_path = arguments.text("--state"), .forgets_keys = arguments.has("--forget-keys")},
          .faults = {.delay = std::chrono::milliseconds(arguments.number("--delay-ms", 0)),
                     .drop_answer_every = static_cast<int>(arguments.number("--drop-answer-every", 0)),
                     .drop_pause = std::chrono::milliseconds(arguments.number("--drop-pause-ms", 0)),
                     .duplicate = arguments.has("--duplicate")}};
}

}  // namespace

// The systems of tau's two client businesses, as programs of their own.
int main(int argc, char** argv) {
  const support::Arguments arguments(argc, argv,
                                     {"--domain", "--data", "--port", "--state", "--delay-ms", "--drop-answer-every",
                                      "--drop-pause-ms", "--base-url", "--tenant", "--models"},
                                     {"--duplicate", "--forget-keys", "--print-yaml", "--stand-by"});
  const auto domain = arguments.required("--domain");
  if (domain != "retail" && domain != "airline") {
    std::fprintf(stderr, "There is no domain %s; there are retail and airline.\n", domain.c_str());
    return 2;
  }
  try {
    const auto folder = arguments.required("--data") + "/" + domain;
    return arguments.has("--print-yaml") ? print_yaml(arguments, domain, folder)
                                         : serve(wanted_by(arguments, domain, folder));
  } catch (const std::exception& error) {
    std::fprintf(stderr, "tau_backoffice: %s\n", error.what());
    return 1;
  }
}
