#include <gtest/gtest.h>

#include "graph/tests/world.h"

namespace frontdesk::graph {
namespace {

// Someone who listens to a thread from a place on, and writes down what comes.
class Listener {
 public:
  Listener(World& world, std::int64_t after) {
    boost::asio::co_spawn(
        world.loops.executor(0),
        world.threads->follow("t", after, [this](const StreamItem& item) { return take(item); }),
        boost::asio::bind_cancellation_slot(stop_.slot(), [this](std::exception_ptr) { ended_ = true; }));
  }
  void stop() { stop_.emit(boost::asio::cancellation_type::terminal); }
  bool ended() const { return ended_; }

  std::vector<StreamItem> items;
  std::string text() const {
    std::string all;
    for (const auto& item : items) {
      all += all.empty() ? "" : " ";
      all += item.n == 0 ? fmt::format("{}:{}", item.seq, item.event.type)
                         : fmt::format("{}.{}:{}", item.seq, item.n,
                                       item.event.type == "message.delta" ? item.event.data["text"].text()
                                                                          : std::string_view(item.event.type));
    }
    return all;
  }

 private:
  Task<> take(StreamItem item) {
    items.push_back(std::move(item));
    co_return;
  }

  boost::asio::cancellation_signal stop_;
  bool ended_ = false;
};

// A graph whose one node says three words, one a second, and then the whole.
struct Speaker {
  Clock* clock = nullptr;
  int fails = 0;  // so many attempts fail after the second word

