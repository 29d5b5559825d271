#include "dialog/backfill.h"

#include <gtest/gtest.h>

#include "simulated_business.h"

namespace frontdesk::dialog {
namespace {

using Ids = std::vector<std::string>;

// Counts an effect for a conversation just before what is written first, as a run of it would.
class Meddling final : public store::Tenant {
 public:
  Meddling(store::Tenant& tenant, std::string conversation) : tenant_(tenant), conversation_(std::move(conversation)) {}
  const TenantId& id() const override { return tenant_.id(); }
  Task<> transact(std::function<void(store::Transaction&)> body) override {
    return tenant_.transact([this, body = std::move(body)](store::Transaction& transaction) {
      if (!conversation_.empty())
        transaction.run({"UPDATE conversations SET effects = effects + 1 WHERE id = $1"}, conversation_);
      conversation_.clear();
      body(transaction);
    });
  }
  Task<> inspect(std::function<void(store::Reader&)> body) override { return tenant_.inspect(std::move(body)); }

 private:
  store::Tenant& tenant_;
  std::string conversation_;
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
  Backfilled fill(BackfillLimits limits = {}) { return fill_in(business.tenant(), limits); }
  Backfilled fill_in(store::Tenant& tenant, BackfillLimits limits = {}) {
    return business.wait(fill_index(
        {tenant, business.conversations().threads(), pool, business.clock(), *log, business.brain()}, limits));
  }
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
  Ids booked;
  std::string asked;
};

TEST(Backfill, makes_found_what_was_said_before_the_index_was_there) {
  Archive archive;
  ASSERT_EQ(archive.found("ana"), Ids{});
  ASSERT_FALSE(archive.is_full());
  EXPECT_EQ(archive.fill().conversations, 3U);
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
  const BackfillLimits one{.conversations_at_once = 1, .pieces_max = 1};
  EXPECT_EQ(archive.fill(one).conversations, 1U);
  EXPECT_EQ(archive.found("wardrobe"), Ids{archive.asked});
  EXPECT_EQ(archive.found("ana"), Ids{});
  archive.business.lose_power(3);
  EXPECT_EQ(archive.found("wardrobe"), Ids{archive.asked});
  EXPECT_EQ(archive.fill({.conversations_at_once = 1}).conversations, 2U);
  EXPECT_EQ(archive.found("ana"), Ids{archive.booked[0]});
  EXPECT_EQ(archive.row(archive.booked[0]).effects, 1);
  EXPECT_EQ(archive.fill().conversations, 0U);
}

TEST(Backfill, takes_pieces_of_a_bounded_size) {
  Archive archive;
  EXPECT_EQ(archive.fill({.bytes_at_once = 1, .pieces_max = 1}).conversations, 1U);
  EXPECT_EQ(archive.fill({.bytes_at_once = 1, .pieces_max = 2}).conversations, 2U);
}

TEST(Backfill, leaves_what_cannot_be_read_and_goes_on) {
  Archive archive;
  archive.change(
      {"UPDATE threads SET head = head - 1 WHERE name = (SELECT id FROM conversations WHERE turns > 0 "
       "ORDER BY created_at LIMIT 1)"});
  const auto filled = archive.fill();
  EXPECT_EQ(filled.conversations, 2U);
  EXPECT_EQ(filled.left, 1U);
  EXPECT_FALSE(archive.is_full());
  EXPECT_EQ(archive.found("wardrobe"), Ids{archive.asked});
}

TEST(Backfill, takes_back_nothing_that_was_written_meanwhile) {
  Archive archive;
  Meddling meddling(archive.business.tenant(), archive.booked[0]);
  EXPECT_EQ(archive.fill_in(meddling).left, 1U);
  EXPECT_EQ(archive.row(archive.booked[0]).effects, 1);
  EXPECT_EQ(archive.fill().conversations, 1U);
  EXPECT_EQ(archive.found("ana"), Ids{archive.booked[0]});
}

TEST(Backfill, has_nothing_to_do_for_conversations_that_begin_with_the_index) {
  testing::SimulatedBusiness business;
  business.say(business.open(), "hello");
  EXPECT_TRUE(business.wait(business.conversations().is_search_full()));
}

}  // namespace
}  // namespace frontdesk::dialog
