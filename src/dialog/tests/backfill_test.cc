#include "dialog/backfill.h"

#include <gtest/gtest.h>

#include "platform/errands/performing.h"
#include "platform/work/job.h"
#include "platform/work/worker.h"
#include "simulated_business.h"

namespace frontdesk::dialog {
namespace {

namespace errands = platform::errands;
using Ids = std::vector<std::string>;

// Counts an effect for a conversation just before the write that is told, as a run of it would.
class Meddling final : public store::Tenant {
 public:
  Meddling(store::Tenant& tenant, std::string conversation, int write)
      : tenant_(tenant), conversation_(std::move(conversation)), write_(write) {}
  const TenantId& id() const override { return tenant_.id(); }
  Task<> transact(std::function<void(store::Transaction&)> body) override {
    return tenant_.transact([this, body = std::move(body)](store::Transaction& transaction) {
      if (--write_ == 0)
        transaction.run({"UPDATE conversations SET effects = effects + 1 WHERE id = $1"}, conversation_);
      body(transaction);
    });
  }
  Task<> inspect(std::function<void(store::Reader&)> body) override { return tenant_.inspect(std::move(body)); }

 private:
  store::Tenant& tenant_;
  const std::string conversation_;
  int write_;
};

struct Archive {
  Archive() {
    for (const auto* const name : {"Ana", "Ben"}) booked.push_back(book(name));
    asked = business.open();
    business.say(asked, "I want to talk to a person");
    business.wait(business.conversations().take_over(asked, "Cleo"));
    business.wait(business.conversations().reply(asked, "r1", "It hangs at the wardrobe.", "Cleo"));
    change({"DELETE FROM conversation_words"});
    change({"UPDATE conversations SET indexed = 0, guest = '', effects = 0"});
    frame.add(errands::performing());
    open(business.tenant());
  }

  // As a new process does.
  void open(store::Tenant& tenant, BackfillLimits limits = {}) {
    place.reset();
    frame.errand_kinds.clear();
    frame.add(filling([this](TenantId) { return parts_of(*this); }, limits));
    place.emplace(tenant, frame, context.get_executor());
  }
  static Task<BackfillParts> parts_of(Archive& self) {
    co_return BackfillParts{self.business.conversations().threads(), self.pool, *self.log, self.business.brain()};
  }
  void lose_power(std::uint64_t seed) {
    place.reset();
    business.lose_power(seed);
    open(business.tenant());
  }

  std::string book(std::string_view name) {
    business.pass(std::chrono::minutes(1));
    const auto id = business.open();
    business.say(id, "a table for two at Harbor tomorrow at 7:30pm");
    business.say(id, std::string(name));
    business.say(id, "yes please");
    return id;
  }
  void change(store::Sql sql) {
    business.wait(business.tenant().transact([sql](store::Transaction& transaction) { transaction.run(sql); }));
  }
  void start() { business.wait(start_filling(*place)); }
  void go_on() { business.wait(place->worker().do_what_is_due()); }
  errands::Errand fill() {
    start();
    go_on();
    return errand();
  }
  platform::work::Piece claim() {
    return business.wait(business.tenant().write([this](store::Transaction& transaction) {
      return platform::work::claim(transaction, business.clock().wall(), 1).at(0);
    }));
  }
  void do_piece() {
    platform::work::Job job(*place, claim());
    business.wait(frame.find_kind("errand")->perform(job));
  }
  // Only what one is doing in this process is under way.
  void release() {
    business.wait(business.tenant().write(
        [](store::Transaction& transaction) { platform::work::release_all_but(transaction, {}); }));
  }
  std::vector<errands::Errand> all() {
    return business.wait(business.tenant().read([](store::Reader& reader) { return errands::list(reader, {}); }));
  }
  errands::Errand errand() { return all().at(0); }
  bool is_full() { return business.wait(business.conversations().is_search_full()); }
  Ids found(std::string_view words) { return list({.words = std::string(words)}); }
  Ids list(ListQuery query) {
    Ids ids;
    for (const auto& one : business.wait(business.conversations().list(std::move(query)))) ids.push_back(one.id);
    return ids;
  }
  Conversation row(const std::string& id) { return business.wait(business.conversations().find(id)); }