  static Task<NodeResult> speak(Speaker& speaker, NodeContext& context) {
    int words = 0;
    for (const auto* word : {"a", "b", "c"}) {
      context.delta(Value::object({{"message", "m1"}, {"text", word}}));
      if (++words == 2 && speaker.fails-- > 0) throw Error(Kind::unavailable, "test/again", "Again.");
      co_await speaker.clock->sleep_for(std::chrono::seconds(1));
    }
    co_return Outcome{.events = {{"message", "abc"}}};
  }
  BindAll bind(std::optional<RetryPolicy> retry = std::nullopt) {
    Builder builder("speaker");
    builder.start_at(
        builder.node("speak", CoroutineNode([this](NodeContext& context) { return speak(*this, context); }), {retry}));
    return {std::make_shared<const Graph>(builder.compile()), {}};
  }
};

void step(World& world, int seconds) {
  world.poll();
  for (int i = 0; i < seconds; ++i) {
    world.clock.advance(std::chrono::seconds(1));
    world.poll();
  }
}

TEST(Follow, shows_a_signal_to_who_listens_then_and_to_nobody_else) {
  Speaker speaker;
  MemoryFiles files;
  World world(files, speaker.bind());
  speaker.clock = &world.clock;
  world.run(world.threads->create("t", {{"created", {}}}, {}));
  world.threads->signal("t", {"typing", {}});  // nobody has the thread in memory
  world.threads->signal("unknown", {"typing", {}});
  world.poll();
  Listener early(world, 0);
  world.poll();
  world.threads->signal("t", {"typing", {}});
  world.poll();
  Listener late(world, 0);
  world.poll();
  EXPECT_EQ(early.text(), "1:created 1.1:typing");
  EXPECT_EQ(late.text(), "1:created");
  world.run(world.threads->append("t", {{"said", {}}}, {}));
  world.poll();
  EXPECT_EQ(early.text(), "1:created 1.1:typing 2:said");
  EXPECT_EQ(world.run(world.threads->events("t", 0, 10)).size(), 2u) << "it is stored nowhere";
}

TEST(Follow, keeps_signals_from_taking_the_room_of_a_text) {
  Speaker speaker;
  MemoryFiles files;
  World world(files, speaker.bind());
  speaker.clock = &world.clock;
  world.run(world.threads->create("t", {{"created", {}}}, {}));
  Listener listener(world, 0);
  world.poll();
  world.submit("t", "k", 1);
  step(world, 1);
  for (int i = 0; i < 5'000; ++i) world.threads->signal("t", {"typing", {}});
  world.poll();
  Listener late(world, 0);
  step(world, 1);
  EXPECT_NE(late.text().find(":message.reset"), std::string::npos) << late.text();
  EXPECT_NE(late.text().find("a "), std::string::npos) << "the text from its beginning";
  EXPECT_EQ(listener.text().find(":message.reset"), std::string::npos) << "who had it all along does not lose it";
}

TEST(Follow, tells_what_is_stored_and_what_is_live_in_order) {
  Speaker speaker;
  MemoryFiles files;
  World world(files, speaker.bind());
  speaker.clock = &world.clock;
  world.run(world.threads->create("t", {{"created", {}}}, {}));
  Listener listener(world, 0);
  world.poll();
  world.submit("t", "", 1);
  world.drive();
  EXPECT_EQ(listener.text(), "1:created 2:input 2.1:a 2.2:b 2.3:c 3:run.started 4:step 5:message 6:run.finished");
}

TEST(Follow, who_comes_late_gets_the_text_so_far_behind_a_reset) {
  Speaker speaker;
  MemoryFiles files;
  World world(files, speaker.bind());
  speaker.clock = &world.clock;
  world.run(world.threads->create("t", {{"created", {}}}, {}));
  world.submit("t", "", 1);
  step(world, 1);
  Listener from_start(world, 0);
  Listener from_later(world, 2);
  world.poll();
  EXPECT_EQ(from_start.text(), "1:created 2:input 2.1:message.reset 2.2:a 2.3:b");
  EXPECT_EQ(from_later.text(), "2.1:message.reset 2.2:a 2.3:b");
  world.run(world.threads->append("t", {{"note", {}}}, {}));
  step(world, 1);
  EXPECT_EQ(from_later.text(), "2.1:message.reset 2.2:a 2.3:b 3:run.started 4:note 4.1:c");
  world.drive();
  Listener after_all(world, 4);
  world.poll();
  EXPECT_EQ(after_all.text(), "5:step 6:message 7:run.finished");
}

TEST(Follow, a_retry_takes_back_what_was_said) {
  Speaker speaker;
  speaker.fails = 1;
  MemoryFiles files;
  World world(files, speaker.bind(RetryPolicy{}));
  speaker.clock = &world.clock;
  world.run(world.threads->create("t", {}, {}));
  Listener listener(world, 0);
  world.poll();
  world.submit("t", "", 1);
  world.drive();
  EXPECT_EQ(listener.text(),
            "1:input 1.1:a 1.2:b 1.3:message.reset 1.4:a 1.5:b 1.6:c 2:run.started 3:step 4:message 5:run.finished");
}

TEST(Follow, after_a_crash_a_reset_comes_before_the_new_text) {
  Speaker speaker;
  MemoryFiles files;
  {
    World world(files, speaker.bind());
    speaker.clock = &world.clock;
    world.run(world.threads->create("t", {}, {}));
    world.submit("t", "", 1);
    step(world, 1);
  }
  World world(files, speaker.bind());
  speaker.clock = &world.clock;
  Listener listener(world, 1);
  world.poll();
  world.run(world.threads->recover());
  world.drive();
  EXPECT_EQ(listener.text(), "1.1:message.reset 1.2:a 1.3:b 1.4:c 2:run.started 3:step 4:message 5:run.finished");
}

TEST(Follow, reads_a_long_past_from_the_journal_without_gaps_or_repeats) {
  Builder builder("talk");
  builder.channel("log", reducers::append());
  builder.start_at(builder.node("say", PlainNode([](NodeContext&) -> NodeResult {
                                  return Outcome{.writes = {{0, 1}}, .events = {{"said", 1}, {"said", 2}}};
                                })));
  MemoryFiles files;
  World world(files, BindAll{std::make_shared<const Graph>(builder.compile()), {}});
  world.run(world.threads->create("t", {}, {}));
  for (int i = 0; i < 300; ++i) {
    world.submit("t", "", i);
    world.drive();
  }
  Listener listener(world, 0);
  world.poll();
  world.submit("t", "", "last");
  world.drive();
  ASSERT_EQ(listener.items.size(), 301u * 6);
  for (std::size_t i = 0; i < listener.items.size(); ++i) {
    ASSERT_EQ(listener.items[i].seq, static_cast<std::int64_t>(i + 1));
    ASSERT_EQ(listener.items[i].n, 0);
  }
  const auto page = world.run(world.threads->events("t", 100, 50));
  ASSERT_EQ(page.size(), 50u);
  EXPECT_EQ(page.front().seq, 101);
  EXPECT_EQ(page.back().seq, 150);
}

TEST(Follow, ends_when_it_is_cancelled) {
  Speaker speaker;
  MemoryFiles files;
  World world(files, speaker.bind());
  speaker.clock = &world.clock;
  world.run(world.threads->create("t", {}, {}));
  Listener listener(world, 0);
  world.poll();
  EXPECT_FALSE(listener.ended());
  listener.stop();
  world.poll();
  EXPECT_TRUE(listener.ended());
}

}  // namespace
}  // namespace frontdesk::graph
