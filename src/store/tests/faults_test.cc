#include <gtest/gtest.h>

#include <set>

#include "base/faulty_files.h"
#include "base/memory_files.h"
#include "store/sqlite.h"
#include "store/tests/notes.h"

namespace frontdesk::store {
namespace {

Error broken_disk() { return {Kind::unavailable, "files/io", "Input/output error"}; }

std::string page(int i) { return fmt::format("{:06}", i) + std::string(10'000, 'x'); }

// With threads, and in simulation.
class Faults : public testing::TestWithParam<int> {
 protected:
  std::unique_ptr<Database> open(Files& files) {
    return open_sqlite({.folder = "data", .writer_threads = GetParam()}, {contract_module()}, files, *log_);
  }
  static Tenant& tenant(Database& database) { return *run(database.open(TenantId::parse("bistro"))); }

  MemoryFiles memory_;
  FaultyFiles files_{memory_};
  std::unique_ptr<Log> log_ = silent_log();
};

TEST_P(Faults, a_full_disk_refuses_writes_serves_reads_and_heals) {
  const auto database = open(files_);
  auto& place = tenant(*database);
  files_.set_space(1 << 20);
  int written = 0;
  Error refusal(Kind::internal, "", "");
  while (refusal.slug.empty() && written < 1'000) {
    refusal = error_of([&] { run(insert(place, written, page(written))); });
    written += refusal.slug.empty();
  }
  EXPECT_EQ(refusal.kind, Kind::exhausted);
  EXPECT_EQ(refusal.slug, "files/disk-full");
  EXPECT_TRUE(refusal.retry_after.has_value());
  EXPECT_GT(written, 10);
  EXPECT_EQ(count(place), written);
  EXPECT_EQ(error_of([&] { run(insert(place, 7'777, page(7'777))); }).slug, "files/disk-full");

  files_.set_space(std::nullopt);
  run(insert(place, written, page(written)));
  EXPECT_EQ(count(place), written + 1);
}

TEST_P(Faults, a_group_on_a_full_disk_acknowledges_nothing_that_is_not_there) {
  const auto database = open(files_);
  auto& place = tenant(*database);
  files_.set_space(1 << 20);
  std::vector<Task<>> tasks;
  for (int i = 0; i < 300; ++i) tasks.push_back(insert(place, i, page(i)));
  const auto slugs = run_all(std::move(tasks));
  EXPECT_GT(std::ranges::count(slugs, "files/disk-full"), 0);
  EXPECT_EQ(std::ranges::count(slugs, ""), count(place));
}

TEST_P(Faults, after_a_failed_sync_nothing_is_written_until_the_next_start) {
  auto database = open(files_);
  auto* place = &tenant(*database);
  for (int i = 0; i < 10; ++i) run(insert(*place, i, page(i)));

  files_.fail_verb(FileCall::Verb::sync, broken_disk());
  const auto error = error_of([&] { run(insert(*place, 10, page(10))); });
  EXPECT_EQ(error.kind, Kind::unavailable);
  EXPECT_EQ(error.slug, "store/failed");
  EXPECT_EQ(count(*place), 10);

  files_.fail_verb(FileCall::Verb::sync, std::nullopt);
  EXPECT_EQ(error_of([&] { run(insert(*place, 11, page(11))); }).slug, "store/failed");
  database.reset();
  EXPECT_TRUE(memory_.exists("data/bistro.db-wal")) << "the log was thrown away though a sync had failed";

  database = open(files_);
  place = &tenant(*database);
  EXPECT_GE(count(*place), 10);
  EXPECT_LE(count(*place), 11);
  run(insert(*place, 12, page(12)));
}

TEST_P(Faults, a_failed_write_fails_its_commit_only) {
  const auto database = open(files_);
  auto& place = tenant(*database);
  run(insert(place, 1, page(1)));
  files_.fail_verb(FileCall::Verb::write, broken_disk());
  EXPECT_EQ(error_of([&] { run(insert(place, 2, page(2))); }).slug, "store/io");
  files_.fail_verb(FileCall::Verb::write, std::nullopt);
  run(insert(place, 3, page(3)));
  EXPECT_EQ(count(place), 2);
}

INSTANTIATE_TEST_SUITE_P(Modes, Faults, testing::Values(1, 0),
                         [](const auto& info) { return info.param ? "Threads" : "Simulation"; });

// Opens, writes ten rows and closes; the rows that were acknowledged.
std::vector<int> live_a_life(Files& files) {
  const auto log = silent_log();
  std::vector<int> acknowledged;
  try {
    const auto database = open_sqlite({.folder = "data", .writer_threads = 0}, {contract_module()}, files, *log);
    auto& place = *run(database->open(TenantId::parse("bistro")));
    for (int i = 0; i < 10; ++i) {
      if (error_of([&] { run(insert(place, i, page(i))); }).slug.empty()) acknowledged.push_back(i);
    }
  } catch (const Error&) {
  }
  return acknowledged;
}

std::set<int> stored(Files& files) {
  const auto log = silent_log();
  const auto database = open_sqlite({.folder = "data", .writer_threads = 0}, {contract_module()}, files, *log);
  std::set<int> ids;
  for (const auto& body : bodies(*run(database->open(TenantId::parse("bistro")))))
    ids.insert(std::stoi(body.substr(0, 6)));
  return ids;
}

void expect_all_there(Files& files, const std::vector<int>& acknowledged, std::uint64_t k) {
  const auto there = stored(files);
  for (const int id : acknowledged) EXPECT_TRUE(there.contains(id)) << "row " << id << ", fault " << k;
}

TEST(EveryCall, that_fails_once_or_for_good_loses_nothing_that_was_acknowledged) {
  MemoryFiles counted;
  FaultyFiles counter(counted);
  ASSERT_EQ(live_a_life(counter).size(), 10u);
  const auto calls = counter.calls();
  ASSERT_GT(calls, 50u);
  for (const auto span : {FaultyFiles::Span::once, FaultyFiles::Span::from_then_on}) {
    for (std::uint64_t k = 1; k <= calls; ++k) {
      MemoryFiles memory;
      FaultyFiles files(memory);
      files.fail_call(k, broken_disk(), span);
      const auto acknowledged = live_a_life(files);
      expect_all_there(memory, acknowledged, k);
      expect_all_there(*memory.crash(k), acknowledged, k);
    }
  }
}

TEST(EveryByte, at_which_the_disk_is_full_loses_nothing_that_was_acknowledged) {
  for (std::uint64_t space = 0; space < 400'000; space += 1'777) {
    MemoryFiles memory;
    FaultyFiles files(memory);
    files.set_space(space);
    const auto acknowledged = live_a_life(files);
    expect_all_there(memory, acknowledged, space);
    expect_all_there(*memory.crash(space), acknowledged, space);
  }
}

}  // namespace
}  // namespace frontdesk::store
