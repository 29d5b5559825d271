#include <gtest/gtest.h>

#include "base/crypto.h"
#include "base/faulty_files.h"
#include "base/memory_files.h"
#include "store/sqlite.h"
#include "store/tests/run.h"

// Power is lost at any moment, also in the middle of a write: the database opens, holds whole transactions in their
// order, and everything that was acknowledged.
namespace frontdesk::store {
namespace {

constexpr base::EmbeddedFile kMigrations[] = {
    {"0001_chain.sql", "CREATE TABLE chain (id BIGINT PRIMARY KEY, payload TEXT NOT NULL, link TEXT NOT NULL)"}};

constexpr int kRowsPerTransaction = 3;

std::string link_of(const std::string& before, std::string_view payload) {
  return crypto::sha256_hex(before + std::string(payload));
}

struct End {
  std::int64_t id = 0;
  std::string link;
};

End end_of(Reader& reader) {
  return reader
      .one({"SELECT id, link FROM chain ORDER BY id DESC LIMIT 1"},
           [](const Row& row) { return End{row.integer(0), std::string(row.text(1))}; })
      .value_or(End{});
}

// Appends some rows, each of which names the one before; returns the id of the last.
std::int64_t grow(Transaction& transaction) {
  auto end = end_of(transaction);
  for (int i = 0; i < kRowsPerTransaction; ++i) {
    ++end.id;
    const std::string payload(static_cast<std::size_t>(end.id * 7919 % 6'000), static_cast<char>('a' + end.id % 26));
    end.link = link_of(end.link, payload);
    transaction.run({"INSERT INTO chain (id, payload, link) VALUES ($1, $2, $3)"}, end.id, payload, end.link);
  }
  return end.id;
}

// What a loss of power left, and what had been promised by then.
struct Image {
  std::unique_ptr<MemoryFiles> files;
  std::int64_t acknowledged = 0;
  std::uint64_t seed = 0;
};

std::unique_ptr<Database> open(Files& files, Log& log, int writer_threads) {
  return open_sqlite({.folder = "data", .writer_threads = writer_threads}, {{"chain", kMigrations}}, files, log);
}

// "" where the image is as it must be, else what is wrong with it.
std::string judge(const Image& image) {
  const auto log = silent_log();
  try {
    const auto database = open(*image.files, *log, 0);
    auto& tenant = *run(database->open(TenantId::parse("bistro")));
    std::string wrong;
    std::int64_t last = 0;
    run(tenant.inspect([&](Reader& reader) {
      std::string link;
      reader.each_row({"SELECT id, payload, link FROM chain ORDER BY id"}, [&](const Row& row) {
        link = link_of(link, row.text(1));
        if (row.integer(0) != ++last || row.text(2) != link) wrong = fmt::format("the chain breaks at {}", last);
      });
      reader.each_row({"PRAGMA integrity_check"}, [&](const Row& row) {
        if (row.text(0) != "ok") wrong = row.text(0);
      });
    }));
    if (!wrong.empty()) return wrong;
    if (last % kRowsPerTransaction != 0) return fmt::format("half a transaction: {} rows", last);
    if (last < image.acknowledged) return fmt::format("{} rows of {} that were acknowledged", last, image.acknowledged);
    const auto grown = run(tenant.write(grow));
    if (grown != last + kRowsPerTransaction) return fmt::format("could not go on after {}: {}", last, grown);
  } catch (const Error& error) {
    return fmt::format("{}: {} ({})", error.slug, error.detail, error.cause);
  }
  return "";
}

// Takes images at seeded calls while one caller writes, in simulation.
std::vector<Image> images_of_one_writer(std::uint64_t seed, std::size_t most, bool disk_lies) {
  MemoryFiles memory;
  FaultyFiles files(memory);
  files.swallow_syncs(disk_lies);
  std::vector<Image> images;
  std::int64_t acknowledged = 0;
  SeededRandom random(seed);
  files.before_each([&](const FileCall& call) {
    if (images.size() >= most || random.next() % 80 != 0) return;
    const auto image_seed = seed << 32 | call.number;
    images.push_back({memory.crash(image_seed), acknowledged, image_seed});
  });
  const auto log = silent_log();
  const auto database = open(files, *log, 0);
  auto& tenant = *run(database->open(TenantId::parse("bistro")));
  for (int i = 0; i < 150; ++i) acknowledged = run(tenant.write(grow));
  return images;
}

std::size_t count_bad(bool disk_lies, std::size_t wanted, std::string& first) {
  std::size_t bad = 0;
  std::size_t judged = 0;
  for (std::uint64_t seed = 1; judged < wanted; ++seed) {
    for (const auto& image : images_of_one_writer(seed, std::min<std::size_t>(20, wanted - judged), disk_lies)) {
      const auto wrong = judge(image);
      if (!wrong.empty() && bad++ == 0) first = fmt::format("seed {:#x}: {}", image.seed, wrong);
      ++judged;
    }
  }
  return bad;
}

TEST(Torn, holds_its_promises_in_300_images) {
  std::string first;
  EXPECT_EQ(count_bad(false, 300, first), 0u) << first;
}

TEST(Torn, is_found_out_when_the_disk_lies_about_syncs) {
  std::string first;
  EXPECT_GT(count_bad(true, 40, first), 10u);
}

Task<> keep_growing(Tenant& tenant, int times, std::atomic<std::int64_t>& acknowledged) {
  for (int i = 0; i < times; ++i) {
    const auto id = co_await tenant.write(grow);
    auto known = acknowledged.load();
    while (known < id && !acknowledged.compare_exchange_weak(known, id)) {
    }
  }
}

TEST(Torn, holds_its_promises_with_groups_and_a_checkpoint_thread) {
  MemoryFiles memory;
  FaultyFiles files(memory);
  std::atomic<std::int64_t> acknowledged = 0;
  std::mutex mutex;
  std::vector<Image> images;
  SeededRandom random(11);
  files.before_each([&](const FileCall& call) {
    const std::lock_guard lock(mutex);
    if (random.next() % 60 != 0 || images.size() >= 50) return;
    const auto promised = acknowledged.load();
    images.push_back({memory.crash(call.number), promised, call.number});
  });
  {
    const auto log = silent_log();
    const auto database =
        open_sqlite({.folder = "data", .group_max = 8, .checkpoint_every = std::chrono::milliseconds(2)},
                    {{"chain", kMigrations}}, files, *log);
    auto& tenant = *run(database->open(TenantId::parse("bistro")));
    std::vector<Task<>> tasks;
    tasks.reserve(12);
    for (int i = 0; i < 12; ++i) tasks.push_back(keep_growing(tenant, 60, acknowledged));
    for (const auto& slug : run_all(std::move(tasks))) EXPECT_EQ(slug, "");
  }
  ASSERT_GT(images.size(), 20u);
  for (const auto& image : images) EXPECT_EQ(judge(image), "") << "at call " << image.seed;
}

}  // namespace
}  // namespace frontdesk::store
