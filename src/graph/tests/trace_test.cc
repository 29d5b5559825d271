#include <gtest/gtest.h>

#include "graph/record.h"
#include "graph/tests/world.h"

// What a run is a part of (W3C Trace Context).
namespace frontdesk::graph {
namespace {

TraceContext context_of(char digit) {
  return *parse_traceparent("00-" + std::string(32, digit) + "-" + std::string(16, digit) + "-01");
}

// A graph of one node that notes the trace of its run; where it asks, before its question and behind the answer.
struct Noting {
  explicit Noting(bool asks = false) {
    Builder builder("noting");
    const auto seen = builder.channel("seen", reducers::append());
    const auto node = builder.node("note", [this, seen, asks](NodeContext& context) -> NodeResult {
      const auto trace = context.trace();
      traces.push_back(trace ? trace->trace_id().substr(0, 1) : "none");
      if (asks && !context.answer("sure")) return Interrupted{"sure", "Sure?", {}};
      return Outcome{.writes = {{seen, traces.back()}}};
    });
    builder.start_at(node);
    ThreadPolicy policy;
    policy.apply = [](const StateView&, const std::vector<Value>&) { return std::vector<Write>{}; };
    bind = {std::make_shared<const Graph>(builder.compile()), policy};
  }

  std::vector<std::string> traces;  // the first digit of each
  BindAll bind;
};

void submit(World& world, std::string key, std::optional<TraceContext> trace) {
  world.run(world.threads->submit("t", {.key = key, .value = key, .events = {{"input", key}}, .trace = trace}));
}

using Traces = std::vector<std::string>;

TEST(Trace, of_the_input_reaches_the_nodes_of_its_run_and_of_no_other) {
  Noting noting;
  MemoryFiles files;
  World world(files, noting.bind);
  world.run(world.threads->create("t", {}, {}));
  const std::optional<TraceContext> given[] = {context_of('a'), std::nullopt, context_of('b')};
  for (int i = 0; i < 3; ++i) {
    submit(world, std::to_string(i), given[i]);
    world.run(world.threads->settled("t"));
  }
  EXPECT_EQ(noting.traces, Traces({"a", "none", "b"}));
}

TEST(Trace, of_a_run_with_several_inputs_is_that_of_the_newest_that_has_one) {
  Noting noting;
  MemoryFiles files;
  World world(files, noting.bind);
  world.run(world.threads->create("t", {}, {}));
  world.run(world.threads->hold("t", {}, {}));
  submit(world, "1", context_of('a'));
  submit(world, "2", context_of('b'));
  submit(world, "3", std::nullopt);
  world.run(world.threads->release("t", {}, {}, {}, false));
  world.run(world.threads->settled("t"));
  EXPECT_EQ(noting.traces, Traces({"b"}));
}

Task<NodeResult> note_and_wait(NodeContext& context, std::vector<std::string>& traces, Clock& clock) {
  traces.push_back(context.trace() ? context.trace()->trace_id().substr(0, 1) : "none");
  co_await clock.sleep_for(std::chrono::hours(1));
  co_return Outcome{};
}

// A node that is in the middle of something when the power goes, again and again.
TEST(Trace, outlives_the_power_whether_its_run_had_begun_or_not) {
  std::vector<std::string> traces;
  Clock* clock = nullptr;
  Builder builder("slow");
  builder.start_at(builder.node("wait", [&](NodeContext& context) { return note_and_wait(context, traces, *clock); }));
  const BindAll bind{std::make_shared<const Graph>(builder.compile()), {}};
  auto files = std::make_unique<MemoryFiles>();
  auto world = std::make_unique<World>(*files, bind);
  const auto lose_power = [&](std::uint64_t seed) {
    auto after = files->crash(seed);
    world.reset();
    files = std::move(after);
    world = std::make_unique<World>(*files, bind, seed);
    clock = &world->clock;
    world->run(world->threads->recover());
  };
  world->run(world->threads->create("t", {}, {}));
  world->run(world->threads->hold("t", {}, {}));  // so that no run begins
  submit(*world, "1", context_of('a'));
  lose_power(1);
  EXPECT_EQ(traces, Traces());
  world->run(world->threads->release("t", {}, {}, {}, false));
  world->poll();
  EXPECT_EQ(traces, Traces({"a"}));
  lose_power(2);
  world->run(world->threads->settled("t"));
  EXPECT_EQ(traces, Traces({"a", "a"}));
}

TEST(Trace, of_a_question_is_that_of_the_answer_or_where_that_has_none_of_what_asked) {
  Noting noting(true);
  MemoryFiles files;
  World world(files, noting.bind);
  world.run(world.threads->create("t", {}, {}));
  submit(world, "1", context_of('a'));
  world.run(world.threads->settled("t"));
  const auto open = world.run(world.threads->view("t")).interrupts;
  ASSERT_EQ(open.size(), 1U);
  world.run(world.threads->answer("t", open[0].id, "yes"));
  world.run(world.threads->settled("t"));
  EXPECT_EQ(noting.traces, Traces({"a", "a"}));
}

// Records without one are as they were before there were any.
TEST(Trace, stands_in_the_record_only_where_there_is_one) {
  Noting noting;
  MemoryFiles files;
  World world(files, noting.bind);
  world.run(world.threads->create("t", {}, {}));
  submit(world, "1", std::nullopt);
  submit(world, "2", context_of('a'));
  std::vector<std::string> inputs;
  for (const auto& record : world.run(world.threads->records("t"))) {
    const auto opened = open_record(record);
    if (opened.header.kind == RecordKind::input) inputs.emplace_back(opened.body);
  }
  ASSERT_EQ(inputs.size(), 2U);
  EXPECT_EQ(inputs[0], R"({"events":[["input","1"]],"input":"1"})");
  EXPECT_NE(inputs[1].find(R"("trace":")" + traceparent_of(context_of('a')) + '"'), std::string::npos) << inputs[1];
}

}  // namespace
}  // namespace frontdesk::graph
