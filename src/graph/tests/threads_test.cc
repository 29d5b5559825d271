#include "graph/threads.h"

#include <gtest/gtest.h>

#include "graph/tests/clerk.h"
#include "graph/tests/world.h"
#include "support/slug_of.h"

namespace frontdesk::graph {
namespace {

// A graph of one node that says how many inputs it has seen, in a world of its own.
struct Counter {
  explicit Counter(PlainNode body = {}, ThreadPolicy policy = {}) {
    Builder builder("counter");
    const auto count = builder.channel("count", reducers::add(), 0);
    const auto log = builder.channel("log", reducers::append());
    if (!body)
      body = [=](NodeContext& context) -> NodeResult { return Outcome{.writes = {{log, context.state(count)}}}; };
    builder.start_at(builder.node("note", body));
    policy.apply = [=](const StateView&, const std::vector<Value>& inputs) {
      return std::vector<Write>{{count, inputs.size()}};
    };
    bind = {std::make_shared<const Graph>(builder.compile()), policy};
  }
  BindAll bind;
  MemoryFiles files;
};

using support::slug_of;

void expect_no_gaps(const std::vector<StoredEvent>& events) {
  for (std::size_t i = 0; i < events.size(); ++i) EXPECT_EQ(events[i].seq, static_cast<std::int64_t>(i + 1));
}

TEST(Threads, an_input_starts_a_run_and_the_stream_tells_of_it) {
  Counter counter;
  World world(counter.files, counter.bind);
  world.run(world.threads->create("t", {{"created", {}}}, {}));
  world.submit("t", "a", "hello");
  world.run(world.threads->settled("t"));
  const auto events = world.events("t");
  EXPECT_EQ(types_of(events), "created input run.started step run.finished");
  expect_no_gaps(events);
  EXPECT_EQ(events[1].run, "");
  EXPECT_EQ(events[3].run, "t.1");
  EXPECT_EQ(events[3].data["step"], Value(1));
  EXPECT_EQ(events[4].data["status"], Value("done"));
  EXPECT_EQ(events[4].data["steps"], Value(2));
  EXPECT_EQ(world.state("t", "log"), Value::list({1}));
  EXPECT_EQ(world.run(world.threads->view("t")).status, ThreadStatus::idle);
}

// A thread that nobody uses costs no memory for ever: not by number, and not by what its records weigh.
TEST(Threads, that_nobody_uses_leave_memory_when_their_records_weigh_too_much) {
  constexpr std::size_t kMegabyte = 1 << 20;
  Counter counter;
  World world(counter.files, counter.bind);
  std::size_t dearest = 0;
  for (int i = 0; i < 60; ++i) {
    const auto name = fmt::format("t{}", i);
    world.run(world.threads->create(name, {}, {}));
    world.submit(name, "a", std::string(kMegabyte, 'x'));
    world.run(world.threads->settled(name));
    dearest = std::max(dearest, world.threads->in_memory().bytes);
  }
  EXPECT_GT(dearest, 8 * kMegabyte);  // what was used lately is kept
  EXPECT_LT(dearest, 32 * kMegabyte);
  EXPECT_LT(world.threads->in_memory().threads, 32u);
  EXPECT_EQ(world.state("t0", "count"), Value(1));  // read again when it is asked for
  EXPECT_EQ(world.run(world.threads->view("t0")).status, ThreadStatus::idle);
}

TEST(Threads, an_id_is_given_once_and_must_be_known) {
  Counter counter;
  World world(counter.files, counter.bind);
  world.run(world.threads->create("t", {}, {}));
  EXPECT_EQ(slug_of([&] { world.run(world.threads->create("t", {}, {})); }), "graph/thread-exists");
  EXPECT_EQ(slug_of([&] { world.submit("other", "a", 1); }), "graph/unknown-thread");
}

TEST(Threads, an_input_that_comes_twice_counts_once) {
  Counter counter;
  World world(counter.files, counter.bind);
  world.run(world.threads->create("t", {}, {}));
  const auto first = world.run(world.threads->submit("t", {.key = "a", .value = 1, .events = {{"input", 1}}}));
  const auto again = world.run(world.threads->submit("t", {.key = "a", .value = 1, .events = {{"input", 1}}}));
  world.drive();
  EXPECT_FALSE(first.duplicate);
  EXPECT_TRUE(again.duplicate);
  EXPECT_EQ(first.seq, again.seq);
  EXPECT_EQ(world.state("t", "count"), Value(1));
  EXPECT_EQ(world.events("t")[static_cast<std::size_t>(first.seq - 1)].type, "input");
}

TEST(Threads, what_arrives_during_a_run_is_joined_into_the_next) {
  Ledger ledger;
  MemoryFiles files;
  const ClerkBinder binder(ledger);
  World world(files, binder);
  binder.use(world);
  world.run(world.threads->create("t", {}, {}));
  world.submit("t", "a", "one");
  world.poll();
  world.submit("t", "b", "two");
  world.submit("t", "c", "three");
  world.drive();
  const auto events = world.events("t");
  EXPECT_EQ(types_of(events),
            "input run.started step input input step tool step tool step message run.finished "
            "run.started step step tool step tool step message run.finished");
  std::vector<Value> inputs;
  for (const auto& event : events) {
    if (event.type == "run.started") inputs.push_back(event.data["inputs"]);
  }
  EXPECT_EQ(Value::list(inputs), Value::list({1, 2}));
  expect_no_gaps(events);
}

TEST(Threads, statements_commit_with_their_input_or_not_at_all) {
  Counter counter;
  World world(counter.files, counter.bind);
  world.run(world.tenant->transact(
      [](store::Transaction& transaction) { transaction.run({"CREATE TABLE seen (word TEXT)"}); }));
  const auto count = [&] {
    return world.run(world.tenant->read([](store::Reader& reader) {
      return *reader.one({"SELECT count(*) FROM seen"}, [](const store::Row& row) { return row.integer(0); });
    }));
  };
  const Statement insert = [](store::Transaction& transaction) {
    transaction.run({"INSERT INTO seen VALUES ($1)"}, "x");
  };
  const Statement refuse = [](store::Transaction&) { throw Error(Kind::conflict, "test/refused", "No."); };
  world.run(world.threads->create("t", {}, {insert}));
  world.run(world.threads->submit("t", {.key = "a", .value = 1, .statements = {insert}}));
  EXPECT_EQ(
      slug_of([&] { world.run(world.threads->submit("t", {.key = "b", .value = 1, .statements = {insert, refuse}})); }),
      "test/refused");
  world.drive();
  EXPECT_EQ(count(), 2);
  EXPECT_EQ(world.state("t", "count"), Value(1));
}

TEST(Threads, a_failed_statement_of_a_node_fails_the_run_and_leaves_nothing) {
  Counter counter([](NodeContext&) -> NodeResult {
    return Outcome{.writes = {{0, 100}},
                   .statements = {[](store::Transaction&) { throw Error(Kind::conflict, "test/refused", "No."); }}};
  });
  World world(counter.files, counter.bind);
  world.run(world.threads->create("t", {}, {}));
  world.submit("t", "a", 1);
  world.drive();
  EXPECT_EQ(world.events("t").back().data["error"]["slug"], Value("test/refused"));
  EXPECT_EQ(world.state("t", "count"), Value(1));
  EXPECT_EQ(world.run(world.threads->view("t")).status, ThreadStatus::failed);
}

TEST(Threads, after_a_failed_run_the_next_input_starts_from_the_last_committed_state) {
  bool fails = true;
  Counter counter([&](NodeContext& context) -> NodeResult {
    if (fails) throw Error(Kind::invalid, "test/broken", "It broke.");
    return Outcome{.writes = {{1, context.state(0)}}};
  });
  World world(counter.files, counter.bind);
  world.run(world.threads->create("t", {}, {}));
  world.submit("t", "a", 1);
  world.drive();
  EXPECT_EQ(types_of(world.events("t")), "input run.started run.finished");
  EXPECT_EQ(world.events("t").back().data["status"], Value("failed"));
  fails = false;
  world.submit("t", "b", 1);
  world.drive();
  EXPECT_EQ(world.state("t", "log"), Value::list({2}));  // the failed run's input is not lost
  EXPECT_EQ(world.run(world.threads->view("t")).status, ThreadStatus::idle);
}

TEST(Threads, a_run_stops_before_the_step_behind_its_limit) {
  Builder builder("loop");
  const auto count = builder.channel("count", reducers::add(), 0);
  const auto node =
      builder.node("again", PlainNode([=](NodeContext&) -> NodeResult { return Outcome{.writes = {{count, 1}}}; }));
  builder.start_at(node).edge(node, node);
  ThreadPolicy policy;
  policy.steps_max = 5;
  MemoryFiles files;
  World world(files, BindAll{std::make_shared<const Graph>(builder.compile()), policy});
  world.run(world.threads->create("t", {}, {}));
  world.submit("t", "", 1);
  world.drive();
  EXPECT_EQ(world.state("t", "count"), Value(4));
  EXPECT_EQ(world.events("t").back().data["error"]["slug"], Value("graph/too-many-steps"));
}

// A node that asks "name" and then "sure", and greets.
std::shared_ptr<const Graph> asking_graph() {
  Builder builder("asking");
  const auto log = builder.channel("log", reducers::append());
  builder.start_at(builder.node("ask", PlainNode([=](NodeContext& context) -> NodeResult {
                                  const auto name = context.answer("name");
                                  if (!name) return Interrupted{"name", "Who?", {{"asked", "name"}}};
                                  const auto sure = context.answer("sure");
                                  if (!sure) return Interrupted{"sure", "Sure?", {{"asked", "sure"}}};
                                  return Outcome{.writes = {{log, *name}, {log, *sure}}};
                                })));
  return std::make_shared<const Graph>(builder.compile());
}

constexpr store::Sql kQuestions{"CREATE TABLE questions (id TEXT NOT NULL)"};
constexpr store::Sql kKeepQuestion{"INSERT INTO questions (id) VALUES ($1)"};
constexpr store::Sql kAllQuestions{"SELECT id FROM questions"};

TEST(Interrupts, bring_statements_that_know_their_id) {
  Builder builder("asking");
  const auto log = builder.channel("log", reducers::append());
  builder.start_at(builder.node("ask", PlainNode([=](NodeContext& context) -> NodeResult {
                                  const auto answer = context.answer("sure");
                                  if (answer) return Outcome{.writes = {{log, *answer}}};
                                  Interrupted question{"sure", "Sure?", {}};
                                  question.statements.push_back([id = context.interrupt("sure")](auto& transaction) {
                                    transaction.run(kKeepQuestion, id);
                                  });
                                  return question;
                                })));
  MemoryFiles files;
  World world(files, BindAll{std::make_shared<const Graph>(builder.compile()), {}});
  world.run(world.tenant->write([](store::Transaction& transaction) { transaction.run(kQuestions); }));
  world.run(world.threads->create("t", {}, {}));
  world.submit("t", "", "go");
  world.run(world.threads->settled("t"));
  const auto asked = world.run(world.tenant->read([](store::Reader& reader) {
    return reader.all(kAllQuestions, [](const store::Row& row) { return std::string(row.text(0)); });
  }));
  ASSERT_EQ(asked.size(), 1u);
  EXPECT_EQ(asked[0], world.run(world.threads->view("t")).interrupts[0].id);
  world.run(world.threads->answer("t", asked[0], "yes"));
  world.run(world.threads->settled("t"));
  EXPECT_EQ(world.state("t", "log"), Value::list({"yes"}));
}

TEST(Kinds, bind_threads_by_what_their_names_begin_with) {
  MemoryFiles files;
  World world(files, BindAll{asking_graph(), {}});
  Threads threads(*world.tenant, world.loops, world.clock, world.random, *world.log);
  threads.add({"a_", BindAll{asking_graph(), {}}});
  threads.add({"b_", Counter().bind});
  for (const auto* name : {"a_1", "b_1", "c_1"}) world.run(threads.create(name, {}, {}));
  EXPECT_EQ(world.run(threads.view("a_1")).state[0].first, "log");
  EXPECT_EQ(world.run(threads.view("b_1")).state[0].first, "count");
  EXPECT_EQ(slug_of([&] { world.run(threads.view("c_1")); }), "graph/unknown-kind");
  EXPECT_EQ(slug_of([&] { threads.add({"a_b", BindAll{asking_graph(), {}}}); }), "graph/kind-taken");
}

TEST(Interrupts, are_answered_one_by_one_through_the_policy) {
  ThreadPolicy policy;
  policy.answer = [](const std::vector<OpenInterrupt>& open,
                     const std::vector<Arrived>& inputs) -> std::optional<std::vector<std::pair<std::string, Value>>> {
    if (inputs.back().value.text() == "later") return std::nullopt;
    return {{{open.front().key, inputs.back().value}}};
  };
  MemoryFiles files;
  World world(files, BindAll{asking_graph(), policy});
  world.run(world.threads->create("t", {}, {}));
  world.submit("t", "", "go");
  world.run(world.threads->settled("t"));
  const auto first = world.run(world.threads->view("t"));
  EXPECT_EQ(first.status, ThreadStatus::interrupted);
  ASSERT_EQ(first.interrupts.size(), 1u);
  EXPECT_EQ(first.interrupts[0].key, "name");
  EXPECT_EQ(first.interrupts[0].id.size(), 32u);
  world.submit("t", "", "later");
  world.run(world.threads->settled("t"));
  EXPECT_EQ(world.run(world.threads->view("t")).status, ThreadStatus::interrupted);
  world.submit("t", "", "Ana");
  world.run(world.threads->settled("t"));
  const auto second = world.run(world.threads->view("t"));
  ASSERT_EQ(second.interrupts.size(), 1u);
  EXPECT_EQ(second.interrupts[0].key, "sure");
  EXPECT_NE(second.interrupts[0].id, first.interrupts[0].id);
  world.submit("t", "", "yes");
  world.run(world.threads->settled("t"));
  EXPECT_EQ(world.state("t", "log"), Value::list({"Ana", "yes"}));
  EXPECT_EQ(types_of(world.events("t")),
            "input run.started asked run.finished input input run.started asked run.finished input run.started step "
            "run.finished");
}

Task<NodeResult> ask_slowly(Clock** clock, ChannelId log, NodeContext& context) {
  const auto name = context.answer("name");
  if (!name) {
    co_await (*clock)->sleep_for(std::chrono::milliseconds(10));
    co_return Interrupted{"name", "Who?", {{"asked", "name"}}};
  }
  co_return Outcome{.writes = {{log, *name}}};
}

TEST(Interrupts, tell_what_was_sent_before_the_question_from_what_came_behind_it) {
  Clock* clock = nullptr;
  Builder builder("slow");
  const auto log = builder.channel("log", reducers::append());
  builder.start_at(builder.node(
      "ask", CoroutineNode([&clock, log](NodeContext& context) { return ask_slowly(&clock, log, context); })));
  std::pair<std::int64_t, std::int64_t> seen;  // seq of the question, seq of the newest input
  ThreadPolicy policy;
  policy.answer = [&seen](
                      const std::vector<OpenInterrupt>& open,
                      const std::vector<Arrived>& inputs) -> std::optional<std::vector<std::pair<std::string, Value>>> {
    seen = {open.front().seq, inputs.back().seq};
    if (inputs.back().seq <= open.front().seq) return std::nullopt;
    return {{{open.front().key, inputs.back().value}}};
  };
  const BindAll bind{std::make_shared<const Graph>(builder.compile()), policy};
  MemoryFiles files;
  {
    World world(files, bind);
    clock = &world.clock;
    world.run(world.threads->create("t", {}, {}));
    world.submit("t", "a", "go");
    world.poll();
    world.submit("t", "b", "too early");
    world.run(world.threads->settled("t"));
    EXPECT_EQ(types_of(world.events("t")), "input run.started input asked run.finished");
    EXPECT_EQ(seen, std::pair(std::int64_t{5}, std::int64_t{3}));
  }
  seen = {};
  World world(files, bind);
  clock = &world.clock;
  world.run(world.threads->recover());
  world.drive();
  EXPECT_EQ(seen, std::pair(std::int64_t{5}, std::int64_t{3}));  // the same after a restart
  world.submit("t", "c", "Ana");
  world.run(world.threads->settled("t"));
  EXPECT_EQ(world.state("t", "log"), Value::list({"Ana"}));
}

TEST(Interrupts, survive_the_process_and_refuse_unknown_ids) {
  MemoryFiles files;
  std::string id;
  {
    World world(files, BindAll{asking_graph(), {}});
    world.run(world.threads->create("t", {}, {}));
    world.submit("t", "", "go");
    world.drive();
    id = world.run(world.threads->view("t")).interrupts.at(0).id;
  }
  World world(files, BindAll{asking_graph(), {}});
  EXPECT_EQ(world.run(world.threads->recover()), 0u);
  EXPECT_EQ(slug_of([&] { world.run(world.threads->answer("t", "0123", "x")); }), "graph/unknown-interrupt");
  world.run(world.threads->answer("t", id, "Ana"));
  world.drive();
  EXPECT_EQ(slug_of([&] { world.run(world.threads->answer("t", id, "again")); }), "graph/unknown-interrupt");
  world.run(world.threads->answer("t", world.run(world.threads->view("t")).interrupts.at(0).id, Value()));
  world.drive();
  EXPECT_EQ(world.state("t", "log"), Value::list({"Ana", Value()}));
}

TEST(Interrupts, let_siblings_finish_and_run_a_node_only_when_it_is_answered) {
  int asked = 0;
  int worked = 0;
  Builder builder("siblings");
  const auto log = builder.channel("log", reducers::append());
  const auto ask = builder.node("ask", PlainNode([&, log](NodeContext& context) -> NodeResult {
                                  ++asked;
                                  const auto answer = context.answer("q");
                                  if (!answer) return Interrupted{"q", context.argument(), {}};
                                  return Outcome{.writes = {{log, *answer}}};
                                }));
  const auto work = builder.node("work", PlainNode([&, log](NodeContext&) -> NodeResult {
                                   ++worked;
                                   return Outcome{.writes = {{log, "worked"}}};
                                 }));
  builder.start_by([=](const StateView&) { return Choice{{work}, {{ask, "first"}, {ask, "second"}}}; });
  MemoryFiles files;
  World world(files, BindAll{std::make_shared<const Graph>(builder.compile()), {}});
  world.run(world.threads->create("t", {}, {}));
  world.submit("t", "", "go");
  world.drive();
  const auto open = world.run(world.threads->view("t")).interrupts;
  ASSERT_EQ(open.size(), 2u);
  EXPECT_NE(open[0].id, open[1].id);
  EXPECT_EQ(world.state("t", "log"), Value());
  world.run(world.threads->answer("t", open[1].id, "2"));
  world.drive();
  EXPECT_EQ(world.run(world.threads->view("t")).status, ThreadStatus::interrupted);
  EXPECT_EQ(asked, 3);  // the second again, the first not
  world.run(world.threads->answer("t", open[0].id, "1"));
  world.drive();
  EXPECT_EQ(world.state("t", "log"), Value::list({"worked", "1", "2"}));
  EXPECT_EQ(worked, 1);
}

TEST(Hold, cancels_the_run_at_its_last_step_and_stores_inputs) {
  Builder builder("slow");
  const auto log = builder.channel("log", reducers::append());
  struct Body {
    static Task<NodeResult> wait(Clock& clock, ChannelId log) {
      co_await clock.sleep_for(std::chrono::hours(1));
      co_return Outcome{.writes = {{log, "slow"}}};
    }
  };
  Clock* clock = nullptr;
  const auto first =
      builder.node("first", PlainNode([=](NodeContext&) -> NodeResult { return Outcome{.writes = {{log, "first"}}}; }));
  const auto slow = builder.node("slow", CoroutineNode([&, log](NodeContext&) { return Body::wait(*clock, log); }));
  builder.start_at(first).edge(first, slow);
  MemoryFiles files;
  World world(files, BindAll{std::make_shared<const Graph>(builder.compile()), {}});
  clock = &world.clock;
  world.run(world.threads->create("t", {}, {}));
  world.submit("t", "", 1);
  world.poll();
  world.run(world.threads->hold("t", {{"owner", "human"}}, {}));
  EXPECT_LT(world.clock.wall().ms, 2'000'000);
  EXPECT_EQ(types_of(world.events("t")), "input run.started step run.finished owner");
  EXPECT_EQ(world.events("t")[3].data["status"], Value("cancelled"));
  EXPECT_EQ(world.state("t", "log"), Value::list({"first"}));
  world.submit("t", "", 2);
  world.drive();
  EXPECT_TRUE(world.run(world.threads->view("t")).held);
  world.run(world.threads->append("t", {{"reply", "hi"}}, {}, {{log, "person"}}));
  world.run(world.threads->release("t", {{"owner", "bot"}}, {}, {{log, "back"}}, false));
  world.drive();
  EXPECT_EQ(world.state("t", "log"), Value::list({"first", "person", "back", "first", "slow"}));
}

TEST(Hold, drops_open_questions_and_what_waited) {
  MemoryFiles files;
  World world(files, BindAll{asking_graph(), {}});
  world.run(world.threads->create("t", {}, {}));
  world.submit("t", "", "go");
  world.drive();
  world.run(world.threads->hold("t", {}, {}));
  EXPECT_EQ(world.run(world.threads->view("t")).status, ThreadStatus::idle);
  world.submit("t", "", "meanwhile");
  world.run(world.threads->release("t", {}, {}));
  world.drive();
  EXPECT_EQ(world.run(world.threads->view("t")).status, ThreadStatus::idle);
}

TEST(Appending, during_a_run_reaches_the_state_when_it_has_ended) {
  Builder builder("slow");
  const auto log = builder.channel("log", reducers::append());
  Clock* clock = nullptr;
  struct Body {
    static Task<NodeResult> wait(Clock& clock, ChannelId log) {
      co_await clock.sleep_for(std::chrono::seconds(1));
      co_return Outcome{.writes = {{log, "slow"}}};
    }
  };
  builder.start_at(builder.node("slow", CoroutineNode([&, log](NodeContext&) { return Body::wait(*clock, log); })));
  MemoryFiles files;
  World world(files, BindAll{std::make_shared<const Graph>(builder.compile()), {}});
  clock = &world.clock;
  world.run(world.threads->create("t", {}, {}));
  world.submit("t", "", 1);
  world.poll();
  const auto first = world.run(world.threads->append("t", {{"note", 1}}, {}, {{log, "noted"}}, "k"));
  const auto again = world.run(world.threads->append("t", {{"note", 1}}, {}, {{log, "noted"}}, "k"));
  EXPECT_TRUE(again.duplicate);
  EXPECT_EQ(again.seq, first.seq);
  world.drive();
  EXPECT_EQ(world.state("t", "log"), Value::list({"slow", "noted"}));
  EXPECT_EQ(types_of(world.events("t")), "input run.started note step run.finished");
}

TEST(Timeouts, end_a_node_and_a_run) {
  for (const bool of_run : {false, true}) {
    Builder builder("slow");
    Clock* clock = nullptr;
    struct Body {
      static Task<NodeResult> wait(Clock& clock) {
        co_await clock.sleep_for(std::chrono::hours(1));
        co_return Outcome{};
      }
    };
    NodeOptions options;
    ThreadPolicy policy;
    if (of_run) policy.run_time_max = std::chrono::seconds(2);
    if (!of_run) options.timeout = std::chrono::seconds(2);
    builder.start_at(builder.node("slow", CoroutineNode([&](NodeContext&) { return Body::wait(*clock); }), options));
    MemoryFiles files;
    World world(files, BindAll{std::make_shared<const Graph>(builder.compile()), policy});
    clock = &world.clock;
    world.run(world.threads->create("t", {}, {}));
    world.submit("t", "", 1);
    world.run(world.threads->settled("t"));
    EXPECT_LT(world.clock.wall().ms, 1'010'000);
    EXPECT_EQ(world.events("t").back().data["error"]["slug"],
              Value(of_run ? "graph/run-time-is-up" : "deadline-passed"));
  }
}

// LangGraph's node_cancellation_on_other_node_exception, and node_not_cancelled_on_other_node_interrupted.
TEST(Siblings, are_cancelled_by_a_failure_and_not_by_a_question) {
  for (const bool fails : {true, false}) {
    bool finished = false;
    Clock* clock = nullptr;
    struct Body {
      static Task<NodeResult> slow(Clock& clock, bool& finished) {
        co_await clock.sleep_for(std::chrono::seconds(5));
        finished = true;
        co_return Outcome{};
      }
      static Task<NodeResult> quick(Clock& clock, bool fails) {
        co_await clock.sleep_for(std::chrono::seconds(1));
        if (fails) throw Error(Kind::invalid, "test/broken", "It broke.");
        co_return Interrupted{"q", "?", {}};
      }
    };
    Builder builder("siblings");
    const auto slow = builder.node("slow", CoroutineNode([&](NodeContext&) { return Body::slow(*clock, finished); }));
    const auto quick = builder.node("quick", CoroutineNode([&](NodeContext&) { return Body::quick(*clock, fails); }));
    builder.start_at(slow).start_at(quick);
    MemoryFiles files;
    World world(files, BindAll{std::make_shared<const Graph>(builder.compile()), {}});
    clock = &world.clock;
    world.run(world.threads->create("t", {}, {}));
    world.submit("t", "", 1);
    world.run(world.threads->settled("t"));
    EXPECT_EQ(finished, !fails);
    EXPECT_EQ(world.clock.wall().ms, fails ? 1'001'000 : 1'005'000);
    EXPECT_EQ(world.events("t").back().data["status"], Value(fails ? "failed" : "interrupted"));
  }
}

TEST(Hold, ends_a_node_that_waits_with_a_timeout_and_a_retry) {
  Clock* clock = nullptr;
  struct Body {
    static Task<NodeResult> wait(Clock& clock) {
      co_await clock.sleep_for(std::chrono::hours(1));
      co_return Outcome{};
    }
  };
  Builder builder("patient");
  builder.start_at(builder.node("wait", CoroutineNode([&](NodeContext&) { return Body::wait(*clock); }),
                                {.retry = RetryPolicy{}, .timeout = std::chrono::minutes(30)}));
  MemoryFiles files;
  World world(files, BindAll{std::make_shared<const Graph>(builder.compile()), {}});
  clock = &world.clock;
  world.run(world.threads->create("t", {}, {}));
  world.submit("t", "", 1);
  world.poll();
  world.run(world.threads->hold("t", {}, {}));
  EXPECT_EQ(world.clock.wall().ms, 1'000'000);
  EXPECT_EQ(world.events("t").back().data["status"], Value("cancelled"));
}

TEST(Drain, lets_the_step_commit_and_starts_no_other) {
  MemoryFiles files;
  Ledger ledger;
  const ClerkBinder binder(ledger);
  {
    World world(files, binder);
    binder.use(world);
    world.run(world.threads->create("t", {}, {}));
    world.submit("t", "a", "one");
    world.poll();
    world.run(world.threads->drain(Deadline::in(world.clock, std::chrono::seconds(10))));
    EXPECT_EQ(types_of(world.events("t")), "input run.started step step tool step tool");
  }
  World world(files, binder);
  binder.use(world);
  EXPECT_EQ(world.run(world.threads->recover()), 1u);
  world.drive();
  EXPECT_EQ(types_of(world.events("t")), "input run.started step step tool step tool step message run.finished");
  EXPECT_EQ(ledger.calls["one"], 1);
}

TEST(Trace, one_seed_gives_one_trace) {
  std::string hashes[2];
  for (auto& hash : hashes) {
    MemoryFiles files;
    Ledger ledger;
    const ClerkBinder binder(ledger);
    World world(files, binder, 42);
    binder.use(world);
    world.run(world.threads->create("t", {{"created", {}}}, {}));
    world.submit("t", "a", "one");
    world.submit("t", "b", "two");
    world.drive();
    hash = trace_hash(world.events("t"));
  }
  EXPECT_EQ(hashes[0], hashes[1]);
  EXPECT_EQ(hashes[0].size(), 64u);
}

}  // namespace
}  // namespace frontdesk::graph
