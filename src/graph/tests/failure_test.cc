#include <gtest/gtest.h>

#include "base/json.h"
#include "world.h"

namespace frontdesk::graph {
namespace {

// What a run can fail of. `said` tells what reaches the state before it does.
struct Trouble {
  const char* name;
  const char* slug;
  std::function<NodeResult(NodeContext&)> node = [](NodeContext&) { return Outcome{}; };
  std::function<Choice(const StateView&)> edge = [](const StateView&) { return Choice{}; };
  bool apply_throws = false;
  bool answer_throws = false;
  bool takes_long = false;
};

[[noreturn]] NodeResult refuse() { throw Error(Kind::invalid, "test/refused", "No."); }
[[noreturn]] NodeResult throw_exception() { throw std::runtime_error("secret"); }
[[noreturn]] NodeResult throw_anything() { throw 7; }

// Channels: 0 words of the customer and of the thread, 1 at most one write a step.
class Failing {
 public:
  explicit Failing(Trouble trouble) {
    Builder builder("failing");
    const auto words = builder.channel("words", reducers::append(), Value::list());
    builder.channel("only", reducers::last_value());
    const auto node = builder.node("node", PlainNode(trouble.node));
    builder.start_at(node).branch(node, trouble.edge);
    policy.steps_max = 5;
    if (trouble.takes_long) policy.run_time_max = std::chrono::milliseconds(1);
    policy.apply = [=, throws = trouble.apply_throws](const StateView&, const std::vector<Value>& inputs) {
      if (throws) throw std::runtime_error("secret");
      std::vector<Write> writes;
      writes.reserve(inputs.size());
      for (const auto& input : inputs) writes.push_back({words, input});
      return writes;
    };
    policy.answer = [throws = trouble.answer_throws](const std::vector<OpenInterrupt>& open, const auto&) {
      if (throws) throw std::runtime_error("secret");
      std::vector<std::pair<std::string, Value>> answers;
      answers.reserve(open.size());
      for (const auto& asked : open) answers.emplace_back(asked.key, "yes");
      return std::optional(answers);
    };
    policy.failed = [=, this](const StateView& state, const RunFailure& failure) {
      ++asked;
      EXPECT_TRUE(state.state(words).is_list());
      return Outcome{.writes = {{words, "sorry"}},
                     .events = {{"told", Value::object({{"slug", failure.error.slug}, {"run", failure.run}})}},
                     .statements = {[this](store::Transaction&) { told = true; }}};
    };
    graph = std::make_shared<const Graph>(builder.compile());
  }

