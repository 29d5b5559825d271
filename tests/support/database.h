#pragma once

#include <gtest/gtest.h>

#include "store/postgres.h"
#include "store/sqlite.h"
#include "support/postgres.h"

namespace frontdesk::support {

// Whether this run of the program is on PostgreSQL: FRONTDESK_TEST_DATABASE=postgres. tools/test runs what touches a
// database once on each.
inline bool on_postgres() {
  const char* const kind = std::getenv("FRONTDESK_TEST_DATABASE");
  return kind && std::string_view(kind) == "postgres";
}

// For what is about files and pages.
#define FD_ON_SQLITE_ONLY(why) \
  if (frontdesk::support::on_postgres()) GTEST_SKIP() << "on SQLite only: " << why

// The house that belongs to a folder; its name lies there, so what is opened on the same disk again is the same house.
inline std::string house_of(Files& files, const std::string& folder) {
  files.make_folders(folder);
  const auto path = folder + "/house";
  if (!files.exists(path)) {
    const auto name = support::new_house();
    const auto file = files.open(path, true);
    file->write(0, name);
    file->sync();
    return name;
  }
  const auto file = files.open(path, false);
  std::string name(file->size(), '\0');
  file->read(0, name);
  return name;
}

// A test's database: SQLite as the options say, or PostgreSQL with as many threads.
inline std::unique_ptr<store::Database> open_database(const store::SqliteOptions& options,
                                                      std::vector<store::Module> modules, Files& files, Log& log) {
  if (!on_postgres()) return store::open_sqlite(options, std::move(modules), files, log);
  static SystemClock clock;
  static SystemRandom random;
  store::PostgresOptions postgres{.address = support::postgres().address,
                                  .house = house_of(files, options.folder),
                                  .writers = options.writer_threads,
                                  .readers = options.reader_threads};
  return store::open_postgres(postgres, modules, clock, random, log);
}

}  // namespace frontdesk::support
