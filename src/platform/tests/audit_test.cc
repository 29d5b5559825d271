#include "platform/audit/audit.h"

#include "platform/tests/one_place.h"

namespace frontdesk::platform {
namespace {

class AuditTest : public OnePlace {
 protected:
  AuditTest() {
    open();
    for (int i = 1; i <= 5; ++i) note(fmt::format("thing/{}", i));
  }

  void note(const std::string& subject) {
    run(place_->write("staff:ana",
                      [&](Writing& writing) { writing.note("thing.change", subject, Value::object({{"to", 7}})); }));
  }
  audit::Verdict verdict(const std::optional<audit::Head>& noted = {}) {
    return run(place_->store().read([&](store::Reader& reader) {
      return frame_.audit.verify(reader, noted ? std::vector{*noted} : std::vector<audit::Head>());
    }));
  }
  // As somebody with access to the database would.
  void change(const char* statement) {
    run(place_->store().write([&](store::Transaction& transaction) { transaction.run(store::Sql{statement}); }));
  }
};

TEST_F(AuditTest, is_whole_where_nobody_touched_it) {
  EXPECT_FALSE(verdict().broken);
  EXPECT_EQ(verdict().head.number, 5);
  const auto newest = run(place_->store().read([](store::Reader& reader) { return audit::list(reader, {}); })).at(0);
  EXPECT_EQ(newest.deed.actor, "staff:ana");
  EXPECT_EQ(newest.deed.subject, "thing/5");
  EXPECT_EQ(newest.deed.detail["to"].integer(), 7);
}

TEST_F(AuditTest, names_the_first_entry_that_was_changed_removed_or_moved) {
  const std::vector<std::pair<const char*, std::int64_t>> changes{
      {"UPDATE audit SET actor = 'staff:ben' WHERE number = 2", 2},
      {"UPDATE audit SET at = at + 1 WHERE number = 1", 1},
      {"UPDATE audit SET detail = '{\"to\":8}' WHERE number = 4", 4},
      {"UPDATE audit SET deed = 'thing.', subject = 'change' WHERE number = 3", 3},
      {"DELETE FROM audit WHERE number = 3", 3},
      {"DELETE FROM audit WHERE number = 5", 5},
      {"DELETE FROM audit", 1},
      {"DELETE FROM audit_head", 6},
      {"UPDATE audit SET seal = (SELECT seal FROM audit AS a WHERE a.number = 4) WHERE number = 5", 5},
      {"INSERT INTO audit SELECT 6, at, actor, deed, subject, detail, seal FROM audit WHERE number = 5", 6}};
  for (const auto& [statement, number] : changes) {
    std::optional<audit::Verdict> found;
    try {
      run(place_->store().write([&](store::Transaction& transaction) {
        transaction.run(store::Sql{statement});
        found = frame_.audit.verify(transaction);
        throw Error(Kind::conflict, "test/back", "Everything as it was.");
      }));
    } catch (const Error&) {
    }
    ASSERT_TRUE(found && found->broken) << statement;
    EXPECT_EQ(found->broken->number, number) << statement;
  }
  EXPECT_FALSE(verdict().broken);
}

TEST_F(AuditTest, that_is_cut_off_together_with_its_head_is_missed_by_whoever_noted_it) {
  const auto noted = verdict().head;
  change("DELETE FROM audit");
  change("DELETE FROM audit_head");
  EXPECT_FALSE(verdict().broken) << "a place that is put back to its beginning is whole in itself";
  ASSERT_TRUE(verdict(noted).broken);
  EXPECT_EQ(verdict(noted).broken->number, 5);
}

TEST_F(AuditTest, sealed_with_another_key_is_not_ours) {
  frontdesk::platform::audit::Audit other(std::string(32, 'x'));
  const auto found = run(place_->store().read([&](store::Reader& reader) { return other.verify(reader); }));
  ASSERT_TRUE(found.broken);
  EXPECT_EQ(found.broken->number, 1);
}

TEST_F(AuditTest, has_no_word_of_what_was_taken_back) {
  EXPECT_EQ(slug_of(place_->write("staff:ana",
                                  [](Writing& writing) {
                                    writing.note("thing.change", "thing/6");
                                    throw Error(Kind::invalid, "test/no", "No.");
                                  })),
            "test/no");
  EXPECT_EQ(verdict().head.number, 5);
}

}  // namespace
}  // namespace frontdesk::platform
