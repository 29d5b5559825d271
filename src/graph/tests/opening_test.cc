#include <gtest/gtest.h>

#include "base/json.h"
#include "graph/gather.h"
#include "graph/tests/world.h"

// A run opens in memory, and its opening goes to disk with its first record. What was on its way to disk by then stands
// before it there, so it has to in memory as well.
namespace frontdesk::graph {
namespace {

struct Parrot {
  World*& world;
  std::optional<Timestamp>& spoke_at;
  ChannelId said;
};

// Says what it heard last, and takes its time.
Task<NodeResult> say_again(Parrot parrot, NodeContext& context) {
  const auto& all = context.state(parrot.said);
  const auto last = all[all.size() - 1];
  parrot.spoke_at = parrot.world->clock.wall();
  co_await parrot.world->clock.sleep_for(std::chrono::milliseconds(50));
  co_return Outcome{.writes = {{parrot.said, Value::list({Value::object({{"echo", last}})})}}};
}

Task<Bound> bind_parrot(World*& world, std::optional<Timestamp>& spoke_at) {
  Builder builder("parrot");
  const auto said = builder.channel("said", reducers::append());
  const Parrot parrot{world, spoke_at, said};
  const auto node =
      builder.node("say", CoroutineNode([parrot](NodeContext& context) { return say_again(parrot, context); }));
  builder.start_at(node);
  ThreadPolicy policy;
  policy.apply = [said](const StateView&, const std::vector<Value>& inputs) {
    std::vector<Write> writes;
    writes.reserve(inputs.size());
    for (const auto& input : inputs) writes.push_back({said, Value::list({input})});
    return writes;
  };
  co_return Bound{std::make_shared<const Graph>(builder.compile()), std::move(policy), "v1"};
}

// A place whose commits take ten milliseconds.
class SlowPlace final : public store::Tenant {
 public:
  explicit SlowPlace(World& world) : world_(world) {}
  const TenantId& id() const override { return world_.tenant->id(); }
  Task<> transact(std::function<void(store::Transaction&)> body) override {
    co_await world_.clock.sleep_for(std::chrono::milliseconds(5));
    co_await world_.tenant->transact(std::move(body));
    co_await world_.clock.sleep_for(std::chrono::milliseconds(5));
  }
  Task<> inspect(std::function<void(store::Reader&)> body) override {
    co_await world_.tenant->inspect(std::move(body));
  }

 private:
  World& world_;
};

// A process that finds an input waiting for its run, as the one before it died.
struct AfterDeath {
  AfterDeath() {
    {
      World before(files, bind());
      current = &before;
      before.run(before.threads->create("t", {}, {}));
      before.submit("t", "k0", "The very first sentence that was told");
      before.drive();
      before.submit("t", "k1", "I want my money back, all 500 of it");
    }
    spoke_at.reset();
    world = std::make_unique<World>(files, bind(), 2, Timestamp{2'000'000});
    current = world.get();
    place = std::make_unique<SlowPlace>(*world);
    world->threads = std::make_unique<Threads>(*place, world->loops, world->clock, world->random, *world->log);
    world->threads->add({"", bind()});
  }

  Binder bind() {
    return [this](std::string) { return bind_parrot(current, spoke_at); };
  }
  static Task<> recover(World& world) { co_await world.threads->recover(); }

  // Its run opens while the work is on its way.
  void beside(Task<> work) {
    std::vector<Task<>> works;
    works.push_back(recover(*world));
    works.push_back(std::move(work));
    world->run(gather(std::move(works)));
    world->drive();
  }

  std::string live() { return json::print(world->state("t", "said")); }
  std::string read_anew() {
    Threads fresh(*world->tenant, world->loops, world->clock, world->random, *world->log);
    fresh.add({"", bind()});
    return json::print(world->run(fresh.view("t")).state.front().second);
  }

  MemoryFiles files;
  World* current = nullptr;
  std::optional<Timestamp> spoke_at;
  std::unique_ptr<World> world;
  std::unique_ptr<SlowPlace> place;
};

void release_while_a_run_opens(std::optional<Value> next) {
  AfterDeath after;
  after.beside(after.world->threads->release("t", {{"given", 1}}, {}, {}, true, std::move(next)));
  EXPECT_EQ(after.live(), after.read_anew());
  after.world->submit("t", "k2", "Please cancel nothing, all is well so far");
  after.world->drive();
  EXPECT_EQ(after.live(), after.read_anew());
}

TEST(Opening, stands_behind_a_release_that_drops_its_inputs) { release_while_a_run_opens(std::nullopt); }

TEST(Opening, takes_what_a_release_leaves_in_place_of_its_inputs) {
  release_while_a_run_opens("What you are told when it is given back");
}

TEST(Opening, stands_behind_what_was_said_from_outside) {
  AfterDeath after;
  const auto say = [](World& world) -> Task<> {
    co_await world.threads->append("t", {}, {}, {{0, Value::list({"Said from outside, by a person"})}});
  };
  after.beside(say(*after.world));
  EXPECT_EQ(after.live(), after.read_anew());
  EXPECT_NE(after.live().find("Said from outside"), std::string::npos);
}

// However much comes from outside, a run gets its turn.
TEST(Opening, waits_for_no_more_than_what_is_on_its_way) {
  AfterDeath after;
  const auto say = [](World& world, int count) -> Task<> {
    for (int i = 0; i < count; ++i)
      co_await world.threads->append("t", {}, {}, {{0, Value::list({fmt::format("Said {}", i)})}});
  };
  std::vector<Task<>> works;
  works.reserve(4);
  for (int i = 0; i < 4; ++i) works.push_back(say(*after.world, 50));
  const auto began = after.world->clock.wall();
  after.world->run(gather(std::move(works)));
  EXPECT_GT(after.world->clock.wall().ms - began.ms, 400) << "the others were still saying something";
  ASSERT_TRUE(after.spoke_at.has_value());
  EXPECT_LT(after.spoke_at->ms - began.ms, 50);
  after.world->drive();
  EXPECT_EQ(after.live(), after.read_anew());
}

}  // namespace
}  // namespace frontdesk::graph
