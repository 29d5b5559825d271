#include "graph/quotes.h"

#include <gtest/gtest.h>

#include "base/json.h"
#include "graph/record.h"
#include "graph/tests/clerk.h"
#include "support/slug_of.h"

namespace frontdesk::graph {
namespace {

using support::slug_of;

constexpr std::string_view kSentence = "A table by the window for two, please";

const std::vector<Event> kEvents = {{"message", Value::object({{"id", "m1"}, {"text", kSentence}})},
                                    {"tool", Value::list({"a", "another text of some length"})}};

Told told_of(std::initializer_list<std::string_view> sentences) {
  Told told;
  for (const auto sentence : sentences) told.hear(Value::object({{"text", sentence}}));
  return told;
}

TEST(Quotes, name_what_the_events_or_the_thread_say_and_nothing_else) {
  const auto told = told_of({"The first sentence that came", "The second sentence that came"});
  const Quotes quotes(kEvents, &told);
  const auto value = json::parse(R"({"a":["A table by the window for two, please",1,null,"a"],
      "b":{"c":"The second sentence that came"},"d":"another text of some length","e":"The third sentence that came"})");
  const auto shortened = quotes.shortened(value);
  EXPECT_EQ(json::print(shortened),
            R"({"a":["\u0001e0",1,null,"a"],"b":{"c":"\u0001t1"},"d":"\u0001e1","e":"The third sentence that came"})");
  EXPECT_EQ(quotes.whole(shortened), value);
}

TEST(Quotes, leave_a_value_as_it_is_that_says_nothing_of_it) {
  const Quotes quotes(kEvents, nullptr);
  const auto value = json::parse(R"({"a":["b",{"c":"Some other text of some length"}]})");
  EXPECT_TRUE(quotes.shortened(value).same(value));
  EXPECT_TRUE(quotes.whole(value).same(value));
}

TEST(Quotes, give_back_whatever_looks_like_a_name) {
  const auto told = told_of({"The first sentence that came"});
  const Quotes quotes(kEvents, &told);
  for (const std::string_view text : {"\x01",
                                      "\x01"
                                      "e0",
                                      "\x01\x01", "\x01t0",
                                      "\x01"
                                      "e0 and so on and on and on"}) {
    EXPECT_EQ(quotes.whole(quotes.shortened(text)), Value(text));
    EXPECT_NE(quotes.shortened(text), Value(text));
  }
}

TEST(Quotes, of_what_was_never_told_are_refused) {
  const auto told = told_of({"The first sentence that came"});
  const Quotes quotes(kEvents, &told);
  for (const std::string_view name : {"\x01",
                                      "\x01"
                                      "e",
                                      "\x01"
                                      "e2",
                                      "\x01t1", "\x01t-1", "\x01t0x", "\x01x0", "\x01t99999999999999999999"}) {
    EXPECT_EQ(slug_of([&] { quotes.whole(name); }), "graph/broken-record") << name.substr(1);
  }
}

TEST(Told, keeps_its_numbers_when_it_forgets) {
  Told told;
  for (std::size_t i = 0; i < Told::kTextsMax + 2; ++i) told.hear(fmt::format("The sentence number {}", i));
  EXPECT_EQ(told.at(1), nullptr);
  EXPECT_EQ(*told.at(2), Value("The sentence number 2"));
  EXPECT_EQ(*told.at(static_cast<std::int64_t>(Told::kTextsMax) + 1), told.texts().back());
  EXPECT_EQ(told.at(static_cast<std::int64_t>(Told::kTextsMax) + 2), nullptr);
}

std::string record_of(store::Transaction& transaction, std::int64_t id) {
  return *transaction.one(
      {"SELECT record FROM journal WHERE id = $1"}, [](const store::Row& row) { return std::string(row.bytes(0)); },
      id);
}

std::string of_format_one(const RecordHeader& header, std::string_view body, crypto::Digest before) {
  const auto view = [](const crypto::Digest& digest) {
    return std::string(reinterpret_cast<const char*>(digest.data()), digest.size());
  };
  auto hash = before;
  auto bytes = seal_record(header, body, hash);
  bytes[32] = 1;
  return view(crypto::sha256(view(before) + bytes.substr(32))) + bytes.substr(32);
}

class OnceTest : public testing::Test {
 protected:
  OnceTest() : binder(ledger) {}

  std::string journal(World& world) {
    const auto all = world.run(world.tenant->read([](store::Reader& reader) {
      return reader.all({"SELECT record FROM journal ORDER BY id"},
                        [](const store::Row& row) { return std::string(row.bytes(0)); });
    }));
    std::string joined;
    for (const auto& record : all) joined += record;
    return joined;
  }
  static int times(std::string_view text, std::string_view part) {
    int count = 0;
    for (auto at = text.find(part); at != std::string_view::npos; at = text.find(part, at + 1)) ++count;
    return count;
  }

  MemoryFiles files;
  Ledger ledger;
  const ClerkBinder binder;
};

// The clerk says each sentence in its state, in calls that it sends and in what its tools report; the reports are
// events.
TEST_F(OnceTest, a_sentence_stands_in_the_journal_as_an_event_and_nowhere_else) {
  Value state;
  {
    World world(files, binder);
    binder.use(world);
    world.run(world.threads->create("t", {}, {}));
    world.submit("t", "a", kSentence);
    world.drive();
    state = world.state("t", "messages");
    EXPECT_EQ(times(journal(world), fmt::format("\"{}\"", kSentence)),
              1 + 2);  // what came, and the reports of two tools
    EXPECT_NE(json::print(state).find(kSentence), std::string::npos);
  }
  World world(files, binder);
  binder.use(world);
  EXPECT_EQ(world.state("t", "messages"), state);
}

TEST_F(OnceTest, a_thread_that_heard_more_than_it_keeps_is_read_as_it_was) {
  Value state;
  {
    World world(files, binder);
    binder.use(world);
    world.run(world.threads->create("t", {}, {}));
    for (std::size_t i = 0; i < Told::kTextsMax + 5; ++i)
      world.run(world.threads->submit("t", {.key = fmt::format("k{}", i),
                                            .value = fmt::format("The sentence number {}\x01", i % 7),
                                            .events = {{"input",
                                                        "\x01"
                                                        "e0"}}}));
    world.drive();
    world.submit("t", "last", "\x01t3");
    world.drive();
    state = world.state("t", "messages");
  }
  World world(files, binder);
  binder.use(world);
  EXPECT_EQ(world.state("t", "messages"), state);
}

// What a program of before wrote: a text that looks like a name was just a text.
TEST_F(OnceTest, a_journal_of_the_format_before_is_read_as_it_was_meant) {
  {
    World world(files, binder);
    binder.use(world);
    world.run(world.threads->create("t", {}, {}));
    world.run(
        world.threads->append("t", {}, {}, {{0, Value::object({{"id", "m"}, {"role", "note"}, {"content", "x"}})}}));
    world.run(world.tenant->transact([](store::Transaction& transaction) {
      const auto first = record_of(transaction, 1), second = record_of(transaction, 2);
      std::string body(open_record(second).body);
      body.replace(body.find("\"x\""), 3, R"("\u0001e7")");
      const auto written = of_format_one(open_record(second).header, body, open_record(first).hash);
      transaction.run({"UPDATE journal SET record = $1 WHERE id = 2"}, store::Bytes{written});
    }));
  }
  World world(files, binder);
  binder.use(world);
  EXPECT_EQ(world.state("t", "messages")[0]["content"], Value("\x01"
                                                              "e7"));
}

}  // namespace
}  // namespace frontdesk::graph
