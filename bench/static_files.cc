// Serves one file as the product serves its pages, on one loop; bench/static_files.sh holds it beside nginx.

#include <cstdio>
#include <fstream>
#include <iterator>

#include "base/log.h"
#include "base/random.h"
#include "gateway/pages.h"
#include "net/server.h"

using namespace frontdesk;

namespace {

Task<net::Response> answer(const gateway::Pages& pages, net::Request request) {
  auto page = pages.find(request);
  co_return page ? *std::move(page) : net::Response::text(404, "");
}

}  // namespace

int main(int count, char** words) {
  if (count != 3) {
    std::fprintf(stderr, "bench_static_files PORT FILE\n");
    return 2;
  }
  std::ifstream file(words[2], std::ios::binary);
  const std::string bytes((std::istreambuf_iterator<char>(file)), {});
  const base::EmbeddedFile files[] = {{"index.html", bytes}};
  const gateway::Pages pages(files);
  SystemClock clock;
  SystemRandom random;
  const auto log = silent_log();
  net::Loops loops(1);
  net::Server server(loops, clock, random, *log, {},
                     [&](net::Request request) { return answer(pages, std::move(request)); });
  server.listen("127.0.0.1", static_cast<std::uint16_t>(std::stoi(words[1])));
  loops.run();
}
