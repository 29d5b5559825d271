#include <gtest/gtest.h>

#include "graph/tests/world.h"

namespace frontdesk::graph {
namespace {

// Counts the rows that are read of a tenant's place.
class CountingTenant final : public store::Tenant {
 public:
  explicit CountingTenant(store::Tenant& tenant) : tenant_(tenant) {}
  const TenantId& id() const override { return tenant_.id(); }
  Task<> transact(std::function<void(store::Transaction&)> body) override { return tenant_.transact(std::move(body)); }
  Task<> inspect(std::function<void(store::Reader&)> body) override {
    return tenant_.inspect([this, body = std::move(body)](store::Reader& reader) {
      CountingReader counting(reader, rows);
      body(counting);
    });
  }

  std::size_t rows = 0;

 private:
  class CountingReader final : public store::Reader {
   public:
    CountingReader(store::Reader& reader, std::size_t& rows) : reader_(reader), rows_(rows) {}
    void query(store::Sql sql, std::span<const store::Parameter> parameters,
               const std::function<void(const store::Row&)>& each) override {
      reader_.query(sql, parameters, [&](const store::Row& row) { ++rows_, each(row); });
    }
    std::vector<store::Table> tables() override { return reader_.tables(); }

   private:
    store::Reader& reader_;
    std::size_t& rows_;
  };

  store::Tenant& tenant_;
};

// A thread of 500 inputs, each answered by an event: more than is kept in memory.
class LongThread : public testing::Test {
 protected:
  LongThread() : world_(files_, bind()), tenant_(*world_.tenant) {
    world_.threads = threads();
    world_.run(world_.threads->create("t", {{"created", {}}}, {}));
    for (int i = 0; i < 500; ++i) world_.submit("t", "", i), world_.drive();
  }
  static BindAll bind() {
    Builder builder("says");
    builder.channel("heard", reducers::append());
    builder.start_at(
        builder.node("say", PlainNode([](NodeContext&) -> NodeResult { return Outcome{.events = {{"said", 1}}}; })));
    return {std::make_shared<const Graph>(builder.compile()), {}};
  }
  std::unique_ptr<Threads> threads() {
    auto threads = std::make_unique<Threads>(tenant_, world_.loops, world_.clock, world_.random, *world_.log);
    threads->add({"", bind()});
    return threads;
  }

  // All of it, page by page; the rows that the dearest page read.
  std::size_t read_in_pages(Threads& threads, std::size_t limit) {
    const auto end = world_.run(threads.view("t")).head_seq;
    std::size_t dearest = 0;
    std::int64_t after = 0;
    while (after < end) {
      const auto before = tenant_.rows;
      const auto page = world_.run(threads.events("t", after, limit));
      EXPECT_EQ(std::ssize(page), std::min<std::int64_t>(static_cast<std::int64_t>(limit), end - after));
      for (const auto& event : page) EXPECT_EQ(event.seq, ++after);
      if (page.empty()) break;
      dearest = std::max(dearest, tenant_.rows - before);
    }
    EXPECT_EQ(after, end);
    return dearest;
  }

  MemoryFiles files_;
  World world_;
  CountingTenant tenant_;
};

TEST_F(LongThread, is_paged_at_the_cost_of_the_page) {
  EXPECT_LE(read_in_pages(*world_.threads, 50), 64u);
  EXPECT_LE(read_in_pages(*world_.threads, 1), 64u);
}

TEST_F(LongThread, is_paged_at_the_same_cost_when_it_was_read_again) {
  const auto again = threads();
  EXPECT_LE(read_in_pages(*again, 50), 64u);
}

}  // namespace
}  // namespace frontdesk::graph
