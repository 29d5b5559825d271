#include "app/house_database.h"

#include <unistd.h>

#include <array>

#include "app/engines.h"
#include "store/postgres.h"

namespace frontdesk::app {
namespace {

constexpr int kConnectionsMin = 3;  // one that writes, one that reads, one that keeps the lease

std::string host_name() {
  std::array<char, 256> name{};
  return ::gethostname(name.data(), name.size() - 1) == 0 ? std::string(name.data()) : "unknown host";
}

// Who this house is to its database: the same after a crash, so that it is let in at once, and no other's. The lock on
// the folder sees to it that no two processes have it.
std::string holder_of(const std::string& folder, Files& files, Random& random) {
  const auto path = folder + "/holder";
  if (!files.exists(path) || read_whole(files, path).empty()) write_whole(files, path, random.id("h_"));
  return fmt::format("{}, {}", host_name(), read_whole(files, path));
}

}  // namespace

HouseDatabase open_house_database(const Options& options, Files& files, const Clock& clock, Random& random, Log& log,
                                  std::function<void(const TenantId& tenant, const Error& error)> on_damage) {
  const auto folder = options.data + "/tenants";
  files.make_folders(folder);
  if (options.database.empty()) {
    store::SqliteOptions sqlite{.folder = folder,
                                .writer_threads = options.store_writers,
                                .reader_threads = options.store_readers,
                                .on_damage = std::move(on_damage)};
    return {nullptr, store::open_sqlite(std::move(sqlite), all_modules(), files, log)};
  }
  if (options.database_connections < kConnectionsMin) {
    throw Error(
        Kind::invalid, "app/bad-option",
        fmt::format("database_connections must be {} or more, not {}.", kConnectionsMin, options.database_connections));
  }
  auto lock = store::lock_folder(files, folder);
  const int for_work = options.database_connections - 1;
  store::PostgresOptions postgres{.address = options.database,
                                  .house = options.database_schema,
                                  .holder = holder_of(options.data, files, random),
                                  .writers = (for_work + 1) / 2,
                                  .readers = for_work / 2};
  auto database = store::open_postgres(std::move(postgres), all_modules(), clock, random, log);
  return {std::move(lock), std::move(database)};
}

}  // namespace frontdesk::app
