// What a durable row costs here, beside the same rows through plain SQLite and beside a bare file, on one disk in one
// run.
#include "store/sqlite.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <unistd.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <filesystem>
#include <numeric>
#include <thread>

#include "base/error.h"

namespace frontdesk::store {
namespace {

constexpr std::size_t kRecordBytes = 1'000;
constexpr std::chrono::milliseconds kSpan{200};
constexpr int kRounds = 15;

constexpr const char* kTable =
    "CREATE TABLE journal (id INTEGER PRIMARY KEY, thread INTEGER NOT NULL, record BLOB NOT NULL)";
constexpr const char* kOurTable =
    "CREATE TABLE journal (id BIGINT PRIMARY KEY, thread BIGINT NOT NULL, record BYTEA NOT NULL)";
constexpr const char* kAppend = "INSERT INTO journal (thread, record) VALUES ($1, $2)";

using Instant = std::chrono::steady_clock::time_point;

double us_between(Instant from, Instant to) { return std::chrono::duration<double, std::micro>(to - from).count(); }

struct Figures {
  double rows_per_s = 0;
  double rows_per_sync = 0;
  double p50_us = 0;
  double p99_us = 0;
};

double at_share(std::vector<double>& sorted, double share) {
  return sorted.empty() ? 0 : sorted[static_cast<std::size_t>(share * static_cast<double>(sorted.size() - 1))];
}

Figures figures(std::vector<double> waits_us, double rows, double syncs, double span_us) {
  std::ranges::sort(waits_us);
  return {rows / span_us * 1e6, syncs > 0 ? rows / syncs : 0, at_share(waits_us, 0.5), at_share(waits_us, 0.99)};
}

class Folder {
 public:
  Folder() {
    std::string pattern = std::filesystem::current_path() / "bench-store-XXXXXX";
    if (!::mkdtemp(pattern.data())) throw std::runtime_error("could not make a folder here");
    path_ = pattern;
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  std::string operator/(std::string_view name) const { return fmt::format("{}/{}", path_, name); }

 private:
  std::string path_;
};

// The least that a durable row can cost: an append and a sync.
Figures measure_file(const std::string& path) {
  const int file = ::open(path.c_str(), O_CREAT | O_TRUNC | O_WRONLY | O_APPEND, 0600);
  const std::string record(kRecordBytes, 'r');
  std::vector<double> waits;
  const auto start = std::chrono::steady_clock::now();
  auto now = start;
  while (now - start < kSpan) {
    if (::write(file, record.data(), record.size()) < 0 || ::fdatasync(file) != 0)
      throw std::runtime_error("could not write");
    const auto done = std::chrono::steady_clock::now();
    waits.push_back(us_between(now, done));
    now = done;
  }
  ::close(file);
  const auto rows = static_cast<double>(waits.size());
  return figures(std::move(waits), rows, rows, us_between(start, now));
}

void must(int code, sqlite3* connection) {
  if (code != SQLITE_OK && code != SQLITE_DONE && code != SQLITE_ROW)
    throw std::runtime_error(sqlite3_errmsg(connection));
}

// Plain SQLite with its own file system and its own checkpoints, one thread, `group` rows a commit.
Figures measure_sqlite(const std::string& path, double group) {
  sqlite3* connection = nullptr;
  must(sqlite3_open(path.c_str(), &connection), connection);
  must(sqlite3_exec(connection, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL", nullptr, nullptr, nullptr),
       connection);
  must(sqlite3_exec(connection, kTable, nullptr, nullptr, nullptr), connection);
  sqlite3_stmt* append = nullptr;
  sqlite3_stmt* begin = nullptr;
  sqlite3_stmt* commit = nullptr;
  must(sqlite3_prepare_v2(connection, kAppend, -1, &append, nullptr), connection);
  must(sqlite3_prepare_v2(connection, "BEGIN IMMEDIATE", -1, &begin, nullptr), connection);
  must(sqlite3_prepare_v2(connection, "COMMIT", -1, &commit, nullptr), connection);
  const std::string record(kRecordBytes, 'r');
  const auto run = [&](sqlite3_stmt* statement) {
    must(sqlite3_step(statement), connection);
    sqlite3_reset(statement);
  };

  std::vector<double> waits;
  double rows = 0;
  const auto start = std::chrono::steady_clock::now();
  auto now = start;
  while (now - start < kSpan) {
    run(begin);
    for (const double until = group * static_cast<double>(waits.size() + 1); rows + 0.5 < until; ++rows) {
      sqlite3_bind_int64(append, 1, static_cast<std::int64_t>(rows));
      sqlite3_bind_blob(append, 2, record.data(), static_cast<int>(record.size()), SQLITE_STATIC);
      run(append);
    }
    run(commit);
    const auto done = std::chrono::steady_clock::now();
    waits.push_back(us_between(now, done));
    now = done;
  }
  for (auto* statement : {append, begin, commit}) sqlite3_finalize(statement);
  sqlite3_close(connection);
  const auto commits = static_cast<double>(waits.size());
  return figures(std::move(waits), rows, commits, us_between(start, now));
}

// Counts the syncs of the log, which is one for each commit.
class CountedFiles final : public Files {
 public:
  explicit CountedFiles(Files& inner) : inner_(inner) {}
  std::unique_ptr<File> open(const std::string& path, bool create) override {
    auto file = inner_.open(path, create);
    if (!path.ends_with("-wal")) return file;
    return std::make_unique<CountedFile>(std::move(file), syncs);
  }
  bool exists(const std::string& path) override { return inner_.exists(path); }
  void remove(const std::string& path, bool sync_folder) override { inner_.remove(path, sync_folder); }
  void rename(const std::string& from, const std::string& to) override { inner_.rename(from, to); }
  void make_folders(const std::string& path) override { inner_.make_folders(path); }
  std::vector<std::string> list(const std::string& folder) override { return inner_.list(folder); }
  std::unique_ptr<FileLock> lock(const std::string& path, const std::string& holder) override {
    return inner_.lock(path, holder);
  }

  std::atomic<std::int64_t> syncs{0};

 private:
  class CountedFile final : public File {
   public:
    CountedFile(std::unique_ptr<File> inner, std::atomic<std::int64_t>& syncs)
        : inner_(std::move(inner)), syncs_(syncs) {}
    std::size_t read(std::uint64_t offset, std::span<char> into) override { return inner_->read(offset, into); }
    void write(std::uint64_t offset, std::string_view bytes) override { inner_->write(offset, bytes); }
    void truncate(std::uint64_t size) override { inner_->truncate(size); }
    void sync() override { ++syncs_, inner_->sync(); }
    std::uint64_t size() override { return inner_->size(); }

   private:
    std::unique_ptr<File> inner_;
    std::atomic<std::int64_t>& syncs_;
  };

  Files& inner_;
};

struct Load {
  Tenant& tenant;
  Instant until;
  std::vector<double> waits_us;
};

Task<> keep_writing(Load& load, std::int64_t thread) {
  const std::string record(kRecordBytes, 'r');
  auto now = std::chrono::steady_clock::now();
  while (now < load.until) {
    co_await load.tenant.write([&](Transaction& transaction) { transaction.run({kAppend}, thread, Bytes{record}); });
    const auto done = std::chrono::steady_clock::now();
    load.waits_us.push_back(us_between(now, done));
    now = done;
  }
}

Task<> keep_reading(Load& load, std::int64_t thread) {
  auto now = std::chrono::steady_clock::now();
  for (auto id = thread; now < load.until; id = (id * 31 + 7) % 1000) {
    co_await load.tenant.read([&](Reader& reader) {
      return reader.one(
          {"SELECT record FROM journal WHERE id = $1"}, [](const Row& row) { return row.bytes(0).size(); }, id + 1);
    });
    const auto done = std::chrono::steady_clock::now();
    load.waits_us.push_back(us_between(now, done));
    now = done;
  }
}

// `submitters` coroutines on one loop, each with one transaction under way.
Figures measure_store(Tenant& tenant, CountedFiles& files, int submitters, Task<> (*work)(Load&, std::int64_t)) {
  boost::asio::io_context loop(1);
  const auto start = std::chrono::steady_clock::now();
  Load load{tenant, start + kSpan, {}};
  const auto syncs = files.syncs.load();
  for (int i = 0; i < submitters; ++i) boost::asio::co_spawn(loop, work(load, i), boost::asio::detached);
  loop.run();
  const auto rows = static_cast<double>(load.waits_us.size());
  return figures(std::move(load.waits_us), rows, static_cast<double>(files.syncs - syncs),
                 us_between(start, std::chrono::steady_clock::now()));
}

Figures median(std::vector<Figures> rounds) {
  const auto of = [&](auto member) {
    std::ranges::sort(rounds, {}, member);
    return rounds[rounds.size() / 2].*member;
  };
  return {of(&Figures::rows_per_s), of(&Figures::rows_per_sync), of(&Figures::p50_us), of(&Figures::p99_us)};
}

void print(std::string_view name, const Figures& figures) {
  fmt::print("{:<38} {:>9.0f} rows/s  {:>5.1f} a sync  p50 {:>7.0f} us  p99 {:>7.0f} us\n", name, figures.rows_per_s,
             figures.rows_per_sync, figures.p50_us, figures.p99_us);
}

// Each round measures all three beside one another, the store first, so that SQLite can be given its group size.
void compare(const Folder& folder, Files& files, Log& log, int submitters) {
  static constexpr base::EmbeddedFile kMigrations[] = {{"0001_journal.sql", kOurTable}};
  std::vector<Figures> ours, plain, bare;
  std::vector<double> to_plain, to_bare;
  for (int round = 0; round < kRounds; ++round) {
    CountedFiles counted(files);
    const auto data = folder / fmt::format("{}-{}", submitters, round);
    {
      const auto database = open_sqlite({.folder = data}, {{"bench", kMigrations}}, counted, log);
      boost::asio::io_context loop(1);
      Tenant* tenant = nullptr;
      boost::asio::co_spawn(loop, database->open(TenantId::parse("bench")),
                            [&](std::exception_ptr, Tenant* opened) { tenant = opened; });
      loop.run();
      ours.push_back(measure_store(*tenant, counted, submitters, keep_writing));
    }
    plain.push_back(measure_sqlite(data + "/plain.sqlite", ours.back().rows_per_sync));
    bare.push_back(measure_file(data + "/bare"));
    to_plain.push_back(ours.back().rows_per_s / plain.back().rows_per_s);
    to_bare.push_back(ours.back().rows_per_s / bare.back().rows_per_s);
    std::filesystem::remove_all(data);
  }
  std::ranges::sort(to_plain);
  std::ranges::sort(to_bare);
  print(fmt::format("store, {} submitters", submitters), median(ours));
  print(fmt::format("plain SQLite, {:.1f} rows a commit", median(plain).rows_per_sync), median(plain));
  print("append and sync", median(bare));
  const auto middle = static_cast<std::size_t>(kRounds / 2);
  fmt::print("  ratio to plain SQLite {:.2f} [{:.2f} to {:.2f}], to append and sync {:.2f} [{:.2f} to {:.2f}]\n\n",
             to_plain[middle], to_plain.front(), to_plain.back(), to_bare[middle], to_bare.front(), to_bare.back());
}

void measure_reads(const Folder& folder, Files& files, Log& log) {
  static constexpr base::EmbeddedFile kMigrations[] = {
      {"0001_journal.sql", kOurTable},
      {"0002_rows.sql",
       "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000) "
       "INSERT INTO journal (id, thread, record) SELECT i, i, zeroblob(1000) FROM n"}};
  CountedFiles counted(files);
  const auto database = open_sqlite({.folder = folder / "reads"}, {{"bench", kMigrations}}, counted, log);
  boost::asio::io_context loop(1);
  Tenant* tenant = nullptr;
  boost::asio::co_spawn(loop, database->open(TenantId::parse("bench")),
                        [&](std::exception_ptr, Tenant* opened) { tenant = opened; });
  loop.run();
  for (const int submitters : {1, 64}) {
    print(fmt::format("store, {} readers of one row", submitters),
          measure_store(*tenant, counted, submitters, keep_reading));
  }
}

}  // namespace
}  // namespace frontdesk::store

int main() {
  using namespace frontdesk;
  const auto files = system_files();
  const auto log = silent_log();
  const store::Folder folder;
  fmt::print("records of {} bytes; medians of {} rounds of {} ms; each ratio is of one round\n\n", store::kRecordBytes,
             store::kRounds, store::kSpan.count());
  for (const int submitters : {1, 8, 64}) store::compare(folder, *files, *log, submitters);
  store::measure_reads(folder, *files, *log);
}
