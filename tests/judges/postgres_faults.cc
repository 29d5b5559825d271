// R15: a PostgreSQL that is stopped at once, restarted in good order, or stands still, again and again under load.
// Acknowledged messages lost, effects done twice, order broken, not acknowledging again within two seconds after the
// database is there again, or more connections than the limit: each is a fault. The control has a database that
// acknowledges commits before they are on disk.

#include <csignal>
#include <set>
#include <thread>

#include "load.h"
#include "support/arguments.h"
#include "support/postgres.h"

using namespace frontdesk;

namespace {

constexpr auto kHealedMax = std::chrono::milliseconds(2'000);
constexpr int kConnectionsMax = 8;  // what config/frontdesk.yaml says

enum class Fault { crash, restart, pause };

class Judge {
 public:
  Judge(std::uint64_t seed, bool loses_commits, std::chrono::milliseconds pause)
      : random_(seed),
        pause_(pause),
        postgres_(loses_commits ? "" : "--durable"),
        load_(false, {"--consent-floor", "off", "--database", postgres_.address}) {}

  int run(int cycles) {
    load_.product.start();
    load_.open_talks();
    for (int cycle = 0; cycle < cycles; ++cycle) {
      send_for(std::chrono::milliseconds(200 + random_() % 400));
      send_during(static_cast<Fault>(cycle % 3));
      count_connections();
    }
    load_.settle_all();
    return report(cycles);
  }

 private:
  judges::Talk& some_talk() { return load_.talks[random_() % load_.talks.size()]; }

  void send_for(std::chrono::milliseconds span) {
    support::Api api(load_.product.address());
    for (const auto until = clock_.now() + span; clock_.now() < until;) load_.send_next(api, some_talk());
  }

  // Sends while the database is away, and until a message is acknowledged that was sent when it was there again.
  void send_during(Fault fault) {
    std::atomic<bool> is_there = false;
    std::thread faults([&] {
      if (fault == Fault::pause) {
        stand_still();
      } else {
        postgres_.stop(fault == Fault::crash ? "immediate" : "fast");
        postgres_.start_again();
      }
      is_there = true;
    });
    support::Api api(load_.product.address());
    while (!is_there) send_or_rest(api);
    const auto began = clock_.now();
    const auto before = load_.refused;
    auto known = before;
    while (clock_.now() < began + 5 * kHealedMax) {
      if (send_or_rest(api) && load_.refused == known) break;
      known = load_.refused;
    }
    slowest_healed_ =
        std::max(slowest_healed_, std::chrono::duration_cast<std::chrono::milliseconds>(clock_.now() - began));
    faults.join();
  }

  // Whether there was an answer; after a refusal a client waits a little.
  bool send_or_rest(support::Api& api) {
    const auto refused = load_.refused;
    const bool answered = load_.send_next(api, some_talk());
    if (!answered || load_.refused != refused) judges::Load::poll_pause();
    return answered;
  }

  void stand_still() const {
    for (const int number : {SIGSTOP, SIGCONT}) {
      for (const auto pid : processes()) ::kill(pid, number);
      if (number == SIGSTOP) std::this_thread::sleep_for(pause_);
    }
  }

  // The server and those that it made.
  std::vector<pid_t> processes() const {
    std::ifstream file(postgres_.folder + "/data/postmaster.pid");
    pid_t server = 0;
    file >> server;
    std::vector<pid_t> all{server};
    std::istringstream children(support::printed(fmt::format("pgrep -P {} | tr '\\n' ' '", server)));
    for (pid_t pid = 0; children >> pid;) all.push_back(pid);
    return all;
  }

  void count_connections() {
    const auto count = support::printed(
        fmt::format("psql '{}' -Atc \"SELECT count(*) FROM pg_stat_activity WHERE application_name = 'frontdesk'\"",
                    postgres_.address));
    most_connections_ = std::max(most_connections_, std::stoi(count));
  }

  int report(int cycles) const {
    const bool good = load_.is_whole() && slowest_healed_ <= kHealedMax && most_connections_ <= kConnectionsMax &&
                      load_.acknowledged > cycles;
    std::printf(
        "postgres-faults: %d/%d cycles survived: %s; healed after %lld ms at most, %d connections at most (bar: 0 "
        "lost, "
        "0 twice, 2000 ms, %d connections)\n",
        good ? cycles : 0, cycles, load_.in_words().c_str(), static_cast<long long>(slowest_healed_.count()),
        most_connections_, kConnectionsMax);
    return good ? 0 : 1;
  }

  const SystemClock clock_;
  std::mt19937_64 random_;
  std::chrono::milliseconds pause_;
  support::PostgresServer postgres_;
  judges::Load load_;
  std::chrono::milliseconds slowest_healed_{0};
  int most_connections_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
  const support::Arguments arguments(argc, argv, {"--cycles", "--pause-ms", "--seed", "--data"}, {"--broken"});
  const auto seed = static_cast<std::uint64_t>(arguments.number("--seed", 1));
  std::printf("postgres-faults: seed %llu\n", static_cast<unsigned long long>(seed));
  try {
    return Judge(seed, arguments.has("--broken"), std::chrono::milliseconds(arguments.number("--pause-ms", 10'000)))
        .run(static_cast<int>(arguments.number("--cycles", 20)));
  } catch (const std::exception& error) {
    std::fprintf(stderr, "postgres-faults: %s\n", error.what());
    return 1;
  }
}
