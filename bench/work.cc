// What a call of an action costs above its body, and how quickly what was put off is woken.
//
//   bench_work [--rounds N] [--timers N]
#include <boost/asio/post.hpp>

#include "base/json.h"
#include "base/memory_files.h"
#include "graph/gather.h"
#include "graph/threads.h"
#include "measuring.h"
#include "net/loops.h"
#include "platform/actions/actions.h"
#include "platform/module.h"
#include "platform/places/waking.h"
#include "platform/work/job.h"
#include "platform/work/worker.h"
#include "store/sqlite.h"
#include "support/arguments.h"
#include "support/child.h"

namespace frontdesk::platform {
namespace {

using namespace bench;

constexpr double kBarCallUs = 20;
constexpr double kBarTimersMs = 1'000;
constexpr int kCalls = 2'000;

constexpr base::EmbeddedFile kTables[] = {
    {"0001_counter.sql", "CREATE TABLE counter (name TEXT NOT NULL PRIMARY KEY, count BIGINT NOT NULL)"}};
constexpr store::Sql kCount{
    "INSERT INTO counter (name, count) VALUES ('all', $1) "
    "ON CONFLICT (name) DO UPDATE SET count = counter.count + excluded.count"};

std::vector<store::Module> tables() {
  auto all = modules();
  all.push_back(graph::schema());
  all.push_back({"bench", kTables});
  return all;
}

// A place with its frame; run() drives all of its loop.
class House {
 public:
  House(Files& files, const std::string& folder, int writers) {
    database_ = store::open_sqlite({.folder = folder, .writer_threads = writers}, tables(), files, *log);
    store_ = run(database_->open(TenantId::parse("bench")));
    place_.emplace(*store_, frame, loops.executor(0));
  }
  ~House() { place_.reset(); }

  Place& place() { return *place_; }

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
  void run(Task<> task) { run(truly(std::move(task))); }

  net::Loops loops{1};
  SystemClock clock;
  SystemRandom random;
  std::unique_ptr<Log> log = silent_log();
  Frame frame{clock, random, *log, audit::Audit(std::string(32, 'k'))};

 private:
  static Task<bool> truly(Task<> task) {
    co_await std::move(task);
    co_return true;
  }

  std::unique_ptr<store::Database> database_;
  store::Tenant* store_ = nullptr;
  std::optional<Place> place_;
};

// ---- a call of an action ----

void count_in(store::Transaction& sql, std::int64_t by) { sql.run(kCount, by); }

Task<ActionResult> add(ActionCall call) {
  const auto by = call.arguments["by"].integer();
  return commit(std::move(call), [by](Writing& writing) {
    count_in(writing.sql, by);
    return Settlement{.answer = Value(by), .subject = "counter"};
  });
}

Task<> times(int count, std::function<Task<>(int number)> one) {
  for (int i = 0; i < count; ++i) co_await one(i);
}
Task<> bare(Place& place) {
  co_await place.store().write([](store::Transaction& sql) { count_in(sql, 1); });
}
Task<> read_bare(Place& place) {
  co_await place.store().read([](store::Reader& reader) {
    return reader.one({"SELECT count FROM counter"}, [](const store::Row& row) { return row.integer(0); });
  });
}
Task<ActionResult> show(ActionCall call) {
  co_await read_bare(*call.place);
  co_return ActionResult{Value(1)};
}

class Calls {
 public:
  explicit Calls(House& house) : house_(house) {
    actions_.add(changing("counter.add", "Adds to the counter.", kSchema, Permission{"counter.write"}, add));
    actions_.add({.name = "counter.show",
                  .description = "Shows the counter.",
                  .input_schema = json::parse(kSchema),
                  .permission = "counter.write",
                  .run = show});
  }

  double us_bare() {
    return us_of([this](int) { return bare(house_.place()); });
  }
  double us_read() {
    return us_of([this](int) { return read_bare(house_.place()); });
  }
  double us_showing() {
    return us_of([this](int) { return call(wanted("counter.show", "")); });
  }
  double us_of_calls() {
    return us_of([this](int) { return call(wanted("counter.add", "")); });
  }
  double us_of_calls_with_keys() {
    return us_of([this](int) { return call(wanted("counter.add", fmt::format("k{}", ++keys_))); });
  }

