// What a superstep costs: in memory beside LangGraph (bench/langgraph/run.py), on SQLite beside the least that a
// durable step can cost, and with many threads beside plain appends. Everything interleaved, in one run.
//
//   bench_graph [--langgraph PYTHON] [--rounds N] [--only many]
#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <ctime>
#include <iostream>
#include <optional>

#include "base/files.h"
#include "graph/threads.h"
#include "journal.h"
#include "measuring.h"
#include "store/sqlite.h"
#include "support/arguments.h"
#include "support/child.h"

namespace frontdesk::graph {
namespace {

using namespace bench;

constexpr double kBarInMemory = 100;
constexpr double kBarDurable = 2;
constexpr double kBarAppends = 0.3;
constexpr int kReactCalls = 100;

// ---- the graphs of LangGraph's bench folder ----

std::string uuid(Random& random) {
  return fmt::format("{:08x}-{:04x}-4{:03x}-a{:03x}-{:012x}", random.next() >> 32, random.next() & 0xffff,
                     random.next() & 0xfff, random.next() & 0xfff, random.next() >> 16);
}

std::string repeated(const std::string& text, int times) {
  std::string all;
  all.reserve(text.size() * static_cast<std::size_t>(times));
  for (int i = 0; i < times; ++i) all += text;
  return all;
}

// An agent that calls one tool n times and then answers; each call is a Send that carries the state, as upstream's.
class React {
 public:
  explicit React(int calls) {
    for (int i = 0; i < calls; ++i) {
      const auto call = Value::object({{"id", uuid(random_)},
                                       {"name", "look_up"},
                                       {"args", Value::object({{"query", repeated(uuid(random_), 100)}})}});
      answers_.push_back(Value::object(
          {{"id", uuid(random_)}, {"role", "assistant"}, {"content", ""}, {"tool_calls", Value::list({call})}}));
    }
    answers_.push_back(
        Value::object({{"id", uuid(random_)}, {"role", "assistant"}, {"content", repeated("answer", 100)}}));
  }

  Graph graph() {
    Builder builder("react");
    const auto messages = builder.channel("messages", reducers::messages());
    const auto agent = builder.node("agent", PlainNode([this, messages](NodeContext&) {
                                      auto answer = answers_[next_];
                                      next_ = next_ + 1 < answers_.size() ? next_ + 1 : 0;
                                      return Outcome{.writes = {{messages, std::move(answer)}}};
                                    }));
    const auto tools = builder.node("tools", PlainNode([this, messages](NodeContext& context) {
                                      return Outcome{.writes = {{messages, look_up(context.argument()["tool_call"])}}};
                                    }));
    builder.start_at(agent).edge(tools, agent).branch(agent, [=](const StateView& view) {
      Choice choice;
      const auto& all = view.state(messages);
      for (const auto& call : all[all.size() - 1]["tool_calls"].items()) {
        choice.sends.push_back({tools, Value::object({{"tool_call", call}, {"state", all}})});
      }
      return choice;
    });
    return builder.compile();
  }

 private:
  Value look_up(const Value& call) {
    constexpr std::string_view kFound = "result for query: ";
    const auto query = call["args"]["query"].text();
    std::string text;
    text.reserve(10 * (kFound.size() + query.size()));
    for (int i = 0; i < 10; ++i) text.append(kFound).append(query);
    return Value::object({{"id", uuid(random_)},
                          {"role", "tool"},
                          {"content", text},
                          {"name", call["name"]},
                          {"tool_call_id", call["id"]}});
  }

