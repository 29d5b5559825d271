#include "graph/algorithm.h"

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>

#include "graph/threads.h"

namespace frontdesk::graph {
namespace {

// Runs a graph in memory to its end; what it throws is thrown here.
std::vector<Value> run(const Graph& graph, std::vector<Write> input, std::int64_t steps_max = 10'007) {
  boost::asio::io_context loop;
  ManualClock clock({0});
  std::vector<Value> result;
  std::exception_ptr failure;
  boost::asio::co_spawn(loop, run_in_memory(graph, std::move(input), clock, steps_max),
                        [&](std::exception_ptr why, std::vector<Value> values) { failure = why, result = values; });
  do {
    loop.restart();
    loop.poll();
  } while (clock.advance_to_next());
  if (failure) std::rethrow_exception(failure);
  return result;
}

std::string slug_of(const Graph& graph, std::vector<Write> input, std::int64_t steps_max = 10'007) {
  try {
    run(graph, std::move(input), steps_max);
  } catch (const Error& error) {
    return error.slug;
  }
  return "";
}

PlainNode writes(ChannelId channel, Value value) {
  return [=](NodeContext&) -> NodeResult { return Outcome{.writes = {{channel, value}}}; };
}
PlainNode does_nothing() {
  return [](NodeContext&) -> NodeResult { return Outcome{}; };
}

Value list(std::initializer_list<Value> items) { return Value::list(items); }
Value message(std::string_view id, std::string_view content = "") {
  return Value::object({{"id", id}, {"role", "user"}, {"content", content}});
}
Value removal(std::string_view id) { return Value::object({{"id", id}, {"role", "remove"}}); }

TEST(Compile, refuses_a_graph_without_an_entry) {
  Builder builder("empty");
  builder.node("a", does_nothing());
  EXPECT_THROW(builder.compile(), Error);
}

TEST(Compile, refuses_edges_to_unknown_nodes_and_bad_names) {
  Builder edges("edges");
  edges.start_at(edges.node("a", does_nothing())).edge(0, 7);
  EXPECT_THROW(edges.compile(), Error);
  for (const auto* name : {"a:b", "a|b", "__start__", ""}) {
    Builder names("names");
    names.start_at(names.node(name, does_nothing()));
    EXPECT_THROW(names.compile(), Error) << name;
  }
  Builder twice("twice");
  twice.node("a", does_nothing());
  twice.start_at(twice.node("a", does_nothing()));
  EXPECT_THROW(twice.compile(), Error);
}

TEST(Superstep, two_writers_of_a_last_value_clash_and_name_the_channel) {
  Builder builder("clash");
  const auto word = builder.channel("word", reducers::last_value());
  builder.start_at(builder.node("a", writes(word, 1))).start_at(builder.node("b", writes(word, 2)));
  const auto graph = builder.compile();
  try {
    run(graph, {});
    FAIL() << "nothing was thrown";
  } catch (const Error& error) {
    EXPECT_EQ(error.slug, "graph/concurrent-update");
    EXPECT_EQ(error.pointer, "/word");
  }
}

TEST(Superstep, siblings_do_not_see_each_others_writes) {
  Builder builder("siblings");
  const auto count = builder.channel("count", reducers::add(), 0);
  const auto seen = builder.channel("seen", reducers::append());
  const PlainNode body = [=](NodeContext& context) -> NodeResult {
    return Outcome{.writes = {{count, 1}, {seen, context.state(count)}}};
  };
  builder.start_at(builder.node("a", body)).start_at(builder.node("b", body)).start_at(builder.node("c", body));
  const auto values = run(builder.compile(), {});
  EXPECT_EQ(values[count], Value(3));
  EXPECT_EQ(values[seen], list({0, 0, 0}));
}

TEST(Superstep, tasks_stand_by_name_and_then_sends_by_index_whatever_the_order_of_edges) {
  Builder builder("order");
  const auto log = builder.channel("log", reducers::append());
  const auto zoe = builder.node("zoe", writes(log, "zoe"));
  const auto each = builder.node(
      "each", [=](NodeContext& context) -> NodeResult { return Outcome{.writes = {{log, context.argument()}}}; });
  const auto ada = builder.node("ada", writes(log, "ada"));
  builder.start_by([=](const StateView&) { return Choice{{zoe, ada}, {{each, "first"}, {each, "second"}}}; });
  EXPECT_EQ(run(builder.compile(), {})[log], list({"ada", "zoe", "first", "second"}));
}

TEST(Superstep, a_node_that_two_edges_trigger_runs_once) {
  Builder builder("diamond");
  const auto log = builder.channel("log", reducers::append());
  const auto a = builder.node("a", writes(log, "a"));
  const auto b = builder.node("b", writes(log, "b"));
  const auto c = builder.node("c", writes(log, "c"));
  builder.start_at(a).start_at(b).edge(a, c).edge(b, c).edge(c, kEnd);
  EXPECT_EQ(run(builder.compile(), {})[log], list({"a", "b", "c"}));
}

TEST(Superstep, a_condition_sees_its_own_tasks_writes_and_not_a_siblings) {
  Builder builder("fresh");
  const auto count = builder.channel("count", reducers::add(), 0);
  const auto chosen = builder.channel("chosen", reducers::append());
  const auto left = builder.node("left", writes(count, 1));
  const auto right = builder.node("right", writes(count, 10));
  const auto one = builder.node("one", writes(chosen, "one"));
  const auto many = builder.node("many", writes(chosen, "many"));
  builder.start_at(left).start_at(right);
  builder.branch(left, [=](const StateView& view) {
    return view.state(count) == Value(1) ? Choice{{one}, {}} : Choice{{many}, {}};
  });
  const auto values = run(builder.compile(), {});
  EXPECT_EQ(values[chosen], list({"one"}));
  EXPECT_EQ(values[count], Value(11));
}

TEST(Superstep, go_to_and_static_edges_add_up) {
  Builder builder("command");
  const auto log = builder.channel("log", reducers::append());
  const auto stays = builder.node("stays", writes(log, "static"));
  const auto jumps = builder.node("jumps", writes(log, "jumped"));
  const auto a = builder.node("a", [=](NodeContext&) -> NodeResult { return Outcome{.go_to = {jumps}}; });
  builder.start_at(a).edge(a, stays);
  EXPECT_EQ(run(builder.compile(), {})[log], list({"jumped", "static"}));
}

TEST(Superstep, the_same_sends_give_the_same_result_in_whatever_order_they_finish) {
  Builder builder("race");
  const auto log = builder.channel("log", reducers::append());
  ManualClock* clock = nullptr;
  const auto each = builder.node("each", CoroutineNode([&](NodeContext& context) -> Task<NodeResult> {
                                   struct Body {
                                     static Task<NodeResult> wait(Clock& clock, Value argument, ChannelId log) {
                                       co_await clock.sleep_for(std::chrono::milliseconds(10 - argument.integer()));
                                       co_return Outcome{.writes = {{log, argument}}};
                                     }
                                   };
                                   return Body::wait(*clock, context.argument(), log);
                                 }));
  builder.start_by([=](const StateView&) {
    Choice choice;
    for (int i = 0; i < 8; ++i) choice.sends.push_back({each, i});
    return choice;
  });
  const auto graph = builder.compile();
  boost::asio::io_context loop;
  ManualClock manual({0});
  clock = &manual;
  std::vector<Value> values;
  boost::asio::co_spawn(loop, run_in_memory(graph, {}, manual),
                        [&](std::exception_ptr, std::vector<Value> result) { values = result; });
  do {
    loop.restart();
    loop.poll();
  } while (manual.advance_to_next());
  ASSERT_EQ(values.size(), 1u);
  EXPECT_EQ(values[log], list({0, 1, 2, 3, 4, 5, 6, 7}));
}

TEST(Superstep, the_limit_is_checked_before_the_step_that_would_pass_it) {
  Builder builder("chain");
  const auto count = builder.channel("count", reducers::add(), 0);
  const auto a = builder.node("a", writes(count, 1));
  const auto b = builder.node("b", writes(count, 1));
  const auto c = builder.node("c", writes(count, 1));
  builder.start_at(a).edge(a, b).edge(b, c);
  const auto graph = builder.compile();
  EXPECT_EQ(run(graph, {}, 4)[count], Value(3));  // LangGraph: a chain of n nodes needs n + 1
  EXPECT_EQ(slug_of(graph, {}, 3), "graph/too-many-steps");
}

TEST(Superstep, steps_are_numbered_as_langgraph_numbers_them) {
  Builder builder("numbers");
  const auto log = builder.channel("log", reducers::append());
  const PlainNode body = [=](NodeContext& context) -> NodeResult { return Outcome{.writes = {{log, context.step()}}}; };
  const auto a = builder.node("a", body);
  const auto b = builder.node("b", body);
  builder.start_at(a).edge(a, b);
  EXPECT_EQ(run(builder.compile(), {})[log], list({1, 2}));
}

TEST(Superstep, a_node_that_asks_cannot_run_in_memory) {
  Builder builder("asks");
  builder.start_at(builder.node("a", [](NodeContext&) -> NodeResult { return Interrupted{"sure", "?", {}}; }));
  EXPECT_EQ(slug_of(builder.compile(), {}), "graph/needs-journal");
}

TEST(Superstep, retries_what_can_be_retried_and_no_more) {
  for (const bool can_be_retried : {true, false}) {
    Builder builder("retry");
    const auto log = builder.channel("log", reducers::append());
    int calls = 0;
    builder.start_at(builder.node("a", PlainNode([&](NodeContext& context) -> NodeResult {
                                    ++calls;
                                    if (context.attempt() < 3) {
                                      throw Error(can_be_retried ? Kind::unavailable : Kind::invalid, "test/no", "No.");
                                    }
                                    return Outcome{.writes = {{log, context.attempt()}}};
                                  }),
                                  {.retry = RetryPolicy{}}));
    const auto graph = builder.compile();
    EXPECT_EQ(slug_of(graph, {}), can_be_retried ? "" : "test/no");
    EXPECT_EQ(calls, can_be_retried ? 3 : 1);
  }
}

TEST(Messages, are_appended_replaced_and_removed_by_id) {
  const auto fold = reducers::messages();
  const auto one = fold({}, std::vector<Value>{message("a", "1"), message("b", "2")});
  EXPECT_EQ(one, list({message("a", "1"), message("b", "2")}));
  const auto two = fold(one, std::vector<Value>{list({message("a", "new"), message("c")})});
  EXPECT_EQ(two, list({message("a", "new"), message("b", "2"), message("c")}));
  EXPECT_EQ(fold(two, std::vector<Value>{removal("b")}), list({message("a", "new"), message("c")}));
  EXPECT_EQ(one.size(), 2u);
}

TEST(Messages, removing_an_unknown_id_is_an_error) {
  EXPECT_THROW(reducers::messages()(list({message("a")}), std::vector<Value>{removal("b")}), Error);
}

TEST(Messages, remove_all_drops_what_stood_before_it_and_keeps_what_follows) {
  const auto all = Value::object({{"role", "remove"}, {"id", "__remove_all__"}});
  const auto folded =
      reducers::messages()(list({message("a")}), std::vector<Value>{list({message("b"), all, message("c")})});
  EXPECT_EQ(folded, list({message("c")}));
}

TEST(Messages, one_that_is_removed_and_added_again_in_one_batch_keeps_its_place) {
  const auto folded = reducers::messages()(list({message("a"), message("b")}),
                                           std::vector<Value>{list({removal("a"), message("a", "again")})});
  EXPECT_EQ(folded, list({message("a", "again"), message("b")}));
}

// The index is a cache: a graph that appends, replaces and removes at random must end as the plain reducer does.
TEST(Messages, the_index_never_shows) {
  SeededRandom random(7);
  Builder builder("random");
  const auto messages = builder.channel("messages", reducers::messages());
  builder.start_at(builder.node("a", does_nothing()));
  const auto graph = builder.compile();
  auto at = initial_checkpoint(graph.definition());
  Superstep superstep(graph.definition());
  Value expected;
  for (int round = 0; round < 2000; ++round) {
    std::vector<Done> done(1 + random.next() % 2);
    std::vector<Value> writes;
    for (auto& task : done) {
      const auto id = std::to_string(random.next() % 60);
      const auto known =
          std::ranges::any_of(expected.items(), [&](const Value& item) { return item["id"].text() == id; });
      const auto kind = random.next() % 4;
      auto write = kind == 0 && known && done.size() == 1 ? removal(id) : message(id, std::to_string(round));
      task.writes.push_back({messages, write});
      writes.push_back(write);
    }
    expected = reducers::messages()(expected, writes);
    superstep.fold(at, done);
    superstep.commit(at);
    ASSERT_EQ(at.values[messages], expected) << "round " << round;
  }
}

TEST(Messages, a_list_that_grows_is_not_copied) {
  const auto fold = reducers::messages();
  Value messages;
  for (int i = 0; i < 100; ++i) messages = fold(messages, std::vector<Value>{message(std::to_string(i))});
  const auto* first = messages.items().data();
  int moved = 0;
  for (int i = 100; i < 200; ++i) {
    messages = fold(messages, std::vector<Value>{message(std::to_string(i))});
    if (messages.items().data() != first) ++moved, first = messages.items().data();
  }
  EXPECT_LE(moved, 1);
}

TEST(Reducers, add_merge_and_append_do_as_they_say) {
  EXPECT_EQ(reducers::add()(Value(), std::vector<Value>{1, 2}), Value(3));
  EXPECT_EQ(reducers::add()(Value(1), std::vector<Value>{0.5}), Value(1.5));
  EXPECT_THROW(reducers::add()(Value(1), std::vector<Value>{"x"}), Error);
  EXPECT_EQ(reducers::merge()(Value::object({{"a", 1}, {"b", 1}}), std::vector<Value>{Value::object({{"b", 2}})}),
            Value::object({{"a", 1}, {"b", 2}}));
  EXPECT_EQ(reducers::append()(list({1}), std::vector<Value>{list({2, 3}), 4}), list({1, 2, 3, 4}));
}

}  // namespace
}  // namespace frontdesk::graph
