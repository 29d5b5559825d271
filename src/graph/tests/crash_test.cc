#include <gtest/gtest.h>

#include "base/faulty_files.h"
#include "graph/tests/clerk.h"

namespace frontdesk::graph {
namespace {

struct End {
  Value messages;
  std::string types;  // of all events
  friend bool operator==(const End&, const End&) = default;
};

struct Power {
  bool is_off = false;
};

// A client that sends two messages, each again until it is acknowledged, and waits for the answers in between.
// What the disk refuses is thrown; `acknowledged` counts up to there.
void converse(World& world, const Power& power, int& acknowledged) {
  try {
    world.run(world.threads->create("t", {{"created", {}}}, {}));
  } catch (const Error& error) {
    if (error.slug != "graph/thread-exists") throw;
  }
  for (const auto* word : {"one", "two"}) {
    world.submit("t", word, word);
    ++acknowledged;
    world.drive([&] { return power.is_off; });
    if (power.is_off) throw Error(Kind::unavailable, "test/power", "The power is off.");
  }
}

End end_of(World& world) { return {world.state("t", "messages"), types_of(world.events("t"))}; }

End golden(Ledger& ledger, std::uint64_t& calls) {
  MemoryFiles disk;
  FaultyFiles files(disk);
  const ClerkBinder binder(ledger);
  World world(files, binder);
  binder.use(world);
  int acknowledged = 0;
  converse(world, {}, acknowledged);
  calls = files.calls();
  return end_of(world);
}

// Runs until the k-th call of the disk, which is the last; returns what a loss of power then leaves.
std::unique_ptr<MemoryFiles> run_until(const MemoryFiles& before, const ClerkBinder& binder, std::uint64_t k,
                                       int& acknowledged) {
  const auto disk = before.crash(k);
  FaultyFiles files(*disk);
  Power power;
  files.before_each([&](const FileCall& call) {
    if (call.number < k) return;
    power.is_off = true;
    throw Error(Kind::unavailable, "test/power", "The power is off.");
  });
  try {
    World world(files, binder);
    binder.use(world);
    world.run(world.threads->recover());
    world.drive([&] { return power.is_off; });
    acknowledged = 0;
    converse(world, power, acknowledged);
  } catch (const Error&) {
  }
  return disk->crash(k + 1);
}

End run_to_the_end(MemoryFiles& disk, const ClerkBinder& binder, int acknowledged) {
  World world(disk, binder);
  binder.use(world);
  world.run(world.threads->recover());
  world.drive();
  if (acknowledged > 0) {
    const auto events = world.events("t");
    EXPECT_GE(std::ranges::count(events, "input", &StoredEvent::type), acknowledged)
        << "an acknowledged message is lost";
  }
  int ignored = 0;
  converse(world, {}, ignored);
  return end_of(world);
}

TEST(Crash, at_any_call_of_the_disk_ends_as_if_nothing_had_happened) {
  FD_ON_SQLITE_ONLY("it is the disk that fails");
  Ledger golden_ledger;
  std::uint64_t calls = 0;
  const auto expected = golden(golden_ledger, calls);
  ASSERT_GT(calls, 50u);
  for (std::uint64_t k = 1; k <= calls; ++k) {
    SCOPED_TRACE(fmt::format("the power goes off at call {} of {}", k, calls));
    Ledger ledger;
    const ClerkBinder binder(ledger);
    int acknowledged = 0;
    const auto left = run_until(MemoryFiles(), binder, k, acknowledged);
    EXPECT_EQ(run_to_the_end(*left, binder, acknowledged), expected);
    EXPECT_EQ(ledger.by_key, golden_ledger.by_key);
    EXPECT_EQ(ledger.calls, golden_ledger.calls);
    if (HasFailure()) return;
  }
}

TEST(Crash, during_the_recovery_from_a_crash_changes_nothing) {
  FD_ON_SQLITE_ONLY("it is the disk that fails");
  Ledger golden_ledger;
  std::uint64_t calls = 0;
  const auto expected = golden(golden_ledger, calls);
  for (std::uint64_t k = 10; k <= calls; k += 23) {
    for (std::uint64_t again = 5; again <= calls; again += 41) {
      SCOPED_TRACE(fmt::format("the power goes off at call {}, and at call {} after that", k, again));
      Ledger ledger;
      const ClerkBinder binder(ledger);
      int acknowledged = 0;
      const auto first = run_until(MemoryFiles(), binder, k, acknowledged);
      int more = 0;
      const auto second = run_until(*first, binder, again, more);
      EXPECT_EQ(run_to_the_end(*second, binder, std::max(acknowledged, more)), expected);
      EXPECT_EQ(ledger.by_key, golden_ledger.by_key);
      EXPECT_EQ(ledger.calls, golden_ledger.calls);
      if (HasFailure()) return;
    }
  }
}

// The negative control: on a disk that says "synced" and lies, the same check finds what is lost.
TEST(Crash, a_disk_that_lies_is_found_out) {
  FD_ON_SQLITE_ONLY("it is the disk that fails");
  Ledger ledger;
  const ClerkBinder binder(ledger);
  MemoryFiles disk;
  FaultyFiles files(disk);
  int acknowledged = 0;
  {
    World world(files, binder);
    binder.use(world);
    world.run(world.threads->create("t", {}, {}));
    files.swallow_syncs(true);
    converse(world, {}, acknowledged);
  }
  ASSERT_EQ(acknowledged, 2);
  int lost = 0;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const auto left = disk.crash(seed);
    try {
      World world(*left, binder);
      binder.use(world);
      const auto events = world.events("t");
      lost += std::ranges::count(events, "input", &StoredEvent::type) < acknowledged;
    } catch (const Error&) {
      ++lost;
    }
  }
  EXPECT_GT(lost, 0);
}

// A step that takes longer than the house waits when it stops.
std::shared_ptr<const Graph> slow_graph(Clock*& clock, const bool& hangs) {
  struct Body {
    static Task<NodeResult> take(Clock& clock, std::chrono::seconds time) {
      co_await clock.sleep_for(time);
      co_return Outcome{.writes = {{0, "fine"}}};
    }
  };
  Builder builder("slow");
  builder.channel("log", reducers::append());
  builder.start_at(builder.node("wait", CoroutineNode([&clock, &hangs](NodeContext&) {
                                  return Body::take(*clock, std::chrono::seconds(hangs ? 3600 : 1));
                                })));
  return std::make_shared<const Graph>(builder.compile());
}

TEST(Crash, a_run_that_is_cut_by_a_clean_stop_has_not_died) {
  MemoryFiles disk;
  Clock* clock = nullptr;
  bool hangs = true;
  const BindAll bind{slow_graph(clock, hangs), {}};
  for (int stop = 0; stop < 5; ++stop) {
    World world(disk, bind);
    clock = &world.clock;
    EXPECT_EQ(world.run(world.threads->recover()), stop == 0 ? 0u : 1u);
    if (stop == 0) {
      world.run(world.threads->create("t", {}, {}));
      world.submit("t", "", 1);
    }
    world.poll();
    world.run(world.threads->drain(Deadline::in(world.clock, std::chrono::seconds(10))));
  }
  for (int death = 0; death < 3; ++death) {
    World world(disk, bind);
    clock = &world.clock;
    EXPECT_EQ(world.run(world.threads->recover()), 1u);
    world.poll();
  }
  hangs = false;
  World world(disk, bind);
  clock = &world.clock;
  EXPECT_EQ(world.run(world.threads->recover()), 0u) << "its third death, and none of the five stops counted";
  EXPECT_EQ(world.run(world.threads->view("t")).status, ThreadStatus::parked);
}

TEST(Crash, a_run_that_dies_three_times_at_one_step_is_parked_and_the_rest_go_on) {
  struct Body {
    static Task<NodeResult> hang(Clock& clock) {
      co_await clock.sleep_for(std::chrono::hours(1));
      co_return Outcome{};
    }
  };
  MemoryFiles disk;
  Clock* clock = nullptr;
  bool hangs = true;
  Builder builder("poison");
  builder.channel("log", reducers::append());
  builder.start_by([](const StateView&) { return Choice{{0}, {}}; });
  builder.node("poison", CoroutineNode([&](NodeContext& context) {
                 struct Fine {
                   static Task<NodeResult> go() { co_return Outcome{.writes = {{0, "fine"}}}; }
                 };
                 return hangs && context.thread() == "bad" ? Body::hang(*clock) : Fine::go();
               }));
  const BindAll bind{std::make_shared<const Graph>(builder.compile()), {}};
  for (int death = 0; death < 3; ++death) {
    World world(disk, bind);
    clock = &world.clock;
    EXPECT_EQ(world.run(world.threads->recover()), death == 0 ? 0u : 1u);
    if (death == 0) {
      world.run(world.threads->create("bad", {}, {}));
      world.submit("bad", "", 1);
    }
    world.poll();
  }
  World world(disk, bind);
  clock = &world.clock;
  world.run(world.threads->create("good", {}, {}));
  EXPECT_EQ(world.run(world.threads->recover()), 0u);
  EXPECT_EQ(world.run(world.threads->view("bad")).status, ThreadStatus::parked);
  EXPECT_EQ(world.events("bad").back().type, "run.parked");
  world.submit("good", "", 1);
  world.drive();
  EXPECT_EQ(world.state("good", "log"), Value::list({"fine"}));
  hangs = false;
  world.run(world.threads->hold("bad", {}, {}));
  world.run(world.threads->release("bad", {}, {}));
  world.submit("bad", "", 2);
  world.drive();
  EXPECT_EQ(world.state("bad", "log"), Value::list({"fine"})) << types_of(world.events("bad"));
}

TEST(Crash, a_full_disk_stops_a_run_and_space_lets_it_go_on) {
  FD_ON_SQLITE_ONLY("it is the disk that fails");
  Ledger ledger;
  const ClerkBinder binder(ledger);
  MemoryFiles disk;
  FaultyFiles files(disk);
  World world(files, binder);
  binder.use(world);
  world.run(world.threads->create("t", {}, {}));
  files.set_space(20'000);
  int acknowledged = 0;
  const auto submit_until_full = [&] {
    for (; acknowledged < 1000; ++acknowledged) {
      const auto word = std::to_string(acknowledged);
      world.submit("t", word, word);
    }
  };
  EXPECT_THROW(submit_until_full(), Error);
  for (int i = 0; i < 20; ++i) world.poll(), world.clock.advance_to_next();
  files.set_space(std::nullopt);
  world.drive();
  const auto events = world.events("t");
  EXPECT_EQ(events.back().data["status"], Value("done"));
  EXPECT_EQ(std::ranges::count(events, "input", &StoredEvent::type), acknowledged);
  for (const auto& [word, calls] : ledger.calls) EXPECT_EQ(calls, 1) << word;
}

TEST(Crash, an_input_that_cannot_be_written_does_not_disturb_the_run) {
  FD_ON_SQLITE_ONLY("it is the disk that fails");
  Ledger ledger;
  const ClerkBinder binder(ledger);
  MemoryFiles disk;
  FaultyFiles files(disk);
  World world(files, binder);
  binder.use(world);
  world.run(world.threads->create("t", {}, {}));
  world.submit("t", "a", "one");
  world.poll();
  files.fail_verb(FileCall::Verb::write, Error(Kind::exhausted, "files/disk-full", "The disk is full."));
  EXPECT_THROW(world.submit("t", "b", "two"), Error);
  files.fail_verb(FileCall::Verb::write, std::nullopt);
  const auto before = world.clock.wall();
  world.submit("t", "b", "two");
  world.drive();
  EXPECT_LT(world.clock.wall().ms - before.ms, 500);  // nothing had to be read again
  EXPECT_EQ(ledger.calls, (std::map<std::string, int>{{"one", 1}, {"two", 1}}));
}

}  // namespace
}  // namespace frontdesk::graph
