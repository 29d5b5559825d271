#include "app/operator_audit.h"

#include "base/memory_files.h"
#include "platform/module.h"
#include "platform/work/job.h"
#include "platform/work/worker.h"
#include "support/database.h"
#include "support/run_task.h"
#include "support/slug_of.h"

namespace frontdesk::app {
namespace {

using platform::Place;
using support::slug_of;

const auto kAcme = TenantId::parse("acme");
const auto kBistro = TenantId::parse("bistro");

// The operator's place and two tenants', in which something was done.
class HouseAuditTest : public testing::Test {
 protected:
  HouseAuditTest() {
    database_ = support::open_database({.folder = "data", .writer_threads = 0}, platform::modules(), files_, *log_);
    frame_.add(audit_.noting());
    frame_.add(HouseAudit::nightly());
    for (const auto& id : {TenantId::of_operator(), kAcme, kBistro})
      places_[id] = std::make_unique<Place>(*run(database_->open(id)), frame_, context_.get_executor());
    for (const auto& [id, place] : places_) {
      for (int i = 0; i < 3; ++i) act(*place);
    }
  }

  template <class T>
  T run(Task<T> task) {
    return support::run_task(context_, std::move(task));
  }
  void run(Task<> task) { support::run_task(context_, std::move(task)); }
  void act(Place& place) {
    run(place.write("staff:ana", [](platform::Writing& writing) { writing.note("thing.change", "thing/1"); }));
  }
  Place& place(const TenantId& id) { return *places_.at(id); }
  Place& operators() { return place(TenantId::of_operator()); }
  HouseVerdict verdict() { return run(audit_.verify({})); }
  std::string broken(const TenantId& id) {
    for (const auto& [tenant, found] : verdict().tenants) {
      if (tenant == id) return found.broken ? found.broken->what : "";
    }
    return "not looked at";
  }
  std::string broken_operators() {
    const auto found = verdict().operators.broken;
    return found ? found->what : "";
  }
  // As somebody with access to the database would, leaving nothing that contradicts itself.
  void empty_audit(const TenantId& id) {
    run(place(id).store().write([](store::Transaction& transaction) {
      transaction.run(store::Sql{"DELETE FROM audit"});
      transaction.run(store::Sql{"DELETE FROM audit_head"});
    }));
  }
  void pass_a_night() {
    for (const auto& [id, place] : places_) run(place->worker().do_what_is_due());
    clock_.advance(std::chrono::hours(24));
    for (const auto& [id, place] : places_) run(place->worker().do_what_is_due());
  }
  std::string state_of_noting(const TenantId& id) {
    const auto pieces = run(place(id).store().read(
        [](store::Reader& reader) { return platform::work::list(reader, {.kind = "audit.note", .limit = 1}); }));
    if (pieces.empty()) return "never asked for";
    return pieces[0].state == platform::work::State::done ? "done" : pieces[0].last_error;
  }

  boost::asio::io_context context_{1};
  MemoryFiles files_;
  std::unique_ptr<Log> log_ = silent_log();
  ManualClock clock_{Timestamp{1'800'000'000'000}};
  SeededRandom random_{1};
  Pool pool_{clock_, {}};
  platform::Frame frame_{clock_, random_, *log_, platform::audit::Audit(std::string(32, 'k'))};
  AuditAnchor anchor_{files_, "data/audit.anchor"};
  std::unique_ptr<store::Database> database_;
  std::map<TenantId, std::unique_ptr<Place>> places_;
  HouseAudit audit_{{[this]() -> Place& { return operators(); }, [] { return std::vector{kAcme, kBistro}; },
                     [this](TenantId id) { return database_->open(std::move(id)); }, anchor_, pool_}};
};

TEST_F(HouseAuditTest, is_whole_where_nobody_touched_it_however_often_it_is_read) {
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(broken_operators(), "");
    EXPECT_EQ(broken(kAcme), "");
    EXPECT_EQ(broken(kBistro), "");
    act(place(kAcme));
  }
}

TEST_F(HouseAuditTest, an_audit_that_was_emptied_before_anybody_noted_it_is_whole_in_itself) {
  empty_audit(kAcme);
  EXPECT_EQ(broken(kAcme), "");
}

TEST_F(HouseAuditTest, misses_a_tenants_audit_that_was_emptied_behind_a_look_at_it) {
  verdict();
  empty_audit(kAcme);
  for (int i = 0; i < 2; ++i) EXPECT_EQ(broken(kAcme), "entry 3, which was noted, is not there");
  EXPECT_EQ(broken(kBistro), "");
}

TEST_F(HouseAuditTest, misses_a_tenants_audit_that_was_emptied_behind_a_night) {
  pass_a_night();
  empty_audit(kAcme);
  EXPECT_EQ(broken(kAcme), "entry 3, which was noted, is not there");
}

TEST_F(HouseAuditTest, misses_one_that_was_emptied_and_grew_again) {
  verdict();
  empty_audit(kAcme);
  clock_.advance(std::chrono::hours(1));
  for (int i = 0; i < 7; ++i) act(place(kAcme));
  EXPECT_EQ(broken(kAcme), "entry 3 is not the one that was noted");
}

TEST_F(HouseAuditTest, misses_the_operators_that_was_emptied_behind_a_look_at_it) {
  verdict();
  empty_audit(TenantId::of_operator());
  EXPECT_NE(broken_operators(), "");
}

TEST_F(HouseAuditTest, misses_the_operators_that_was_emptied_behind_a_night) {
  pass_a_night();
  empty_audit(TenantId::of_operator());
  EXPECT_NE(broken_operators(), "");
}

TEST_F(HouseAuditTest, of_the_operator_rests_on_the_anchor_alone_and_says_where_there_is_none) {
  EXPECT_FALSE(verdict().was_anchored);
  EXPECT_TRUE(verdict().was_anchored);
  files_.remove("data/audit.anchor", true);
  empty_audit(TenantId::of_operator());
  const auto found = verdict();
  EXPECT_FALSE(found.operators.broken);
  EXPECT_FALSE(found.was_anchored);
}

TEST_F(HouseAuditTest, says_in_the_work_of_the_night_what_is_not_as_it_was_noted) {
  pass_a_night();
  EXPECT_EQ(state_of_noting(kAcme), "done");
  empty_audit(kAcme);
  pass_a_night();
  EXPECT_TRUE(state_of_noting(kAcme).starts_with("audit/not-as-noted")) << state_of_noting(kAcme);
  EXPECT_EQ(state_of_noting(kBistro), "done");
}

TEST_F(HouseAuditTest, names_an_anchor_that_cannot_be_read) {
  verdict();
  const auto file = files_.open("data/audit.anchor", false);
  file->write(0, "x");
  EXPECT_EQ(slug_of([&] { verdict(); }), "audit/anchor-damaged");
}

}  // namespace
}  // namespace frontdesk::app
