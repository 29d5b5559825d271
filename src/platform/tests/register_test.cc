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
    database_ =
        support::open_database({.folder = "data", .writer_threads = 0}, {module(), operator_module()}, files_, *log_);
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
  start();
  ASSERT_EQ(register_->tenants().size(), 1U);
  EXPECT_EQ(register_->tenants()[0].id, kBistro);
  EXPECT_EQ(register_->tenants()[0].state, "active");
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

TEST_F(RegisterTest, refuses_what_is_no_key) {
  for (const char* key : {"bistro", "pk_", "pk_a b c", "ok_bistro"}) {
    EXPECT_EQ(slug_of(register_->give_web_key(kBistro, key)), "web-keys/bad-key") << key;
  }
}

}  // namespace
}  // namespace frontdesk::platform
