// What a superstep costs on PostgreSQL, beside one row inserted and committed by libpq alone, and what many threads
// write, beside plain appends with as many rows a commit as theirs had. Everything interleaved, in one run, against a
// private server that syncs each commit to the disk.
//
//   bench_graph_postgres [--rounds N]
#include <libpq-fe.h>

#include "journal.h"
#include "measuring.h"
#include "store/postgres.h"
#include "support/arguments.h"
#include "support/postgres.h"

namespace frontdesk {
namespace {

using namespace bench;

constexpr double kBarStep = 2;
constexpr double kBarAppends = 0.3;

std::unique_ptr<store::Database> on_postgres(const std::string& address) {
  static SystemClock clock;
  static SystemRandom random;
  static const auto log = silent_log();
  return store::open_postgres({.address = address, .house = support::new_house()}, {graph::schema()}, clock, random,
                              *log);
}

// The same rows by libpq: a prepared statement a row, so many in one commit.
class PlainPostgres {
 public:
  explicit PlainPostgres(const std::string& address) : connection_(PQconnectdb(address.c_str()), PQfinish) {
    if (PQstatus(connection_.get()) != CONNECTION_OK) throw std::runtime_error(PQerrorMessage(connection_.get()));
  }

  void execute(const std::string& sql) { check(PQexec(connection_.get(), sql.c_str())); }
  // Rows go into a new table from now on.
  void use(const std::string& table) {
    execute("CREATE TABLE " + table + " (id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, record BYTEA NOT NULL)");
    const auto append = "INSERT INTO " + table + " (record) VALUES ($1)";
    check(PQprepare(connection_.get(), "append", append.c_str(), 1, nullptr));
  }

  void append(int count, int together, std::size_t bytes) {
    const std::string record(bytes, 'r');
    for (int i = 0; i < count; i += together) {
      if (together > 1) execute("BEGIN");
      for (int j = 0; j < together; ++j) append_one(record);
      if (together > 1) execute("COMMIT");
    }
  }
  // Likewise, and the rows of a commit are sent without a wait for the answers between them.
  void append_in_pipeline(int count, int together, std::size_t bytes) {
    const std::string record(bytes, 'r');
    for (int i = 0; i < count; i += together) {
      must(PQenterPipelineMode(connection_.get()));
      send("BEGIN");
      for (int j = 0; j < together; ++j) send_one(record);
      send("COMMIT");
      must(PQpipelineSync(connection_.get()));
      take_answers(together + 2);
      must(PQexitPipelineMode(connection_.get()));
    }
  }

 private:
  struct Value {
    explicit Value(const std::string& record) : bytes(record.data()), length(static_cast<int>(record.size())) {}
    const char* bytes;
    int length;
    int format = 1;
  };
  void must(bool good) {
    if (!good) throw std::runtime_error(PQerrorMessage(connection_.get()));
  }
  void check(PGresult* result) {
    const bool good = PQresultStatus(result) == PGRES_COMMAND_OK;
    PQclear(result);
    must(good);
  }
  void append_one(const std::string& record) {
    const Value value(record);
    check(PQexecPrepared(connection_.get(), "append", 1, &value.bytes, &value.length, &value.format, 1));
  }
  void send(const char* sql) {
    must(PQsendQueryParams(connection_.get(), sql, 0, nullptr, nullptr, nullptr, nullptr, 1));
  }
  void send_one(const std::string& record) {
    const Value value(record);
    must(PQsendQueryPrepared(connection_.get(), "append", 1, &value.bytes, &value.length, &value.format, 1));
  }
  void take_answers(int statements) {
    for (int i = 0; i < statements; ++i) {
      check(PQgetResult(connection_.get()));
      PQgetResult(connection_.get());  // nothing: the end of this statement
    }
    PQclear(PQgetResult(connection_.get()));  // the end of the pipeline
  }

