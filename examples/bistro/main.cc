#include <boost/asio/co_spawn.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/signal_set.hpp>
#include <charconv>
#include <csignal>
#include <cstdio>

#include "base/embedded.h"
#include "base/error.h"
#include "base/files.h"
#include "base/log.h"
#include "counter.h"
#include "net/server.h"
#include "page.h"
#include "seed.h"
#include "store/sqlite.h"

namespace frontdesk::embedded {
std::span<const base::EmbeddedFile> bistro_schema();
}

namespace {

using namespace frontdesk;

constexpr auto kUsage =
    "bistro: the back office of Trattoria Lume, a business of its own with a database of its own.\n"
    "  --port N                 where it listens on 127.0.0.1 (8081)\n"
    "  --data DIR               where its database is (./var/bistro)\n"
    "  --utc-offset-minutes N   the restaurants' time (0)\n";

struct Options {
  std::uint16_t port = 8081;
  std::string data = "var/bistro";
  int utc_offset_minutes = 0;
};

template <class T>
bool read_number(std::string_view text, T& number) {
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), number);
  return code == std::errc() && end == text.data() + text.size();
}

std::optional<Options> read_options(int argc, char** argv) {
  Options options;
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string_view name = argv[i];
    const std::string_view value = argv[i + 1];
    if (name == "--data") {
      options.data = value;
    } else if (name == "--port") {
      if (!read_number(value, options.port)) return std::nullopt;
    } else if (name == "--utc-offset-minutes") {
      if (!read_number(value, options.utc_offset_minutes)) return std::nullopt;
    } else {
      return std::nullopt;
    }
  }
  return argc % 2 == 1 ? std::optional(options) : std::nullopt;
}

struct House {
  bistro::Counter& counter;
  bistro::DayView& day_view;
};

Task<net::Response> answer(House house, net::Request request) {
  constexpr std::string_view kTools = "/tools/";
  const std::string path(request.path());
  if (request.method == "POST" && path.starts_with(kTools)) {
    co_return co_await house.counter.call(path.substr(kTools.size()), std::move(request));
  }
  if (request.method != "GET" && request.method != "HEAD") {
    co_return bistro::problem_of(Error(Kind::not_found, "not-found", "There is nothing to do here."));
  }
  if (path == "/api/day") co_return co_await house.day_view.show(request.query("date"));
  if (path == "/healthz") co_return net::Response::json(200, R"({"status":"ok"})");
  co_return bistro::static_page(path);
}

// Guests keep ordering, so that there is something to see whatever the hour.
Task<> keep_orders_coming(store::Tenant& tenant, const bistro::Counter& counter, Clock& clock, Random& random) {
  for (;;) {
    co_await clock.sleep_for(std::chrono::seconds(30 + random.next() % 60));
    co_await tenant.write(
        [&](store::Transaction& transaction) { bistro::place_order(transaction, counter.now(), random); });
  }
}

Task<> serve(Options options, net::Loops& loops, Clock& clock, Random& random, Log& log) {
  const auto files = system_files();
  const auto database =
      store::open_sqlite({.folder = options.data}, {{"bistro", embedded::bistro_schema()}}, *files, log);
  auto& tenant = *co_await database->open(TenantId::parse("bistro"));
  bistro::Counter counter(tenant, clock, random, options.utc_offset_minutes);
  co_await tenant.write([&](store::Transaction& transaction) {
    bistro::seed(transaction, counter.now(), random);
    bistro::refresh_orders(transaction, counter.now(), random);
  });

  bistro::DayView day_view(tenant, counter);
  const House house{counter, day_view};
  net::Server server(loops, clock, random, log, {},
                     [house](net::Request request) { return answer(house, std::move(request)); });
  boost::asio::signal_set signals(co_await boost::asio::this_coro::executor, SIGINT, SIGTERM);
  const auto port = server.listen("127.0.0.1", options.port);
  std::printf("Trattoria Lume's back office: http://127.0.0.1:%d\n", port);
  std::fflush(stdout);

  using namespace boost::asio::experimental::awaitable_operators;
  co_await (signals.async_wait(boost::asio::use_awaitable) || keep_orders_coming(tenant, counter, clock, random));
  co_await server.drain(Deadline::in(clock, std::chrono::seconds(2)));
}

}  // namespace

int main(int argc, char** argv) {
  const auto options = read_options(argc, argv);
  if (!options) {
    std::fputs(kUsage, stderr);
    return 2;
  }
  SystemClock clock;
  SystemRandom random;
  const auto log = open_log("", Log::Level::warning);
  net::Loops loops(1);
  int exit_code = 0;
  boost::asio::co_spawn(loops.executor(0), serve(*options, loops, clock, random, *log),
                        [&](std::exception_ptr failure) {
                          try {
                            if (failure) std::rethrow_exception(failure);
                          } catch (const std::exception& error) {
                            std::fprintf(stderr, "bistro: %s\n", error.what());
                            exit_code = 1;
                          }
                          loops.stop();
                        });
  loops.run();
  return exit_code;
}
