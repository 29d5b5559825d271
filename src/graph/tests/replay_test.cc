#include <gtest/gtest.h>

#include "base/json.h"
#include "graph/tests/world.h"

namespace frontdesk::graph {
namespace {

// A graph that does what its inputs say: works, asks, fails, sends, jumps, waits.
std::shared_ptr<const Graph> obedient(Clock*& clock) {
  struct Body {
    static NodeResult act(NodeContext& context, ChannelId log, NodeId other) {
      const auto& words = context.state(0);
      const auto word = words[words.size() - 1].text();
      if (word == "fail") throw Error(Kind::invalid, "test/told-to", "It was told to.");
      if (word == "jump") return Outcome{.writes = {{log, word}}, .go_to = {other}, .events = {{"jumped", 1}}};
      if (word != "ask") return Outcome{.writes = {{log, word}}};
      const auto answer = context.answer("q");
      if (!answer) return Interrupted{"q", "?", {{"asked", {}}}};
      return Outcome{.writes = {{log, *answer}}, .events = {{"heard", *answer}}};
    }
    static Task<NodeResult> wait(NodeContext& context, Clock& clock, ChannelId log) {
      const auto number = context.argument().integer();
      co_await context.keep("k", number);
      co_await clock.sleep_for(std::chrono::milliseconds(10 * number));
      co_return Outcome{.writes = {{log, number}}, .events = {{"waited", number}}};
    }
  };
  Builder builder("obedient");
  builder.channel("words", reducers::append(), Value::list());
  const auto log = builder.channel("log", reducers::append(), Value::list());
  const auto wait = builder.node(
      "wait", CoroutineNode([=, &clock](NodeContext& context) { return Body::wait(context, *clock, log); }));
  const auto act = builder.node("act", PlainNode([=](NodeContext& context) { return Body::act(context, log, wait); }));
  builder.start_at(act).branch(act, [=](const StateView& view) {
    const auto& words = view.state(0);
    Choice choice;
    if (words[words.size() - 1].text() == "send") choice.sends = {{wait, 3}, {wait, 1}, {wait, 2}};
    return choice;
  });
  return std::make_shared<const Graph>(builder.compile());
}

ThreadPolicy policy() {
  ThreadPolicy policy;
  policy.apply = [](const StateView&, const std::vector<Value>& inputs) {
    std::vector<Write> writes;
    for (const auto& input : inputs) writes.push_back({0, input});
    return writes;
  };
  policy.answer = [](const std::vector<OpenInterrupt>& open,
                     const std::vector<Arrived>& inputs) -> std::optional<std::vector<std::pair<std::string, Value>>> {
    if (inputs.back().value.text() == "work") return std::nullopt;
    return {{{open.front().key, inputs.back().value}}};
  };
  return policy;
}

std::string text_of(World& world) {
  const auto view = world.run(world.threads->view("t"));
  std::string text = fmt::format("status {} held {} seq {} step {}\n", static_cast<int>(view.status), view.held,
                                 view.head_seq, view.step);
  for (const auto& [channel, value] : view.state) text += channel + " " + json::print(value) + "\n";
  for (const auto& open : view.interrupts) text += open.id + " " + open.node + " " + open.key + "\n";
  return text + trace_hash(world.events("t"));
}

void do_something(World& world, Random& random) {
  const auto number = random.next();
  const std::vector<Event> note{{"note", number % 100}};
  switch (number % 12) {
    case 0:
      return world.run(world.threads->hold("t", note, {}));
    case 1:
      return world.run(world.threads->release("t", note, {}, {{1, "released"}}, number % 24 < 12));
    case 2:
    case 3:
      return void(world.run(world.threads->append("t", note, {}, {{1, "appended"}})));
    case 4:
      return world.clock.advance(std::chrono::milliseconds(number % 25)), world.poll();
    case 5:
      return world.drive();
    default:
      break;
  }
  constexpr const char* kWords[] = {"work", "ask", "fail", "send", "jump", "work"};
  world.submit("t", number % 5 == 0 ? "twice" : "", kWords[number / 12 % 6]);
}

// What is in memory is what the journal says: a server that reads it sees the same thread.
TEST(Replay, sees_the_thread_that_was_live) {
  FD_ON_SQLITE_ONLY("it goes on with a copy of the disk");
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    MemoryFiles files;
    Clock* clock = nullptr;
    const BindAll bind{obedient(clock), policy()};
    SeededRandom random(seed);
    World world(files, bind, seed);
    clock = &world.clock;
    world.run(world.threads->create("t", {{"created", {}}}, {}));
    for (int i = 0; i < 40; ++i) {
      do_something(world, random);
      if (i % 8 != 7) continue;
      world.drive();
      world.run(world.threads->settled("t"));
      const auto copy = files.crash(seed);
      World again(*copy, bind, seed);
      ASSERT_EQ(text_of(again), text_of(world)) << "seed " << seed << ", after " << i + 1 << " things";
    }
  }
}

// And one that takes over in the middle ends where the other would have.
TEST(Replay, ends_where_the_live_one_ends) {
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    MemoryFiles files;
    Clock* clock = nullptr;
    const BindAll bind{obedient(clock), policy()};
    SeededRandom random(seed);
    World world(files, bind, seed);
    clock = &world.clock;
    world.run(world.threads->create("t", {}, {}));
    for (int i = 0; i < 15; ++i) do_something(world, random);
    const auto copy = files.crash(seed);
    World again(*copy, bind, seed, world.clock.wall());
    const auto other_clock = std::exchange(clock, &again.clock);
    again.run(again.threads->recover());
    again.drive();
    again.run(again.threads->settled("t"));
    const auto types = types_of(again.events("t"));
    const auto log = again.state("t", "log");
    clock = other_clock;
    world.drive();
    world.run(world.threads->settled("t"));
    ASSERT_EQ(types, types_of(world.events("t"))) << "seed " << seed;
    ASSERT_EQ(log, world.state("t", "log")) << "seed " << seed;
  }
}

}  // namespace
}  // namespace frontdesk::graph
