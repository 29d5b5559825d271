#include <gtest/gtest.h>

#include "base/faulty_files.h"
#include "graph/journal.h"
#include "graph/tests/clerk.h"
#include "support/slug_of.h"

// What a journal looks like that somebody changed, and that it costs its own thread only.
namespace frontdesk::graph {
namespace {

using support::slug_of;

struct Damage {
  std::string name;
  std::string sql;  // records 1 and 2 begin the threads t and u; 3 … are of t until "u" gets its own
  std::string (*changed)(std::string record) = nullptr;  // what becomes of record 1, for $1
};

// The number of the record before it is at 48.
std::string leading_to_itself(std::string record) { return record.replace(48, 8, std::string("\1\0\0\0\0\0\0\0", 8)); }

class BrokenChain : public testing::TestWithParam<Damage> {
 protected:
  // Two threads, each with an input that was answered; the disk of a server that was stopped afterwards.
  void live() {
    World world(files_, binder_);
    binder_.use(world);
    world.run(world.threads->create("t", {{"opened", 1}}, {}));
    world.run(world.threads->create("u", {{"opened", 1}}, {}));
    for (const auto* thread : {"t", "u"}) {
      world.submit(thread, "a", "one");
      world.drive();
    }
    world.run(world.tenant->transact([](store::Transaction& transaction) {
      transaction.run({"UPDATE threads SET due = 1"});
      const store::Sql sql{GetParam().sql.c_str()};
      if (!GetParam().changed) return static_cast<void>(transaction.run(sql));
      const auto record = *transaction.one({"SELECT record FROM journal WHERE id = 1"},
                                           [](const store::Row& row) { return std::string(row.bytes(0)); });
      const auto changed = GetParam().changed(record);
      transaction.run(sql, store::Bytes{changed});
    }));
  }

  MemoryFiles files_;
  Ledger ledger_;
  ClerkBinder binder_{ledger_};
};

TEST_P(BrokenChain, is_a_typed_error_of_its_thread_and_the_others_go_on) {
  live();
  World world(files_, binder_);
  binder_.use(world);
  EXPECT_EQ(world.run(world.threads->recover()), 0u) << "u was answered, t cannot be read";
  EXPECT_EQ(slug_of([&] { world.events("t"); }), "graph/broken-chain");
  EXPECT_EQ(slug_of([&] { world.submit("t", "b", "two"); }), "graph/broken-chain");
  EXPECT_EQ(slug_of([&] { world.run(world.threads->settled("t")); }), "graph/broken-chain");
  world.submit("u", "b", "two");
  world.drive();
  const auto messages = world.state("u", "messages");
  EXPECT_EQ(messages[messages.size() - 1]["content"], Value("done 9"));
  ASSERT_EQ(world.threads->out_of_service().size(), 1u);
  EXPECT_EQ(world.threads->out_of_service()[0].first, "t");
  const auto before = world.clock.now();
  world.run(world.threads->drain(Deadline::in(world.clock, std::chrono::seconds(30))));
  EXPECT_EQ(world.clock.now(), before) << "the drain waited for a thread that cannot go on";
}

INSTANTIATE_TEST_SUITE_P(
    Changes, BrokenChain,
    testing::Values(
        Damage{"MissingRow",
               "DELETE FROM journal WHERE id = (SELECT max(id) - 1 FROM journal WHERE id < "
               "(SELECT head FROM threads WHERE name = 't'))"},
        Damage{"MissingFirstRow", "DELETE FROM journal WHERE id = 1"},
        Damage{"MissingLastRow", "DELETE FROM journal WHERE id = (SELECT head FROM threads WHERE name = 't')"},
        Damage{"HeadAtNothing", "UPDATE threads SET head = 0 WHERE name = 't'"},
        Damage{"HeadMovedBack",
               "UPDATE threads SET head = (SELECT previous FROM journal WHERE id = threads.head) "
               "WHERE name = 't'"},
        Damage{"HeadOfAnotherThread",
               "UPDATE threads SET head = (SELECT head FROM threads WHERE name = 'u') "
               "WHERE name = 't'"},
        Damage{"RowOfAnotherThread",
               "UPDATE journal SET record = (SELECT record FROM journal WHERE id = 2) "
               "WHERE id = 1"},
        Damage{"RowThatLeadsToItself", "UPDATE journal SET previous = id, record = $1 WHERE id = 1", leading_to_itself},
        Damage{"RowCutShort", "UPDATE journal SET record = substr(record, 1, 40) WHERE id = 1"}),
    [](const auto& info) { return info.param.name; });

// A node that moves its own thread's head: the next record of the run is refused, and the chain cannot be read again.
std::shared_ptr<const Graph> saboteur(store::Tenant*& tenant) {
  struct Body {
    static Task<NodeResult> saw(store::Tenant*& tenant) {
      co_await tenant->transact([](store::Transaction& transaction) {
        transaction.run({"DELETE FROM journal WHERE id = (SELECT head FROM threads WHERE name = 't')"});
        transaction.run({"UPDATE threads SET head = 1 WHERE name = 't'"});
        transaction.run({"DELETE FROM journal WHERE id = 1"});
      });
      co_return Outcome{};
    }
  };
  Builder builder("saboteur");
  const auto inputs = builder.channel("inputs", reducers::append());
  static_cast<void>(inputs);
  const auto node = builder.node("saw", CoroutineNode([&tenant](NodeContext&) { return Body::saw(tenant); }));
  builder.start_at(node);
  return std::make_shared<const Graph>(builder.compile());
}

TEST(BrokenChainUnderARun, ends_the_run_and_the_waiting_for_it) {
  MemoryFiles files;
  store::Tenant* tenant = nullptr;
  World world(files, BindAll{saboteur(tenant), {}});
  tenant = world.tenant;
  world.run(world.threads->create("t", {}, {}));
  world.submit("t", "a", 1);
  world.drive([&] { return world.clock.wall().ms > 100'000'000; });
  EXPECT_LT(world.clock.wall().ms, 1'100'000) << "it is tried again and again";
  EXPECT_EQ(slug_of([&] { world.submit("t", "b", 2); }), "graph/broken-chain");
  world.run(world.threads->drain(Deadline::in(world.clock, std::chrono::seconds(30))));
}

// A commit that is refused for good: the run is tried some times, then left for people, who can still take over.
TEST(RunThatCannotBeWritten, is_given_up_and_can_be_taken_over) {
  MemoryFiles files;
  int tries = 0;
  Builder builder("stubborn");
  builder.channel("inputs", reducers::append());
  const auto node =
      builder.node("say", PlainNode([&tries](NodeContext&) -> NodeResult {
                     ++tries;
                     return Outcome{.events = {{"said", 1}}, .statements = {[](store::Transaction& transaction) {
                                                               transaction.run({"INSERT INTO nowhere (id) VALUES (1)"});
                                                             }}};
                   }));
  builder.start_at(node);
  const auto graph = std::make_shared<const Graph>(builder.compile());
  World world(files, BindAll{graph, {}});
  world.run(world.threads->create("t", {}, {}));
  world.submit("t", "a", 1);
  world.drive([&] { return tries > 100; });
  EXPECT_LE(tries, 3);
  world.run(world.threads->settled("t"));
  world.run(world.threads->hold("t", {{"taken", 1}}, {}));
  EXPECT_TRUE(world.run(world.threads->view("t")).held);
}

}  // namespace
}  // namespace frontdesk::graph
