#pragma once

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "graph/threads.h"

// Threads whose every step is a record of a journal, for benches of what that costs on a database.
namespace frontdesk::bench {

constexpr int kSteps = 1000;  // of one thread alone
constexpr int kManyThreads = 64;
constexpr int kStepsOfEach = 100;

// So many nodes one behind the other, which do nothing.
inline graph::Graph sequential(int nodes) {
  graph::Builder builder("sequential");
  builder.channel("messages", graph::reducers::messages(), Value::list());
  std::optional<graph::NodeId> before;
  for (int i = 0; i < nodes; ++i) {
    const auto node =
        builder.node(fmt::format("node_{}", i), graph::PlainNode([](graph::NodeContext&) { return graph::Outcome{}; }));
    if (before) {
      builder.edge(*before, node);
    } else {
      builder.start_at(node);
    }
    before = node;
  }
  builder.edge(*before, graph::kEnd);
  return builder.compile();
}

struct BindOne {
  std::shared_ptr<const graph::Graph> graph;
  Task<graph::Bound> operator()(std::string) const { return bind(graph); }
  static Task<graph::Bound> bind(std::shared_ptr<const graph::Graph> graph) { co_return graph::Bound{graph, {}}; }
};

// The threads of one tenant, on a loop of their own.
class Server {
 public:
  Server(std::unique_ptr<store::Database> database, std::shared_ptr<const graph::Graph> graph)
      : loops_(1), database_(std::move(database)) {
    tenant_ = run(open(*database_));
    threads_ = std::make_unique<graph::Threads>(*tenant_, loops_, clock_, random_, *log_);
    threads_->add({"", BindOne{std::move(graph)}});
  }

  template <class T>
  T run(Task<T> task) {
    std::exception_ptr failure;
    std::optional<T> result;
    boost::asio::co_spawn(loops_.executor(0), std::move(task), [&](std::exception_ptr why, T value) {
      failure = why;
      result.emplace(std::move(value));
      loops_.context(0).stop();
    });
    loops_.context(0).restart();
    loops_.context(0).run();
    if (failure) std::rethrow_exception(failure);
    return std::move(*result);
  }

  // Creates threads and lets each run once; returns when all are done.
  void run_threads(const std::vector<std::string>& names) { run(talk(*threads_, names)); }
  void create(const std::vector<std::string>& names) { run(create_all(*threads_, names)); }

  struct Written {
    std::int64_t records = 0;
    std::int64_t bytes = 0;
  };
  Written written() { return run(count(*tenant_)); }
  std::int64_t number(store::Sql sql) { return run(read(*tenant_, sql)); }

 private:
  static Task<store::Tenant*> open(store::Database& database) { return database.open(TenantId::parse("bench")); }
  static Task<bool> create_all(graph::Threads& threads, std::vector<std::string> names) {
    for (const auto& name : names) {
      co_await threads.create(name, {}, {});
      co_await threads.view(name);
    }
    co_return true;
  }
  static Task<bool> talk(graph::Threads& threads, std::vector<std::string> names) {
    for (const auto& name : names) co_await threads.submit(name, {.value = Value::list()});
    for (const auto& name : names) co_await threads.settled(name);
    co_return true;
  }
  static Task<std::int64_t> read(store::Tenant& tenant, store::Sql sql) {
    return tenant.read([sql](store::Reader& reader) {
      return *reader.one(sql, [](const store::Row& row) { return row.integer(0); });
    });
  }
  static Task<Written> count(store::Tenant& tenant) {
    return tenant.read([](store::Reader& reader) {
      return *reader.one({"SELECT count(*), sum(length(record)) FROM journal"},
                         [](const store::Row& row) { return Written{row.integer(0), row.integer(1)}; });
    });
  }

  std::unique_ptr<Log> log_ = silent_log();
  SystemClock clock_;
  SystemRandom random_;
  net::Loops loops_;
  std::unique_ptr<store::Database> database_;
  store::Tenant* tenant_ = nullptr;
  std::unique_ptr<graph::Threads> threads_;
};

}  // namespace frontdesk::bench
