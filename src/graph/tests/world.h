#pragma once

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>

#include "base/memory_files.h"
#include "graph/threads.h"
#include "support/database.h"

namespace frontdesk::graph {

// A server of one tenant on one thread: a clock that jumps, chance from a seed, SQLite over the files given.
class World {
 public:
  World(Files& files, Binder binder, std::uint64_t seed = 1, Timestamp start = {1'000'000})
      : clock(start), random(seed), loops(1), log(silent_log()) {
    store::SqliteOptions options{.folder = "data", .writer_threads = 0};
    options.clock = &clock;
    options.random = &random;
    database = support::open_database(options, {schema()}, files, *log);
    tenant = run(database->open(TenantId::parse("bistro")));
    threads = std::make_unique<Threads>(*tenant, loops, clock, random, *log);
    threads->add({"", std::move(binder)});
  }

  // Drives everything until the task has ended; the clock moves where nothing else does.
  template <class T>
  T run(Task<T> task) {
    std::exception_ptr failure;
    std::optional<T> result;
    boost::asio::co_spawn(loops.executor(0), std::move(task), [&](std::exception_ptr why, T value) {
      failure = why;
      result.emplace(std::move(value));
    });
    drive_until([&] { return result.has_value(); });
    if (failure) std::rethrow_exception(failure);
    return std::move(*result);
  }
  void run(Task<> task) {
    std::exception_ptr failure;
    bool ended = false;
    boost::asio::co_spawn(loops.executor(0), std::move(task),
                          [&](std::exception_ptr why) { failure = why, ended = true; });
    drive_until([&] { return ended; });
    if (failure) std::rethrow_exception(failure);
  }

  // All that can be done without the clock moving.
  void poll() {
    loops.context(0).restart();
    loops.context(0).poll();
  }
  // All that can be done at all, or until somebody says stop.
  void drive(const std::function<bool()>& stop = [] { return false; }) {
    do {
      poll();
    } while (!stop() && clock.advance_to_next());
  }

  void submit(const std::string& thread, std::string key, Value value) {
    run(threads->submit(thread, {.key = std::move(key), .value = value, .events = {{"input", value}}}));
  }
  std::vector<StoredEvent> events(const std::string& thread) { return run(threads->events(thread, 0, 100'000)); }
  Value state(const std::string& thread, std::string_view channel) {
    for (auto& [name, value] : run(threads->view(thread)).state) {
      if (name == channel) return value;
    }
    return {};
  }

  ManualClock clock;
  SeededRandom random;
  net::Loops loops;
  std::unique_ptr<Log> log;
  std::unique_ptr<store::Database> database;
  store::Tenant* tenant = nullptr;
  std::unique_ptr<Threads> threads;

 private:
  template <class Done>
  void drive_until(Done done) {
    for (;;) {
      poll();
      if (done()) return;
      if (!clock.advance_to_next()) throw std::logic_error("The task waits for what never comes.");
    }
  }
};

// Binds every thread to one graph.
struct BindAll {
  std::shared_ptr<const Graph> graph;
  ThreadPolicy policy;
  Task<Bound> operator()(std::string) const { return bind(graph, policy); }
  static Task<Bound> bind(std::shared_ptr<const Graph> graph, ThreadPolicy policy) { co_return Bound{graph, policy}; }
};

inline std::string types_of(const std::vector<StoredEvent>& events) {
  std::string text;
  for (const auto& event : events) text += (text.empty() ? "" : " ") + event.type;
  return text;
}

}  // namespace frontdesk::graph
