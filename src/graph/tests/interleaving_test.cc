#include <gtest/gtest.h>

#include "graph/gather.h"
#include "graph/tests/world.h"

namespace frontdesk::graph {
namespace {

namespace asio = boost::asio;

// What may happen beside what customers send.
struct Chances {
  const char* name;
  bool asks = false;          // the node asks a question now and then
  bool is_held = false;       // a person takes the thread over and gives it back
  bool is_followed = false;   // listeners come and go
  double refuses_before = 0;  // of the transactions, before anything is done
  double refuses_behind = 0;  // of the writes: told that it is refused what is on disk
};

static auto uncancelled() { return asio::bind_cancellation_slot(asio::cancellation_slot(), asio::use_awaitable); }

// The store of a busy day: everything takes some milliseconds before and behind its commit, or is refused. As in the
// store itself, what was begun is not cancelled.
class BusyTenant final : public store::Tenant {
 public:
  BusyTenant(World& world, const Chances& chances) : world_(world), chances_(chances) {}
  const TenantId& id() const override { return world_.tenant->id(); }

  Task<> transact(std::function<void(store::Transaction&)> body) override {
    co_await asio::co_spawn(world_.loops.executor(0), write(*this, std::move(body)), uncancelled());
  }
  Task<> inspect(std::function<void(store::Reader&)> body) override {
    co_await asio::co_spawn(world_.loops.executor(0), read(*this, std::move(body)), uncancelled());
  }

 private:
  static Task<> write(BusyTenant& self, std::function<void(store::Transaction&)> body) {
    co_await self.some_time();
    self.maybe_refuse(self.chances_.refuses_before);
    co_await self.world_.tenant->transact(std::move(body));
    co_await self.some_time();
    self.maybe_refuse(self.chances_.refuses_behind);
  }
  static Task<> read(BusyTenant& self, std::function<void(store::Reader&)> body) {
    co_await self.some_time();
    self.maybe_refuse(self.chances_.refuses_before);
    co_await self.world_.tenant->inspect(std::move(body));
    co_await self.some_time();
  }
  // Now and then none at all: then what comes next is in the same turn of the loop.
  Task<> some_time() {
    const auto ms = world_.random.next() % 4;
    if (ms > 0) co_await world_.clock.sleep_for(std::chrono::milliseconds(ms));
  }
  void maybe_refuse(double chance) {
    if (world_.random.uniform() < chance) throw Error(Kind::unavailable, "test/busy", "The store is busy.");
  }

  World& world_;
  const Chances& chances_;
};

constexpr int kCustomers = 3;
constexpr int kInputs = 4;  // of each
constexpr std::uint64_t kSeeds = 150;

struct Listener {
  std::vector<std::int64_t> seqs;
  asio::cancellation_signal gone;
};

Task<> take(Listener& listener, StreamItem item) {
  if (item.n == 0) listener.seqs.push_back(item.seq);
  co_return;
}

// Customers who write at any moment, people who take over and give back, listeners who come and go; by one seed, on one
// thread. What is refused is sent again, as channels do; a takeover is not.
class Simulation {
 public:
  Simulation(std::uint64_t seed, const Chances& chances)
      : chances_(chances), tenant_(world_, chances_), world_(files_, bind(), seed) {
    world_.run(world_.threads->create("t", {{"created", {}}}, {}));
    world_.threads = threads_on(tenant_);
  }

  void run() {
    for (int i = 0; i < kCustomers; ++i) begin(write(*this, i));
    if (chances_.is_held) begin(take_over(*this));
    if (chances_.is_followed) {
      for (auto& listener : listeners_) begin(listen(*this, listener));
      begin(disturb(*this));
    }
    world_.drive();
    EXPECT_EQ(busy_, chances_.is_followed ? std::ssize(listeners_) : 0) << "somebody waits for what never comes";
  }