 private:
  static constexpr std::string_view kSchema =
      R"({"type":"object","additionalProperties":false,"required":["by"],"properties":{"by":{"type":"integer"}}})";

  double us_of(std::function<Task<>(int number)> one) {
    return cost_of([&] { house_.run(times(kCalls, one)); }).wall_ms / kCalls * 1e3;
  }
  Wanted wanted(std::string action, std::string key) {
    return {.caller = {house_.place().id(), "staff:bench", permissions_},
            .action = std::move(action),
            .arguments = Value::object({{"by", 1}}),
            .key = std::move(key)};
  }
  Task<> call(Wanted wanted) { co_await actions_.call(std::move(wanted)); }
  static Task<Place*> here(House& house) { co_return &house.place(); }

  House& house_;
  std::vector<std::string> permissions_{"counter.write"};
  Actions actions_{[this](TenantId) { return here(house_); }};
  int keys_ = 0;
};

void measure_calls(const char* where, Files& files, const std::string& folder, int rounds, bool has_bar) {
  House house(files, folder, 0);
  Calls calls(house);
  calls.us_bare();
  std::vector<double> body, call, with_key, read, shown;
  for (int round = 0; round < rounds; ++round) {
    body.push_back(calls.us_bare());
    call.push_back(calls.us_of_calls() - body.back());
    with_key.push_back(calls.us_of_calls_with_keys() - body.back());
    read.push_back(calls.us_read());
    shown.push_back(calls.us_showing() - read.back());
  }
  fmt::print(
      "{}, us a call (least / median / most): a transaction that counts {}; above it, an action {}, with a key {}\n"
      "  a read {}; above it, an action that reads {}\n",
      where, spread_of(body).text(), spread_of(call).text(), spread_of(with_key).text(), spread_of(read).text(),
      spread_of(shown).text());
  if (!has_bar) return;
  const auto above = spread_of(call).median;
  say("action-call", fmt::format("{:.1f} us above its body, {:.1f} with a key", above, spread_of(with_key).median),
      fmt::format("at most {:.0f} us", kBarCallUs), above <= kBarCallUs);
}

// ---- timers ----

// Waits until so many were woken.
class Woken {
 public:
  explicit Woken(int all) : all_(all) {}
  void one() {
    if (++count_ == all_) last_ms_ = now_ms(CLOCK_MONOTONIC);
  }
  bool is_over() const { return count_ >= all_; }
  double last_ms() const { return last_ms_; }

