#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>

#include "graph/tests/clerk.h"

namespace frontdesk::graph {
namespace {

class Folder {
 public:
  Folder() {
    std::string pattern = std::filesystem::temp_directory_path() / "frontdesk-graph-XXXXXX";
    if (!::mkdtemp(pattern.data())) throw std::runtime_error("could not make a folder");
    path = pattern;
  }
  ~Folder() { std::filesystem::remove_all(path); }
  std::string path;
};

std::shared_ptr<const Graph> counting_graph() {
  Builder builder("counting");
  const auto log = builder.channel("log", reducers::append());
  const auto first = builder.node("first", PlainNode([=](NodeContext& context) -> NodeResult {
                                    context.delta(Value::object({{"message", "m"}, {"text", "x"}}));
                                    return Outcome{.writes = {{log, context.step()}}, .events = {{"said", 1}}};
                                  }));
  struct Body {
    static Task<NodeResult> keep(NodeContext& context) {
      co_await context.keep("k", 1);
      co_return Outcome{.events = {{"said", 2}}};
    }
  };
  const auto second = builder.node("second", CoroutineNode([](NodeContext& context) { return Body::keep(context); }));
  builder.start_at(first).branch(first, [=](const StateView&) { return Choice{{}, {{second, 1}, {second, 2}}}; });
  return std::make_shared<const Graph>(builder.compile());
}

// A server on the real disk with two loops and the store's threads.
struct Server {
  explicit Server(const std::string& folder) : files(system_files()), log(silent_log()), loops(2) {
    database = support::open_database({.folder = folder}, {schema()}, *files, *log);
    loops.start();
  }

  template <class T>
  T run(Task<T> task) {
    std::exception_ptr failure;
    std::optional<T> result;
    boost::asio::co_spawn(loops.executor(0), std::move(task), [&](std::exception_ptr why, T value) {
      failure = why;
      result.emplace(std::move(value));
      loops.context(0).stop();
    });
    loops.context(0).restart();
    loops.context(0).run();
    if (failure) std::rethrow_exception(failure);
    return std::move(*result);
  }
  void open() {
    struct Body {
      static Task<store::Tenant*> open(store::Database& database) { return database.open(TenantId::parse("bistro")); }
    };
    tenant = run(Body::open(*database));
    threads = std::make_unique<Threads>(*tenant, loops, clock, random, *log);
    threads->add({"", BindAll{counting_graph(), {}}});
  }

  std::unique_ptr<Files> files;
  std::unique_ptr<Log> log;
  SystemClock clock;
  SystemRandom random;
  net::Loops loops;
  std::unique_ptr<store::Database> database;
  store::Tenant* tenant = nullptr;
  std::unique_ptr<Threads> threads;
};

constexpr int kThreads = 12;
constexpr int kInputs = 8;

std::string name_of(int i) { return "t" + std::to_string(i); }

Task<bool> talk(Threads& threads) {
  for (int i = 0; i < kThreads; ++i) co_await threads.create(name_of(i), {{"created", {}}}, {});
  for (int input = 0; input < kInputs; ++input) {
    for (int i = 0; i < kThreads; ++i) {
      const auto key = std::to_string(input);
      co_await threads.submit(name_of(i), {.key = key, .value = input, .events = {{"input", input}}});
      co_await threads.submit(name_of(i), {.key = key, .value = input, .events = {{"input", input}}});
    }
  }
  for (int i = 0; i < kThreads; ++i) co_await threads.settled(name_of(i));
  co_return true;
}

Task<> count_stored(std::atomic<std::int64_t>& last, std::atomic<int>& gaps, const StreamItem& item) {
  if (item.n == 0 && last.exchange(item.seq) + 1 != item.seq) ++gaps;
  co_return;
}

TEST(Disk, many_threads_on_two_loops_lose_nothing_and_are_there_again) {
  Folder folder;
  std::vector<std::string> before;
  {
    std::vector<std::atomic<std::int64_t>> last(kThreads);
    std::atomic<int> gaps = 0;
    Server server(folder.path);
    server.open();
    server.run(talk(*server.threads));
    for (int i = 0; i < kThreads; ++i) {
      boost::asio::co_spawn(
          server.loops.executor(i % 2),
          server.threads->follow(name_of(i), 0,
                                 [&last = last[static_cast<std::size_t>(i)], &gaps](const StreamItem& item) {
                                   return count_stored(last, gaps, item);
                                 }),
          [](std::exception_ptr) {});
    }
    for (int i = 0; i < kThreads; ++i) {
      server.run(server.threads->submit(name_of(i), {.value = "last", .events = {{"input", "last"}}}));
    }
    struct Body {
      static Task<bool> settle(Threads& threads) {
        for (int i = 0; i < kThreads; ++i) co_await threads.settled(name_of(i));
        co_return true;
      }
    };
    server.run(Body::settle(*server.threads));
    for (int i = 0; i < kThreads; ++i) {
      const auto events = server.run(server.threads->events(name_of(i), 0, 100'000));
      EXPECT_EQ(std::ranges::count(events, "input", &StoredEvent::type), kInputs + 1);
      EXPECT_EQ(events.back().type, "run.finished");
      before.push_back(trace_hash(events));
    }
    EXPECT_EQ(gaps, 0);
    server.loops.stop();
  }
  Server server(folder.path);
  server.open();
  EXPECT_EQ(server.run(server.threads->recover()), 0u);
  for (int i = 0; i < kThreads; ++i) {
    EXPECT_EQ(trace_hash(server.run(server.threads->events(name_of(i), 0, 100'000))),
              before[static_cast<std::size_t>(i)]);
  }
}

TEST(Disk, idle_threads_are_forgotten_and_read_again) {
  MemoryFiles files;
  World world(files, BindAll{counting_graph(), {}});
  for (int i = 0; i < 1500; ++i) world.run(world.threads->create(name_of(i), {{"created", i}}, {}));
  for (int i = 0; i < 1500; ++i) EXPECT_EQ(world.events(name_of(i)).size(), 1u);
  world.submit(name_of(0), "a", 1);
  world.drive();
  EXPECT_EQ(world.events(name_of(0)).back().type, "run.finished");
}

}  // namespace
}  // namespace frontdesk::graph