  std::unique_ptr<PGconn, void (*)(PGconn*)> connection_;
};

std::string of(const Spread& spread) {
  return fmt::format("{:.0f} / {:.0f} / {:.0f}", spread.least, spread.median, spread.most);
}

struct Round {
  std::int64_t records = 0;
  std::size_t bytes = 0;  // of one of them
  int together = 1;       // of a commit, on the average
  Cost cost;
};

// The rows of one commit have its time.
constexpr store::Sql kCommits{"SELECT COUNT(DISTINCT pg_xact_commit_timestamp(xmin)) FROM journal"};

Round run_threads(Server& server, const std::vector<std::string>& names) {
  server.create(names);
  const auto before = server.written();
  const auto commits_before = server.number(kCommits);
  const auto cost = cost_of([&] { server.run_threads(names); });
  const auto after = server.written();
  const auto records = after.records - before.records;
  const auto commits = server.number(kCommits) - commits_before;
  return {records, static_cast<std::size_t>((after.bytes - before.bytes) / records),
          static_cast<int>((records + commits / 2) / commits), cost};
}

void compare_alone(const std::string& address, int rounds) {
  Server server(on_postgres(address), std::make_shared<const graph::Graph>(sequential(kSteps)));
  PlainPostgres plain(address);
  plain.use("alone");
  std::vector<double> ours, raw, ratios;
  for (int round = 0; round < rounds; ++round) {
    const auto done = run_threads(server, {fmt::format("t{}", round)});
    if (done.records != kSteps + 1) throw std::runtime_error("There should be a record a step.");
    ours.push_back(done.cost.wall_ms / kSteps * 1e3);
    raw.push_back(cost_of([&] { plain.append(kSteps, 1, done.bytes); }).wall_ms / kSteps * 1e3);
    ratios.push_back(ours.back() / raw.back());
  }
  fmt::print("one thread on PostgreSQL, us (least / median / most): a superstep {}, a row inserted and committed {}\n",
             of(spread_of(ours)), of(spread_of(raw)));
  const auto ratio = spread_of(ratios);
  say("postgres-superstep",
      fmt::format("{:.2f}x one row committed [{:.2f} to {:.2f}]", ratio.median, ratio.least, ratio.most),
      fmt::format("at most {:.0f}x", kBarStep), ratio.median <= kBarStep);
}

void compare_many(const std::string& address, int rounds) {
  Server server(on_postgres(address), std::make_shared<const graph::Graph>(sequential(kStepsOfEach)));
  PlainPostgres plain(address);
  plain.use("many");
  std::vector<double> together, ours, raw, in_pipeline, ratios;
  for (int round = 0; round < rounds; ++round) {
    std::vector<std::string> names;
    for (int i = 0; i < kManyThreads; ++i) names.push_back(fmt::format("t{}-{}", round, i));
    const auto done = run_threads(server, names);
    const auto rows = static_cast<int>(done.records / done.together * done.together);
    const auto rate = [&](double count, const Cost& cost) { return count / cost.wall_ms * 1e3; };
    together.push_back(done.together);
    ours.push_back(rate(static_cast<double>(done.records), done.cost));
    raw.push_back(rate(rows, cost_of([&] { plain.append(rows, done.together, done.bytes); })));
    in_pipeline.push_back(rate(rows, cost_of([&] { plain.append_in_pipeline(rows, done.together, done.bytes); })));
    ratios.push_back(ours.back() / raw.back());
  }
  fmt::print(
      "{} threads on PostgreSQL, records/s (least / median / most): ours {}, {:.0f} a commit\n  libpq, likewise {}\n"
      "  libpq in a pipeline {}\n",
      kManyThreads, of(spread_of(ours)), spread_of(together).median, of(spread_of(raw)), of(spread_of(in_pipeline)));
  const auto ratio = spread_of(ratios);
  say("postgres-64-threads",
      fmt::format("{:.2f} of the raw append rate [{:.2f} to {:.2f}], {:.2f} of that in a pipeline", ratio.median,
                  ratio.least, ratio.most, spread_of(ours).median / spread_of(in_pipeline).median),
      fmt::format("{:.1f}", kBarAppends), ratio.median >= kBarAppends);
}

int run(int argc, char** argv) {
  const support::Arguments arguments(argc, argv, {"--rounds"}, {});
  const auto rounds = static_cast<int>(arguments.number("--rounds", 5));
  const support::PostgresServer server("--durable");
  PlainPostgres(server.address).execute("ALTER SYSTEM SET track_commit_timestamp = on");
  server.stop("fast");
  server.start_again();
  compare_alone(server.address, rounds);
  compare_many(server.address, rounds);
  return all_good ? 0 : 1;
}

}  // namespace
}  // namespace frontdesk

int main(int argc, char** argv) {
  try {
    return frontdesk::run(argc, argv);
  } catch (const std::exception& error) {
    fmt::print(stderr, "bench_graph_postgres: {}\n", error.what());
    return 2;
  }
}
