// R1: kill -9 at random moments under load. Acknowledged messages lost, effects done twice, order broken, or not ready
// again within two seconds: each is a fault. The ledger of effects lives in a process of its own.

#include "load.h"
#include "support/arguments.h"
#include "support/postgres.h"

using namespace frontdesk;

namespace {

constexpr auto kReadyMax = std::chrono::milliseconds(2'000);

std::vector<std::string> flags(const support::PostgresServer* postgres) {
  std::vector<std::string> all{"--consent-floor", "off"};
  if (postgres) all.insert(all.end(), {"--database", postgres->address});
  return all;
}

class Judge {
 public:
  Judge(std::uint64_t seed, bool forgets_keys, bool on_postgres)
      : random_(seed),
        postgres_(on_postgres ? std::make_unique<support::PostgresServer>("--durable") : nullptr),
        load_(forgets_keys, flags(postgres_.get())) {}

  int run(int kills) {
    load_.product.start();
    load_.open_talks();
    for (int killed = 0; killed < kills; ++killed) {
      send_until_killed(std::chrono::milliseconds(1 + random_() % 400));
      load_.product.start();
      slowest_ready_ = std::max(slowest_ready_, load_.product.ready_after());
    }
    load_.settle_all();
    return report(kills);
  }

 private:
  // Sends as fast as the server acknowledges, until it is dead: with requests and turns under way.
  void send_until_killed(std::chrono::milliseconds after) {
    support::Child killer(
        {"/bin/sh", "-c",
         fmt::format("sleep {}; kill -9 {}", static_cast<double>(after.count()) / 1000, load_.product.pid())});
    support::Api api(load_.product.address());
    while (load_.send_next(api, load_.talks[random_() % load_.talks.size()])) {
    }
    killer.wait();
    load_.product.kill();
  }

  int report(int kills) const {
    const bool good =
        load_.is_whole() && load_.refused == 0 && slowest_ready_ <= kReadyMax && load_.acknowledged > kills;
    std::printf("crash: %d/%d kills survived%s: %s; slowest start %lld ms (bar: 0 lost, 0 twice, 2000 ms)\n",
                good ? kills : 0, kills, postgres_ ? " on PostgreSQL" : "", load_.in_words().c_str(),
                static_cast<long long>(slowest_ready_.count()));
    return good ? 0 : 1;
  }

  std::mt19937_64 random_;
  std::unique_ptr<support::PostgresServer> postgres_;
  judges::Load load_;
  std::chrono::milliseconds slowest_ready_{0};
};

}  // namespace

int main(int argc, char** argv) {
  const support::Arguments arguments(argc, argv, {"--kills", "--seed", "--data"}, {"--broken", "--postgres"});
  const auto seed = static_cast<std::uint64_t>(arguments.number("--seed", 1));
  std::printf("crash: seed %llu\n", static_cast<unsigned long long>(seed));
  try {
    return Judge(seed, arguments.has("--broken"), arguments.has("--postgres"))
        .run(static_cast<int>(arguments.number("--kills", 200)));
  } catch (const std::exception& error) {
    std::fprintf(stderr, "crash: %s\n", error.what());
    return 1;
  }
}
