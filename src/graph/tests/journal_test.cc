#include "graph/journal.h"

#include <gtest/gtest.h>

#include "base/json.h"
#include "graph/tests/clerk.h"
#include "support/slug_of.h"

namespace frontdesk::graph {
namespace {

crypto::Digest digest_of(std::uint8_t byte) {
  crypto::Digest digest{};
  digest.fill(byte);
  return digest;
}

using support::slug_of;

TEST(Record, is_read_as_it_was_written) {
  const RecordHeader header{.kind = RecordKind::step,
                            .thread = 7,
                            .previous = 1'234'567'890'123,
                            .first_seq = 42,
                            .events = 3,
                            .run = 5,
                            .step = -1,
                            .at = {1'700'000'000'123}};
  auto hash = digest_of(9);
  const auto bytes = seal_record(header, R"({"input":1})", hash);
  const auto record = open_record(bytes);
  EXPECT_EQ(record.hash, hash);
  EXPECT_EQ(record.body, R"({"input":1})");
  EXPECT_EQ(record.header.kind, RecordKind::step);
  EXPECT_EQ(record.header.thread, 7);
  EXPECT_EQ(record.header.previous, 1'234'567'890'123);
  EXPECT_EQ(record.header.first_seq, 42);
  EXPECT_EQ(record.header.events, 3u);
  EXPECT_EQ(record.header.run, 5u);
  EXPECT_EQ(record.header.step, -1);
  EXPECT_EQ(record.header.at.ms, 1'700'000'000'123);
}

TEST(Record, follows_on_one_record_only_and_shows_every_changed_byte) {
  auto hash = digest_of(9);
  const auto bytes = seal_record({}, "{}", hash);
  EXPECT_TRUE(follows(bytes, digest_of(9)));
  EXPECT_FALSE(follows(bytes, digest_of(8)));
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    auto changed = bytes;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    EXPECT_FALSE(follows(changed, digest_of(9))) << "byte " << i;
  }
}

TEST(Record, of_another_format_or_cut_short_is_refused) {
  auto hash = digest_of(0);
  auto bytes = seal_record({}, "{}", hash);
  EXPECT_EQ(slug_of([&] { open_record(std::string_view(bytes).substr(0, 40)); }), "graph/broken-record");
  bytes[32] = 3;
  EXPECT_EQ(slug_of([&] { open_record(bytes); }), "graph/broken-record");
}

TEST(Record, a_body_says_what_was_put_into_it) {
  Ledger ledger;
  ManualClock clock({0});
  const auto graph = clerk(clock, ledger);
  const auto& definition = graph->definition();
  BodyWriter writer(definition);
  OpenPart open{.run = 2, .inputs = 3, .writes = {{0, "x"}}};
  open.routes.next = {0};
  writer.open(open, "v1");
  writer.task(1, 4, 17, {{{0, Value::list({1})}}, {{0}, {{1, "argument"}}}, {}}, {{"said", "\"quoted\"\n"}});
  writer.task(0, -1, 0, {}, {});
  writer.ask({1, 0, "sure", "Sure?", {{"asked", 1}}});
  writer.end({"failed", 4, 9, "slug", "detail"});
  writer.events({{"owner", "human"}});
  writer.writes({{0, 5}});
  writer.drop();
  const auto text = writer.take();
  const auto body = read_body(definition, text);
  EXPECT_EQ(json::parse(text)["open"]["version"], Value("v1"));
  EXPECT_EQ(body.open->run, 2);
  EXPECT_EQ(body.open->inputs, 3);
  EXPECT_EQ(body.open->writes.at(0).value, Value("x"));
  EXPECT_EQ(body.open->routes.next, std::vector<NodeId>{0});
  ASSERT_EQ(body.tasks.size(), 2u);
  EXPECT_EQ(body.tasks[0].node, 1);
  EXPECT_EQ(body.tasks[0].send, 4);
  EXPECT_EQ(body.tasks[0].ms, 17);
  EXPECT_EQ(body.tasks[0].done.writes.at(0).value, Value::list({1}));
  EXPECT_EQ(body.tasks[0].done.routes.sends.at(0).argument, Value("argument"));
  EXPECT_EQ(body.tasks[0].events.at(0).data, Value("\"quoted\"\n"));
  EXPECT_EQ(body.tasks[1].send, -1);
  EXPECT_EQ(body.asks.at(0).key, "sure");
  EXPECT_EQ(body.end->slug, "slug");
  EXPECT_EQ(body.events.at(0).type, "owner");
  EXPECT_EQ(body.writes.at(0).value, Value(5));
  EXPECT_TRUE(body.drop);
}

TEST(Record, of_a_node_that_the_graph_lost_is_refused_and_of_a_channel_is_dropped) {
  Ledger ledger;
  ManualClock clock({0});
  const auto graph = clerk(clock, ledger);
  const auto& definition = graph->definition();
  EXPECT_EQ(slug_of([&] { read_body(definition, R"({"tasks":[{"node":"gone"}]})"); }), "graph/changed");
  EXPECT_TRUE(read_body(definition, R"({"writes":[["gone",1]]})").writes.empty());
}

TEST(Journal, a_record_that_was_changed_behind_our_back_is_found) {
  MemoryFiles files;
  Ledger ledger;
  const ClerkBinder binder(ledger);
  {
    World world(files, binder);
    binder.use(world);
    world.run(world.threads->create("t", {}, {}));
    world.submit("t", "a", "one");
    world.drive();
    world.run(world.tenant->transact([](store::Transaction& transaction) {
      auto record = *transaction.one({"SELECT record FROM journal WHERE id = 2"},
                                     [](const store::Row& row) { return std::string(row.bytes(0)); });
      record.replace(record.find("one"), 3, "two");
      transaction.run({"UPDATE journal SET record = $1 WHERE id = 2"}, store::Bytes{record});
    }));
  }
  World world(files, binder);
  binder.use(world);
  EXPECT_EQ(slug_of([&] { world.events("t"); }), "graph/broken-chain");
}

// Two servers on one thread must not happen (the lock on the folder sees to it); where it does, nothing is forked.
TEST(Journal, a_second_worker_loses_cleanly) {
  MemoryFiles files;
  Ledger ledger;
  const ClerkBinder binder(ledger);
  World world(files, binder);
  binder.use(world);
  Threads other(*world.tenant, world.loops, world.clock, world.random, *world.log);
  other.add({"", binder});
  world.run(world.threads->create("t", {}, {}));
  world.run(other.view("t"));
  world.submit("t", "a", "one");
  world.drive();
  EXPECT_EQ(slug_of([&] { world.run(other.submit("t", {.key = "b", .value = "two", .events = {{"input", 2}}})); }),
            "graph/head-moved");
  world.run(other.submit("t", {.key = "b", .value = "two", .events = {{"input", 2}}}));
  world.run(other.settled("t"));
  const auto events = world.run(other.events("t", 0, 1000));
  EXPECT_EQ(std::ranges::count(events, "input", &StoredEvent::type), 2);
  for (std::size_t i = 0; i < events.size(); ++i) EXPECT_EQ(events[i].seq, static_cast<std::int64_t>(i + 1));
  const auto copy = files.crash(1);
  World again(*copy, binder);
  EXPECT_EQ(trace_hash(again.events("t")), trace_hash(events));
}

// One of two workers took records back, so that the ids that it gives are ahead of what the other knows of.
TEST(Journal, a_record_stands_behind_the_one_before_it_whoever_gave_that_its_id) {
  MemoryFiles files;
  Ledger ledger;
  const ClerkBinder binder(ledger);
  World world(files, binder);
  binder.use(world);
  RecordIds elders_ids, others_ids;
  Journal elder(*world.tenant, elders_ids), other(*world.tenant, others_ids);
  const auto record = [] {
    BodyWriter body;
    body.events({{"input", 1}});
    Outgoing outgoing;
    outgoing.header.events = 1;
    outgoing.body = body.take();
    return outgoing;
  };
  const auto append = [&](Journal& journal) {
    const auto tail = world.run(journal.load("t")).tail;
    std::vector<Outgoing> batch;
    batch.push_back(record());
    world.run(journal.append(tail, batch, {}, false));
  };
  world.run(elder.create("t", record()));
  for (int i = 0; i < 3; ++i) {
    auto refused = record();
    refused.statements.emplace_back([](store::Transaction&) { throw Error(Kind::conflict, "test/no", "No."); });
    EXPECT_EQ(slug_of([&] { world.run(elder.create("taken back", std::move(refused))); }), "test/no");
  }
  world.run(other.create("elsewhere", record()));
  append(elder);
  append(other);
  append(elder);
  EXPECT_EQ(world.run(other.load("t")).records.size(), 4u);
}

}  // namespace
}  // namespace frontdesk::graph