  void check() {
    const auto fresh = threads_on(*world_.tenant);
    const auto events = world_.run(fresh->events("t", 0, 100'000));
    std::int64_t inputs = 0, opened = 0, started = 0, finished = 0;
    for (const auto& event : events) {
      inputs += event.type == "input";
      started += event.type == "run.started";
      finished += event.type == "run.finished";
      if (event.type == "run.started") opened += event.data["inputs"].integer();
    }
    EXPECT_EQ(inputs, kCustomers * kInputs) << "what was acknowledged is lost, or counts twice";
    EXPECT_EQ(opened, inputs) << "an input lies where no run takes it";
    EXPECT_EQ(started, finished) << "a run was left in its middle";
    EXPECT_EQ(world_.run(fresh->recover()), 0u) << "the journal says that a run is due";
    if (!chances_.is_followed) return;
    for (const auto& listener : listeners_) {
      EXPECT_EQ(listener.seqs.size(), events.size()) << "a listener waits for what is there";
      for (std::size_t i = 0; i < listener.seqs.size(); ++i)
        EXPECT_EQ(listener.seqs[i], static_cast<std::int64_t>(i + 1));
    }
  }

 private:
  std::unique_ptr<Threads> threads_on(store::Tenant& tenant) {
    auto threads = std::make_unique<Threads>(tenant, world_.loops, world_.clock, world_.random, *world_.log);
    threads->add({"", bind()});
    return threads;
  }

  BindAll bind() {
    Builder builder("answers");
    const auto heard = builder.channel("heard", reducers::append());
    const auto first =
        builder.node("first", CoroutineNode([this](NodeContext& context) { return answer(*this, context); }));
    const auto last = builder.node("last", PlainNode([](NodeContext&) -> NodeResult { return Outcome{}; }));
    builder.start_at(first).edge(first, last);
    ThreadPolicy policy;
    policy.apply = [heard](const StateView&, const std::vector<Value>& inputs) {
      std::vector<Write> writes;
      writes.reserve(inputs.size());
      for (const auto& input : inputs) writes.push_back({heard, input});
      return writes;
    };
    policy.answer = [](const std::vector<OpenInterrupt>& open, const std::vector<Arrived>& inputs) {
      return std::optional(std::vector<std::pair<std::string, Value>>{{open.front().key, inputs.back().value}});
    };
    return {std::make_shared<const Graph>(builder.compile()), policy};
  }

  static Task<NodeResult> answer(Simulation& self, NodeContext& context) {
    context.delta(Value::object({{"message", "m"}, {"text", "well"}}));
    co_await self.pause(3);
    const bool asks = self.chances_.asks && !context.answer("sure") && self.world_.random.next() % 2 == 0;
    if (asks) co_return Interrupted{"sure", "Sure?", {{"asked", 1}}};
    co_return Outcome{};
  }

  static Task<> write(Simulation& self, int customer) {
    for (int i = 0; i < kInputs; ++i) {
      co_await self.pause(20);
      const auto text = fmt::format("{}-{}", customer, i);
      for (bool done = false; !done;) done = co_await self.is_taken(submit(self, text));
    }
  }
  static Task<> submit(Simulation& self, std::string text) {
    Input input{{text, "customer", text}, text, {{"input", text}}, {}};
    co_await self.world_.threads->submit("t", std::move(input));
  }

  // Whoever could not take over goes away again.
  static Task<> take_over(Simulation& self) {
    for (int i = 0; i < 3; ++i) {
      co_await self.pause(30);
      if (!co_await self.is_taken(self.world_.threads->hold("t", {{"taken", i}}, {}))) continue;
      co_await self.pause(10);
      for (bool done = false; !done;)
        done = co_await self.is_taken(self.world_.threads->release("t", {{"given", i}}, {}, {}, false));
    }
  }
  Task<bool> is_taken(Task<> work) {
    bool taken = true;
    try {
      co_await std::move(work);
    } catch (const Error& error) {
      if (error.kind != Kind::unavailable && error.slug != "graph/head-moved") throw;
      taken = false;
    }
    if (!taken) co_await pause(3);
    co_return taken;
  }

  static Task<> listen(Simulation& self, Listener& listener) {
    for (;;) {
      try {
        const auto after = listener.seqs.empty() ? 0 : listener.seqs.back();
        co_await asio::co_spawn(
            self.world_.loops.executor(0),
            self.world_.threads->follow("t", after, [&](const StreamItem& item) { return take(listener, item); }),
            asio::bind_cancellation_slot(listener.gone.slot(), asio::use_awaitable));
      } catch (const Error& error) {
        if (error.kind != Kind::unavailable) throw;
      } catch (...) {
        if (!is_cancellation(std::current_exception())) throw;
      }
      co_await self.pause(3);
    }
  }
  static Task<> disturb(Simulation& self) {
    for (int i = 0; i < 12; ++i) {
      co_await self.pause(10);
      self.listeners_[self.world_.random.next() % self.listeners_.size()].gone.emit(asio::cancellation_type::terminal);
    }
  }

  Task<> pause(std::uint64_t most) {
    return world_.clock.sleep_for(std::chrono::milliseconds(world_.random.next() % (most + 1)));
  }
  void begin(Task<> work) {
    ++busy_;
    asio::co_spawn(world_.loops.executor(0), std::move(work), [this](std::exception_ptr why) {
      EXPECT_FALSE(why);
      --busy_;
    });
  }

  const Chances chances_;
  MemoryFiles files_;
  std::array<Listener, 2> listeners_;
  std::ptrdiff_t busy_ = 0;
  BusyTenant tenant_;
  World world_;  // goes first, and with it all that is under way
};

class Interleaving : public testing::TestWithParam<Chances> {};

TEST_P(Interleaving, leaves_no_input_no_run_and_no_listener_behind) {
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
    SCOPED_TRACE(fmt::format("seed {}", seed));
    Simulation simulation(seed, GetParam());
    simulation.run();
    simulation.check();
    if (HasFailure()) return;
  }
}

INSTANTIATE_TEST_SUITE_P(
    Of, Interleaving,
    testing::Values(Chances{.name = "Inputs"}, Chances{.name = "Questions", .asks = true},
                    Chances{.name = "Listeners", .asks = true, .is_followed = true},
                    Chances{.name = "Takeovers", .asks = true, .is_held = true, .is_followed = true},
                    Chances{.name = "Refusals", .asks = true, .refuses_before = 0.1, .refuses_behind = 0.05},
                    Chances{.name = "RefusedTakeovers", .is_held = true, .refuses_before = 0.15},
                    Chances{.name = "RefusedListeners",
                            .asks = true,
                            .is_followed = true,
                            .refuses_before = 0.1,
                            .refuses_behind = 0.05}),
    [](const auto& info) { return std::string(info.param.name); });

}  // namespace
}  // namespace frontdesk::graph
