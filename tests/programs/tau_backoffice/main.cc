#include <cstdio>

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

int serve(const support::Arguments& arguments, const std::string& domain, const std::string& folder) {
  const auto seed = tau::Seed::read(folder + "/db");
  const auto files = system_files();
  tau::Office office(seed, tools_of(domain, folder), {arguments.text("--state"), arguments.has("--forget-keys")},
                     *files);

  SystemClock clock;
  SystemRandom random;
  const auto log = silent_log();
  net::Loops loops(1);
  tau::Service service(
      office, clock,
      {std::chrono::milliseconds(arguments.number("--delay-ms", 0)),
       static_cast<int>(arguments.number("--drop-answer-every", 0)),
       std::chrono::milliseconds(arguments.number("--drop-pause-ms", 0)), arguments.has("--duplicate")});
  net::Server server(loops, clock, random, *log, {},
                     [&](net::Request request) { return service.handle(std::move(request)); });
  const auto port = server.listen("127.0.0.1", static_cast<std::uint16_t>(arguments.number("--port", 0)));
  std::printf("tau_backoffice %s at http://127.0.0.1:%d\n", domain.c_str(), port);
  std::fflush(stdout);
  loops.run();
  return 0;
}

}  // namespace

// The systems of tau's two client businesses, as programs of their own.
int main(int argc, char** argv) {
  const support::Arguments arguments(argc, argv,
                                     {"--domain", "--data", "--port", "--state", "--delay-ms", "--drop-answer-every",
                                      "--drop-pause-ms", "--base-url", "--tenant", "--models"},
                                     {"--duplicate", "--forget-keys", "--print-yaml"});
  const auto domain = arguments.required("--domain");
  if (domain != "retail" && domain != "airline") {
    std::fprintf(stderr, "There is no domain %s; there are retail and airline.\n", domain.c_str());
    return 2;
  }
  try {
    const auto folder = arguments.required("--data") + "/" + domain;
    return arguments.has("--print-yaml") ? print_yaml(arguments, domain, folder) : serve(arguments, domain, folder);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "tau_backoffice: %s\n", error.what());
    return 1;
  }
}