  testing::SimulatedBusiness business{1, Value::object({{"locations", json::parse(R"([
      {"id":"harbor","name":"Harbor","address":"12 Quay Street","hours":{"mon":"00:00-24:00","tue":"00:00-24:00"}}])")}})};
  std::unique_ptr<Log> log = silent_log();
  Pool pool{business.clock(), {}};
  SeededRandom random{1};
  platform::Frame frame{business.clock(), random, *log, platform::audit::Audit(std::string(32, 'k'))};
  boost::asio::io_context context{1};
  std::optional<platform::Place> place;
  Ids booked;
  std::string asked;
};

TEST(Backfill, makes_found_what_was_said_before_the_index_was_there) {
  Archive archive;
  ASSERT_EQ(archive.found("ana"), Ids{});
  ASSERT_FALSE(archive.is_full());
  const auto errand = archive.fill();
  EXPECT_EQ(errand.state, errands::State::finished);
  EXPECT_EQ(errand.done, 3);
  EXPECT_EQ(errand.total, 3);
  EXPECT_EQ(errand.result["left"].integer(), 0);
  EXPECT_GT(errand.cost["bytes"].integer(), 0);
  EXPECT_TRUE(archive.is_full());
  EXPECT_EQ(archive.found("ana"), Ids{archive.booked[0]});
  EXPECT_EQ(archive.found("LUME-4821 ben"), Ids{archive.booked[1]});
  EXPECT_EQ(archive.found("wardrobe"), Ids{archive.asked});
  EXPECT_EQ(archive.row(archive.booked[0]).guest, "Ana");
  EXPECT_EQ(archive.row(archive.booked[0]).effects, 1);
  EXPECT_EQ(archive.list({.outcome = Outcome::done}).size(), 2U);
}

TEST(Backfill, finds_the_same_words_as_are_noted_when_they_are_said) {
  Archive archive;
  const auto words_of = [&](const std::string& id) {
    const auto text = [](const store::Row& row) { return std::string(row.text(0)); };
    return archive.business.wait(archive.business.tenant().read([&](store::Reader& reader) {
      return reader.all({"SELECT word FROM conversation_words WHERE conversation = $1 ORDER BY word"}, text, id);
    }));
  };
  const auto live = archive.book("Dora");
  const auto noted = words_of(live);
  ASSERT_GT(noted.size(), 5U);
  archive.change({"DELETE FROM conversation_words"});
  archive.change({"UPDATE conversations SET indexed = 0"});
  archive.fill();
  EXPECT_EQ(words_of(live), noted);
}

TEST(Backfill, goes_on_where_it_was_interrupted_the_newest_first) {
  Archive archive;
  archive.open(archive.business.tenant(), {.conversations_at_once = 1});
  archive.start();
  archive.do_piece();
  EXPECT_EQ(archive.errand().done, 1);
  EXPECT_EQ(archive.found("wardrobe"), Ids{archive.asked});
  EXPECT_EQ(archive.found("ana"), Ids{});
  archive.claim();
  archive.lose_power(3);
  EXPECT_EQ(archive.found("wardrobe"), Ids{archive.asked});
  archive.release();
  archive.start();
  archive.go_on();
  EXPECT_EQ(archive.all().size(), 1u) << "the one that was under way goes on";
  EXPECT_EQ(archive.errand().state, errands::State::finished);
  EXPECT_EQ(archive.errand().done, 3);
  EXPECT_TRUE(archive.is_full());
  EXPECT_EQ(archive.found("ana"), Ids{archive.booked[0]});
  EXPECT_EQ(archive.row(archive.booked[0]).effects, 1);
  archive.start();
  EXPECT_EQ(archive.all().size(), 1u) << "and nothing is left to do";
}

TEST(Backfill, takes_pieces_of_a_bounded_size) {
  Archive archive;
  archive.open(archive.business.tenant(), {.bytes_at_once = 1});
  archive.start();
  for (const auto seen : {1, 2, 3}) {
    archive.do_piece();
    EXPECT_EQ(archive.errand().done, seen);
  }
}

TEST(Backfill, leaves_what_cannot_be_read_and_tries_it_on_another_day) {
  Archive archive;
  archive.change(
      {"UPDATE threads SET head = head - 1 WHERE name = (SELECT id FROM conversations WHERE turns > 0 "
       "ORDER BY created_at LIMIT 1)"});
  EXPECT_EQ(archive.fill().done, 3);
  EXPECT_EQ(archive.errand().result["left"].integer(), 1);
  EXPECT_EQ(archive.errand().result["unreadable"].integer(), 1);
  EXPECT_FALSE(archive.is_full());
  EXPECT_EQ(archive.found("wardrobe"), Ids{archive.asked});
  archive.start();
  EXPECT_EQ(archive.all().size(), 1u);
  archive.business.pass(std::chrono::hours(24));
  archive.change({"UPDATE threads SET head = head + 1 WHERE name IN (SELECT id FROM conversations WHERE indexed = 0)"});
  EXPECT_EQ(archive.fill().number, 2);
  EXPECT_TRUE(archive.is_full());
}

TEST(Backfill, is_not_begun_again_at_once_where_somebody_stopped_it) {
  Archive archive;
  archive.start();
  archive.business.wait(
      archive.place->write("staff:ana", [](platform::Writing& writing) { errands::stop(writing, 1); }));
  archive.start();
  EXPECT_EQ(archive.all().size(), 1u);
  archive.business.pass(std::chrono::hours(24));
  EXPECT_EQ(archive.fill().number, 2);
  EXPECT_TRUE(archive.is_full());
}

TEST(Backfill, takes_back_nothing_that_was_written_meanwhile) {
  Archive archive;
  archive.start();
  Meddling meddling(archive.business.tenant(), archive.booked[0], 2);  // the first counts the attempt
  archive.open(meddling);
  archive.go_on();
  EXPECT_EQ(archive.errand().result["left"].integer(), 1);
  EXPECT_EQ(archive.row(archive.booked[0]).effects, 1);
  EXPECT_EQ(archive.fill().number, 2) << "the next start takes what was left";
  EXPECT_EQ(archive.found("ana"), Ids{archive.booked[0]});
  archive.open(archive.business.tenant());
}

TEST(Backfill, has_nothing_to_do_for_conversations_that_begin_with_the_index) {
  testing::SimulatedBusiness business;
  business.say(business.open(), "hello");
  EXPECT_TRUE(business.wait(business.conversations().is_search_full()));
}

}  // namespace
}  // namespace frontdesk::dialog
