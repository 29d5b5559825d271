#include "store/sqlite.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <thread>

#include "store/tests/sqlite_backing.h"

namespace frontdesk::store {
namespace {

class Sqlite : public testing::Test {
 protected:
  std::unique_ptr<Database> open(SqliteOptions options = {}) {
    options.folder = folder_.path() + "/tenants";
    return open_sqlite(options, {contract_module()}, *files_, *log_);
  }

  // The same on a disk in memory, where the disk itself does not matter.
  std::unique_ptr<Database> open_in_memory(SqliteOptions options = {}) {
    options.folder = "data";
    return open_sqlite(options, {contract_module()}, memory_, *log_);
  }

  TemporaryFolder folder_;
  std::unique_ptr<Files> files_ = system_files();
  MemoryFiles memory_;
  std::unique_ptr<Log> log_ = silent_log();
};

TEST_F(Sqlite, refuses_a_second_server_on_its_folder_and_names_the_first) {
  const auto first = open();
  const auto error = error_of([&] { open(); });
  EXPECT_EQ(error.kind, Kind::conflict);
  EXPECT_EQ(error.slug, "store/folder-in-use");
  EXPECT_NE(error.detail.find(fmt::format("process {}", ::getpid())), std::string::npos) << error.detail;
}

TEST_F(Sqlite, keeps_its_folder_when_the_lock_file_is_removed_or_made_anew) {
  const auto first = open();
  const auto path = folder_.path() + "/tenants/frontdesk.lock";
  std::filesystem::remove(path);
  EXPECT_EQ(error_of([&] { open(); }).slug, "store/folder-in-use");
  files_->open(path, true);
  EXPECT_EQ(error_of([&] { open(); }).slug, "store/folder-in-use");
}

TEST_F(Sqlite, lets_go_of_its_folder_when_it_is_closed) {
  open();
  EXPECT_NO_THROW(open());
}

TEST_F(Sqlite, finishes_what_was_submitted_before_it_closes) {
  auto database = open();
  auto& tenant = *run(database->open(TenantId::parse("bistro")));
  auto& loop = test_loop();
  int done = 0;
  for (int i = 0; i < 100; ++i) {
    boost::asio::co_spawn(loop, insert(tenant, i, std::to_string(i)),
                          [&](std::exception_ptr failure) { done += !failure; });
  }
  loop.poll();
  database.reset();
  loop.run();
  EXPECT_EQ(done, 100);
  database = open();
  EXPECT_EQ(count(*run(database->open(TenantId::parse("bistro")))), 100);
}

TEST_F(Sqlite, turns_away_what_does_not_fit_the_queue) {
  const auto database = open_in_memory({.waiting_max = 10});
  auto& tenant = *run(database->open(TenantId::parse("bistro")));
  std::vector<Task<>> tasks;
  tasks.reserve(200);
  for (int i = 0; i < 200; ++i) tasks.push_back(insert(tenant, i, std::to_string(i)));
  const auto slugs = run_all(std::move(tasks));
  const auto refused = std::ranges::count(slugs, "store/busy");
  EXPECT_GT(refused, 0);
  EXPECT_EQ(count(tenant), 200 - refused);
}

TEST_F(Sqlite, names_a_damaged_file_and_what_to_do) {
  const auto path = folder_.path() + "/tenants/bistro.db";
  {
    const auto database = open();
    run(database->open(TenantId::parse("bistro")));
  }
  files_->open(path, false)->write(0, std::string(8192, 'x'));
  const auto database = open();
  const auto error = error_of([&] { run(database->open(TenantId::parse("bistro"))); });
  EXPECT_EQ(error.slug, "store/damaged");
  EXPECT_NE(error.detail.find(path), std::string::npos) << error.detail;
}

TEST_F(Sqlite, keeps_its_log_short_under_load) {
  const auto database = open_in_memory();
  auto& tenant = *run(database->open(TenantId::parse("bistro")));
  std::size_t longest = 0;
  for (int round = 0; round < 40; ++round) {
    std::vector<Task<>> tasks;
    tasks.reserve(200);
    for (int i = 0; i < 200; ++i)
      tasks.push_back(insert(tenant, round * 200 + i, fmt::format("{} {}", round, i) + std::string(8'000, 'x')));
    run_all(std::move(tasks));
    longest = std::max(longest, memory_.bytes("data/bistro.db-wal").size());
  }
  EXPECT_LT(longest, 40u << 20) << "of 90 MB that were written";
}

Task<> read_together(Tenant& tenant, std::atomic<int>& reading, int readers) {
  co_await tenant.inspect([&](Reader& reader) {
    count(reader);
    ++reading;
    while (reading < readers) std::this_thread::yield();
  });
}

// Each thread that reads has a connection, and all of them close when the house does.
TEST_F(Sqlite, leaves_nothing_in_its_log_when_it_is_closed) {
  constexpr int kReaders = 4;
  for (int round = 0; round < 40; ++round) {
    auto database = open({.reader_threads = kReaders});
    auto& tenant = *run(database->open(TenantId::parse("bistro")));
    run(insert(tenant, round, fmt::format("note {}", round)));
    std::atomic<int> reading = 0;
    std::vector<Task<>> tasks;
    for (int i = 0; i < 4 * kReaders; ++i) tasks.push_back(read_together(tenant, reading, kReaders));
    run_all(std::move(tasks));
    database.reset();
    ASSERT_FALSE(std::filesystem::exists(folder_.path() + "/tenants/bistro.db-wal")) << "round " << round;
  }
}

// Reads, and is told to go on only when the writers are done.
Task<> read_for_long(Tenant& tenant, std::atomic<bool>& is_over) {
  co_await tenant.inspect([&](Reader& reader) {
    const auto before = count(reader);
    while (!is_over) std::this_thread::yield();
    EXPECT_EQ(count(reader), before);
  });
}

Task<> write_meanwhile(Tenant& tenant, std::atomic<bool>& is_over) {
  for (int i = 0; i < 300; ++i) co_await insert(tenant, i, fmt::format("{:06}", i) + std::string(90'000, 'x'));
  is_over = true;
}

TEST_F(Sqlite, lets_a_long_read_keep_its_snapshot_while_others_write) {
  const auto database = open_in_memory();
  auto& tenant = *run(database->open(TenantId::parse("bistro")));
  std::atomic<bool> is_over = false;
  std::vector<Task<>> tasks;
  tasks.push_back(read_for_long(tenant, is_over));
  tasks.push_back(write_meanwhile(tenant, is_over));
  for (const auto& slug : run_all(std::move(tasks))) EXPECT_EQ(slug, "");
  EXPECT_EQ(count(tenant), 300);
}

TEST(Simulation, leaves_the_same_bytes_for_the_same_seed) {
  const auto life = [](std::uint64_t seed) {
    MemoryFiles files;
    ManualClock clock(Timestamp{1'700'000'000'000});
    SeededRandom random(seed);
    const auto log = silent_log();
    const auto database = open_sqlite({.folder = "data", .writer_threads = 0, .clock = &clock, .random = &random},
                                      {contract_module()}, files, *log);
    auto& tenant = *run(database->open(TenantId::parse("bistro")));
    for (int i = 0; i < 20; ++i) run(insert(tenant, i, std::to_string(i)));
    return files.bytes("data/bistro.db-wal");
  };
  EXPECT_EQ(life(5), life(5));
  EXPECT_NE(life(5), life(6));
}

TEST_F(Sqlite, keeps_going_when_there_are_more_tenants_than_connections) {
  const auto database = open_in_memory();
  for (int i = 0; i < 150; ++i) run(insert(*run(database->open(TenantId::parse(fmt::format("t{}", i)))), i, "x"));
  for (int i = 0; i < 150; ++i) EXPECT_EQ(count(*run(database->open(TenantId::parse(fmt::format("t{}", i))))), 1);
}

TEST_F(Sqlite, has_one_digest_for_equal_data_and_another_for_other) {
  const auto database = open_in_memory();
  auto& left = *run(database->open(TenantId::parse("left")));
  auto& right = *run(database->open(TenantId::parse("right")));
  for (int i = 0; i < 10; ++i) run(insert(left, i, std::to_string(i)));
  for (int i = 9; i >= 0; --i) run(insert(right, i, std::to_string(i)));
  EXPECT_EQ(run(left.read(digest_of)), run(right.read(digest_of)));
  run(right.write([](Transaction& transaction) { transaction.run({"UPDATE notes SET weight = 1 WHERE id = 3"}); }));
  EXPECT_NE(run(left.read(digest_of)), run(right.read(digest_of)));
}

}  // namespace
}  // namespace frontdesk::store
