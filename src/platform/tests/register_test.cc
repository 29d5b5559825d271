#include "platform/register.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "base/memory_files.h"
#include "platform/module.h"
#include "support/database.h"
#include "support/run_task.h"

namespace frontdesk::platform {
namespace {

const auto kBistro = TenantId::parse("bistro");
const auto kOther = TenantId::parse("other");

class RegisterTest : public testing::Test {
 protected:
  RegisterTest() { start(); }

  // As a new process would.
  void start() {
    register_.reset();
    database_.reset();
    database_ = support::open_database({.folder = "data", .writer_threads = 0}, modules(), files_, *log_);
    register_.emplace(*database_, clock_, random_);
    run(register_->load());
  }
  template <class T>
  T run(Task<T> task) {
    return support::run_task(context_, std::move(task));
  }
  std::string slug_of(Task<> task) {
    try {
      run(std::move(task));
    } catch (const Error& error) {
      return error.slug;
    }
    return "";
  }

  boost::asio::io_context context_{1};
  MemoryFiles files_;
  std::unique_ptr<Log> log_ = silent_log();
  ManualClock clock_{Timestamp{1'800'000'000'000}};
  SeededRandom random_{1};
  std::unique_ptr<store::Database> database_;
  std::optional<Register> register_;
};

std::vector<std::string> tables_of(store::Reader& reader) {
  const store::Sql sql{support::on_postgres()
                           ? "SELECT CAST(tablename AS TEXT) FROM pg_tables WHERE schemaname = current_schema()"
                           : "SELECT name FROM sqlite_schema WHERE type = 'table'"};
  return reader.all(sql, [](const store::Row& row) { return std::string(row.text(0)); });
}

bool has(const std::vector<std::string>& names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

TEST_F(RegisterTest, lives_in_a_place_that_no_tenant_can_name_and_that_is_no_tenant) {
  EXPECT_FALSE(TenantId::is_valid(TenantId::of_operator().text()));
  EXPECT_THROW(TenantId::parse(TenantId::of_operator().text()), Error);
  auto* tenant = run(database_->open(kBistro));
  EXPECT_EQ(database_->tenants(), std::vector{kBistro});
  const auto ours = run(run(database_->open(TenantId::of_operator()))->read(tables_of));
  const auto theirs = run(tenant->read(tables_of));
  EXPECT_TRUE(has(ours, "web_keys"));
  EXPECT_FALSE(has(ours, "config_versions"));
  EXPECT_FALSE(has(theirs, "web_keys"));
  EXPECT_TRUE(has(theirs, "config_versions"));
}

TEST_F(RegisterTest, remembers_tenants) {
  run(register_->add(kBistro));
  run(register_->add(kBistro));
  EXPECT_EQ(register_->find(kBistro)->state, TenantState::making);
  run(register_->note_made(kBistro));
  start();
  ASSERT_EQ(register_->tenants().size(), 1U);
  EXPECT_EQ(register_->tenants()[0].id, kBistro);
  EXPECT_EQ(register_->tenants()[0].state, TenantState::active);
  EXPECT_FALSE(register_->find(kOther));
}

TEST_F(RegisterTest, begins_a_tenant_anew_that_was_given_up_and_no_other) {
  run(register_->add(kBistro));
  run(register_->note_made(kBistro));
  run(register_->give_up(kBistro));
  EXPECT_EQ(refusal_of(register_->find(kBistro))->slug, "tenant/unknown");
  run(register_->add(kBistro));
  EXPECT_EQ(register_->find(kBistro)->state, TenantState::making);
  run(register_->note_made(kBistro));
  auto closed = *register_->find(kBistro);
  closed.state = TenantState::closed;
  auto* place = run(database_->open(TenantId::of_operator()));
  run(place->write([&](store::Transaction& transaction) { write_tenant(transaction, closed); }));
  register_->keep(closed);
  run(register_->add(kBistro));
  run(register_->note_made(kBistro));
  start();
  EXPECT_EQ(register_->find(kBistro)->state, TenantState::closed);
  EXPECT_EQ(refusal_of(register_->find(kBistro))->slug, "tenant/closed");
}

TEST_F(RegisterTest, knows_of_a_place_that_is_asleep_what_it_was_told_and_forgets_it_before_it_wakes) {
  run(register_->note_asleep({{kBistro, {Timestamp{5}, "Bistro", true, false}}, {kOther, {}}}));
  start();
  EXPECT_EQ(register_->sleeper(kBistro)->wake_at, Timestamp{5});
  EXPECT_EQ(register_->sleeper(kBistro)->name, "Bistro");
  EXPECT_TRUE(register_->sleeper(kBistro)->has_web);
  EXPECT_FALSE(register_->sleeper(kOther)->wake_at);
  run(register_->note_awake(kBistro));
  EXPECT_FALSE(register_->sleeper(kBistro));
  start();
  EXPECT_FALSE(register_->sleeper(kBistro));
  EXPECT_TRUE(register_->sleeper(kOther));
}

TEST_F(RegisterTest, issues_a_key_that_nobody_can_guess_once) {
  run(register_->ensure_web_key(kBistro));
  run(register_->ensure_web_key(kBistro));
  const auto keys = register_->web_keys(kBistro);
  ASSERT_EQ(keys.size(), 1U);
  EXPECT_TRUE(keys[0].starts_with("pk_"));
  EXPECT_GE(keys[0].size(), 3U + 16U);
  start();
  EXPECT_EQ(register_->tenant_of(keys[0]), kBistro);
  EXPECT_EQ(register_->web_keys(kBistro), keys);
}

TEST_F(RegisterTest, never_passes_a_key_to_another_tenant) {
  run(register_->give_web_key(kBistro, "pk_bistro"));
  EXPECT_EQ(slug_of(register_->give_web_key(kOther, "pk_bistro")), "web-keys/taken");
  EXPECT_EQ(slug_of(register_->retire_web_key(kOther, "pk_bistro")), "web-keys/unknown");
  run(register_->retire_web_key(kBistro, "pk_bistro"));
  EXPECT_FALSE(register_->tenant_of("pk_bistro"));
  start();
  EXPECT_FALSE(register_->tenant_of("pk_bistro"));
  EXPECT_EQ(slug_of(register_->give_web_key(kOther, "pk_bistro")), "web-keys/taken");
  run(register_->give_web_key(kBistro, "pk_bistro"));
  EXPECT_EQ(register_->tenant_of("pk_bistro"), kBistro);
}

TEST_F(RegisterTest, has_written_beside_a_change_of_keys_in_its_transaction_and_only_beside_one) {
  std::string beside;
  const auto note = [&](store::Transaction&, const std::string& key) { beside += key + " "; };
  const auto made = run(register_->issue_web_key(kBistro, note));
  run(register_->give_web_key(kBistro, "pk_bistro", note));
  run(register_->give_web_key(kBistro, "pk_bistro", note));
  run(register_->retire_web_key(kBistro, "pk_bistro", note));
  EXPECT_EQ(beside, made + " pk_bistro pk_bistro ");
  EXPECT_EQ(slug_of(register_->give_web_key(kOther, "pk_bistro", note)), "web-keys/taken");
  EXPECT_EQ(slug_of(register_->retire_web_key(kBistro, "pk_none", note)), "web-keys/unknown");
  EXPECT_EQ(beside, made + " pk_bistro pk_bistro ");
  const auto fail = [](store::Transaction&, const std::string&) { throw Error(Kind::internal, "audit/full", ""); };
  EXPECT_EQ(slug_of(register_->give_web_key(kBistro, "pk_second", fail)), "audit/full");
  EXPECT_FALSE(register_->tenant_of("pk_second"));
  start();
  EXPECT_FALSE(register_->tenant_of("pk_second"));
}

TEST_F(RegisterTest, refuses_what_is_no_key) {
  for (const char* key : {"bistro", "pk_", "pk_a b c", "ok_bistro"}) {
    EXPECT_EQ(slug_of(register_->give_web_key(kBistro, key)), "web-keys/bad-key") << key;
  }
}

}  // namespace
}  // namespace frontdesk::platform