  MemoryFiles files;
  ThreadPolicy policy;
  std::shared_ptr<const Graph> graph;
  int asked = 0;
  bool told = false;
};

class FailedRun : public testing::TestWithParam<Trouble> {};

TEST_P(FailedRun, tells_people_in_the_commit_that_ends_it) {
  Failing failing(GetParam());
  std::optional<World> place(std::in_place, failing.files, BindAll{failing.graph, failing.policy});
  auto& world = *place;
  world.run(world.threads->create("t", {}, {}));
  world.submit("t", "a", "hello");
  world.drive();
  if (GetParam().answer_throws) world.submit("t", "b", "yes"), world.drive();
  const auto events = world.events("t");
  ASSERT_GE(events.size(), 2u);
  EXPECT_EQ(events.back().type, "told");
  EXPECT_EQ(events.back().data["slug"], Value(GetParam().slug));
  EXPECT_EQ(events.back().run, events[events.size() - 2].run);
  EXPECT_EQ(events[events.size() - 2].type, "run.finished");
  EXPECT_EQ(events[events.size() - 2].data["status"], Value("failed"));
  EXPECT_TRUE(failing.told);
  EXPECT_EQ(world.state("t", "words").items().back(), Value("sorry"));
  EXPECT_EQ(world.run(world.threads->view("t")).status, ThreadStatus::failed);
  EXPECT_TRUE(world.run(world.threads->view("t")).interrupts.empty());

  const auto state = world.state("t", "words");
  place.reset();
  World again(failing.files, BindAll{failing.graph, failing.policy});
  EXPECT_EQ(again.state("t", "words"), state) << "a replay tells another story";
  EXPECT_EQ(trace_hash(again.events("t")), trace_hash(events));
  const auto before = failing.asked;
  again.submit("t", "c", "again");
  again.drive();
  if (!GetParam().answer_throws) {
    EXPECT_GT(failing.asked, before) << "the next input started no run";
  }
}

INSTANTIATE_TEST_SUITE_P(
    Of, FailedRun,
    testing::Values(
        Trouble{.name = "AnError", .slug = "test/refused", .node = [](NodeContext&) { return refuse(); }},
        Trouble{
            .name = "AnException", .slug = "graph/node-failed", .node = [](NodeContext&) { return throw_exception(); }},
        Trouble{.name = "Anything", .slug = "graph/node-failed", .node = [](NodeContext&) { return throw_anything(); }},
        Trouble{.name = "TwoWrites",
                .slug = "graph/concurrent-update",
                .node = [](NodeContext&) -> NodeResult { return Outcome{.writes = {{1, "a"}, {1, "b"}}}; }},
        Trouble{.name = "AStatement",
                .slug = "test/refused",
                .node = [](NodeContext&) -> NodeResult {
                  return Outcome{.statements = {[](store::Transaction&) { refuse(); }}};
                }},
        Trouble{.name = "AStatementsException",
                .slug = "graph/node-failed",
                .node = [](NodeContext&) -> NodeResult {
                  return Outcome{.statements = {[](store::Transaction&) { throw_exception(); }}};
                }},
        Trouble{.name = "AnEdge",
                .slug = "graph/node-failed",
                .edge = [](const StateView&) -> Choice { throw std::runtime_error("secret"); }},
        Trouble{.name = "TooManySteps",
                .slug = "graph/too-many-steps",
                .edge = [](const StateView&) { return Choice{{0}, {}}; }},
        Trouble{.name = "ThePolicysApply", .slug = "graph/node-failed", .apply_throws = true},
        Trouble{.name = "ThePolicysAnswer",
                .slug = "graph/node-failed",
                .node = [](NodeContext& context) -> NodeResult {
                  if (!context.answer("sure")) return Interrupted{"sure", "Sure?", {}};
                  return Outcome{};
                },
                .answer_throws = true}),
    [](const auto& info) { return info.param.name; });

TEST(FailedRunOfAPolicy, that_throws_ends_all_the_same) {
  Failing failing({.node = [](NodeContext&) { return refuse(); }});
  failing.policy.failed = [](const StateView&, const RunFailure&) -> Outcome { throw std::runtime_error("secret"); };
  World world(failing.files, BindAll{failing.graph, failing.policy});
  world.run(world.threads->create("t", {}, {}));
  world.submit("t", "a", "hello");
  world.drive();
  EXPECT_EQ(world.events("t").back().type, "run.finished");
  EXPECT_EQ(world.run(world.threads->view("t")).status, ThreadStatus::failed);
}

TEST(FailedRunOfAPolicy, whose_words_cannot_be_stored_ends_all_the_same) {
  Failing failing({.node = [](NodeContext&) { return refuse(); }});
  int what = 0;
  failing.policy.failed = [&](const StateView&, const RunFailure&) -> Outcome {
    if (what == 0) return {.writes = {{1, "a"}, {1, "b"}}, .events = {{"told", 1}}};
    return {.events = {{"told", 1}}, .statements = {[](store::Transaction&) { refuse(); }}};
  };
  World world(failing.files, BindAll{failing.graph, failing.policy});
  world.run(world.threads->create("t", {}, {}));
  for (what = 0; what < 2; ++what) {
    world.submit("t", "", "hello");
    world.drive();
    EXPECT_EQ(world.events("t").back().type, "run.finished");
    EXPECT_EQ(world.run(world.threads->view("t")).status, ThreadStatus::failed);
  }
}

TEST(ParkedRun, tells_people_and_ends_when_it_is_released) {
  struct Body {
    static Task<NodeResult> hang(Clock& clock) {
      co_await clock.sleep_for(std::chrono::hours(1));
      co_return Outcome{};
    }
    static Task<NodeResult> go() { co_return Outcome{.writes = {{0, "fine"}}}; }
  };
  Failing failing({});
  Clock* clock = nullptr;
  bool hangs = true;
  Builder builder("poison");
  builder.channel("words", reducers::append(), Value::list());
  builder.channel("only", reducers::last_value());
  builder.start_at(
      builder.node("poison", CoroutineNode([&](NodeContext&) { return hangs ? Body::hang(*clock) : Body::go(); })));
  const BindAll bind{std::make_shared<const Graph>(builder.compile()), failing.policy};
  for (int death = 0; death < 3; ++death) {
    World world(failing.files, bind);
    clock = &world.clock;
    world.run(world.threads->recover());
    if (death == 0) {
      world.run(world.threads->create("t", {}, {}));
      world.submit("t", "", "hello");
    }
    world.poll();
  }
  std::optional<World> place(std::in_place, failing.files, bind);
  auto& world = *place;
  clock = &world.clock;
  EXPECT_EQ(world.run(world.threads->recover()), 0u);
  const auto events = world.events("t");
  EXPECT_EQ(events[events.size() - 2].type, "run.parked");
  EXPECT_EQ(events.back().type, "told");
  EXPECT_EQ(events.back().data["slug"], Value("graph/parked"));
  EXPECT_TRUE(failing.told);
  hangs = false;
  world.run(world.threads->release("t", {}, {}));
  EXPECT_EQ(world.run(world.threads->view("t")).status, ThreadStatus::idle);
  world.submit("t", "", "again");
  world.drive();
  EXPECT_EQ(json::print(world.state("t", "words")), R"(["hello","sorry","again","fine"])");
  place.reset();
  World replayed(failing.files, bind);
  EXPECT_EQ(replayed.state("t", "words"), Value::list({"hello", "sorry", "again", "fine"}));
}

TEST(StandIn, is_asked_for_again_when_the_thread_is_released) {
  Failing failing({});
  bool stands_in = true;
  int bound = 0;
  const auto bind = [&](std::string) -> Task<Bound> {
    struct Give {
      static Task<Bound> it(Bound bound) { co_return bound; }
    };
    ++bound;
    return Give::it({failing.graph, failing.policy, "v1", stands_in});
  };
  World world(failing.files, bind);
  world.run(world.threads->create("t", {}, {}));
  world.submit("t", "a", "hello");
  world.drive();
  world.submit("t", "b", "hello");
  world.drive();
  EXPECT_EQ(bound, 1);
  stands_in = false;
  world.run(world.threads->release("t", {}, {}));
  EXPECT_EQ(bound, 2);
  world.run(world.threads->release("t", {}, {}));
  EXPECT_EQ(bound, 2);
  world.submit("t", "c", "bye");
  world.drive();
  EXPECT_EQ(world.state("t", "words"), Value::list({"hello", "hello", "bye"}));
}

std::string slug_of(const std::function<void()>& deed) {
  try {
    deed();
  } catch (const Error& error) {
    return error.slug;
  }
  return "taken";
}

TEST(Delivery, is_the_same_by_key_sender_and_content) {
  Failing failing({});
  World world(failing.files, BindAll{failing.graph, failing.policy});
  world.run(world.threads->create("t", {}, {}));
  const auto submit = [&](const DeliveryKey& key) {
    return world.run(
        world.threads->submit("t", {.key = key, .value = key.content, .events = {{"input", key.content}}}));
  };
  const auto append = [&](const DeliveryKey& key) {
    return world.run(world.threads->append("t", {{"note", key.content}}, {}, {}, key));
  };
  const auto first = submit({"k", "customer", "hello"});
  EXPECT_EQ(slug_of([&] { submit({"k", "customer", "bye"}); }), "graph/key-with-other-content");
  EXPECT_EQ(slug_of([&] { append({"k", "customer", "bye"}); }), "graph/key-with-other-content");
  EXPECT_EQ(append({"k", "customer", "hello"}).seq, first.seq) << "another way in is no other delivery";
  EXPECT_FALSE(append({"k", "person", "bye"}).duplicate);
  EXPECT_FALSE(submit({"person:k", "customer", "bye"}).duplicate);
  EXPECT_FALSE(append({"k", "", "bye"}).duplicate);
}

TEST(Delivery, refused_for_its_content_does_not_harm_those_beside_it) {
  Failing failing({});
  World world(failing.files, BindAll{failing.graph, failing.policy});
  world.run(world.threads->create("t", {}, {}));
  int taken = 0;
  int refused = 0;
  const auto send = [&](const DeliveryKey& key) {
    boost::asio::co_spawn(world.loops.executor(0),
                          world.threads->submit("t", {.key = key, .value = key.content, .events = {{"input", 1}}}),
                          [&](std::exception_ptr why, Receipt) { ++(why ? refused : taken); });
  };
  for (int i = 0; i < 20; ++i) {
    send({fmt::format("k{}", i), "customer", "one"});
    send({fmt::format("k{}", i), "customer", "two"});
  }
  world.drive();
  EXPECT_EQ(taken, 20);
  EXPECT_EQ(refused, 20);
  EXPECT_EQ(world.state("t", "words").size(), 20u);
}

TEST(Input, that_arrives_while_a_run_ends_is_not_left_lying) {
  Failing failing({});
  World world(failing.files, BindAll{failing.graph, failing.policy});
  world.run(world.threads->create("t", {}, {}));
  for (int i = 0; i < 50; ++i) {
    boost::asio::co_spawn(world.loops.executor(0), world.threads->submit("t", {.value = i, .events = {{"input", i}}}),
                          [](std::exception_ptr, Receipt) {});
  }
  world.drive();
  EXPECT_EQ(world.state("t", "words").size(), 50u);
  EXPECT_EQ(world.run(world.threads->view("t")).status, ThreadStatus::idle);
}

}  // namespace
}  // namespace frontdesk::graph