  SeededRandom random_{1};
  std::vector<Value> answers_;
  std::size_t next_ = 0;
};

// ---- in memory, beside LangGraph ----

class LangGraph {
 public:
  explicit LangGraph(const std::string& python)
      : fifo_(make_fifo(folder_)),
        child_({"bash", "-c",
                fmt::format("exec '{}' '{}/bench/langgraph/run.py' < '{}'", python, FRONTDESK_SOURCE_DIR, fifo_)}),
        in_(::open(fifo_.c_str(), O_WRONLY)) {
    if (child_.read_line(120'000) != "ready") throw std::runtime_error("LangGraph did not start; see bench/graph.sh.");
  }
  ~LangGraph() { ::close(in_); }

  Cost run(std::string_view graph, std::string_view api) {
    const auto line = fmt::format("{} {}\n", graph, api);
    if (::write(in_, line.data(), line.size()) < 0) throw std::runtime_error("LangGraph went away.");
    Cost cost;
    if (std::sscanf(child_.read_line(120'000).c_str(), "%lf %lf", &cost.wall_ms, &cost.cpu_ms) != 2) {
      throw std::runtime_error("LangGraph gave no figure.");
    }
    return cost;
  }

 private:
  static std::string make_fifo(const support::TemporaryFolder& folder) {
    const auto path = folder.path() + "/in";
    if (::mkfifo(path.c_str(), 0600) != 0) throw std::runtime_error("could not make " + path);
    return path;
  }
  support::TemporaryFolder folder_;
  std::string fifo_;
  support::Child child_;
  int in_;
};

std::vector<Value> run_once(const Graph& graph, std::vector<Write> input, Clock& clock) {
  boost::asio::io_context context(1);
  std::vector<Value> result;
  boost::asio::co_spawn(context, run_in_memory(graph, std::move(input), clock),
                        [&](std::exception_ptr failure, std::vector<Value> values) {
                          if (failure) std::rethrow_exception(failure);
                          result = std::move(values);
                        });
  context.run();
  return result;
}

void compare_in_memory(std::string_view name, const Graph& graph, const Value& input, int supersteps,
                       std::size_t messages, LangGraph* langgraph, int rounds) {
  SystemClock clock;
  std::vector<Cost> ours, theirs_async, theirs_sync;
  const auto once = [&] { return run_once(graph, {{0, input}}, clock); };
  if (once()[0].size() != messages) throw std::runtime_error("The graph did not end as it should.");
  for (int round = 0; round < rounds; ++round) {
    constexpr int kRuns = 20;
    auto cost = cost_of([&] {
      for (int i = 0; i < kRuns; ++i) once();
    });
    ours.push_back({cost.wall_ms / kRuns, cost.cpu_ms / kRuns});
    if (!langgraph) continue;
    theirs_async.push_back(langgraph->run(name, "async"));
    theirs_sync.push_back(langgraph->run(name, "sync"));
  }
  const auto us = wall_of(ours).median * 1e3 / supersteps;
  fmt::print("{} in memory, ms a run (least / median / most): ours {} (CPU {}), {:.2f} us a superstep\n", name,
             wall_of(ours).text(), cpu_of(ours).text(), us);
  if (!langgraph) return;
  fmt::print("  LangGraph async {} (CPU {})\n  LangGraph sync  {} (CPU {})\n", wall_of(theirs_async).text(),
             cpu_of(theirs_async).text(), wall_of(theirs_sync).text(), cpu_of(theirs_sync).text());
  const auto best_cpu = std::min(cpu_of(theirs_async).median, cpu_of(theirs_sync).median);
  const auto best_wall = std::min(wall_of(theirs_async).median, wall_of(theirs_sync).median);
  const auto ratio = best_cpu / cpu_of(ours).median;
  say(name, fmt::format("{:.0f}x LangGraph by CPU, {:.0f}x by wall", ratio, best_wall / wall_of(ours).median),
      fmt::format("{:.0f}x by CPU", kBarInMemory), ratio >= kBarInMemory);
}

// ---- durable ----

std::unique_ptr<store::Database> on_sqlite(const std::string& folder) {
  static const auto files = system_files();
  static const auto log = silent_log();
  return store::open_sqlite({.folder = folder}, {schema()}, *files, *log);
}

// The floor: so many appends of so many bytes to a bare file, each synced.
void append_and_sync(const std::string& path, int count, std::size_t bytes) {
  const int file = ::open(path.c_str(), O_CREAT | O_TRUNC | O_WRONLY | O_APPEND, 0600);
  const std::string record(bytes, 'r');
  for (int i = 0; i < count; ++i) {
    if (::write(file, record.data(), record.size()) < 0 || ::fdatasync(file) != 0) {
      throw std::runtime_error("could not write " + path);
    }
  }
  ::close(file);
}

void check(bool good, sqlite3* database) {
  if (!good) throw std::runtime_error(sqlite3_errmsg(database));
}

// The same rows through SQLite itself, WAL and FULL, so many in one commit.
class PlainSqlite {
 public:
  explicit PlainSqlite(const std::string& path) {
    check(sqlite3_open(path.c_str(), &database_) == SQLITE_OK, database_);
    execute(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0;"
        "CREATE TABLE journal (id INTEGER PRIMARY KEY, record BLOB NOT NULL)");
    check(sqlite3_prepare_v2(database_, "INSERT INTO journal (record) VALUES (?)", -1, &insert_, nullptr) == SQLITE_OK,
          database_);
  }
  ~PlainSqlite() {
    sqlite3_finalize(insert_);
    sqlite3_close(database_);
  }

  void append(int count, int together, std::size_t bytes) {
    const std::string record(bytes, 'r');
    for (int i = 0; i < count; i += together) {
      execute("BEGIN IMMEDIATE");
      for (int j = 0; j < together; ++j) {
        sqlite3_bind_blob(insert_, 1, record.data(), static_cast<int>(record.size()), SQLITE_STATIC);
        check(sqlite3_step(insert_) == SQLITE_DONE, database_);
        sqlite3_reset(insert_);
      }
      execute("COMMIT");
    }
  }

 private:
  void execute(const char* sql) {
    check(sqlite3_exec(database_, sql, nullptr, nullptr, nullptr) == SQLITE_OK, database_);
  }
  sqlite3* database_ = nullptr;
  sqlite3_stmt* insert_ = nullptr;
};

void compare_durable(int rounds) {
  support::TemporaryFolder folder;
  Server server(on_sqlite(folder.path() + "/data"), std::make_shared<const Graph>(sequential(kSteps)));
  PlainSqlite sqlite(folder.path() + "/plain.db");
  std::vector<Cost> ours, bare, plain;
  std::size_t bytes = 150;
  for (int round = 0; round < rounds; ++round) {
    const auto name = fmt::format("t{}", round);
    server.create({name});
    const auto before = server.written();
    ours.push_back(cost_of([&] { server.run_threads({name}); }));
    const auto after = server.written();
    if (after.records - before.records != kSteps + 1) throw std::runtime_error("There should be a record a step.");
    bytes = static_cast<std::size_t>((after.bytes - before.bytes) / (after.records - before.records));
    bare.push_back(cost_of([&] { append_and_sync(folder.path() + "/bare", kSteps + 1, bytes); }));
    plain.push_back(cost_of([&] { sqlite.append(kSteps + 1, 1, bytes); }));
  }
  fmt::print(
      "sequential_1000 durable, ms a run (least / median / most), {} records of {} bytes:\n  ours {} (CPU {})\n"
      "  a bare file, append + fdatasync {}\n  plain SQLite, a row a commit {}\n",
      kSteps + 1, bytes, wall_of(ours).text(), cpu_of(ours).text(), wall_of(bare).text(), wall_of(plain).text());
  const auto ratio = wall_of(ours).median / wall_of(bare).median;
  say("sequential_1000-durable",
      fmt::format("{:.2f}x the bare file, {:.2f}x plain SQLite", ratio, wall_of(ours).median / wall_of(plain).median),
      fmt::format("at most {:.0f}x", kBarDurable), ratio <= kBarDurable);
}

void compare_many(int rounds) {
  support::TemporaryFolder folder;
  Server server(on_sqlite(folder.path() + "/data"), std::make_shared<const Graph>(sequential(kStepsOfEach)));
  PlainSqlite sqlite(folder.path() + "/plain.db");
  std::vector<double> ours, raw;
  for (int round = 0; round < rounds; ++round) {
    std::vector<std::string> names;
    for (int i = 0; i < kManyThreads; ++i) names.push_back(fmt::format("t{}-{}", round, i));
    server.create(names);
    const auto before = server.written();
    const auto cost = cost_of([&] { server.run_threads(names); });
    const auto after = server.written();
    const auto records = after.records - before.records;
    ours.push_back(static_cast<double>(records) / cost.wall_ms * 1e3);
    const auto bytes = static_cast<std::size_t>((after.bytes - before.bytes) / records);
    const auto rows = static_cast<int>(records / kManyThreads * kManyThreads);
    const auto plain = cost_of([&] { sqlite.append(rows, kManyThreads, bytes); });
    raw.push_back(static_cast<double>(rows) / plain.wall_ms * 1e3);
  }
  const auto ratio = spread_of(ours).median / spread_of(raw).median;
  fmt::print(
      "{} threads, records/s (least / median / most): ours {:.0f} / {:.0f} / {:.0f}, plain SQLite with {} rows a "
      "commit {:.0f} / {:.0f} / {:.0f}\n",
      kManyThreads, spread_of(ours).least, spread_of(ours).median, spread_of(ours).most, kManyThreads,
      spread_of(raw).least, spread_of(raw).median, spread_of(raw).most);
  say("journal-64-threads", fmt::format("{:.2f} of the raw append rate", ratio), fmt::format("{:.1f}", kBarAppends),
      ratio >= kBarAppends);
}

int run(int argc, char** argv) {
  const support::Arguments arguments(argc, argv, {"--langgraph", "--rounds", "--only"}, {});
  const auto rounds = static_cast<int>(arguments.number("--rounds", 7));
  std::optional<LangGraph> langgraph;
  if (arguments.has("--langgraph")) langgraph.emplace(arguments.required("--langgraph"));
  auto* peer = langgraph ? &*langgraph : nullptr;
  const auto only = arguments.text("--only");
  if (only == "many") return compare_many(rounds), 0;
  compare_in_memory("sequential_1000", sequential(kSteps), Value::list(), kSteps + 1, 0, peer, rounds);
  React react(kReactCalls);
  const auto hello = Value::object({{"id", "h"}, {"role", "user"}, {"content", "hi?"}});
  compare_in_memory("react_agent_100x", react.graph(), hello, 2 * kReactCalls + 2, 2 * kReactCalls + 2, peer, rounds);
  compare_durable(rounds);
  compare_many(rounds);
  return all_good ? 0 : 1;
}

}  // namespace
}  // namespace frontdesk::graph

int main(int argc, char** argv) {
  try {
    return frontdesk::graph::run(argc, argv);
  } catch (const std::exception& error) {
    fmt::print(stderr, "bench_graph: {}\n", error.what());
    return 2;
  }
}
