#include <cstdio>
#include <filesystem>

#include "base/error.h"
#include "base/yaml.h"
#include "net/loops.h"
#include "net/server.h"
#include "service.h"
#include "support/arguments.h"
#include "support/corpora.h"

using namespace frontdesk;

namespace {

// FOLDER/TRADE/office.yaml each.
std::map<std::string, trade::Office> offices_in(const std::string& folder, const std::string& today) {
  std::map<std::string, trade::Office> offices;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    const auto file = entry.path() / "office.yaml";
    if (!std::filesystem::exists(file)) continue;
    offices.emplace(entry.path().filename().string(),
                    trade::Office(yaml::parse(support::read_file(file.string())).value, today));
  }
  return offices;
}

Task<net::Response> answer(trade::Service& service, net::Request request) { co_return service.handle(request); }

}  // namespace

// Back offices for tests. --folder: of the trades; --today: the day of their records and rules.
int main(int argc, char** argv) {
  const support::Arguments arguments(argc, argv, {"--folder", "--today", "--port"}, {});
  SystemClock clock;
  SystemRandom random;
  const auto log = silent_log();
  net::Loops loops(1);
  try {
    trade::Service service(offices_in(arguments.required("--folder"), arguments.required("--today")));
    net::Server server(loops, clock, random, *log, {},
                       [&](net::Request request) { return answer(service, std::move(request)); });
    std::printf("trade_office at http://127.0.0.1:%d\n",
                server.listen("127.0.0.1", static_cast<std::uint16_t>(arguments.number("--port", 0))));
    std::fflush(stdout);
    loops.run();
  } catch (const Error& error) {
    std::fprintf(stderr, "trade_office: %s\n", error.detail.c_str());
    return 2;
  }
  return 0;
}
