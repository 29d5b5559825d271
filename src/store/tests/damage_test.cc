#include <gtest/gtest.h>

#include "base/faulty_files.h"
#include "base/memory_files.h"
#include "store/connection.h"
#include "store/page_sums.h"
#include "store/sqlite.h"
#include "store/tests/notes.h"

// What becomes of a place whose files are not as they were left: it is noticed and named, and the other places serve.
namespace frontdesk::store {
namespace {

constexpr auto kDatabase = "data/bistro.db";
constexpr auto kLog = "data/bistro.db-wal";
constexpr auto kAnchor = "data/bistro.anchor";

using Disk = std::unique_ptr<MemoryFiles>;

void put_bytes(MemoryFiles& files, const std::string& path, std::string_view bytes) {
  const auto file = files.open(path, true);
  file->truncate(0);
  file->write(0, bytes);
  file->sync();
}

// The disk as a kill leaves it: all that was written is there.
Disk copy_of(MemoryFiles& files) {
  auto copy = std::make_unique<MemoryFiles>();
  for (const auto& name : files.list("data")) put_bytes(*copy, "data/" + name, files.bytes("data/" + name));
  return copy;
}

void flip(MemoryFiles& files, const std::string& path, std::uint64_t bit) {
  auto bytes = files.bytes(path);
  auto& byte = bytes[static_cast<std::size_t>(bit / 8)];
  byte = static_cast<char>(byte ^ 1 << bit % 8);
  put_bytes(files, path, bytes);
}

std::string body(int i) { return fmt::format("{:04} {}", i, std::string(3'000, static_cast<char>('a' + i % 26))); }

class Damage : public testing::Test {
 protected:
  std::unique_ptr<Database> open(Files& files) {
    SqliteOptions options{.folder = "data", .writer_threads = 0};
    options.on_damage = [this](const TenantId& tenant, const Error& error) {
      told_.push_back(tenant.text() + " " + error.slug);
    };
    return open_sqlite(options, {contract_module()}, files, *log_);
  }
  static Tenant& place(Database& database, std::string_view name = "bistro") {
    return *run(database.open(TenantId::parse(name)));
  }
  void write(Files& files, int from, int until, std::string_view name = "bistro") {
    const auto database = open(files);
    for (int i = from; i < until; ++i) run(insert(place(*database, name), i, body(i)));
  }
  // As it is after a kill in the middle of a run: there is a log.
  Disk killed(Files& files, int from, int until) {
    const auto database = open(files);
    for (int i = from; i < until; ++i) run(insert(place(*database), i, body(i)));
    return copy_of(dynamic_cast<MemoryFiles&>(files));
  }
  // "" where the place opens, else the slug of what is thrown; then the text names the tenant's file, too.
  std::string outcome(MemoryFiles& files) {
    told_.clear();
    const auto database = open(files);
    EXPECT_EQ(error_of([&] { place(*database, "clinic"); }).slug, "") << "another place does not open";
    const auto error = error_of([&] { place(*database); });
    if (!error.slug.empty()) EXPECT_NE(error.detail.find("data/bistro."), std::string::npos) << error.detail;
    return error.slug;
  }
  int rows(MemoryFiles& files) {
    const auto database = open(files);
    return static_cast<int>(count(place(*database)));
  }

  std::unique_ptr<Log> log_ = silent_log();
  std::vector<std::string> told_;
};

TEST_F(Damage, of_any_page_is_noticed_by_a_single_bit) {
  MemoryFiles files;
  write(files, 0, 20);
  SeededRandom random(1);
  const auto pages = files.bytes(kDatabase).size() / kPageBytes;
  ASSERT_GT(pages, 20u);
  for (std::uint64_t page = 0; page < pages; ++page) {
    for (int i = 0; i < 5; ++i) {
      const auto copy = copy_of(files);
      flip(*copy, kDatabase, page * kPageBytes * 8 + random.next() % (kPageBytes * 8));
      EXPECT_EQ(outcome(*copy), "store/damaged") << "page " << page + 1;
    }
  }
  EXPECT_EQ(outcome(files), "");
  EXPECT_TRUE(told_.empty());
}

TEST_F(Damage, of_each_bit_of_the_header_is_noticed) {
  MemoryFiles files;
  write(files, 0, 3);
  for (std::uint64_t bit = 0; bit < 100 * 8; ++bit) {
    const auto copy = copy_of(files);
    flip(*copy, kDatabase, bit);
    EXPECT_EQ(outcome(*copy), "store/damaged") << "bit " << bit;
  }
}

TEST_F(Damage, a_page_under_another_number_or_of_an_earlier_time_is_noticed) {
  MemoryFiles files;
  write(files, 0, 20);
  const auto before = files.bytes(kDatabase);
  const auto swapped = copy_of(files);
  auto bytes = before;
  std::swap_ranges(bytes.end() - kPageBytes, bytes.end(), bytes.end() - 2 * kPageBytes);
  put_bytes(*swapped, kDatabase, bytes);
  EXPECT_EQ(outcome(*swapped), "store/damaged");

  {
    const auto database = open(files);
    run(place(*database).write(
        [](Transaction& transaction) { transaction.run({"UPDATE notes SET weight = 7 WHERE id = 5"}); }));
  }
  const auto after = files.bytes(kDatabase);
  ASSERT_EQ(after.size(), before.size());
  int tried = 0;
  for (std::size_t at = 0; at < after.size(); at += kPageBytes) {
    if (after.substr(at, kPageBytes) == before.substr(at, kPageBytes)) continue;
    const auto copy = copy_of(files);
    put_bytes(*copy, kDatabase, std::string(after).replace(at, kPageBytes, before, at, kPageBytes));
    EXPECT_EQ(outcome(*copy), "store/damaged") << "page " << at / kPageBytes + 1 << " is as it was before";
    ++tried;
  }
  EXPECT_GE(tried, 2);
}

TEST_F(Damage, of_a_database_that_is_gone_empty_cut_or_older_is_noticed) {
  MemoryFiles files;
  write(files, 0, 10);
  const auto older = files.bytes(kDatabase);
  write(files, 10, 20);
  const auto stopped = copy_of(files);
  const auto after_kill = killed(files, 20, 22);
  for (const auto* disk : {&stopped, &after_kill}) {
    const auto whole = (*disk)->bytes(kDatabase);
    const auto gone = copy_of(**disk);
    gone->remove(kDatabase, true);
    EXPECT_EQ(outcome(*gone), "store/missing");
    for (const auto& bytes : {std::string(), whole.substr(0, 1000), whole.substr(0, 8 * kPageBytes),
                              whole.substr(0, whole.size() - 100), older, std::string(whole.size(), '\0')}) {
      const auto copy = copy_of(**disk);
      put_bytes(*copy, kDatabase, bytes);
      EXPECT_EQ(outcome(*copy), "store/damaged") << bytes.size() << " bytes";
    }
    EXPECT_EQ(outcome(**disk), "");
    EXPECT_TRUE(told_.empty());
  }
  EXPECT_EQ(rows(*after_kill), 22);
}

TEST_F(Damage, of_a_log_that_a_kill_left_is_noticed) {
  MemoryFiles files;
  write(files, 0, 10);
  const auto disk = killed(files, 10, 16);
  const auto log = disk->bytes(kLog);
  ASSERT_GT(log.size(), 5 * kFrameBytes);
  SeededRandom random(2);
  std::vector<std::string> damages{"", log.substr(0, 100), log.substr(0, kLogHeaderBytes + 2 * kFrameBytes)};
  for (int i = 0; i < 40; ++i) {
    auto bytes = log;
    auto& byte = bytes[random.next() % (kLogHeaderBytes + 6 * kFrameBytes)];
    byte = static_cast<char>(byte ^ 1 << random.next() % 8);
    damages.push_back(bytes);
  }
  for (const auto& bytes : damages) {
    const auto copy = copy_of(*disk);
    put_bytes(*copy, kLog, bytes);
    // What SQLite does not look at in the header of a log or a frame may be anything.
    const auto seen = outcome(*copy);
    if (seen.empty()) {
      EXPECT_EQ(rows(*copy), 16) << "something is lost in silence";
    } else {
      EXPECT_EQ(seen, "store/damaged");
      EXPECT_EQ(copy->bytes(kLog), bytes) << "what is left is not touched";
    }
  }
  disk->remove(kLog, true);
  EXPECT_EQ(outcome(*disk), "store/damaged");
}

TEST_F(Damage, of_an_anchor_is_noticed) {
  MemoryFiles files;
  write(files, 0, 5);
  const auto first = files.bytes(kAnchor);
  write(files, 5, 8);
  const auto second = files.bytes(kAnchor);
  const auto after_kill = killed(files, 8, 12);
  const auto stopped = copy_of(files);
  for (const auto* disk : {&stopped, &after_kill}) {
    const auto whole = (*disk)->bytes(kAnchor);
    for (const auto& bytes : {std::string(), whole.substr(0, 50), first, second}) {
      const auto copy = copy_of(**disk);
      put_bytes(*copy, kAnchor, bytes);
      EXPECT_EQ(outcome(*copy), "store/damaged") << bytes.size() << " bytes";
    }
    const auto gone = copy_of(**disk);
    gone->remove(kAnchor, true);
    EXPECT_EQ(outcome(*gone), "store/damaged");
    for (std::uint64_t bit = 0; bit < whole.size() * 8; bit += 7) {
      const auto copy = copy_of(**disk);
      flip(*copy, kAnchor, bit);
      EXPECT_EQ(outcome(*copy), "") << "the other half is whole";
      EXPECT_EQ(told_, std::vector<std::string>{"bistro store/anchor-torn"}) << "bit " << bit;
      EXPECT_EQ(outcome(*copy), "");
      EXPECT_TRUE(told_.empty()) << "it was made anew";
    }
  }
}

TEST_F(Damage, of_rows_that_somebody_changed_while_the_server_was_stopped_is_noticed) {
  MemoryFiles files;
  write(files, 0, 5);
  for (const auto* sql : {"DELETE FROM notes WHERE id = 3", "UPDATE notes SET weight = 1 WHERE id = 3",
                          "INSERT INTO notes (id, body) VALUES (99, 'x')", "DELETE FROM migrations"}) {
    const auto copy = copy_of(files);
    {
      const Vfs vfs(*copy);
      Connection connection(vfs, kDatabase, Connection::Role::writer);
      connection.execute({sql}, {});
    }
    EXPECT_EQ(outcome(*copy), "store/damaged") << sql;
  }
}

TEST_F(Damage, the_file_of_another_place_is_noticed) {
  MemoryFiles files;
  write(files, 0, 5);
  write(files, 0, 5, "other");
  put_bytes(files, kDatabase, files.bytes("data/other.db"));
  EXPECT_EQ(outcome(files), "store/damaged");
}

TEST_F(Damage, that_is_met_while_serving_fails_what_meets_it) {
  MemoryFiles files;
  write(files, 0, 40);
  write(files, 0, 5, "clinic");
  const auto database = open(files);
  auto& bistro = place(*database);
  auto& clinic = place(*database, "clinic");
  const auto pages = files.bytes(kDatabase).size() / kPageBytes;
  for (std::uint64_t page = pages - 8; page < pages; ++page) flip(files, kDatabase, page * kPageBytes * 8 + 4'000);
  const auto error = error_of([&] { bodies(bistro); });
  EXPECT_EQ(error.slug, "store/damaged");
  EXPECT_NE(error.detail.find("data/bistro.db"), std::string::npos) << error.detail;
  EXPECT_EQ(told_, std::vector<std::string>{"bistro store/damaged"});
  EXPECT_EQ(bodies(clinic).size(), 5u);
  const auto first = run(bistro.read([](Reader& reader) {
    return reader.one({"SELECT body FROM notes WHERE id = 0"}, [](const Row& row) { return std::string(row.text(0)); });
  }));
  EXPECT_EQ(first, body(0)) << "what lies on other pages is read";
}

TEST_F(Damage, of_the_log_is_met_while_serving) {
  MemoryFiles files;
  write(files, 0, 5);
  const auto database = open(files);
  auto& bistro = place(*database);
  for (int i = 5; i < 10; ++i) run(insert(bistro, i, body(i)));
  const auto log = files.bytes(kLog);
  for (std::size_t frame = 0; frame < 10; ++frame) {
    const auto at = kLogHeaderBytes + frame * kFrameBytes + kFrameHeaderBytes + 2'000;
    files.open(kLog, false)->write(at, std::string(1, static_cast<char>(log[at] ^ 4)));
  }
  EXPECT_EQ(error_of([&] { bodies(bistro); }).slug, "store/damaged");
}

TEST_F(Damage, can_be_accepted_where_the_pages_are_whole) {
  MemoryFiles files;
  write(files, 0, 5);
  const auto older = files.bytes(kDatabase);
  write(files, 5, 8);
  const auto bistro = TenantId::parse("bistro");
  put_bytes(files, kDatabase, older);
  ASSERT_EQ(outcome(files), "store/damaged");
  EXPECT_NE(accept_place("data", bistro, files).find("commit 5"), std::string::npos);
  EXPECT_EQ(rows(files), 5);
  write(files, 5, 7);
  EXPECT_EQ(rows(files), 7);

  flip(files, kDatabase, 5 * kPageBytes * 8 + 99);
  EXPECT_EQ(error_of([&] { accept_place("data", bistro, files); }).slug, "store/damaged");
  files.remove(kDatabase, true);
  ASSERT_EQ(outcome(files), "store/missing");
  EXPECT_NE(accept_place("data", bistro, files).find("given up"), std::string::npos);
  EXPECT_EQ(rows(files), 0);
}

TEST_F(Damage, is_not_seen_in_what_a_kill_leaves_at_any_moment) {
  MemoryFiles memory;
  FaultyFiles files(memory);
  std::vector<Disk> disks;
  files.before_each([&](const FileCall&) { disks.push_back(copy_of(memory)); });
  for (int life = 0; life < 3; ++life) {
    const auto database = open_sqlite({.folder = "data", .writer_threads = 0}, {contract_module()}, files, *log_);
    for (int i = 0; i < 4; ++i) run(insert(place(*database), life * 10 + i, body(life * 10 + i)));
  }
  files.before_each({});
  ASSERT_GT(disks.size(), 200u);
  for (std::size_t i = 0; i < disks.size(); ++i) {
    EXPECT_EQ(outcome(*disks[i]), "") << "at call " << i;
    EXPECT_TRUE(told_.empty()) << "at call " << i << ": " << told_.front();
  }
}

TEST_F(Damage, is_not_seen_in_what_a_loss_of_power_leaves) {
  MemoryFiles memory;
  FaultyFiles files(memory);
  std::vector<Disk> disks;
  files.before_each([&](const FileCall& call) { disks.push_back(memory.crash(call.number)); });
  for (int life = 0; life < 3; ++life) {
    const auto database = open_sqlite({.folder = "data", .writer_threads = 0}, {contract_module()}, files, *log_);
    for (int i = 0; i < 4; ++i) run(insert(place(*database), life * 10 + i, body(life * 10 + i)));
  }
  files.before_each({});
  for (std::size_t i = 0; i < disks.size(); ++i) EXPECT_EQ(outcome(*disks[i]), "") << "at call " << i;
}

// What is torn and what is dropped differs from seed to seed; few of them bring back an earlier half of the anchor.
TEST_F(Damage, is_not_seen_in_what_a_loss_of_power_leaves_of_a_later_run) {
  MemoryFiles files;
  write(files, 0, 4);
  const auto database = open(files);
  for (int i = 4; i < 7; ++i) run(insert(place(*database), i, body(i)));
  for (std::uint64_t seed = 0; seed < 2'000; ++seed) EXPECT_EQ(outcome(*files.crash(seed)), "") << "seed " << seed;
}

TEST(PageSum, changes_with_every_bit_and_with_the_place) {
  std::string page(kPageBytes, '\0');
  SeededRandom random(3);
  random.fill({reinterpret_cast<std::uint8_t*>(page.data()), page.size()});
  const auto sum = page_sum(7, page);
  EXPECT_NE(page_sum(8, page), sum);
  for (std::size_t bit = 0; bit < (kPageBytes - kSumBytes) * 8; ++bit) {
    page[bit / 8] = static_cast<char>(page[bit / 8] ^ 1 << bit % 8);
    EXPECT_NE(page_sum(7, page), sum) << "bit " << bit;
    page[bit / 8] = static_cast<char>(page[bit / 8] ^ 1 << bit % 8);
  }
}

}  // namespace
}  // namespace frontdesk::store