 private:
  const int all_;
  int count_ = 0;
  double last_ms_ = 0;
};

std::int64_t open_pieces(store::Reader& reader) {
  return *reader.one({"SELECT COUNT(*) FROM work WHERE open = 1"},
                     [](const store::Row& row) { return row.integer(0); });
}

// How many ms pass from the moment at which all are due until the last one was woken, and until all is noted.
struct Waking {
  double woken_ms = 0;
  double settled_ms = 0;
};

Task<bool> until_settled(House& house, const Woken& woken) {
  for (;;) {
    co_await house.clock.sleep_for(std::chrono::milliseconds(2));
    if (!woken.is_over()) continue;
    if (co_await house.place().store().read(open_pieces) == 0) co_return true;
  }
}

Waking wake(House& house, const Woken& woken, Timestamp due) {
  const auto left = static_cast<double>(due.ms - house.clock.wall().ms);
  if (left < 200) throw std::runtime_error("it took too long to ask for all timers; they were due before the start");
  const auto due_ms = now_ms(CLOCK_MONOTONIC) + left;
  house.place().worker().start();
  house.run(until_settled(house, woken));
  return {woken.last_ms() - due_ms, now_ms(CLOCK_MONOTONIC) - due_ms};
}

Task<> note(Woken& woken) {
  woken.one();
  co_return;
}

Waking wake_work(Files& files, const std::string& folder, int timers) {
  House house(files, folder, 1);
  Woken woken(timers);
  house.frame.add(work::Kind{.name = "nothing", .perform = [&woken](work::Job&) { return note(woken); }});
  const Timestamp due{house.clock.wall().ms + 3'000};
  house.run(house.place().write("bench", [&](Writing& writing) {
    for (int i = 0; i < timers; ++i) writing.ask({.kind = "nothing", .key = std::to_string(i), .due = due});
  }));
  return wake(house, woken, due);
}

std::shared_ptr<const graph::Graph> waiting(House& house, Woken& woken, Timestamp due) {
  graph::Builder builder("waiting");
  const auto log = builder.channel("log", graph::reducers::append());
  builder.start_at(builder.node(
      "wait", graph::PlainNode([&house, &woken, log, due](graph::NodeContext& context) -> graph::NodeResult {
        const auto answer = context.answer("due");
        if (!answer) return wait_until(house.place(), context, "due", due);
        woken.one();
        return graph::Outcome{.writes = {{log, (*answer)["woken_at"]}}};
      })));
  return std::make_shared<const graph::Graph>(builder.compile());
}

Task<graph::Bound> bind(std::shared_ptr<const graph::Graph> graph) { co_return graph::Bound{.graph = graph}; }
Task<graph::Threads*> found(graph::Threads& threads) { co_return &threads; }

Task<> begin_one(graph::Threads& threads, std::string name) {
  co_await threads.create(name, {}, {});
  co_await threads.submit(name, {.key = {}, .value = "go", .events = {}, .statements = {}});
  co_await threads.settled(name);
}

Task<bool> begin_all(graph::Threads& threads, int count) {
  constexpr int kTogether = 128;
  for (int i = 0; i < count; i += kTogether) {
    std::vector<Task<>> some;
    for (int j = i; j < std::min(i + kTogether, count); ++j) some.push_back(begin_one(threads, fmt::format("w_{}", j)));
    co_await graph::gather(std::move(some));
  }
  co_return true;
}

Waking wake_threads(Files& files, const std::string& folder, int timers) {
  House house(files, folder, 1);
  Woken woken(timers);
  graph::Threads threads(house.place().store(), house.loops, house.clock, house.random, *house.log);
  house.frame.add(waking([&](TenantId) { return found(threads); }));
  const Timestamp due{house.clock.wall().ms + 2 * timers + 3'000};
  const auto graph = waiting(house, woken, due);
  threads.add({"w_", [graph](std::string) { return bind(graph); }});
  house.run(begin_all(threads, timers));
  return wake(house, woken, due);
}

void measure_timers(std::string_view name, std::string_view what, int timers, int rounds,
                    Waking (*once)(Files&, const std::string&, int)) {
  const auto files = system_files();
  std::vector<double> woken, settled;
  for (int round = 0; round < rounds; ++round) {
    support::TemporaryFolder folder;
    const auto done = once(*files, folder.path() + "/data", timers);
    woken.push_back(done.woken_ms);
    settled.push_back(done.settled_ms);
  }
  fmt::print("{} {} due at one time, ms (least / median / most): all woken {}, all noted as done {}\n", timers, what,
             spread_of(woken).text(), spread_of(settled).text());
  say(name,
      fmt::format("{} woken in {:.0f} ms, noted in {:.0f} ms", timers, spread_of(woken).median,
                  spread_of(settled).median),
      fmt::format("10000 in {:.0f} ms", kBarTimersMs), spread_of(woken).median <= kBarTimersMs);
}

int run(int argc, char** argv) {
  const support::Arguments arguments(argc, argv, {"--rounds", "--timers"}, {});
  const auto rounds = static_cast<int>(arguments.number("--rounds", 3));
  const auto timers = static_cast<int>(arguments.number("--timers", 10'000));
  {
    MemoryFiles memory;
    measure_calls("in memory", memory, "data", 2 * rounds + 1, true);
  }
  {
    const auto files = system_files();
    support::TemporaryFolder folder;
    measure_calls("on this disk", *files, folder.path() + "/data", rounds, false);
  }
  measure_timers("timers", "timers", timers, rounds, wake_work);
  measure_timers("timers-of-threads", "threads that wait", timers, rounds, wake_threads);
  return all_good ? 0 : 1;
}

}  // namespace
}  // namespace frontdesk::platform

int main(int argc, char** argv) {
  try {
    return frontdesk::platform::run(argc, argv);
  } catch (const std::exception& error) {
    fmt::print(stderr, "bench_work: {}\n", error.what());
    return 2;
  }
}
